#include "engines/economics/gainshare.h"

const struct fraction *band_overlap(struct arena *arena, const struct gainshare *of, const struct band *band)
{
    const struct fraction *low = fraction_times(arena, band->from, of->target);
    const struct fraction *high = fraction_most(of->actual, of->target);
    low = fraction_most(low, fraction_least(of->actual, of->target));
    if (band->to)
        high = fraction_least(high, fraction_times(arena, band->to, of->target));
    return fraction_most(fraction_less(arena, high, low), fraction_int(arena, 0));
}

const struct fraction *gainshare_cost(struct arena *arena, const struct gainshare *of)
{
    const struct fraction *sum = fraction_int(arena, 0);
    for (size_t i = 0; i < of->count; i++)
        sum =
            fraction_add(arena, sum, fraction_times(arena, of->bands[i].share, band_overlap(arena, of, &of->bands[i])));
    int sign = fraction_compare(of->target, of->actual);
    return fraction_times(arena, sum, fraction_int(arena, sign < 0 ? -1 : 1));
}

const struct fraction *gainshare_performance(struct arena *arena, const struct gainshare *of)
{
    return fraction_times(arena, of->pool, fraction_over(arena, of->score, fraction_int(arena, 100)));
}

const struct fraction *gainshare_payment(struct arena *arena, const struct gainshare *of)
{
    const struct fraction *sum = fraction_add(arena, gainshare_cost(arena, of), gainshare_performance(arena, of));
    return of->cap ? fraction_most(sum, fraction_less(arena, fraction_int(arena, 0), of->cap)) : sum;
}
