/* The statement of an alliance's fund: what came in, what it was used for and what is left, period by period and party
 * by party, over all periods that its deals have settled. */
#include "base/decimal.h"
#include "base/json.h"
#include "engines/economics/apportion.h"
#include "engines/economics/pages.h"
#include "engines/registry/registry.h"

enum { FUNDS_MOST = 8, FUND_PARTIES_MOST = 64, USES_MOST = 500 };

struct fund_party {
    struct str name;
    int64_t paid, saved, used;
};
struct fund_sums {
    struct str name, holder, currency;
    struct value *periods; /* as the view shows them, in order of time */
    const struct value *terms;
    struct fund_party parties[FUND_PARTIES_MOST];
    size_t count;
    int64_t opening, closing, last; /* `last`: what the last period changed */
    bool divided;                   /* the final settlement has divided it */
};
struct fund_view {
    struct overview o;
    struct value *view;
    struct fund_sums *funds;
    size_t count;
    int64_t stuck; /* periods that cannot be settled */
};

static void add(int64_t *sum, int64_t amount)
{
    if (__builtin_add_overflow(*sum, amount, sum))
        *sum = amount < 0 ? -INT64_MAX : INT64_MAX;
}

static struct fund_party *party_in(struct fund_sums *fund, struct str name)
{
    size_t i = 0;
    while (i < fund->count && !str_eq(fund->parties[i].name, name))
        i++;
    if (i == FUND_PARTIES_MOST)
        return NULL;
    if (i == fund->count)
        fund->parties[fund->count++] = (struct fund_party){.name = name};
    return &fund->parties[i];
}

/* The fund of that name and currency, made when it is met first; NULL where there are too many. */
static struct fund_sums *fund_in(struct fund_view *p, struct str name, struct str currency)
{
    size_t i = 0;
    while (i < p->count && !(str_eq(p->funds[i].name, name) && str_eq(p->funds[i].currency, currency)))
        i++;
    if (i == FUNDS_MOST)
        return NULL;
    if (i == p->count)
        p->funds[p->count++] =
            (struct fund_sums){.name = name, .currency = currency, .periods = value_list(p->o.arena)};
    return &p->funds[i];
}

/* What one period did to a fund, from the lines of its settlement. */
static void take_lines(struct fund_view *p, struct fund_sums *fund, const struct value *period,
                       const struct value *lines)
{
    struct arena *a = p->o.arena;
    int64_t opening = 0, paid = 0, saved = 0, used = 0, closing = 0;
    VALUE_EACH (line, lines) {
        struct str what = value_get_text(line, "what"), name = value_get_text(line, "party");
        int64_t amount = value_get_int(line, "amount", 0);
        struct fund_party *party = name.n ? party_in(fund, name) : NULL;
        if (str_is(what, "opening")) {
            opening = amount;
            fund->holder = name;
        } else if (str_is(what, "closing")) {
            closing = amount;
        } else if (str_is(what, "contribution") && party) {
            add(&paid, amount);
            add(&party->paid, amount);
        } else if (str_is(what, "saving") && party) {
            add(&saved, amount);
            add(&party->saved, amount);
        } else if (str_is(what, "joint_risk") && party) {
            add(&used, amount);
            add(&party->used, amount);
        } else if (str_is(what, "share")) {
            fund->divided = true;
        }
    }
    if (!count_of(fund->periods))
        fund->opening = opening;
    fund->last = closing - opening;
    fund->closing = closing;
    struct value *item = value_push_map(a, fund->periods);
    put_ref(a, item, "period", &settlement_period_kind, value_get_text(period, "id"), value_get_text(period, "name"));
    overview_copy(&p->o, item, period, "starts", "ends", "state", NULL);
    put_money(a, item, "opening", opening, fund->currency);
    put_money(a, item, "paid", paid, fund->currency);
    put_money(a, item, "saved", saved, fund->currency);
    put_money(a, item, "used", used, fund->currency);
    put_money(a, item, "closing", closing, fund->currency);
}

static const struct value *terms_of(const struct value *terms, struct str name)
{
    VALUE_EACH (part, terms)
        if (str_is(value_get_text(part, "kind"), "fund") && str_eq(value_get_text(part, "name"), name))
            return part;
    return NULL;
}

static enum err take_period(struct fund_view *p, const struct value *period)
{
    struct arena *a = p->o.arena;
    struct ledger ledger;
    struct value *settled = NULL, *terms = NULL;
    struct problems problems = problems_init(a);
    enum err err = ledger_read(&p->o.request->work, p->o.request->viewer, period, &ledger);
    if (err || !ledger.sheet)
        return err;
    err = ledger_settle(&p->o.request->work, &ledger, &problems, &settled);
    p->stuck += err == ERR_INPUT;
    if (err)
        return err == ERR_INPUT ? OK : err;
    if (json_parse(a, value_get_text(ledger.sheet, "terms"), NULL, &terms))
        return ERR_CORRUPT;
    VALUE_EACH (part, value_get(settled, "instruments")) {
        struct str name = value_get_text(part, "name");
        struct fund_sums *fund = str_is(value_get_text(part, "kind"), "fund")
                                     ? fund_in(p, name, value_get_text(ledger.input, "currency"))
                                     : NULL;
        if (!fund)
            continue;
        fund->terms = terms_of(terms, name);
        take_lines(p, fund, period, value_get(part, "lines"));
    }
    return OK;
}

/* What each party would have of the fund if it were divided today, or would owe of what is missing. */
static enum err parts_of(struct fund_view *p, const struct fund_sums *fund, int64_t *parts)
{
    struct arena *a = p->o.arena;
    const struct fraction *weights[FUND_PARTIES_MOST];
    const struct value *deficit = value_get(fund->terms, "deficit_ratio");
    const struct value *ratio = fund->closing < 0 && deficit ? deficit : value_get(fund->terms, "ratio");
    bool any = false;
    for (size_t i = 0; i < fund->count; i++) {
        const struct value *share = value_get_str(ratio, fund->parties[i].name);
        weights[i] = share ? fraction_share(a, share) : fraction_int(a, 0);
        any = any || fraction_sign(weights[i]) > 0;
        parts[i] = 0;
    }
    return any ? apportion(a, fund->closing, weights, fund->count, parts) : OK;
}

static enum err put_parties(struct fund_view *p, struct value *item, struct fund_sums *fund)
{
    struct arena *a = p->o.arena;
    int64_t parts[FUND_PARTIES_MOST];
    VALUE_EACH (name, value_get(fund->terms, "ratio"))
        (void)party_in(fund, name->key);
    enum err err = parts_of(p, fund, parts);
    struct value *list = value_put_list(a, item, "parties");
    for (size_t i = 0; i < fund->count && !err; i++) {
        const struct fund_party *party = &fund->parties[i];
        struct value *row = value_push_map(a, list);
        int64_t balance = party->paid;
        add(&balance, party->saved);
        add(&balance, -party->used);
        value_put_text(a, row, "party", party->name);
        put_money(a, row, "paid", party->paid, fund->currency);
        put_money(a, row, "saved", party->saved, fund->currency);
        put_money(a, row, "used", party->used, fund->currency);
        put_money(a, row, "balance", balance, fund->currency);
        if (fund->divided)
            value_put(row, "part", value_null(a));
        else
            put_money(a, row, "part", parts[i], fund->currency);
    }
    return err ? err : list ? OK : ERR_MEMORY;
}

/* ---- the picture ---- */

static void put_step(struct fund_view *p, struct value *points, struct str name, int64_t minor, struct str currency,
                     bool total)
{
    struct arena *a = p->o.arena;
    struct value *point = value_push_map(a, points), *y = value_new(a, V_NUMBER), *scratch = value_map(a);
    struct buf amount = buf_init(a, 0);
    if (!y)
        return;
    money_write(&amount, minor, currency);
    y->text = buf_str(&amount);
    value_put_text(a, point, "x", name);
    value_put(point, "y", y);
    value_put_text(a, point, "note",
                   locale_text(a, &p->o.request->work.locale, put_money(a, scratch, "amount", minor, currency)));
    if (total)
        value_put_bool(a, point, "total", true);
}

static struct value *chart_of(struct fund_view *p, const struct fund_sums *fund)
{
    struct arena *a = p->o.arena;
    struct value *leaf = value_new(a, V_CHART), *chart = value_map(a);
    if (!leaf || !chart)
        return NULL;
    leaf->first = leaf->last = chart;
    leaf->count = 1;
    value_put_text(a, chart, "kind", S("waterfall"));
    value_put_text(a, chart, "title",
                   overview_words(&p->o, "fund.chart.title", "fund", value_text(a, fund->name), NULL));
    struct value *x = value_put_map(a, chart, "x"), *y = value_put_map(a, chart, "y");
    value_put_text(a, x, "kind", S("category"));
    struct value *categories = value_put_list(a, x, "categories");
    value_put_text(a, y, "kind", S("value"));
    value_put_text(a, y, "label", fund->currency);
    struct value *series = value_push_map(a, value_put_list(a, chart, "series"));
    value_put_text(a, series, "name", fund->name);
    struct value *points = value_put_list(a, series, "points");
    put_step(p, points, overview_words(&p->o, "fund.chart.opening", NULL), fund->opening, fund->currency, true);
    VALUE_EACH (period, fund->periods) {
        const struct value *opening = value_get(period, "opening"), *closing = value_get(period, "closing");
        const struct value *of = value_get(period, "period");
        put_step(p, points, of->label, closing->i - opening->i, fund->currency, false);
    }
    put_step(p, points, overview_words(&p->o, "fund.chart.closing", NULL), fund->closing, fund->currency, true);
    VALUE_EACH (point, points)
        value_push(categories, value_text(a, value_get_text(point, "x")));
    return leaf;
}

/* ---- the page ---- */

static void say(struct fund_view *p, const struct fund_sums *fund)
{
    struct arena *a = p->o.arena;
    struct value *scratch = value_map(a), *name = value_text(a, fund->name);
    struct value *closing =
        put_money(a, scratch, "closing", fund->closing < 0 ? -fund->closing : fund->closing, fund->currency);
    const char *key = fund->divided       ? "fund.answer.divided"
                      : fund->closing < 0 ? "fund.answer.short"
                                          : "fund.answer.holds";
    overview_say(
        &p->o, overview_words(&p->o, key, "fund", name, "amount", closing, "party", value_text(a, fund->holder), NULL));
    if (fund->divided || fund->closing <= 0 || fund->last >= 0)
        return;
    overview_say(&p->o,
                 overview_words(&p->o, "fund.answer.lasts", "count", value_int(a, fund->closing / -fund->last), NULL));
}

static enum err put_fund(struct fund_view *p, struct value *list, struct fund_sums *fund)
{
    struct arena *a = p->o.arena;
    struct value *item = value_push_map(a, list);
    value_put_text(a, item, "name", fund->name);
    value_put_text(a, item, "holder", fund->holder);
    value_put(item, "periods", fund->periods);
    put_money(a, item, "opening", fund->opening, fund->currency);
    put_money(a, item, "closing", fund->closing, fund->currency);
    value_put_bool(a, item, "divided", fund->divided);
    enum err err = put_parties(p, item, fund);
    struct value *chart = chart_of(p, fund);
    value_put(item, "chart", chart ? chart : value_null(a));
    say(p, fund);
    return err;
}

/* The joint risks that were paid for, and the savings that were found, the latest first. */
static enum err put_uses(struct fund_view *p, const char *key, const char *kind)
{
    struct value *rows, *list = value_put_list(p->o.arena, p->view, key);
    struct query query = {.sort = S("-booked_on")};
    query_add(&query, "alliance", p->o.id);
    query_add(&query, "kind", str_of(kind));
    enum err err = rows_where(&p->o.request->work, p->o.request->viewer, &ledger_entry_kind, query, USES_MOST, &rows);
    VALUE_EACH (entry, err ? NULL : rows) {
        if (str_is(value_get_text(entry, "state"), "draft"))
            continue;
        struct value *item = value_push_map(p->o.arena, list);
        put_ref(p->o.arena, item, "entry", &ledger_entry_kind, value_get_text(entry, "id"),
                value_get_text(entry, "category"));
        overview_copy(&p->o, item, entry, "party", "amount", "booked_on", "state", "period", NULL);
        value_put_text(p->o.arena, item, "description", value_get_text(entry, "description"));
    }
    return err;
}

static enum err read_periods(struct fund_view *p)
{
    struct value *periods;
    struct query query = {.sort = S("starts")};
    query_add(&query, "alliance", p->o.id);
    enum err err =
        rows_where(&p->o.request->work, p->o.request->viewer, &settlement_period_kind, query, PERIODS_MOST, &periods);
    VALUE_EACH (period, err ? NULL : periods)
        if (!err)
            err = take_period(p, period);
    return err;
}

enum err fund_page(struct request *request, struct reply *reply)
{
    struct fund_view p = {.view = NULL};
    enum err err = alliance_view_begin(request, reply, "fund", &p.o);
    if (err)
        return err;
    struct arena *a = p.o.arena;
    p.funds = ARENA_ARRAY(a, FUNDS_MOST, struct fund_sums);
    p.view = reply->view = value_map(a);
    reply->etag = 0;
    put_ref(a, p.view, "alliance", p.o.kind, p.o.id, p.o.name);
    if (!p.funds)
        return ERR_MEMORY;
    err = read_periods(&p);
    struct value *list = value_put_list(a, p.view, "funds");
    for (size_t i = 0; i < p.count && !err; i++)
        err = put_fund(&p, list, &p.funds[i]);
    if (!err)
        err = put_uses(&p, "uses", "joint_risk");
    if (!err)
        err = put_uses(&p, "savings", "saving");
    if (!p.count)
        overview_say(&p.o, overview_words(&p.o, "fund.answer.none", NULL));
    if (p.stuck)
        overview_say(&p.o, overview_words(&p.o, "fund.answer.stuck", "count", value_int(a, p.stuck), NULL));
    value_put(p.view, "answer", again(a, value_get(p.o.page, "answer")));
    return err;
}
