/* perception.h: how sides see themselves and each other on a trait, from 1 (its low end) to 7 (S5a principle 3). */
#ifndef ENGINES_GOVERNANCE_PERCEPTION_H
#define ENGINES_GOVERNANCE_PERCEPTION_H
#include "engines/governance/records.h"

enum { PERCEPTION_MOST = 7, PERCEPTION_APART = 2, TRAITS_MOST = 99 };

/* A difference of a trait, from the revealed positions: the widest between how two sides see themselves, and between
 * how a side sees itself and another sees it; -1 where nothing is known. */
struct trait_gap {
    int64_t between; /* of self and self */
    int64_t seen;    /* of self and as seen */
};
struct trait_position {
    size_t by, about; /* places of the sides */
    int64_t position;
};
struct trait_gap trait_gap_of(const struct trait_position *all, size_t count);
/* Whether it is worth speaking about: PERCEPTION_APART or more. */
bool trait_gap_counts(struct trait_gap gap);

/* How many answers the viewer's side still owes an exchange: one for each trait and each party of its circle. */
enum err perceptions_missing(struct work *work, const struct viewer *viewer, struct str exchange,
                             int64_t *missing) MUST_CHECK;
/* The parties of an alliance that read what is in `circle`, the viewer's own first: [party]. */
enum err exchange_parties(struct work *work, const struct viewer *viewer, const struct value *exchange,
                          struct value **parties) MUST_CHECK;
/* Whether a difference has been put to use: it says for what, or names a commitment or a working rule. */
bool difference_used(const struct value *difference);
#endif
