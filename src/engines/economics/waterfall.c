#include "engines/economics/waterfall.h"
#include "base/decimal.h"

int64_t entry_converted(struct arena *arena, const struct value *entry, const struct value *settled, size_t index)
{
    struct str at = arena_printf(arena, "/entries/%zu", index);
    VALUE_EACH (line, value_get(settled, "conversions"))
        if (str_eq(value_get_text(line, "entry"), at))
            return value_get_int(line, "converted", 0);
    return value_get_int(entry, "amount", 0);
}

bool result_booked(struct arena *arena, const struct value *input, const struct value *settled, struct str party,
                   int64_t *out)
{
    static const char *const costs[] = {"cost", "investment", "joint_risk"};
    size_t index = 0;
    *out = 0;
    VALUE_EACH (entry, value_get(input, "entries")) {
        struct str kind = value_get_text(entry, "kind");
        int64_t amount = entry_converted(arena, entry, settled, index++);
        int sign = str_is(kind, "revenue");
        for (size_t i = 0; i < sizeof costs / sizeof *costs; i++)
            sign -= str_is(kind, costs[i]);
        if (sign && str_eq(value_get_text(entry, "party"), party) &&
            (sign > 0 ? __builtin_add_overflow(*out, amount, out) : __builtin_sub_overflow(*out, amount, out)))
            return false;
    }
    return true;
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
