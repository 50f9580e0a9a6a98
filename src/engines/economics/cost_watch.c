#include "engines/economics/cost_watch.h"
#include "base/json.h"
#include "engines/economics/sharing.h"
#include "engines/economics/split.h"
#include "engines/economics/unit_cost.h"

enum { PRICES_MOST = 2000, UNITS = 1000000 };

struct watching {
    struct work *work;
    const struct viewer *viewer;
    struct str alliance, circle;
    struct value *sheets, *prices, *terms; /* terms: of the last period's deal */
    struct cost_watch *out;
};

/* ---- the books ---- */

static struct watched *watched_at(struct watching *w, const struct ledger_group *group, bool revenue)
{
    struct cost_watch *out = w->out;
    for (size_t i = 0; i < out->count; i++)
        if (str_eq(out->all[i].party, group->party) && str_eq(out->all[i].category, group->category) &&
            out->all[i].revenue == revenue)
            return &out->all[i];
    if (out->count == out->room) {
        size_t room = out->room ? out->room * 2 : 16;
        struct watched *more = ARENA_ARRAY(w->work->arena, room, struct watched);
        if (!more)
            return NULL;
        for (size_t i = 0; i < out->count; i++)
            more[i] = out->all[i];
        out->all = more;
        out->room = room;
    }
    out->all[out->count] =
        (struct watched){.party = group->party, .category = group->category, .revenue = revenue, .gain = -1};
    return &out->all[out->count++];
}

static enum err read_period(struct watching *w, const struct value *period, size_t place)
{
    struct ledger_groups groups;
    enum err err = ledger_groups_read(w->work, w->viewer, period, w->out->currency, false, &groups);
    for (size_t i = 0; i < groups.count && !err; i++) {
        const struct ledger_group *group = &groups.all[i];
        bool revenue = str_is(group->kind, "revenue");
        bool fits = group->amount <= INT64_MAX && group->amount >= -INT64_MAX && group->quantity <= INT64_MAX;
        if (!(revenue || str_is(group->kind, "cost")) || !str_eq(group->currency, w->out->currency) || !fits)
            continue;
        struct watched *one = watched_at(w, group, revenue);
        if (!one)
            return ERR_MEMORY;
        struct watched_point *point = &one->points[one->count++];
        *point = (struct watched_point){
            .period = period, .place = place, .amount = (int64_t)group->amount, .quantity = (int64_t)group->quantity};
        point->measured = group->measures == group->count && unit_cost(group->amount, group->quantity, &point->unit);
    }
    return err;
}

static bool shares_result(const struct value *terms)
{
    VALUE_EACH (part, terms)
        if (str_is(value_get_text(part, "kind"), "split"))
            return true;
    return false;
}

/* The periods that are over, the oldest first, in the currency of the last one. */
static enum err read_periods(struct watching *w)
{
    struct query query = {.sort = S("starts")};
    struct value *periods, *over = value_list(w->work->arena);
    int64_t today = today_of(w->work);
    query_add(&query, "alliance", w->alliance);
    query_add(&query, "circle", w->circle);
    enum err err = rows_where(w->work, w->viewer, &settlement_period_kind, query, PERIODS_MOST, &periods);
    VALUE_EACH (period, err ? NULL : periods)
        if (day_of(period, "ends") < today) {
            value_push(over, again(w->work->arena, period));
            w->out->last = period;
        }
    if (err || !w->out->last)
        return err;
    const struct value *sheet = deal_sheet_in_force(w->sheets, day_of(w->out->last, "ends"));
    w->out->currency = value_get_text(sheet, "currency");
    if (!sheet || json_parse(w->work->arena, value_get_text(sheet, "terms"), NULL, &w->terms))
        return sheet ? ERR_CORRUPT : OK;
    if (!shares_result(w->terms))
        return OK;
    err = deal_names_read(w->work, w->viewer, w->alliance, w->circle, sheet, &w->out->names);
    int64_t skipped = count_of(over) - WATCHED_PERIODS;
    VALUE_EACH (period, err ? NULL : over) {
        const struct value *then = deal_sheet_in_force(w->sheets, day_of(period, "ends"));
        if (skipped-- > 0 || (then && !str_eq(value_get_text(then, "currency"), w->out->currency)))
            continue;
        if ((err = read_period(w, period, w->out->periods++)))
            return err;
    }
    return err;
}

/* ---- what it would bring ---- */

static bool names(const struct value *list, struct str category)
{
    VALUE_EACH (one, list)
        if (str_eq(one->text, category))
            return true;
    return false;
}

/* Whether another part of the deal takes the category. */
static bool claimed(const struct value *terms, const struct value *but, struct str category)
{
    static const char *const lists[] = {"categories", "cogs", "sales"};
    VALUE_EACH (part, terms)
        for (size_t i = 0; part != but && i < 3; i++)
            if (names(value_get(part, lists[i]), category))
                return true;
    return false;
}

static const struct fraction *share_of(struct arena *arena, const struct value *part, struct str category)
{
    VALUE_EACH (rule, value_get(part, "rules"))
        if (str_eq(value_get_text(rule, "category"), category))
            return fraction_share(arena, value_get(rule, "share"));
    return fraction_int(arena, 1);
}

static enum err read_gain(struct watching *w, struct watched *one)
{
    struct arena *a = w->work->arena;
    const struct value *name = value_get_str(w->out->names, one->party);
    VALUE_EACH (part, w->terms) {
        struct split split;
        const struct value *own = value_get(part, "categories");
        bool counts = str_is(value_get_text(part, "kind"), "split") &&
                      (own ? names(own, one->category) : !claimed(w->terms, part, one->category));
        if (!counts || !name)
            continue;
        enum err err = split_read(a, value_get(part, "split"), &split);
        ptrdiff_t place = err ? -1 : split_place(&split, name->text);
        if (err)
            return err;
        const struct fraction *gain =
            place < 0 ? NULL : sharing_offload(a, share_of(a, part, one->category), split.weights[place]);
        if (gain && !fraction_round(fraction_times(a, gain, fraction_int(a, UNITS)), &one->gain))
            return ERR_MEMORY;
    }
    return OK;
}

/* The latest price outside by the end of the last period: the party's own before that of anybody. */
static void read_outside(struct watching *w, struct watched *one)
{
    int64_t best = NO_DAY, until = day_of(one->points[one->count - 1].period, "ends");
    bool own = false;
    VALUE_EACH (price, w->prices) {
        const struct value *cost = value_get(price, "unit_cost");
        int64_t day = day_of(price, "day");
        bool mine = str_eq(value_get_text(price, "party"), one->party);
        if (day > until || !cost || cost->kind != V_MONEY || !str_eq(cost->text, w->out->currency) ||
            cost->i > INT64_MAX / UNITS || !str_eq(value_get_text(price, "category"), one->category) ||
            (!mine && is_given(price, "party")) || (own && !mine) || (own == mine && one->has_outside && day <= best))
            continue;
        own = mine;
        best = day;
        one->has_outside = true;
        one->outside = cost->i * UNITS;
    }
}

static void judge(struct watching *w, struct watched *one)
{
    int64_t earlier[WATCHED_PERIODS];
    size_t n = 0, in_row = 0, periods = w->out->periods;
    const struct watched_point *last = &one->points[one->count - 1];
    one->recent = last->place + 2 >= periods;
    for (size_t i = 0; i < one->count; i++) {
        if (&one->points[i] != last && one->points[i].measured)
            earlier[n++] = one->points[i].unit;
        in_row += one->points[i].place + 4 >= periods && one->points[i].place + 1 < periods;
    }
    one->missing = one->revenue && in_row == 3 && last->place + 1 < periods;
    if (one->revenue || !last->measured)
        return;
    one->has_trend = unit_cost_trend(earlier, n, &one->trend);
    one->over_trend = one->has_trend && unit_cost_above(last->unit, one->trend);
    read_outside(w, one);
    one->over_outside = one->has_outside && unit_cost_above(last->unit, one->outside);
}

bool watched_tells(const struct watched *one)
{
    return one->gain > 0 && one->recent && (one->over_outside || one->over_trend);
}

enum err cost_watch_read(struct work *work, const struct viewer *viewer, struct str alliance, struct cost_watch *out)
{
    const struct viewer_audience *joint = viewer_circle(viewer, alliance, AUDIENCE_JOINT);
    struct watching w = {.work = work, .viewer = viewer, .alliance = alliance, .out = out};
    *out = (struct cost_watch){.last = NULL};
    if (!joint)
        return OK;
    w.circle = joint->id;
    enum err err = deal_sheets_agreed(work, viewer, alliance, w.circle, &w.sheets);
    if (!err)
        err = rows_of(work, viewer, &outside_price_kind, "alliance", alliance, PRICES_MOST, &w.prices);
    if (!err && count_of(w.sheets))
        err = read_periods(&w);
    for (size_t i = 0; i < out->count && !err; i++) {
        judge(&w, &out->all[i]);
        err = read_gain(&w, &out->all[i]);
    }
    return err;
}
