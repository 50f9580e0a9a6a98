#include "engines/economics/deal_parts.h"

const char *const entry_kind_codes[ENTRY_KINDS + 1] = {"revenue",   "cost",   "investment", "saving",   "joint_risk",
                                                       "milestone", "reward", "penalty",    "transfer", NULL};

int entry_kind_of(struct str code)
{
    for (int i = 0; entry_kind_codes[i]; i++)
        if (str_is(code, entry_kind_codes[i]))
            return i;
    return -1;
}

bool entry_kind_pays(int kind)
{
    return kind >= ENTRY_MILESTONE;
}

size_t deal_place(const struct deal *deal, struct str party)
{
    return (size_t)str_map_get(&deal->places, party) - 1;
}

struct value *deal_line(struct settling_part *part, const char *what, size_t party, int64_t amount)
{
    struct arena *a = part->deal->arena;
    struct value *line = value_push_map(a, part->lines);
    value_put_text(a, line, "what", str_of(what));
    value_put(line, "party", party < part->deal->count ? value_text(a, part->deal->parties[party]) : value_null(a));
    value_put_int(a, line, "amount", amount);
    return line;
}

enum err deal_large(struct settling_part *part)
{
    return problem_say(part->deal->problems, part->at, "amount.sum-large", NULL);
}

bool deal_names(const struct settling_part *part, const char *member, struct str category)
{
    const struct value *list = value_get(part->given, member);
    if (!list)
        return !value_get_str(part->deal->claims, category);
    VALUE_EACH (one, list)
        if (str_eq(one->text, category))
            return true;
    return false;
}

static enum err read_deal(struct deal *deal, const struct value *input)
{
    const struct value *parties = value_get(input, "parties"), *instruments = value_get(input, "instruments");
    deal->carried = value_get(input, "carried");
    deal->ends = value_get_text(input, "ends");
    deal->final = value_get_bool(input, "final");
    deal->carry = value_map(deal->arena);
    static const char *const lists[] = {"categories", "cogs", "sales", NULL};
    deal->places = str_map_init(deal->arena);
    deal->parties = ARENA_ARRAY(deal->arena, (size_t)parties->count + 1, struct str);
    deal->claims = value_map(deal->arena);
    if (!deal->parties || !deal->claims || !deal->carry)
        return ERR_MEMORY;
    VALUE_EACH (party, parties) {
        uint32_t *place = str_map_at(&deal->places, party->text);
        if (!place)
            return ERR_MEMORY;
        deal->parties[deal->count++] = party->text;
        *place = (uint32_t)deal->count;
    }
    VALUE_EACH (instrument, instruments)
        for (size_t i = 0; lists[i]; i++)
            VALUE_EACH (category, value_get(instrument, lists[i]))
                if (!value_put_str(deal->claims, category->text, value_bool(deal->arena, true)))
                    return ERR_MEMORY;
    return OK;
}

/* Double entry: what a party owes is debited to it, what it is owed is credited. */
static void post(struct arena *a, struct value *journal, struct str account, struct str text, int64_t amount)
{
    struct value *posting = value_push_map(a, journal);
    value_put_text(a, posting, "account", account);
    value_put_text(a, posting, "text", text);
    value_put_int(a, posting, "debit", amount < 0 ? -amount : 0);
    value_put_int(a, posting, "credit", amount > 0 ? amount : 0);
}

/* Settles one instrument, or with `given` NULL the payments that were booked. */
static enum err settle_part(struct deal *deal, const struct value *given, struct str at, struct value *parts,
                            struct value *journal, __int128 *total)
{
    struct arena *a = deal->arena;
    struct value *result = value_push_map(a, parts);
    struct str kind = given ? value_get_text(given, "kind") : S("payments");
    value_put_text(a, result, "kind", kind);
    value_put_text(a, result, "name", given ? value_get_text(given, "name") : S(""));
    struct settling_part part = {.deal = deal,
                                 .given = given,
                                 .at = at,
                                 .carried = given ? value_get_str(deal->carried, value_get_text(given, "name")) : NULL,
                                 .lines = value_put_list(a, result, "lines"),
                                 .transfer = ARENA_ARRAY(a, deal->count + 1, __int128)};
    deal_instrument *settle = deal_instrument_of(kind);
    enum err err = part.lines && part.transfer && settle ? settle(&part) : ERR_MEMORY;
    if (err)
        return err;
    struct value *transfer = value_put_map(a, result, "transfer");
    for (size_t i = 0; i < deal->count; i++) {
        if (!money_fits(part.transfer[i]))
            return deal_large(&part);
        total[i] += part.transfer[i];
        value_put_str(transfer, deal->parties[i], value_int(a, (int64_t)part.transfer[i]));
        if (part.transfer[i])
            post(a, journal, deal->parties[i], value_get_text(result, "name"), (int64_t)part.transfer[i]);
    }
    return transfer ? OK : ERR_MEMORY;
}

/* The payments close every account; the trial balance adds up what was posted to each. */
static enum err close_accounts(struct deal *deal, struct value *output, struct value *journal, const int64_t *transfer)
{
    struct arena *a = deal->arena;
    struct payment *payments;
    size_t count;
    enum err err = payments_settle(a, transfer, deal->count, &payments, &count);
    for (size_t i = 0; !err && i < count; i++) {
        post(a, journal, deal->parties[payments[i].from], S("payment"), payments[i].amount);
        post(a, journal, deal->parties[payments[i].to], S("payment"), -payments[i].amount);
    }
    if (!err)
        err = put_payments(a, output, deal->parties, payments, count);
    struct value *balance = value_put_list(a, output, "trial_balance");
    for (size_t i = 0; !err && i < deal->count; i++) {
        __int128 debit = 0, credit = 0;
        VALUE_EACH (posting, journal)
            if (str_eq(value_get_text(posting, "account"), deal->parties[i])) {
                debit += value_get_int(posting, "debit", 0);
                credit += value_get_int(posting, "credit", 0);
            }
        if (!money_fits(debit) || !money_fits(credit))
            return problem_say(deal->problems, S("/entries"), "amount.sum-large", NULL);
        struct value *account = value_push_map(a, balance);
        value_put_text(a, account, "account", deal->parties[i]);
        value_put_int(a, account, "debit", (int64_t)debit);
        value_put_int(a, account, "credit", (int64_t)credit);
        if (!value_put_int(a, account, "balance", (int64_t)(credit - debit)))
            err = ERR_MEMORY;
    }
    return err;
}

/* What no instrument claims stays with whoever booked it. */
static void put_own(struct deal *deal, struct value *output)
{
    struct value *list = value_put_list(deal->arena, output, "own");
    for (size_t i = 0; i < deal->entry_count; i++) {
        const struct deal_entry *entry = &deal->entries[i];
        if (entry->claimed)
            continue;
        struct value *line = value_push_map(deal->arena, list);
        value_put_text(deal->arena, line, "party", deal->parties[entry->party]);
        value_put_text(deal->arena, line, "kind", str_of(entry_kind_codes[entry->kind]));
        value_put_text(deal->arena, line, "category", entry->category);
        value_put_int(deal->arena, line, "amount", entry->amount);
    }
}

static bool has_payments(const struct deal *deal)
{
    for (size_t i = 0; i < deal->entry_count; i++)
        if (entry_kind_pays((int)deal->entries[i].kind) && !deal->entries[i].claimed)
            return true;
    return false;
}

enum err deal_settle(struct arena *arena, const struct value *input, struct problems *problems, struct value **output)
{
    struct deal deal = {.arena = arena, .problems = problems};
    size_t index = 0;
    *output = value_map(arena);
    struct value *parts = value_put_list(arena, *output, "instruments"),
                 *conversions = value_put_list(arena, *output, "conversions"), *journal = value_list(arena);
    enum err err = read_deal(&deal, input);
    if (!err)
        err = deal_read_entries(&deal, input, conversions);
    __int128 *total = ARENA_ARRAY(arena, deal.count + 1, __int128);
    int64_t *transfer = ARENA_ARRAY(arena, deal.count + 1, int64_t);
    if (!err && (!total || !transfer || !journal))
        err = ERR_MEMORY;
    VALUE_EACH (instrument, value_get(input, "instruments"))
        if (!err)
            err =
                settle_part(&deal, instrument, pointer_index(arena, S("/instruments"), index++), parts, journal, total);
    if (!err && has_payments(&deal))
        err = settle_part(&deal, NULL, S("/entries"), parts, journal, total);
    for (size_t i = 0; !err && i < deal.count; i++) {
        if (!money_fits(total[i]))
            return problem_say(problems, S("/entries"), "amount.sum-large", NULL);
        transfer[i] = (int64_t)total[i];
    }
    if (err)
        return err;
    put_own(&deal, *output);
    put_amounts(arena, *output, "transfer", deal.parties, transfer, deal.count);
    err = close_accounts(&deal, *output, journal, transfer);
    if (!err && !(value_put(*output, "journal", journal) && value_put(*output, "carry", deal.carry)))
        err = ERR_MEMORY;
    return err;
}
