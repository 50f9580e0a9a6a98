#include "engines/registry/portfolio_chart.h"
#include "base/decimal.h"
#include "base/message.h"
#include "engines/registry/support.h"

static struct str words(struct work *work, const char *key)
{
    return message(work->arena, work->locale.language, key, NULL);
}

/* The currency of most values; of equals the first. */
static struct str main_currency(const struct value *items)
{
    struct str best = {NULL, 0};
    int most = 0;
    VALUE_EACH (item, items) {
        const struct value *value = value_get(item, "value");
        int count = 0;
        if (!value || value->kind != V_MONEY)
            continue;
        VALUE_EACH (other, items) {
            const struct value *amount = value_get(other, "value");
            count += amount && amount->kind == V_MONEY && str_eq(amount->text, value->text);
        }
        if (count > most) {
            most = count;
            best = value->text;
        }
    }
    return best;
}

/* Millions of the currency as a decimal: a million whole units is 1. */
static struct value *in_millions(struct work *work, const struct value *money)
{
    struct value *leaf = value_new(work->arena, V_DECIMAL);
    int64_t unit = 1;
    for (int i = currency_decimals(money->text); i > 0; i--)
        unit *= 10;
    return leaf && decimal_mul_div(money->i, 1, unit, &leaf->i) ? leaf : NULL;
}

static void put_point(struct work *work, struct value *points, const struct value *item)
{
    struct arena *a = work->arena;
    const struct value *alliance = value_get(item, "alliance"), *money = value_get(item, "value");
    if (!alliance || !money) /* the arena is exhausted */
        return;
    struct value *point = value_push_map(a, points);
    value_put_text(a, point, "x", locale_text(a, &work->locale, value_get(item, "stage")));
    value_put(point, "y", in_millions(work, money));
    value_put_int(a, point, "size", value_get_int(item, "attention", 1));
    value_put_text(a, point, "label", alliance->label);
    const char *note = value_get_bool(item, "potential") ? "portfolio.chart.potential" : "portfolio.chart.created";
    struct value *args = message_args(a, "value", again(a, money), NULL);
    value_put_text(a, point, "note", message(a, work->locale.language, note, args));
    value_put_text(a, point, "href", alliance->href);
}

/* Adds the series of one business model (code NULL: none given), when it has a point. */
static bool put_series(struct work *work, struct value *all, const struct value *items, const char *code,
                       struct str currency)
{
    struct arena *a = work->arena;
    struct value *series = NULL, *points = NULL;
    VALUE_EACH (item, items) {
        const struct value *value = value_get(item, "value");
        struct str model = value_get_text(item, "business_model");
        if (!value || value->kind != V_MONEY || !str_eq(value->text, currency) || !str_eq(model, str_of(code)))
            continue;
        if (!series) {
            struct str key = arena_printf(a, "choice.alliance.business_model.%s", code ? code : "");
            series = value_push_map(a, all);
            value_put_text(a, series, "name", words(work, code ? key.p : "portfolio.chart.no-model"));
            points = value_put_list(a, series, "points");
        }
        put_point(work, points, item);
    }
    return points != NULL;
}

static void put_axes(struct work *work, struct value *chart, struct str currency)
{
    struct arena *a = work->arena;
    const struct field *stage = kind_field(&alliance_kind, S("stage"));
    struct value *x = value_put_map(a, chart, "x");
    value_put_text(a, x, "label", words(work, "field.alliance.stage"));
    value_put_text(a, x, "kind", S("category"));
    struct value *categories = value_put_list(a, x, "categories");
    for (size_t i = 0; stage->choices[i]; i++) {
        struct str key = arena_printf(a, "choice.alliance.stage.%s", stage->choices[i]);
        value_push(categories, value_text(a, words(work, key.p)));
    }
    struct value *y = value_put_map(a, chart, "y");
    struct value *args = message_args(a, "currency", value_text(a, currency), NULL);
    value_put_text(a, y, "label", message(a, work->locale.language, "portfolio.chart.y", args));
    value_put_text(a, y, "kind", S("value"));
}

struct value *portfolio_chart(struct work *work, const struct value *items)
{
    struct arena *a = work->arena;
    const struct field *models = kind_field(&alliance_kind, S("business_model"));
    struct str currency = main_currency(items);
    struct value *leaf = currency.n ? value_new(a, V_CHART) : NULL, *chart = value_map(a);
    if (!leaf || !chart)
        return NULL;
    leaf->first = leaf->last = chart;
    leaf->count = 1;
    value_put_text(a, chart, "kind", S("bubble"));
    value_put_text(a, chart, "title", words(work, "portfolio.chart.title"));
    put_axes(work, chart, currency);
    struct value *series = value_put_list(a, chart, "series");
    for (size_t i = 0; models->choices[i]; i++)
        put_series(work, series, items, models->choices[i], currency);
    put_series(work, series, items, NULL, currency);
    return leaf;
}

/* The sum of the values, in that currency, of the alliances at a stage; of all with `stage` NULL. */
static int64_t sum_at(const struct value *items, const char *stage, struct str currency)
{
    int64_t sum = 0, next;
    VALUE_EACH (item, items) {
        const struct value *value = value_get(item, "value");
        bool counts = value && value->kind == V_MONEY && str_eq(value->text, currency);
        if (counts && (!stage || str_is(value_get_text(item, "stage"), stage)) &&
            !__builtin_add_overflow(sum, value->i, &next))
            sum = next;
    }
    return sum;
}

static struct value *amount(struct arena *a, int64_t minor, struct str currency)
{
    struct value *leaf = value_new(a, V_MONEY);
    if (leaf) {
        leaf->i = minor;
        leaf->text = currency;
    }
    return leaf;
}

struct str portfolio_picture(struct work *work, const struct value *items)
{
    struct arena *a = work->arena;
    struct str currency = main_currency(items);
    const struct field *stage = kind_field(&alliance_kind, S("stage"));
    const char *most = NULL;
    int64_t all = sum_at(items, NULL, currency), best = 0;
    for (size_t i = 0; stage->choices[i]; i++) {
        int64_t sum = sum_at(items, stage->choices[i], currency);
        if (sum > best) {
            best = sum;
            most = stage->choices[i];
        }
    }
    if (!most || all <= 0)
        return S("");
    struct str key = arena_printf(a, "choice.alliance.stage.%s", most);
    struct value *args = message_args(a, "stage", value_text(a, words(work, key.p)), "value", amount(a, best, currency),
                                      "all", amount(a, all, currency), NULL);
    return message(a, work->locale.language, "ui.portfolio.picture", args);
}
