/* gainshare.h: gain or pain shared by client and contractors against a target cost: limb 3 of project alliancing. */
#ifndef ENGINES_ECONOMICS_GAINSHARE_H
#define ENGINES_ECONOMICS_GAINSHARE_H
#include "kernel/fraction.h"

/* Of what lies between the target and the actual cost, `share` of the part between `from` and `to` (fractions of the
 * target; `to` NULL: without end) is the contractors'. */
struct band {
    const struct fraction *from, *to, *share;
};

struct gainshare {
    const struct fraction *target, *actual; /* minor units; the target is above 0 */
    const struct band *bands;               /* in order, none over another */
    size_t count;
    const struct fraction *cap;          /* the contractors never pay more than this; NULL: no limit */
    const struct fraction *pool, *score; /* pool in minor units; score −100 (failure) … 100 (outstanding) */
};

/* What of [min(A, T), max(A, T)] lies in the band. */
const struct fraction *band_overlap(struct arena *arena, const struct gainshare *of, const struct band *band);
/* Σ share · overlap · sign(T − A): above 0 for a gain to the contractors. Unrounded; NULL when exhausted. */
const struct fraction *gainshare_cost(struct arena *arena, const struct gainshare *of);
/* pool · score ⁄ 100. */
const struct fraction *gainshare_performance(struct arena *arena, const struct gainshare *of);
/* max(−cap, cost + performance). */
const struct fraction *gainshare_payment(struct arena *arena, const struct gainshare *of);
#endif
