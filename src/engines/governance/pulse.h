/* pulse.h: pulses of working rules (governance-and-work.md): "how often did we live by it?", from 1 (never) to 5
 * (always), asked of a few people of each side in turn; what the pools of their answers say, and which rule slips. */
#ifndef ENGINES_GOVERNANCE_PULSE_H
#define ENGINES_GOVERNANCE_PULSE_H
#include "engines/governance/records.h"
#include "kernel/asking.h"

enum {
    PULSE_DAYS = 14,           /* a round is open so long where nothing else is said */
    PULSE_DAYS_MOST = 60,      /* at most */
    PULSE_AGAIN = 28,          /* days after which it is time to ask again */
    PULSE_ASKED = 4,           /* people of a side asked in a round */
    PULSE_FAVOURABLE = 4,      /* from this point on: "mostly", "always" */
    PULSE_SLIP = 250000,       /* a fall of the mean that counts: one of four people says one point less (millionths) */
    PULSE_SLIP_GRAVE = 1000000 /* one point */
};

/* What a pool says: mean in millionths of a point, rounded half up; favourable in millionths, rounded half up. Both 0
 * where there is no answer. */
struct adherence {
    int64_t answers, mean, favourable;
};
struct adherence pulse_adherence(const int64_t counts[ASKING_POINTS]);
/* Points as they are shown, to two decimals (half away from 0); NULL when out of memory. */
struct value *pulse_points(struct arena *arena, int64_t millionths);
/* Of a pool as asking_pools gives it. */
struct adherence pulse_of_pool(const struct value *pool);

/* How a side's adherence to a rule moved between its last two pools: fall in millionths of a point (below 0: it rose),
 * of `last` against `before`; both NULL, and fall 0, where there are not two. */
struct slip {
    const struct value *last, *before;
    int64_t fall;
};
struct slip pulse_slip(const struct value *pools, struct str organisation);

/* Of the agreed rules of an alliance that the viewer sees the one that slips most on any side, by PULSE_SLIP at least;
 * equal falls: the lower last mean, then the order of the rules. rule NULL where none does. */
struct slipping {
    const struct value *rule;
    struct str organisation;
    struct slip slip;
};
enum err pulse_most(struct work *work, const struct viewer *viewer, const struct value *rules,
                    struct slipping *out) MUST_CHECK;
/* The same where it is known already which rules have been asked about (asking_subjects). */
enum err pulse_most_of(struct work *work, const struct viewer *viewer, const struct value *rules,
                       const struct id_set *asked, struct slipping *out) MUST_CHECK;

/* The people of each side whom a campaign on the rule may ask, those first whose turn it is: members of the team (but
 * for mere viewers) and of bodies that all parties of its circle see, who are there today. */
struct pulse_side {
    struct str organisation;
    struct asking_candidate *people;
    size_t count, asked; /* the first `asked` of them are asked */
};
enum err pulse_sides(struct work *work, const struct viewer *viewer, const struct asking *asking,
                     struct pulse_side **sides, size_t *count) MUST_CHECK;
#endif
