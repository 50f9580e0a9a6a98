#include "engines/economics/royalty.h"

const struct fraction *tier_part(struct arena *arena, const struct fraction *driver, const struct tier *tiers, size_t i)
{
    const struct fraction *low = i ? tiers[i - 1].up_to : fraction_int(arena, 0);
    const struct fraction *high = tiers[i].up_to ? fraction_least(driver, tiers[i].up_to) : driver;
    return fraction_most(fraction_less(arena, high, low), fraction_int(arena, 0));
}

const struct fraction *tiers_sum(struct arena *arena, const struct fraction *driver, const struct tier *tiers,
                                 size_t count)
{
    const struct fraction *sum = fraction_int(arena, 0);
    for (size_t i = 0; i < count; i++)
        sum = fraction_add(arena, sum, fraction_times(arena, tiers[i].rate, tier_part(arena, driver, tiers, i)));
    return sum;
}
