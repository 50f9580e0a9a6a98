/* milestone.h: what one side hands over to another by a day (S1 3.1, 3.5: allocation lives on its hand-offs): who may
 * do what with it, and what the deal pays for it. Days since 1970-01-01, NO_DAY where not given; money in minor units.
 */
#ifndef ENGINES_ECONOMICS_MILESTONE_H
#define ENGINES_ECONOMICS_MILESTONE_H
#include "base/value.h"

enum milestone_state { MILESTONE_OPEN, MILESTONE_DELIVERED, MILESTONE_ACCEPTED, MILESTONE_RETURNED };
extern const char *const milestone_state_codes[]; /* in that order, ends with NULL */
/* Of a record of the kind. */
enum milestone_state milestone_state_of(const struct value *record);

/* Who does what with it: handing over is one side's act, accepting or returning the other's. */
enum milestone_act { MILESTONE_BY_GIVER, MILESTONE_BY_TAKER, MILESTONE_NOT_SO };
/* By which side a milestone may go from one state to another; MILESTONE_NOT_SO where it may not. */
enum milestone_act milestone_step(enum milestone_state from, enum milestone_state to);

/* Not handed over (or returned) and past its day. */
bool milestone_late(enum milestone_state state, int64_t due, int64_t today);

/* What a deal lays down for a milestone. */
struct milestone_terms {
    int64_t payment;       /* when it is accepted */
    int64_t reward;        /* on top, when it came by its day */
    int64_t penalty_a_day; /* for each day after it */
    int64_t penalty_most;  /* −1: without limit */
};
struct milestone_dues {
    int64_t payment, reward, penalty;
};
/* What is due for one that was accepted and had been handed over on `delivered`. A penalty that does not fit stays at
 * the greatest amount. */
struct milestone_dues milestone_dues(const struct milestone_terms *terms, int64_t due, int64_t delivered);
#endif
