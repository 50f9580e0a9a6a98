#include "engines/economics/fund.h"

enum err fund_close(struct arena *arena, __int128 opening, __int128 savings, __int128 costs,
                    const struct fraction *const *ratio, const struct fraction *const *deficit, size_t count,
                    struct fund *out)
{
    __int128 closing = opening + savings - costs;
    *out = (struct fund){.split = ARENA_ARRAY(arena, count + 1, int64_t)};
    if (!out->split)
        return ERR_MEMORY;
    if (!money_fits(closing))
        return ERR_INPUT;
    out->closing = (int64_t)closing;
    return apportion(arena, out->closing, closing < 0 && deficit ? deficit : ratio, count, out->split);
}
