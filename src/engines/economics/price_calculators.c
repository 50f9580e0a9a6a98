/* What goes by steps: royalties by tiers, gain and pain by bands. */
#include "engines/economics/calculator_kit.h"
#include "engines/economics/calculators.h"
#include "engines/economics/gainshare.h"
#include "engines/economics/royalty.h"
#include "engines/economics/steps.h"

static enum err check_royalty(struct arena *arena, const struct value *input, struct problems *problems)
{
    enum err err = amount_check(arena, value_get(input, "cogs"), S("/cogs"), problems);
    if (!err)
        err = amount_check(arena, value_get(input, "net_sales"), S("/net_sales"), problems);
    return err ? err : tiers_check(arena, value_get(input, "tiers"), S("/tiers"), problems);
}

static enum err run_royalty(struct arena *arena, const struct value *input, struct problems *problems,
                            struct value **output)
{
    size_t n = 0;
    int64_t royalty, cogs;
    const struct tier *tiers = tiers_read(arena, value_get(input, "tiers"), &n);
    if (!tiers)
        return ERR_MEMORY;
    const struct fraction *sales = fraction_number(arena, value_get(input, "net_sales"));
    if (!fraction_round(tiers_sum(arena, sales, tiers, n), &royalty) ||
        !amount_of(arena, value_get(input, "cogs"), &cogs))
        return ERR_MEMORY;
    if (!money_fits((__int128)cogs + royalty))
        return problem_say(problems, S("/cogs"), "amount.sum-large", NULL);
    *output = value_map(arena);
    value_put_int(arena, *output, "royalty", royalty);
    return value_put_int(arena, *output, "price", cogs + royalty) ? OK : ERR_MEMORY;
}

static enum err check_gainshare(struct arena *arena, const struct value *input, struct problems *problems)
{
    static const char *const amounts[] = {"target", "actual", "cap", "pool"};
    enum err err = OK;
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts && !err; i++)
        err = amount_check(arena, value_get(input, amounts[i]), pointer_member(arena, S(""), str_of(amounts[i])),
                           problems);
    const struct value *score = value_get(input, "score");
    bool number = score && (score->kind == V_INT || score->kind == V_NUMBER);
    if (!err && number && !fraction_number(arena, score))
        err = tell(problems, S("/score"), "share.figures", NULL);
    return err ? err : bands_check(arena, value_get(input, "bands"), S("/bands"), problems);
}

/* A member that may be absent or null: then `otherwise`. */
static const struct fraction *number_or(struct arena *arena, const struct value *input, const char *name,
                                        const struct fraction *otherwise)
{
    const struct value *given = value_get(input, name);
    return given && given->kind != V_NULL ? fraction_number(arena, given) : otherwise;
}

static enum err run_gainshare(struct arena *arena, const struct value *input, struct problems *problems,
                              struct value **output)
{
    const struct fraction *nothing = fraction_int(arena, 0);
    struct gainshare of = {.target = fraction_number(arena, value_get(input, "target")),
                           .actual = fraction_number(arena, value_get(input, "actual")),
                           .cap = number_or(arena, input, "cap", NULL),
                           .pool = number_or(arena, input, "pool", nothing),
                           .score = number_or(arena, input, "score", nothing)};
    of.bands = bands_read(arena, value_get(input, "bands"), &of.count);
    const struct {
        const char *name;
        const struct fraction *exact;
    } results[] = {{"cost_share", gainshare_cost(arena, &of)},
                   {"performance", gainshare_performance(arena, &of)},
                   {"payment", gainshare_payment(arena, &of)}};
    *output = value_map(arena);
    for (size_t i = 0; of.bands && i < sizeof results / sizeof *results; i++) {
        int64_t rounded;
        if (!results[i].exact)
            return ERR_MEMORY;
        if (!fraction_round(results[i].exact, &rounded) || !money_fits(rounded))
            return problem_say(problems, S("/pool"), "amount.sum-large", NULL);
        if (!value_put_int(arena, *output, results[i].name, rounded))
            return ERR_MEMORY;
    }
    return of.bands ? OK : ERR_MEMORY;
}

const struct calculator royalty_calculator = {.name = "royalty", .check = check_royalty, .run = run_royalty};
const struct calculator gainshare_calculator = {.name = "gainshare", .check = check_gainshare, .run = run_gainshare};
