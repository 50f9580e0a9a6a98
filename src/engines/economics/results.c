#include "engines/economics/results.h"
#include "engines/economics/rates.h"
#include "engines/economics/waterfall.h"

int64_t result_adjusted(const struct result *result)
{
    int64_t adjusted;
    return __builtin_sub_overflow(result->actual, result->effects, &adjusted) ? INT64_MAX : adjusted;
}

bool result_moved(const struct result *result)
{
    __int128 effects = result->effects, actual = result->actual;
    return result->known && effects && 10 * (effects < 0 ? -effects : effects) >= (actual < 0 ? -actual : actual);
}

static struct result *result_of(struct result *all, size_t *count, const struct value *period,
                                const struct value *effect)
{
    const struct value *party = value_get(effect, "party");
    for (size_t i = 0; i < *count; i++)
        if (all[i].period == period && str_eq(all[i].party, party->text))
            return &all[i];
    all[*count] = (struct result){.period = period, .party = party->text, .name = party->label};
    return &all[(*count)++];
}

/* What the settlement of the period makes of each party; nothing where it cannot be settled. */
static enum err read_actual(struct work *work, const struct viewer *viewer, struct result *results, size_t count)
{
    struct arena *a = work->arena;
    struct problems problems = problems_init(a);
    struct ledger ledger;
    struct value *settled = NULL;
    enum err err = ledger_read(work, viewer, results->period, &ledger);
    if (!err)
        err = ledger_settle(work, &ledger, &problems, &settled);
    if (err && err != ERR_INPUT)
        return err;
    for (size_t i = 0; i < count; i++) {
        struct result *one = &results[i];
        const struct value *name = err ? NULL : value_get_str(ledger.names, one->party);
        const struct value *moved = name ? value_get_str(value_get(settled, "transfer"), name->text) : NULL;
        one->currency = value_get_text(ledger.input, "currency");
        one->known = name && result_booked(a, ledger.input, settled, name->text, &one->actual) &&
                     !__builtin_add_overflow(one->actual, moved ? moved->i : 0, &one->actual);
    }
    return OK;
}

static void add_effect(struct work *work, const struct value *rates, struct result *result, const struct value *effect)
{
    const struct value *amount = value_get(effect, "amount");
    int64_t minor = amount->i;
    if (!result->currency.n)
        result->currency = amount->text;
    if (!str_eq(amount->text, result->currency)) {
        const struct value *rate =
            rate_for(rates, amount->text, result->currency, date_text(work->arena, today_of(work)));
        if (!rate || !rate_convert(work->arena, minor, amount->text, result->currency, rate, &minor)) {
            result->left_out++;
            return;
        }
    }
    int64_t *sum = str_is(value_get_text(effect, "answer"), "disputed") ? &result->disputed : &result->effects;
    if (__builtin_add_overflow(*sum, minor, sum))
        result->known = false;
}

enum err results_read(struct work *work, const struct viewer *viewer, struct str alliance, struct result **out,
                      size_t *count)
{
    const struct viewer_audience *joint = viewer_circle(viewer, alliance, AUDIENCE_JOINT);
    struct value *effects, *periods, *rates;
    struct query query = {.sort = S("-starts")};
    *count = 0;
    *out = NULL;
    enum err err = rows_of(work, viewer, &outside_effect_kind, "alliance", alliance, EFFECTS_MOST, &effects);
    if (err || !count_of(effects) || !joint)
        return err;
    query_add(&query, "alliance", alliance);
    err = rows_where(work, viewer, &settlement_period_kind, query, PERIODS_MOST, &periods);
    if (!err)
        err = rates_read(work, viewer, alliance, joint->id, &rates);
    *out = ARENA_ARRAY(work->arena, (size_t)effects->count + 1, struct result);
    if (!err && !*out)
        return ERR_MEMORY;
    VALUE_EACH (period, err ? NULL : periods) {
        size_t before = *count;
        VALUE_EACH (effect, effects) {
            if (!str_eq(value_get_text(effect, "period"), value_get_text(period, "id")))
                continue;
            struct result *result = result_of(*out, count, period, effect);
            if (!result->rows)
                result->rows = value_list(work->arena);
            value_push(result->rows, again(work->arena, effect));
        }
        if (*count > before && (err = read_actual(work, viewer, *out + before, *count - before)))
            return err;
        for (size_t i = before; i < *count; i++)
            VALUE_EACH (effect, (*out)[i].rows)
                add_effect(work, rates, &(*out)[i], effect);
    }
    return err;
}
