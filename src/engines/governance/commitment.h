/* commitment.h: when what one side owes counts as delivered in time (S5c). Days since 1970-01-01, NO_DAY where not
 * given. */
#ifndef ENGINES_GOVERNANCE_COMMITMENT_H
#define ENGINES_GOVERNANCE_COMMITMENT_H
#include "base/date.h"

enum commitment_state {
    COMMITMENT_OPEN,
    COMMITMENT_DELIVERED,
    COMMITMENT_ACCEPTED,
    COMMITMENT_WAIVED,
    COMMITMENT_DISPUTED
};
/* Who does what with it: delivering is the owner's, the rest the receiver's. */
enum commitment_act { COMMITMENT_BY_OWNER, COMMITMENT_BY_RECEIVER, COMMITMENT_NOT_SO };

/* By which side a commitment may go from one state to another; COMMITMENT_NOT_SO where it may not. An owner delivers
 * (again after a dispute) and may take a delivery back that nobody has answered; a receiver accepts, disputes and
 * waives. */
enum commitment_act commitment_step(enum commitment_state from, enum commitment_state to);

/* The day that lies `days` working days (Monday to Friday, less `holidays`, in order) after `day`. */
int64_t working_days_after(int64_t day, int days, const int64_t *holidays, size_t count);

struct commitment {
    enum commitment_state state;
    int64_t original_due; /* the first day that was named: to move a date does not make it in time */
    int64_t delivered_on;
};
enum { UNANSWERED_WORKING_DAYS = 10 };

/* Open and past its day. */
bool commitment_late(enum commitment_state state, int64_t due, int64_t today);
/* Delivered by the original day, and accepted, or unanswered for ten working days by `today`. */
bool commitment_on_time(const struct commitment *commitment, int64_t today, const int64_t *holidays, size_t count);

/* On-time rate: good ⁄ (due − waived), in millionths, over the commitments whose original day is in [from, until].
 * *base is due − waived; the rate is 0 where it is 0. */
int64_t on_time_rate(const struct commitment *all, size_t n, int64_t from, int64_t until, int64_t today,
                     const int64_t *holidays, size_t count, int64_t *base);
#endif
