/* royalty.h: the price of what one party supplies to another: what it cost, and a share of the sales made with it, by
 * tiers (S1 2.4). Side payments by the piece use the same tiers. */
#ifndef ENGINES_ECONOMICS_ROYALTY_H
#define ENGINES_ECONOMICS_ROYALTY_H
#include "kernel/fraction.h"

/* From where the tier before it ends (the first: from 0) up to `up_to`, NULL without end. */
struct tier {
    const struct fraction *up_to, *rate;
};

/* Σ rate × what of `driver` (not negative) lies in the tier; what lies beyond the last tier bears nothing. NULL when
 * the arena is exhausted. */
const struct fraction *tiers_sum(struct arena *arena, const struct fraction *driver, const struct tier *tiers,
                                 size_t count);
/* What of `driver` lies between the end of tier `i` − 1 and the end of tier `i`. */
const struct fraction *tier_part(struct arena *arena, const struct fraction *driver, const struct tier *tiers,
                                 size_t i);
#endif
