#include "engines/economics/shared_cost.h"

enum err shared_cost_settle(struct arena *arena, const struct fraction *const *weights, const int64_t *paid,
                            size_t count, const struct fraction *tolerance, struct shared_cost *out, size_t *at)
{
    __int128 total = 0;
    *out = (struct shared_cost){.share = ARENA_ARRAY(arena, count + 1, int64_t),
                                .balance = ARENA_ARRAY(arena, count + 1, int64_t),
                                .within = true};
    if (!out->share || !out->balance)
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++)
        total += paid[i];
    *at = count;
    if (!money_fits(total))
        return ERR_INPUT;
    out->total = (int64_t)total;
    enum err err = apportion(arena, out->total, weights, count, out->share);
    const struct fraction *size = fraction_int(arena, total < 0 ? -out->total : out->total);
    const struct fraction *most = fraction_times(arena, tolerance, size);
    if (!err && !most)
        err = ERR_MEMORY;
    for (size_t i = 0; !err && i < count; i++) {
        __int128 balance = (__int128)paid[i] - out->share[i];
        *at = i;
        if (!money_fits(balance))
            return ERR_INPUT;
        out->balance[i] = (int64_t)balance;
        const struct fraction *beyond = fraction_int(arena, balance < 0 ? -out->balance[i] : out->balance[i]);
        out->within = out->within && fraction_reaches(arena, most, beyond);
        if (!beyond)
            err = ERR_MEMORY;
    }
    return err ? err : payments_settle(arena, out->balance, count, &out->payments, &out->payment_count);
}
