/* What was booked, as instruments take it: with its party's place, in the deal's currency. */
#include "base/decimal.h"
#include "engines/economics/deal_parts.h"

/* Entries of one party, kind and category that are converted at one rate are rounded together, so that an entry in two
 * parts comes to what it came to whole: `sum` of what was given so far, `given` of what it came to. */
struct pot {
    __int128 sum;
    int64_t given;
};

struct pots {
    struct str_map places;
    struct pot *all;
    size_t count;
};

/* The latest rate from one currency to another of a day on or before `on` (empty: the latest of all). */
static const struct value *rate_for(const struct value *rates, struct str from, struct str to, struct str on)
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

/* `amount` in the deal's currency, rounded half away from zero to its minor unit. False when it does not fit. */
static bool converted(struct arena *arena, __int128 amount, struct str from, struct str to, const struct value *rate,
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

static struct pot *pot_of(struct arena *arena, struct pots *pots, const struct deal_entry *entry, struct str from,
                          const struct value *rate)
{
    struct str key = arena_printf(arena, "%zu %zu %d %.*s %.*s %.*s", entry->party, entry->to, (int)entry->kind,
                                  STR_ARG(from), STR_ARG(value_get_text(rate, "on")), STR_ARG(entry->category));
    uint32_t *place = key.p ? str_map_at(&pots->places, key) : NULL;
    if (place && !*place)
        *place = (uint32_t)++pots->count;
    return place ? &pots->all[*place - 1] : NULL;
}

/* An entry's amount in the deal's currency; what was converted is told in `conversions`. */
static enum err read_amount(struct deal *deal, const struct value *input, const struct value *entry, struct str at,
                            struct pots *pots, struct value *conversions, struct deal_entry *to_entry)
{
    struct arena *a = deal->arena;
    struct str to = value_get_text(input, "currency"), from = value_get_text(entry, "currency");
    int64_t amount, whole;
    if (!amount_of(a, value_get(entry, "amount"), &amount))
        return ERR_MEMORY;
    to_entry->amount = amount;
    if (!from.n || str_eq(from, to))
        return OK;
    const struct value *rate = rate_for(value_get(input, "rates"), from, to, value_get_text(entry, "on"));
    if (!rate)
        return problem_say(deal->problems, pointer_member(a, at, S("currency")), "deal.rate-missing", NULL);
    struct pot *pot = pot_of(a, pots, to_entry, from, rate);
    if (!pot)
        return ERR_MEMORY;
    pot->sum += amount;
    if (!converted(a, pot->sum, from, to, rate, &whole) || !money_fits((__int128)whole - pot->given))
        return problem_say(deal->problems, pointer_member(a, at, S("amount")), "amount.large", NULL);
    to_entry->amount = whole - pot->given;
    pot->given = whole;
    struct value *line = value_push_map(a, conversions);
    value_put_text(a, line, "entry", at);
    value_put_int(a, line, "amount", amount);
    value_put_text(a, line, "currency", from);
    value_put(line, "rate", value_copy(a, value_get(rate, "rate")));
    value_put_text(a, line, "on", value_get_text(rate, "on"));
    return value_put_int(a, line, "converted", to_entry->amount) ? OK : ERR_MEMORY;
}

enum err deal_read_entries(struct deal *deal, const struct value *input, struct value *conversions)
{
    const struct value *entries = value_get(input, "entries");
    struct pots pots = {.places = str_map_init(deal->arena),
                        .all = ARENA_ARRAY(deal->arena, (size_t)entries->count + 1, struct pot)};
    deal->entries = ARENA_ARRAY(deal->arena, (size_t)entries->count + 1, struct deal_entry);
    if (!deal->entries || !pots.all)
        return ERR_MEMORY;
    VALUE_EACH (entry, entries) {
        struct str at = pointer_index(deal->arena, S("/entries"), deal->entry_count);
        struct deal_entry *to = &deal->entries[deal->entry_count++];
        const struct value *quantity = value_get(entry, "quantity");
        to->party = deal_place(deal, value_get_text(entry, "party"));
        to->kind = (enum entry_kind)entry_kind_of(value_get_text(entry, "kind"));
        to->to = entry_kind_pays((int)to->kind) ? deal_place(deal, value_get_text(entry, "to")) : deal->count;
        to->category = value_get_text(entry, "category");
        to->quantity = quantity ? fraction_number(deal->arena, quantity) : fraction_int(deal->arena, 0);
        enum err err = to->quantity ? read_amount(deal, input, entry, at, &pots, conversions, to) : ERR_MEMORY;
        if (err && err != ERR_INPUT)
            return err;
    }
    return deal->problems->count ? ERR_INPUT : OK;
}
