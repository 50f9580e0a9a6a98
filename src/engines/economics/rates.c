#include "engines/economics/rates.h"
#include "base/decimal.h"
#include "base/json.h"
#include "engines/economics/deal_parts.h"
#include "engines/economics/records.h"

enum { RATES_MOST = 100000 };

/* A decimal as a JSON number. */
static void put_number(struct arena *a, struct value *map, const char *key, const struct value *leaf)
{
    struct value *number = value_new(a, V_NUMBER);
    if (number)
        number->text = json_text(a, leaf);
    value_put(map, key, number);
}

enum err rates_read(struct work *work, const struct viewer *viewer, struct str alliance, struct str circle,
                    struct value **out)
{
    struct arena *a = work->arena;
    struct query query = {.sort = S("id")};
    struct value *rates, *list = *out = value_list(a);
    query_add(&query, "alliance", alliance);
    query_add(&query, "circle", circle);
    enum err err = rows_where(work, viewer, &exchange_rate_kind, query, RATES_MOST, &rates);
    VALUE_EACH (rate, err ? NULL : rates) {
        struct value *to = value_push_map(a, list);
        value_put_text(a, to, "from", value_get_text(rate, "from_currency"));
        value_put_text(a, to, "to", value_get_text(rate, "to_currency"));
        value_put_text(a, to, "on", value_get_text(rate, "day"));
        put_number(a, to, "rate", value_get(rate, "rate"));
    }
    return err ? err : list ? OK : ERR_MEMORY;
}

const struct value *rate_for(const struct value *rates, struct str from, struct str to, struct str on)
{
    const struct value *best = NULL;
    VALUE_EACH (rate, rates) {
        struct str day = value_get_text(rate, "on");
        if (!str_eq(value_get_text(rate, "from"), from) || !str_eq(value_get_text(rate, "to"), to) ||
            (on.n && str_cmp(day, on) > 0))
            continue;
        if (!best || str_cmp(day, value_get_text(best, "on")) > 0)
            best = rate;
    }
    return best;
}

bool rate_convert(struct arena *arena, __int128 amount, struct str from, struct str to, const struct value *rate,
                  int64_t *out)
{
    const struct fraction *sum =
        fraction_times(arena, fraction_wide(arena, amount), fraction_number(arena, value_get(rate, "rate")));
    int decimals = currency_decimals(to) - currency_decimals(from);
    for (int i = decimals; i > 0; i--)
        sum = fraction_times(arena, sum, fraction_int(arena, 10));
    for (int i = decimals; i < 0; i++)
        sum = fraction_over(arena, sum, fraction_int(arena, 10));
    return fraction_round(sum, out) && money_fits(*out);
}
