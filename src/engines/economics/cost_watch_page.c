/* The off-loading watch of an alliance: what a unit of each cost comes to in the open books, against the outside and
 * its own trend, beside what moving costs in would bring; and revenue that stays away. */
#include "engines/economics/cost_watch.h"
#include "engines/economics/pages.h"
#include "engines/economics/unit_cost.h"
#include "engines/registry/registry.h"

struct watch_page {
    struct overview o;
    struct value *view;
    struct cost_watch watch;
    int64_t told;
};

static void put_unit(struct watch_page *p, struct value *map, const char *key, bool known, int64_t unit)
{
    if (known)
        put_money(p->o.arena, map, key, unit_cost_money(unit), p->watch.currency);
    else
        value_put(map, key, value_null(p->o.arena));
}

static struct value *push_one(struct watch_page *p, const char *list, const struct watched *one)
{
    struct arena *a = p->o.arena;
    const struct value *name = value_get_str(p->watch.names, one->party);
    struct value *item = value_push_map(a, value_get(p->view, list));
    put_ref(a, item, "party", kind_by_plural(S("parties")), one->party, name ? name->text : S(""));
    value_put_text(a, item, "category", one->category);
    return item;
}

static void put_quantity(struct arena *a, struct value *map, const char *key, const struct watched_point *point)
{
    struct value *leaf = point->measured ? value_new(a, V_DECIMAL) : value_null(a);
    if (leaf && point->measured)
        leaf->i = point->quantity;
    value_put(map, key, leaf);
}

static void put_period(struct watch_page *p, struct value *item, const struct watched_point *point)
{
    put_ref(p->o.arena, item, "period", &settlement_period_kind, value_get_text(point->period, "id"),
            value_get_text(point->period, "name"));
    put_money(p->o.arena, item, "amount", point->amount, p->watch.currency);
}

static void put_cost(struct watch_page *p, const struct watched *one)
{
    struct arena *a = p->o.arena;
    const struct watched_point *last = &one->points[one->count - 1];
    struct value *item = push_one(p, "costs", one);
    if (one->gain >= 0)
        put_ratio(a, item, "gain", one->gain);
    else
        value_put(item, "gain", value_null(a));
    put_unit(p, item, "unit", last->measured, last->unit);
    put_unit(p, item, "trend", one->has_trend, one->trend);
    put_unit(p, item, "outside", one->has_outside, one->outside);
    value_put_bool(a, item, "over_trend", one->over_trend);
    value_put_bool(a, item, "over_outside", one->over_outside);
    value_put_bool(a, item, "tells", watched_tells(one));
    struct value *points = value_put_list(a, item, "points");
    for (size_t i = 0; i < one->count; i++) {
        const struct watched_point *point = &one->points[i];
        struct value *to = value_push_map(a, points);
        put_period(p, to, point);
        put_quantity(a, to, "quantity", point);
        put_unit(p, to, "unit", point->measured, point->unit);
    }
    p->told += watched_tells(one);
}

/* What is told of comes first, then what has a unit cost at all. */
enum rank { RANK_TOLD, RANK_MEASURED, RANK_UNMEASURED, RANKS };

static int rank_of(const struct watched *one)
{
    if (watched_tells(one))
        return RANK_TOLD;
    return one->points[one->count - 1].measured ? RANK_MEASURED : RANK_UNMEASURED;
}

static void answer(struct watch_page *p, int64_t measured)
{
    struct arena *a = p->o.arena;
    const char *key = !p->watch.last              ? "cost_watch.answer.none"
                      : !count_of(p->watch.names) ? "cost_watch.answer.not-shared"
                      : p->told                   ? "cost_watch.answer.told"
                      : !measured                 ? "cost_watch.answer.unmeasured"
                                                  : "cost_watch.answer.well";
    overview_say(&p->o, overview_words(&p->o, key, "count", value_int(a, p->told), NULL));
    int64_t missing = count_of(value_get(p->view, "missing"));
    if (missing)
        overview_say(&p->o, overview_words(&p->o, "cost_watch.answer.missing", "count", value_int(a, missing), NULL));
    value_put(p->view, "answer", again(a, value_get(p->o.page, "answer")));
}

enum err cost_watch_page(struct request *request, struct reply *reply)
{
    struct watch_page p = {.view = NULL};
    enum err err = alliance_view_begin(request, reply, "cost_watch", &p.o);
    if (!err)
        err = cost_watch_read(&request->work, request->viewer, p.o.id, &p.watch);
    if (err)
        return err;
    struct arena *a = p.o.arena;
    int64_t measured = 0;
    p.view = reply->view = value_map(a);
    reply->etag = 0;
    put_ref(a, p.view, "alliance", p.o.kind, p.o.id, p.o.name);
    value_put(p.view, "currency", p.watch.currency.n ? value_text(a, p.watch.currency) : value_null(a));
    if (p.watch.last)
        put_ref(a, p.view, "period", &settlement_period_kind, value_get_text(p.watch.last, "id"),
                value_get_text(p.watch.last, "name"));
    else
        value_put(p.view, "period", value_null(a));
    if (!value_put_list(a, p.view, "costs") || !value_put_list(a, p.view, "missing"))
        return ERR_MEMORY;
    for (int rank = 0; rank < RANKS; rank++)
        for (size_t i = 0; i < p.watch.count; i++)
            if (!p.watch.all[i].revenue && rank_of(&p.watch.all[i]) == rank) {
                put_cost(&p, &p.watch.all[i]);
                measured += rank != RANK_UNMEASURED;
            }
    for (size_t i = 0; i < p.watch.count; i++) {
        const struct watched *one = &p.watch.all[i];
        if (one->missing && one->gain >= 0)
            put_period(&p, push_one(&p, "missing", one), &one->points[one->count - 1]);
    }
    answer(&p, measured);
    overview_offer(&p.o, &outside_price_kind, "add_price");
    return OK;
}
