/* What goes by steps: royalties by tiers, gain and pain by bands. */
#include "engines/economics/calculator_kit.h"
#include "engines/economics/calculators.h"
#include "engines/economics/gainshare.h"
#include "engines/economics/royalty.h"

static enum err check_tiers(struct arena *arena, const struct value *tiers, struct problems *problems)
{
    const struct fraction *end = fraction_int(arena, 0); /* of the tiers before, as far as they can be read */
    enum err err = OK;
    bool open = false;
    size_t index = 0;
    if (!tiers || tiers->kind != V_LIST)
        return OK;
    VALUE_EACH (tier, tiers) {
        struct str at = pointer_index(arena, S("/tiers"), index++);
        const struct value *up_to = value_get(tier, "up_to");
        struct str place = pointer_member(arena, at, S("up_to"));
        err = share_check(arena, value_get(tier, "rate"), pointer_member(arena, at, S("rate")), problems);
        if (!err)
            err = amount_check(arena, up_to, place, problems);
        const struct fraction *ends = fraction_number(arena, up_to);
        if (!err && open)
            err = tell(problems, place, "tier.after-last", NULL);
        else if (!err && ends && fraction_sign(ends) > 0 && fraction_compare(ends, end) <= 0)
            err = tell(problems, place, "tier.order", NULL);
        open = open || (up_to && up_to->kind == V_NULL);
        end = ends ? fraction_most(end, ends) : end;
        if (err)
            return err;
    }
    return OK;
}

static enum err check_royalty(struct arena *arena, const struct value *input, struct problems *problems)
{
    enum err err = amount_check(arena, value_get(input, "cogs"), S("/cogs"), problems);
    if (!err)
        err = amount_check(arena, value_get(input, "net_sales"), S("/net_sales"), problems);
    return err ? err : check_tiers(arena, value_get(input, "tiers"), problems);
}

static enum err run_royalty(struct arena *arena, const struct value *input, struct problems *problems,
                            struct value **output)
{
    const struct value *list = value_get(input, "tiers");
    struct tier *tiers = ARENA_ARRAY(arena, (size_t)list->count + 1, struct tier);
    size_t n = 0;
    int64_t royalty, cogs;
    if (!tiers)
        return ERR_MEMORY;
    VALUE_EACH (tier, list) {
        const struct value *up_to = value_get(tier, "up_to");
        tiers[n].up_to = up_to->kind == V_NULL ? NULL : fraction_number(arena, up_to);
        tiers[n].rate = fraction_share(arena, value_get(tier, "rate"));
        if (up_to->kind != V_NULL && !tiers[n].up_to)
            return ERR_MEMORY;
        n++;
    }
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

/* A number or fraction at or above 0 that can be read, told where it cannot. */
static enum err bound_check(struct arena *arena, const struct value *bound, struct str at, struct problems *problems)
{
    if (!bound || (bound->kind != V_TEXT && bound->kind != V_INT && bound->kind != V_NUMBER))
        return OK;
    if (fraction_share(arena, bound))
        return OK;
    return tell(problems, at, bound->kind == V_TEXT ? "share.fraction" : "share.figures", NULL);
}

static enum err check_bands(struct arena *arena, const struct value *bands, struct problems *problems)
{
    const struct fraction *end = fraction_int(arena, 0);
    enum err err = OK;
    bool open = false;
    size_t index = 0;
    if (!bands || bands->kind != V_LIST)
        return OK;
    VALUE_EACH (band, bands) {
        struct str at = pointer_index(arena, S("/bands"), index++);
        struct str from_at = pointer_member(arena, at, S("from")), to_at = pointer_member(arena, at, S("to"));
        const struct value *from = value_get(band, "from"), *to = value_get(band, "to");
        const struct fraction *begins = fraction_share(arena, from), *ends = fraction_share(arena, to);
        err = bound_check(arena, from, from_at, problems);
        if (!err)
            err = bound_check(arena, to, to_at, problems);
        if (!err)
            err = share_check(arena, value_get(band, "share"), pointer_member(arena, at, S("share")), problems);
        if (!err && (open || (begins && fraction_compare(begins, end) < 0 && fraction_sign(begins) >= 0)))
            err = tell(problems, from_at, "band.over", NULL);
        if (!err && begins && ends && fraction_compare(ends, begins) <= 0)
            err = tell(problems, to_at, "band.empty", NULL);
        open = open || (to && to->kind == V_NULL);
        end = ends ? fraction_most(end, ends) : begins ? fraction_most(end, begins) : end;
        if (err)
            return err;
    }
    return OK;
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
    return err ? err : check_bands(arena, value_get(input, "bands"), problems);
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
    const struct value *list = value_get(input, "bands");
    struct band *bands = ARENA_ARRAY(arena, (size_t)list->count + 1, struct band);
    const struct fraction *nothing = fraction_int(arena, 0);
    struct gainshare of = {.target = fraction_number(arena, value_get(input, "target")),
                           .actual = fraction_number(arena, value_get(input, "actual")),
                           .bands = bands,
                           .cap = number_or(arena, input, "cap", NULL),
                           .pool = number_or(arena, input, "pool", nothing),
                           .score = number_or(arena, input, "score", nothing)};
    VALUE_EACH (band, list) {
        if (!bands)
            return ERR_MEMORY;
        const struct value *to = value_get(band, "to");
        bands[of.count++] = (struct band){.from = fraction_share(arena, value_get(band, "from")),
                                          .to = to && to->kind != V_NULL ? fraction_share(arena, to) : NULL,
                                          .share = fraction_share(arena, value_get(band, "share"))};
    }
    const struct {
        const char *name;
        const struct fraction *exact;
    } results[] = {{"cost_share", gainshare_cost(arena, &of)},
                   {"performance", gainshare_performance(arena, &of)},
                   {"payment", gainshare_payment(arena, &of)}};
    *output = value_map(arena);
    for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
        int64_t rounded;
        if (!results[i].exact)
            return ERR_MEMORY;
        if (!fraction_round(results[i].exact, &rounded) || !money_fits(rounded))
            return problem_say(problems, S("/pool"), "amount.sum-large", NULL);
        if (!value_put_int(arena, *output, results[i].name, rounded))
            return ERR_MEMORY;
    }
    return OK;
}

const struct calculator royalty_calculator = {.name = "royalty", .check = check_royalty, .run = run_royalty};
const struct calculator gainshare_calculator = {.name = "gainshare", .check = check_gainshare, .run = run_gainshare};
