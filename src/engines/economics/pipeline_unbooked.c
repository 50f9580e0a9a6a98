/* What one side has won for the other and nobody has booked: where the deal has the side that carries it out pay for
 * it, the entry that is missing is proposed, with what it changes. */
#include "base/decimal.h"
#include "base/json.h"
#include "engines/economics/deal_parts.h"
#include "engines/economics/pipeline_view.h"
#include "kernel/calc.h"

/* One side payment of the deal of a period. */
struct promise {
    const struct value *period, *terms;
    const struct ledger *ledger;
    struct str from, to; /* identifiers of parties */
    struct str category; /* the first that counts; empty: any */
    int64_t won, booked;
};

static bool names_category(const struct value *on, struct str category)
{
    VALUE_EACH (one, on)
        if (str_eq(one->text, category))
            return true;
    return !on;
}

/* What the receiver has brought, the payer carries out, and was won in the period. */
static int64_t sum_won(const struct pipeline_view *p, const struct promise *promise)
{
    struct str currency = value_get_text(promise->ledger->input, "currency");
    int64_t sum = 0;
    VALUE_EACH (row, p->opportunities) {
        const struct value *won = value_get(row, "won");
        int64_t day = day_of(row, "decided_on");
        if (str_is(value_get_text(row, "stage"), "won") && won && won->kind == V_MONEY && str_eq(won->text, currency) &&
            str_eq(value_get_text(row, "circle"), value_get_text(promise->period, "circle")) &&
            str_eq(value_get_text(row, "brought_by"), promise->to) &&
            str_eq(value_get_text(row, "carried_out_by"), promise->from) && day >= day_of(promise->period, "starts") &&
            day <= day_of(promise->period, "ends") && __builtin_add_overflow(sum, won->i, &sum))
            return 0;
    }
    return sum;
}

static int64_t sum_booked(const struct promise *promise)
{
    const struct ledger_groups *groups = &promise->ledger->groups;
    const struct value *on = value_get(promise->terms, "on");
    __int128 sum = 0;
    for (size_t i = 0; i < groups->count; i++) {
        const struct ledger_group *group = &groups->all[i];
        if (str_eq(group->party, promise->from) && str_is(group->kind, "revenue") &&
            str_eq(group->currency, groups->currency) && names_category(on, group->category))
            sum += group->amount;
    }
    return sum > INT64_MAX || sum < 0 ? INT64_MAX : (int64_t)sum;
}

/* What the receiver gets by these entries; false when they cannot be settled. */
static bool is_paid(struct pipeline_view *p, const struct value *input, struct str party, int64_t *out)
{
    struct problems problems = problems_init(p->o.arena);
    struct value *settled;
    if (calc_run(p->o.arena, S("settle-deal"), input, &problems, &settled))
        return false;
    const struct value *moved = value_get_str(value_get(settled, "transfer"), party);
    *out = moved ? moved->i : 0;
    return moved;
}

/* What the payer pays more once the missing entry is booked; null where that cannot be worked out. */
static void put_payment(struct pipeline_view *p, struct value *item, const struct promise *promise, int64_t missing)
{
    struct arena *a = p->o.arena;
    struct value *input = value_copy(a, promise->ledger->input);
    struct str to = value_get_text(promise->terms, "to"), currency = value_get_text(input, "currency");
    int64_t before, after;
    bool known = input && is_paid(p, input, to, &before);
    struct value *entry = value_push_map(a, value_get(input, "entries"));
    value_put_text(a, entry, "party", value_get_text(promise->terms, "from"));
    value_put_text(a, entry, "kind", S("revenue"));
    value_put_text(a, entry, "category", promise->category);
    value_put_int(a, entry, "amount", missing);
    known = known && entry && is_paid(p, input, to, &after);
    if (known)
        put_money(a, item, "payment", after - before, currency);
    else
        value_put(item, "payment", value_null(a));
}

/* What the form of a draft is filled with: on the last day of the period, or today. */
static void put_draft(struct pipeline_view *p, struct value *item, const struct promise *promise, int64_t missing)
{
    struct arena *a = p->o.arena;
    struct buf typed = buf_init(a, 0);
    int64_t ends = day_of(promise->period, "ends");
    const struct viewer_audience *side = viewer_circle(p->o.request->viewer, p->o.id, AUDIENCE_SIDE);
    money_write(&typed, missing, value_get_text(promise->ledger->input, "currency"));
    value_put_text(a, item, "typed", buf_str(&typed));
    put_day(a, item, "booked_on", ends < p->today ? ends : p->today);
    value_put_bool(a, item, "may_book",
                   side && viewer_may(p->o.request->viewer, &ledger_entry_kind, ACTION_CREATE, side->id));
}

static void put_promise(struct pipeline_view *p, const struct promise *promise)
{
    struct arena *a = p->o.arena;
    const struct kind *parties = kind_by_plural(S("parties"));
    struct str currency = value_get_text(promise->ledger->input, "currency");
    int64_t missing = promise->won - promise->booked;
    if (missing <= 0)
        return;
    struct value *item = value_push_map(a, value_get(p->view, "unbooked"));
    put_ref(a, item, "from", parties, promise->from, value_get_text(promise->terms, "from"));
    put_ref(a, item, "to", parties, promise->to, value_get_text(promise->terms, "to"));
    value_put_text(a, item, "instrument", value_get_text(promise->terms, "name"));
    put_ref(a, item, "period", &settlement_period_kind, value_get_text(promise->period, "id"),
            value_get_text(promise->period, "name"));
    value_put_text(a, item, "category", promise->category);
    put_money(a, item, "won", promise->won, currency);
    put_money(a, item, "booked", promise->booked, currency);
    put_money(a, item, "missing", missing, currency);
    put_payment(p, item, promise, missing);
    put_draft(p, item, promise, missing);
}

static enum err put_period(struct pipeline_view *p, const struct value *period)
{
    struct ledger ledger;
    struct value *terms = NULL;
    enum err err = ledger_read(&p->o.request->work, p->o.request->viewer, period, &ledger);
    if (err || !ledger.sheet)
        return err;
    if (json_parse(p->o.arena, value_get_text(ledger.sheet, "terms"), NULL, &terms))
        return ERR_CORRUPT;
    VALUE_EACH (part, terms) {
        if (!str_is(value_get_text(part, "kind"), "side-payment") || str_is(value_get_text(part, "driver"), "quantity"))
            continue;
        const struct value *on = value_get(part, "on");
        struct promise promise = {.period = period, .terms = part, .ledger = &ledger};
        promise.from = deal_party_named(ledger.names, value_get_text(part, "from"));
        promise.to = deal_party_named(ledger.names, value_get_text(part, "to"));
        promise.category = on && on->kind == V_LIST && on->first ? on->first->text : S("");
        promise.won = sum_won(p, &promise);
        promise.booked = sum_booked(&promise);
        put_promise(p, &promise);
    }
    return OK;
}

enum err put_unbooked(struct pipeline_view *p)
{
    struct value *periods, *list = value_put_list(p->o.arena, p->view, "unbooked");
    enum err err = rows_of(&p->o.request->work, p->o.request->viewer, &settlement_period_kind, "alliance", p->o.id,
                           PERIODS_MOST, &periods);
    VALUE_EACH (period, err ? NULL : periods)
        if (!err && !str_is(value_get_text(period, "state"), "closed") && day_of(period, "starts") <= p->today)
            err = put_period(p, period);
    return err ? err : list ? OK : ERR_MEMORY;
}
