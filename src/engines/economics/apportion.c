#include "engines/economics/apportion.h"
#include <stdlib.h>

struct remainder {
    const struct fraction *rest;
    size_t order;
};

static int larger_first(const void *x, const void *y)
{
    const struct remainder *a = x, *b = y;
    int order = fraction_compare(b->rest, a->rest);
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

enum err apportion(struct arena *arena, int64_t total, const struct fraction *const *weights, size_t count,
                   int64_t *parts)
{
    int64_t whole = total < 0 ? -total : total, left = whole;
    struct remainder *rests = ARENA_ARRAY(arena, count + 1, struct remainder);
    const struct fraction *sum = fraction_int(arena, 0), *amount = fraction_int(arena, whole);
    for (size_t i = 0; i < count; i++)
        sum = fraction_add(arena, sum, weights[i]);
    for (size_t i = 0; rests && i < count; i++) {
        const struct fraction *quota = fraction_over(arena, fraction_times(arena, amount, weights[i]), sum);
        if (!fraction_floor(quota, &parts[i]))
            return ERR_MEMORY;
        left -= parts[i];
        rests[i] = (struct remainder){fraction_less(arena, quota, fraction_int(arena, parts[i])), i};
        if (!rests[i].rest)
            return ERR_MEMORY;
    }
    if (!rests)
        return ERR_MEMORY;
    qsort(rests, count, sizeof *rests, larger_first);
    for (size_t i = 0; i < count && left > 0; i++, left--)
        parts[rests[i].order]++;
    for (size_t i = 0; total < 0 && i < count; i++)
        parts[i] = -parts[i];
    return OK;
}
