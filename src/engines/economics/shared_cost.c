#include "engines/economics/shared_cost.h"

enum err shared_cost_within(struct arena *arena, const int64_t *balance, size_t count, int64_t total,
                            const struct fraction *tolerance, bool *within)
{
    const struct fraction *most = fraction_times(arena, tolerance, fraction_int(arena, total < 0 ? -total : total));
    *within = true;
    for (size_t i = 0; i < count; i++) {
        const struct fraction *beyond = fraction_int(arena, balance[i] < 0 ? -balance[i] : balance[i]);
        *within = *within && fraction_reaches(arena, most, beyond);
        if (!beyond)
            return ERR_MEMORY;
    }
    return most ? OK : ERR_MEMORY;
}

enum err shared_cost_settle(struct arena *arena, const struct fraction *const *weights, const int64_t *paid,
                            size_t count, const struct fraction *tolerance, struct shared_cost *out, size_t *at)
{
    __int128 total = 0;
    *out = (struct shared_cost){.share = ARENA_ARRAY(arena, count + 1, int64_t),
                                .balance = ARENA_ARRAY(arena, count + 1, int64_t)};
    if (!out->share || !out->balance)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++)
        total += paid[i];
    *at = count;
    if (!money_fits(total))
        return ERR_INPUT;
    out->total = (int64_t)total;
    enum err err = apportion(arena, out->total, weights, count, out->share);
    for (size_t i = 0; !err && i < count; i++) {
        __int128 balance = (__int128)paid[i] - out->share[i];
        *at = i;
        if (!money_fits(balance))
            return ERR_INPUT;
        out->balance[i] = (int64_t)balance;
    }
    if (!err)
        err = shared_cost_within(arena, out->balance, count, out->total, tolerance, &out->within);
    return err ? err : payments_settle(arena, out->balance, count, &out->payments, &out->payment_count);
}
