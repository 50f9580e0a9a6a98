/* What is divided by agreed shares: shared costs and the alliance's fund. */
#include "engines/economics/calculator_kit.h"
#include "engines/economics/calculators.h"
#include "engines/economics/fund.h"
#include "engines/economics/shared_cost.h"

/* The amounts of `map` by party of `split`, 0 where one is not given. */
static int64_t *amounts_by_party(struct arena *arena, const struct value *map, const struct split *split)
{
    int64_t *amounts = ARENA_ARRAY(arena, split->count + 1, int64_t);
    VALUE_EACH (one, map)
        if (!amounts || !amount_of(arena, one, &amounts[split_place(split, one->key)]))
            return NULL;
    return amounts;
}

static enum err check_shared_cost(struct arena *arena, const struct value *input, struct problems *problems)
{
    const struct value *shares = value_get(input, "shares"), *paid = value_get(input, "paid");
    enum err err = ratio_check(arena, shares, S("/shares"), problems);
    if (!err)
        err = parties_check(arena, paid, shares, S("/paid"), problems);
    if (!err)
        err = amounts_check(arena, paid, S("/paid"), problems);
    return err ? err : share_check(arena, value_get(input, "tolerance"), S("/tolerance"), problems);
}

static enum err run_shared_cost(struct arena *arena, const struct value *input, struct problems *problems,
                                struct value **output)
{
    struct split split;
    struct shared_cost result;
    size_t at = 0;
    enum err err = split_read(arena, value_get(input, "shares"), &split);
    const int64_t *paid = err ? NULL : amounts_by_party(arena, value_get(input, "paid"), &split);
    if (!paid)
        return ERR_MEMORY;
    err = shared_cost_settle(arena, split.weights, paid, split.count,
                             fraction_share(arena, value_get(input, "tolerance")), &result, &at);
    if (err == ERR_INPUT)
        return problem_say(problems,
                           at < split.count ? pointer_member(arena, S("/paid"), split.parties[at]) : S("/paid"),
                           "amount.sum-large", NULL);
    if (err)
        return err;
    *output = value_map(arena);
    value_put_int(arena, *output, "total", result.total);
    put_amounts(arena, *output, "balance", split.parties, result.balance, split.count);
    value_put_bool(arena, *output, "within", result.within);
    return put_payments(arena, *output, split.parties, result.payments, result.payment_count);
}

static enum err check_fund(struct arena *arena, const struct value *input, struct problems *problems)
{
    const struct value *ratio = value_get(input, "ratio"), *deficit = value_get(input, "deficit_ratio");
    enum err err = amount_check(arena, value_get(input, "opening"), S("/opening"), problems);
    if (!err)
        err = amounts_check(arena, value_get(input, "savings"), S("/savings"), problems);
    if (!err)
        err = amounts_check(arena, value_get(input, "costs"), S("/costs"), problems);
    if (!err)
        err = ratio_check(arena, ratio, S("/ratio"), problems);
    if (!err)
        err = ratio_check(arena, deficit, S("/deficit_ratio"), problems);
    return err ? err : parties_check(arena, deficit, ratio, S("/deficit_ratio"), problems);
}

/* Σ of a list of amounts that have been checked. */
static __int128 sum_of(struct arena *arena, const struct value *list)
{
    __int128 sum = 0;
    VALUE_EACH (one, list) {
        int64_t amount = 0;
        sum += amount_of(arena, one, &amount) ? amount : 0;
    }
    return sum;
}

/* The shares of `map` in the order of the parties of `split`, 0 where one is not given. */
static const struct fraction **weights_of(struct arena *arena, const struct value *map, const struct split *split)
{
    const struct fraction **weights = ARENA_ARRAY(arena, split->count + 1, const struct fraction *);
    for (size_t i = 0; weights && i < split->count; i++) {
        const struct value *share = value_get_str(map, split->parties[i]);
        weights[i] = share ? fraction_share(arena, share) : fraction_int(arena, 0);
    }
    return weights;
}

static enum err run_fund(struct arena *arena, const struct value *input, struct problems *problems,
                         struct value **output)
{
    struct split split;
    struct fund result;
    int64_t opening;
    const struct value *deficit = value_get(input, "deficit_ratio");
    if (split_read(arena, value_get(input, "ratio"), &split) ||
        !amount_of(arena, value_get(input, "opening"), &opening))
        return ERR_MEMORY;
    const struct fraction **other = deficit ? weights_of(arena, deficit, &split) : NULL;
    if (deficit && !other)
        return ERR_MEMORY;
    __int128 savings = sum_of(arena, value_get(input, "savings")), costs = sum_of(arena, value_get(input, "costs"));
    enum err err = fund_close(arena, opening, savings, costs, split.weights, other, split.count, &result);
    if (err == ERR_INPUT)
        return problem_say(problems, costs > savings ? S("/costs") : S("/savings"), "amount.sum-large", NULL);
    if (err)
        return err;
    *output = value_map(arena);
    value_put_int(arena, *output, "closing", result.closing);
    return put_amounts(arena, *output, "split", split.parties, result.split, split.count) ? OK : ERR_MEMORY;
}

const struct calculator shared_cost_calculator = {
    .name = "shared-cost", .check = check_shared_cost, .run = run_shared_cost};
const struct calculator fund_calculator = {.name = "fund", .check = check_fund, .run = run_fund};
