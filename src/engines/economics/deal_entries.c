/* What was booked, as instruments take it: with its party's place, in the deal's currency. */
#include "engines/economics/deal_parts.h"
#include "engines/economics/rates.h"

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
    if (!rate_convert(a, pot->sum, from, to, rate, &whole) || !money_fits((__int128)whole - pot->given))
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
