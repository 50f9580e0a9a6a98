/* apportion.h: an amount divided by shares, to the minor unit, so that the parts add up to the whole: each part is cut
 * off, and the units left over go to the largest remainders, ties in the order in which the shares are given. */
#ifndef ENGINES_ECONOMICS_APPORTION_H
#define ENGINES_ECONOMICS_APPORTION_H
#include "kernel/fraction.h"

/* Whether an amount fits: both signs reach equally far, so that each one can be turned round. */
static inline bool money_fits(__int128 amount)
{
    return amount <= INT64_MAX && amount >= -(__int128)INT64_MAX;
}

/* Divides `total` by `weights` ⁄ Σ weights (none negative, not all 0) into `parts`. A negative total is divided as its
 * absolute value. ERR_MEMORY also where a weight is NULL. */
enum err apportion(struct arena *arena, int64_t total, const struct fraction *const *weights, size_t count,
                   int64_t *parts) MUST_CHECK;
#endif
