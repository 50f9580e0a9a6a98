#include "engines/economics/waterfall.h"
#include "base/decimal.h"

int64_t *entries_converted(struct arena *arena, const struct value *input, const struct value *settled)
{
    const struct value *entries = value_get(input, "entries");
    int64_t *amounts = ARENA_ARRAY(arena, (entries ? entries->count : 0) + (size_t)1, int64_t);
    size_t n = 0;
    if (!amounts)
        return NULL;
    VALUE_EACH (entry, entries)
        amounts[n++] = value_get_int(entry, "amount", 0);
    VALUE_EACH (line, value_get(settled, "conversions")) {
        struct str at = value_get_text(line, "entry");
        size_t index = 0;
        for (size_t i = sizeof "/entries/" - 1; i < at.n; i++)
            index = 10 * index + (size_t)(at.p[i] - '0');
        if (index < n)
            amounts[index] = value_get_int(line, "converted", 0);
    }
    return amounts;
}

int booked_sign(struct str kind)
{
    static const char *const costs[] = {"cost", "investment", "joint_risk"};
    int sign = str_is(kind, "revenue");
    for (size_t i = 0; i < sizeof costs / sizeof *costs; i++)
        sign -= str_is(kind, costs[i]);
    return sign;
}

bool result_booked(struct arena *arena, const struct value *input, const struct value *settled, struct str party,
                   int64_t *out)
{
    const int64_t *amounts = entries_converted(arena, input, settled);
    size_t index = 0;
    *out = 0;
    VALUE_EACH (entry, amounts ? value_get(input, "entries") : NULL) {
        int64_t amount = amounts[index++];
        int sign = booked_sign(value_get_text(entry, "kind"));
        if (sign && str_eq(value_get_text(entry, "party"), party) &&
            (sign > 0 ? __builtin_add_overflow(*out, amount, out) : __builtin_sub_overflow(*out, amount, out)))
            return false;
    }
    return amounts;
}

static void put_point(struct overview *o, struct value *points, struct str name, int64_t minor, struct str currency,
                      bool total)
{
    struct arena *a = o->arena;
    struct value *point = value_push_map(a, points), *y = value_new(a, V_NUMBER), *money = value_new(a, V_MONEY);
    struct buf amount = buf_init(a, 0);
    if (!y || !money)
        return;
    money_write(&amount, minor, currency);
    y->text = buf_str(&amount);
    money->i = minor;
    money->text = currency;
    value_put_text(a, point, "x", name);
    value_put(point, "y", y);
    value_put_text(a, point, "note", locale_text(a, &o->request->work.locale, money));
    if (total)
        value_put_bool(a, point, "total", true);
}

struct value *waterfall_chart(struct overview *o, const struct value *input, const struct value *settled,
                              struct str party, struct str currency)
{
    struct arena *a = o->arena;
    struct value *leaf = value_new(a, V_CHART), *chart = value_map(a);
    int64_t booked, result;
    if (!leaf || !chart || !result_booked(a, input, settled, party, &booked))
        return NULL;
    const struct value *transfer = value_get_str(value_get(settled, "transfer"), party);
    if (!transfer || __builtin_add_overflow(booked, transfer->i, &result))
        return NULL;
    leaf->first = leaf->last = chart;
    leaf->count = 1;
    value_put_text(a, chart, "kind", S("waterfall"));
    value_put_text(a, chart, "title",
                   overview_words(o, "settlement.waterfall.title", "party", value_text(a, party), NULL));
    struct value *x = value_put_map(a, chart, "x"), *y = value_put_map(a, chart, "y");
    value_put_text(a, x, "kind", S("category"));
    struct value *categories = value_put_list(a, x, "categories");
    value_put_text(a, y, "kind", S("value"));
    value_put_text(a, y, "label", currency);
    struct value *series = value_push_map(a, value_put_list(a, chart, "series"));
    value_put_text(a, series, "name", party);
    struct value *points = value_put_list(a, series, "points");
    put_point(o, points, overview_words(o, "settlement.waterfall.booked", NULL), booked, currency, true);
    VALUE_EACH (part, value_get(settled, "instruments")) {
        struct str name = value_get_text(part, "name");
        const struct value *moved = value_get_str(value_get(part, "transfer"), party);
        put_point(o, points, name.n ? name : overview_words(o, "settlement.booked", NULL), moved ? moved->i : 0,
                  currency, false);
    }
    put_point(o, points, overview_words(o, "settlement.waterfall.result", NULL), result, currency, true);
    VALUE_EACH (point, points)
        value_push(categories, value_text(a, value_get_text(point, "x")));
    return leaf;
}
