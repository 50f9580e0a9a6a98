/* Parts of a statement: entries, the running account between periods, the party's own fiscal quarters. */
#include "engines/economics/fiscal.h"
#include "engines/economics/payments.h"
#include "engines/economics/statement.h"
#include "engines/economics/waterfall.h"
#include "kernel/calc.h"
#include "kernel/fraction.h"

/* BY_DAY_MOST: entries that are summed by day; of a larger ledger the quarters come without amounts. */
enum { PAYMENTS_MOST = 10000, ALL_MOST = 1000000, BY_DAY_MOST = 20000 };

void statement_amount(const struct statement *s, struct value *map, const char *key, int64_t minor)
{
    put_money(s->o.arena, map, key, minor, s->currency);
}

/* ---- entries ---- */

/* How much of a group's converted amount its entries have taken so far: they add up to it. */
struct taken {
    __int128 amount;
    int64_t given;
};

/* The part of `whole` that goes with `amount` of the group's `of`. */
static int64_t part_of(struct arena *a, int64_t whole, __int128 amount, __int128 of)
{
    int64_t part = 0;
    if (amount == of)
        return whole;
    const struct fraction *exact = fraction_over(a, fraction_times(a, fraction_int(a, whole), fraction_wide(a, amount)),
                                                 of ? fraction_wide(a, of) : NULL);
    return fraction_round(exact, &part) ? part : 0;
}

static void put_entry(struct statement *s, struct value *list, const struct value *record, const int64_t *converted,
                      struct taken *taken)
{
    struct arena *a = s->o.arena;
    struct value *item = value_push_map(a, list);
    const struct value *amount = value_get(record, "amount");
    size_t place = ledger_group_of(&s->ledger.groups, record);
    put_ref(a, item, "entry", &ledger_entry_kind, value_get_text(record, "id"), value_get_text(record, "category"));
    overview_copy(&s->o, item, record, "kind", "booked_on", "amount", "state", NULL);
    if (!converted || !amount || place >= s->ledger.groups.count) {
        value_put(item, "converted", value_null(a));
        return;
    }
    struct taken *so_far = &taken[place];
    so_far->amount += amount->i;
    int64_t whole = part_of(a, converted[place], so_far->amount, s->ledger.groups.all[place].amount);
    statement_amount(s, item, "converted", whole - so_far->given);
    so_far->given = whole;
}

/* The entries in which `field` names the party. */
static enum err entries_of(struct statement *s, const char *field, struct value **out)
{
    struct request *request = s->o.request;
    struct query query = {0};
    query_add(&query, "period", s->o.id);
    query_add(&query, "circle", value_get_text(s->o.record, "circle"));
    query_add(&query, field, s->party_id);
    return rows_where(&request->work, request->viewer, &ledger_entry_kind, query, s->all ? ALL_MOST : ENTRIES_SHOWN,
                      out);
}

enum err statement_entries(struct statement *s)
{
    struct arena *a = s->o.arena;
    struct value *booked, *received, *list = value_put_list(a, s->view, "entries");
    struct taken *taken = ARENA_ARRAY(a, s->ledger.groups.count + 1, struct taken);
    const int64_t *converted = s->settled ? entries_converted(a, s->ledger.input, s->settled) : NULL;
    int64_t count = 0;
    enum err err = taken ? entries_of(s, "party", &booked) : ERR_MEMORY;
    if (!err)
        err = entries_of(s, "to_party", &received);
    if (err)
        return err;
    VALUE_EACH (record, booked)
        put_entry(s, list, record, converted, taken);
    VALUE_EACH (record, received)
        put_entry(s, list, record, converted, taken);
    for (size_t i = 0; i < s->ledger.groups.count; i++) {
        const struct ledger_group *group = &s->ledger.groups.all[i];
        count += str_eq(group->party, s->party_id) || str_eq(group->to, s->party_id) ? group->count : 0;
    }
    value_put_int(a, s->view, "entry_count", count);
    return list ? OK : ERR_MEMORY;
}

/* ---- the account between periods ---- */

static bool is_before(const struct statement *s, struct str period)
{
    VALUE_EACH (one, s->ledger.before)
        if (str_eq(value_get_text(one, "id"), period))
            return true;
    return false;
}

/* Takes off what the party received, adds what it paid; `field` names it. */
static enum err count_payments(struct statement *s, const char *field, struct value *list, __int128 *brought,
                               __int128 *paid)
{
    struct arena *a = s->o.arena;
    struct request *request = s->o.request;
    struct value *found;
    bool receives = !strcmp(field, "to_party");
    enum err err =
        rows_of(&request->work, request->viewer, &settlement_payment_kind, field, s->party_id, PAYMENTS_MOST, &found);
    VALUE_EACH (payment, err ? NULL : found) {
        struct str period = value_get_text(payment, "period");
        const struct value *amount = value_get(payment, "amount");
        bool here = str_eq(period, s->o.id), lost = str_is(value_get_text(payment, "received"), "missing");
        if ((!here && !is_before(s, period)) || !amount || !str_eq(amount->text, s->currency))
            continue;
        if (!lost && here)
            *paid += receives ? -(__int128)amount->i : amount->i;
        else if (!lost)
            *brought += receives ? -(__int128)amount->i : amount->i;
        if (!here)
            continue;
        struct value *item = value_push_map(a, list);
        put_ref(a, item, "payment", &settlement_payment_kind, value_get_text(payment, "id"),
                value_get_text(payment, "title"));
        value_put(item, "other", again(a, value_get(payment, receives ? "from_party" : "to_party")));
        value_put_bool(a, item, "receives", receives);
        overview_copy(&s->o, item, payment, "amount", "paid_on", "received", NULL);
    }
    return err;
}

enum err statement_account(struct statement *s)
{
    struct arena *a = s->o.arena;
    const struct value *due = value_get_str(s->ledger.due, s->party), *moved;
    struct value *list = value_put_list(a, s->view, "paid_by");
    __int128 brought = due ? due->i : 0, paid = 0;
    if (!s->settled)
        return value_put(s->view, "account", value_null(a)) ? OK : ERR_MEMORY;
    enum err err = count_payments(s, "from_party", list, &brought, &paid);
    if (!err)
        err = count_payments(s, "to_party", list, &brought, &paid);
    moved = value_get_str(value_get(s->settled, "transfer"), s->party);
    __int128 left = brought + (moved ? moved->i : 0) + paid;
    if (!err && (!money_fits(brought) || !money_fits(paid) || !money_fits(left)))
        return problem_say(&s->o.request->work.problems, S(""), "amount.sum-large", NULL);
    struct value *account = value_put_map(a, s->view, "account");
    statement_amount(s, account, "brought", (int64_t)brought);
    statement_amount(s, account, "moved", moved ? moved->i : 0);
    statement_amount(s, account, "paid", (int64_t)paid);
    statement_amount(s, account, "left", (int64_t)left);
    return err;
}

/* ---- fiscal quarters ---- */

/* The party's first month of a fiscal year; 0 where it is not known to the viewer. */
static enum err first_month(struct statement *s, int64_t *month)
{
    struct value *organisation;
    enum err err = record_get(&s->o.request->work, s->o.request->viewer, kind_by_plural(S("organisations")),
                              s->organisation, &organisation);
    *month = err ? 0 : value_get_int(organisation, "fiscal_year_start", 0);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* The ledger once more, summed by day, and converted as the whole is. */
static enum err read_by_day(struct statement *s, struct ledger_groups *groups, const int64_t **converted)
{
    struct arena *a = s->o.arena;
    struct request *request = s->o.request;
    struct problems problems = problems_init(a);
    struct value *settled, *input = value_copy(a, s->ledger.input), *list = value_list(a);
    enum err err = ledger_groups_read(&request->work, request->viewer, s->o.record, s->currency, true, groups);
    if (!err)
        err = ledger_groups_put(a, groups, s->ledger.names, list);
    if (err || !input)
        return err ? err : ERR_MEMORY;
    value_set(input, "entries", list);
    err = calc_run(a, S("settle-deal"), input, &problems, &settled);
    *converted = err ? NULL : entries_converted(a, input, settled);
    return err == ERR_INPUT ? OK : err;
}

static void put_quarter(struct statement *s, struct value *list, const struct fiscal_quarter *of,
                        const struct ledger_groups *groups, const int64_t *converted)
{
    struct arena *a = s->o.arena;
    struct value *item = value_push_map(a, list);
    __int128 sum = 0;
    for (size_t i = 0; converted && i < groups->count; i++) {
        int64_t day;
        if (str_eq(groups->all[i].party, s->party_id) && date_parse(groups->all[i].first, &day) && day >= of->starts &&
            day <= of->ends)
            sum += (__int128)converted[i] * booked_sign(groups->all[i].kind);
    }
    value_put_text(a, item, "name",
                   overview_words(&s->o, "statement.fiscal-quarter", "quarter", value_int(a, of->quarter), "year",
                                  value_text(a, arena_printf(a, "%lld", (long long)of->year)), NULL));
    put_day(a, item, "starts", of->starts);
    put_day(a, item, "ends", of->ends);
    if (converted && money_fits(sum))
        statement_amount(s, item, "booked", (int64_t)sum);
    else
        value_put(item, "booked", value_null(a));
}

enum err statement_fiscal(struct statement *s)
{
    struct value *list = value_put_list(s->o.arena, s->view, "fiscal");
    struct ledger_groups groups = {.count = 0};
    const int64_t *converted = NULL;
    int64_t month, day = day_of(s->o.record, "starts"), ends = day_of(s->o.record, "ends");
    enum err err = first_month(s, &month);
    if (err || !month)
        return err;
    if (s->settled && s->ledger.groups.entries <= BY_DAY_MOST)
        err = read_by_day(s, &groups, &converted);
    while (!err && day <= ends) {
        struct fiscal_quarter of = fiscal_quarter_of(day, month);
        put_quarter(s, list, &of, &groups, converted);
        day = of.ends + 1;
    }
    return err ? err : list ? OK : ERR_MEMORY;
}
