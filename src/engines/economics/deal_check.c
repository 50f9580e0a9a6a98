/* What is wrong with a deal or its entries beyond what the schema says. */
#include "base/date.h"
#include "base/decimal.h"
#include "base/message.h"
#include "engines/economics/deal_parts.h"
#include "engines/economics/steps.h"

struct checking {
    struct arena *arena;
    struct problems *problems;
    struct str_map parties;
    bool parties_known;
    struct str_map claims, names, milestones, rest; /* rest: kinds of which one takes all that no other names */
    enum err err;
};

static void say(struct checking *c, struct str at, const char *key)
{
    if (!c->err)
        c->err = tell(c->problems, at, key, NULL);
}

/* Notes a text in a map; whether it was there already. */
static bool noted(struct checking *c, struct str_map *map, struct str text)
{
    uint32_t *times = str_map_at(map, text);
    if (!times)
        c->err = ERR_MEMORY;
    return times && (*times)++ > 0;
}

static void check_party(struct checking *c, struct str name, struct str at)
{
    if (c->parties_known && !str_map_get(&c->parties, name))
        say(c, at, "party.unknown");
}

static void check_member(struct checking *c, const struct value *map, const char *member, struct str at)
{
    const struct value *party = value_get(map, member);
    if (party && party->kind == V_TEXT)
        check_party(c, party->text, pointer_member(c->arena, at, str_of(member)));
}

/* The parties of a map of shares, sides inside it too. */
static void check_parties_of(struct checking *c, const struct value *map, struct str at)
{
    if (map && map->kind == V_MAP)
        VALUE_EACH (member, map) {
            struct str place = pointer_member(c->arena, at, member->key);
            if (member->kind == V_MAP)
                check_parties_of(c, value_get(member, "split"), pointer_member(c->arena, place, S("split")));
            else
                check_party(c, member->key, place);
        }
}

static void check_shares(struct checking *c, const struct value *instrument, const char *member, struct str at)
{
    const struct value *map = value_get(instrument, member);
    struct str place = pointer_member(c->arena, at, str_of(member));
    if (!map)
        return;
    bool split = !strcmp(member, "split");
    enum err err =
        split ? split_check(c->arena, map, place, c->problems) : ratio_check(c->arena, map, place, c->problems);
    c->err = c->err ? c->err : err;
    check_parties_of(c, map, place);
}

static void check_benefits(struct checking *c, const struct value *instrument, struct str at)
{
    const struct value *map = value_get(instrument, "benefits");
    struct str place = pointer_member(c->arena, at, S("benefits"));
    bool some = false, readable = map && map->kind == V_MAP && map->count;
    check_parties_of(c, map, place);
    if (readable)
        VALUE_EACH (benefit, map)
            some = some || fraction_sign(fraction_share(c->arena, benefit)) > 0;
    if (readable && !some)
        say(c, place, "deal.no-benefit");
}

/* A category belongs to one instrument. */
static void check_claims(struct checking *c, const struct value *instrument, const char *member, struct str at)
{
    const struct value *list = value_get(instrument, member);
    struct str place = pointer_member(c->arena, at, str_of(member));
    size_t index = 0;
    if (list && list->kind == V_LIST)
        VALUE_EACH (category, list) {
            struct str one = pointer_index(c->arena, place, index++);
            if (category->kind == V_TEXT && noted(c, &c->claims, category->text))
                say(c, one, "deal.claimed");
        }
}

/* One instrument of a kind may take all categories that no other names: two would count them twice. */
static void check_rest(struct checking *c, const struct value *given, struct str at)
{
    const struct value *kind = value_get(given, "kind");
    bool takes = kind && kind->kind == V_TEXT && (str_is(kind->text, "split") || str_is(kind->text, "fund"));
    if (takes && !value_get(given, "categories") && noted(c, &c->rest, kind->text))
        say(c, at, "deal.rest-twice");
}

static void check_contributions(struct checking *c, const struct value *given, struct str at)
{
    struct str place = pointer_member(c->arena, at, S("contributions"));
    enum err err = amounts_check(c->arena, value_get(given, "contributions"), place, c->problems);
    c->err = c->err ? c->err : err;
    check_parties_of(c, value_get(given, "contributions"), place);
}

static void check_rules(struct checking *c, const struct value *rules, struct str list)
{
    struct str_map seen = str_map_init(c->arena);
    size_t index = 0;
    if (!rules || rules->kind != V_LIST)
        return;
    VALUE_EACH (rule, rules) {
        struct str at = pointer_index(c->arena, list, index++);
        const struct value *category = value_get(rule, "category");
        enum err err =
            share_check(c->arena, value_get(rule, "share"), pointer_member(c->arena, at, S("share")), c->problems);
        if (!err)
            err = amount_check(c->arena, value_get(rule, "cap"), pointer_member(c->arena, at, S("cap")), c->problems);
        c->err = c->err ? c->err : err;
        if (category && category->kind == V_TEXT && noted(c, &seen, category->text))
            say(c, pointer_member(c->arena, at, S("category")), "rule.twice");
    }
}

/* A milestone is paid by one instrument only. */
static void check_milestones(struct checking *c, const struct value *list, struct str at)
{
    static const char *const amounts[] = {"payment", "reward", "penalty_a_day", "penalty_most", NULL};
    size_t index = 0;
    if (!list || list->kind != V_LIST)
        return;
    VALUE_EACH (one, list) {
        struct str place = pointer_index(c->arena, at, index++);
        const struct value *name = value_get(one, "milestone");
        enum err err = OK;
        for (size_t i = 0; amounts[i] && !err; i++)
            err = amount_check(c->arena, value_get(one, amounts[i]),
                               pointer_member(c->arena, place, str_of(amounts[i])), c->problems);
        c->err = c->err ? c->err : err;
        if (name && name->kind == V_TEXT && noted(c, &c->milestones, name->text))
            say(c, pointer_member(c->arena, place, S("milestone")), "deal.milestone-twice");
    }
}

static void check_instrument(struct checking *c, const struct value *given, struct str at)
{
    static const char *const parties[] = {"from", "to", "supplier", "buyer", "holder", "client", NULL};
    static const char *const shares[] = {"split", "shares", "ratio", "deficit_ratio", "contractors", NULL};
    static const char *const claims[] = {"categories", "cogs", "sales", NULL};
    static const char *const amounts[] = {"floor", "opening", "target", "cap", "pool", "paid_before", NULL};
    static const char *const fractions[] = {"tolerance", "retention", NULL};
    const struct value *name = value_get(given, "name");
    if (name && name->kind == V_TEXT && noted(c, &c->names, name->text))
        say(c, pointer_member(c->arena, at, S("name")), "deal.name-twice");
    for (size_t i = 0; parties[i]; i++)
        check_member(c, given, parties[i], at);
    for (size_t i = 0; shares[i]; i++)
        check_shares(c, given, shares[i], at);
    for (size_t i = 0; claims[i]; i++)
        check_claims(c, given, claims[i], at);
    check_rest(c, given, at);
    check_benefits(c, given, at);
    check_contributions(c, given, at);
    check_rules(c, value_get(given, "rules"), pointer_member(c->arena, at, S("rules")));
    check_milestones(c, value_get(given, "milestones"), pointer_member(c->arena, at, S("milestones")));
    enum err err = OK;
    for (size_t i = 0; amounts[i] && !err; i++)
        err = amount_check(c->arena, value_get(given, amounts[i]), pointer_member(c->arena, at, str_of(amounts[i])),
                           c->problems);
    for (size_t i = 0; fractions[i] && !err; i++)
        err = share_check(c->arena, value_get(given, fractions[i]), pointer_member(c->arena, at, str_of(fractions[i])),
                          c->problems);
    if (!err)
        err = tiers_check(c->arena, value_get(given, "tiers"), pointer_member(c->arena, at, S("tiers")), c->problems);
    if (!err)
        err = bands_check(c->arena, value_get(given, "bands"), pointer_member(c->arena, at, S("bands")), c->problems);
    c->err = c->err ? c->err : err;
    if (value_get(given, "from") && str_eq(value_get_text(given, "from"), value_get_text(given, "to")))
        say(c, pointer_member(c->arena, at, S("to")), "deal.same-party");
}

static void check_instruments(struct checking *c, const struct value *instruments, struct str list)
{
    size_t index = 0;
    if (instruments && instruments->kind == V_LIST)
        VALUE_EACH (given, instruments)
            check_instrument(c, given, pointer_index(c->arena, list, index++));
}

static void note_parties(struct checking *c, const struct value *parties, struct str list)
{
    size_t index = 0;
    c->parties_known = parties && parties->kind == V_LIST;
    if (c->parties_known)
        VALUE_EACH (party, parties) {
            struct str at = pointer_index(c->arena, list, index++);
            if (party->kind == V_TEXT && noted(c, &c->parties, party->text))
                say(c, at, "split.twice");
        }
}

static struct checking begin(struct arena *arena, struct problems *problems)
{
    return (struct checking){.arena = arena,
                             .problems = problems,
                             .parties = str_map_init(arena),
                             .claims = str_map_init(arena),
                             .names = str_map_init(arena),
                             .milestones = str_map_init(arena),
                             .rest = str_map_init(arena)};
}

enum err deal_check_instruments(struct arena *arena, const struct value *instruments, const struct value *parties,
                                struct str list, struct problems *problems)
{
    struct checking c = begin(arena, problems);
    note_parties(&c, parties, S("/parties"));
    check_instruments(&c, instruments, list);
    return c.err;
}

static void check_currency(struct checking *c, const struct value *map, const char *member, struct str at)
{
    const struct value *code = value_get(map, member);
    if (code && code->kind == V_TEXT && currency_decimals(code->text) < 0)
        say(c, pointer_member(c->arena, at, str_of(member)), "input.currency");
}

static void check_day(struct checking *c, const struct value *map, const char *member, struct str at)
{
    const struct value *day = value_get(map, member);
    int64_t days;
    if (day && day->kind == V_TEXT && !date_parse(day->text, &days))
        say(c, pointer_member(c->arena, at, str_of(member)), "input.date");
}

bool deal_counts_years(const struct value *instruments)
{
    VALUE_EACH (given, instruments && instruments->kind == V_LIST ? instruments : NULL)
        if (str_is(value_get_text(given, "tiers_over"), "year"))
            return true;
    return false;
}

static void check_ends(struct checking *c, const struct value *input)
{
    check_day(c, input, "ends", S(""));
    if (!value_get_text(input, "ends").n && deal_counts_years(value_get(input, "instruments")))
        say(c, S("/ends"), "deal.ends-missing");
}

/* What was booked before the deal took effect, or after its end, is not settled by it. */
static void check_term(struct checking *c, const struct value *input, const struct value *entry, struct str at)
{
    struct str on = value_get_text(entry, "on"), from = value_get_text(input, "from"),
               until = value_get_text(input, "until");
    if (on.n && ((from.n && str_cmp(on, from) < 0) || (until.n && str_cmp(on, until) > 0)))
        say(c, pointer_member(c->arena, at, S("on")), "deal.outside-term");
}

/* Money that earlier periods left to a part which the deal no longer has would be lost. */
static void check_carried(struct checking *c, const struct value *carried)
{
    static const char *const left[] = {"balance", "open", "total", "actual", "due", NULL};
    if (!carried || carried->kind != V_MAP)
        return;
    VALUE_EACH (part, carried) {
        struct str at = pointer_member(c->arena, S("/carried"), part->key);
        enum err err = OK;
        for (size_t i = 0; left[i] && !err; i++)
            err = amount_check(c->arena, value_get(part, left[i]), pointer_member(c->arena, at, str_of(left[i])),
                               c->problems);
        const struct value *maps[] = {value_get(part, "balances"), value_get(part, "paid")};
        for (size_t i = 0; i < 2 && !err; i++) {
            struct str place = pointer_member(c->arena, at, i ? S("paid") : S("balances"));
            err = amounts_check(c->arena, maps[i], place, c->problems);
            check_parties_of(c, maps[i], place);
        }
        c->err = c->err ? c->err : err;
        bool open = value_get_int(part, "balance", 0) || value_get_int(part, "open", 0);
        VALUE_EACH (balance, maps[0])
            open = open || balance->kind != V_INT || balance->i;
        if (open && !str_map_get(&c->names, part->key))
            say(c, at, "deal.carried-lost");
    }
}

static void check_entries(struct checking *c, const struct value *input)
{
    const struct value *entries = value_get(input, "entries");
    size_t index = 0;
    if (!entries || entries->kind != V_LIST)
        return;
    VALUE_EACH (entry, entries) {
        struct str at = pointer_index(c->arena, S("/entries"), index++);
        const struct value *quantity = value_get(entry, "quantity");
        int kind = entry_kind_of(value_get_text(entry, "kind"));
        check_member(c, entry, "party", at);
        check_member(c, entry, "to", at);
        if (kind >= 0 && entry_kind_pays(kind) != (value_get(entry, "to") != NULL))
            say(c, pointer_member(c->arena, at, S("to")), entry_kind_pays(kind) ? "deal.to-missing" : "deal.to-none");
        else if (kind >= 0 && entry_kind_pays(kind) &&
                 str_eq(value_get_text(entry, "party"), value_get_text(entry, "to")))
            say(c, pointer_member(c->arena, at, S("to")), "deal.same-party");
        enum err err =
            amount_check(c->arena, value_get(entry, "amount"), pointer_member(c->arena, at, S("amount")), c->problems);
        c->err = c->err ? c->err : err;
        check_currency(c, entry, "currency", at);
        check_day(c, entry, "on", at);
        check_term(c, input, entry, at);
        if (quantity && (quantity->kind == V_INT || quantity->kind == V_NUMBER) && !fraction_number(c->arena, quantity))
            say(c, pointer_member(c->arena, at, S("quantity")), "share.figures");
    }
}

static void check_rates(struct checking *c, const struct value *rates)
{
    size_t index = 0;
    if (!rates || rates->kind != V_LIST)
        return;
    VALUE_EACH (rate, rates) {
        struct str at = pointer_index(c->arena, S("/rates"), index++);
        const struct value *number = value_get(rate, "rate");
        check_currency(c, rate, "from", at);
        check_currency(c, rate, "to", at);
        check_day(c, rate, "on", at);
        if (number && (number->kind == V_INT || number->kind == V_NUMBER) && !fraction_number(c->arena, number))
            say(c, pointer_member(c->arena, at, S("rate")), "share.figures");
    }
}

enum err deal_check(struct arena *arena, const struct value *input, struct problems *problems)
{
    struct checking c = begin(arena, problems);
    check_currency(&c, input, "currency", S(""));
    note_parties(&c, value_get(input, "parties"), S("/parties"));
    check_instruments(&c, value_get(input, "instruments"), S("/instruments"));
    check_entries(&c, input);
    check_rates(&c, value_get(input, "rates"));
    check_day(&c, input, "from", S(""));
    check_day(&c, input, "until", S(""));
    check_ends(&c, input);
    check_carried(&c, value_get(input, "carried"));
    return c.err;
}
