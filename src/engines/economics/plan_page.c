/* The joint business plans of an alliance: next year's, this year's and last year's one below the other, each with what
 * the units of the sides plan, the targets and how far they were reached, and who has approved it. */
#include "engines/economics/pages.h"
#include "engines/economics/plan_records.h"
#include "engines/registry/registry.h"

enum { SHOWN = 3 };

struct plan_page {
    struct overview o;
    struct value *view, *plans;
    int64_t today;
};

/* Where a plan stands in time: next, this, last, earlier. */
static const char *when_of(const struct plan_page *p, const struct value *plan)
{
    return day_of(plan, "starts") > p->today         ? "next"
           : day_of(plan, "ends") >= p->today        ? "this"
           : plan == plan_before(p->plans, p->today) ? "last"
                                                     : "earlier";
}

/* The share of what was planned, in millionths; false where that says nothing. */
static bool share_of(const struct value *target, int64_t *share)
{
    const struct value *planned = value_get(target, "planned"), *reached = value_get(target, "reached");
    if (!planned || !reached || planned->kind != V_DECIMAL || reached->kind != V_DECIMAL || planned->i <= 0 ||
        reached->i < 0)
        return false;
    __int128 scaled = (__int128)reached->i * 1000000 / planned->i;
    *share = scaled > INT64_MAX ? INT64_MAX : (int64_t)scaled;
    return true;
}

static enum err put_parts(struct plan_page *p, struct value *item, struct str plan)
{
    struct arena *a = p->o.arena;
    struct value *rows, *list = value_put_list(a, item, "parts");
    enum err err =
        rows_of(&p->o.request->work, p->o.request->viewer, &plan_part_kind, "yearly_plan", plan, PLAN_ROWS_MOST, &rows);
    VALUE_EACH (row, err ? NULL : rows) {
        struct value *part = value_push_map(a, list);
        put_ref(a, part, "part", &plan_part_kind, value_get_text(row, "id"), value_get_text(row, "unit"));
        overview_copy(&p->o, part, row, "party", "summary", NULL);
    }
    return err;
}

static enum err put_targets(struct plan_page *p, struct value *item, struct str plan)
{
    struct arena *a = p->o.arena;
    struct value *rows, *list = value_put_list(a, item, "targets");
    enum err err = rows_of(&p->o.request->work, p->o.request->viewer, &plan_target_kind, "yearly_plan", plan,
                           PLAN_ROWS_MOST, &rows);
    VALUE_EACH (row, err ? NULL : rows) {
        struct value *target = value_push_map(a, list);
        int64_t share;
        put_ref(a, target, "target", &plan_target_kind, value_get_text(row, "id"), value_get_text(row, "name"));
        overview_copy(&p->o, target, row, "party", "planned", "reached", "remark", NULL);
        value_put_text(a, target, "unit", value_get_text(row, "unit"));
        if (share_of(row, &share))
            put_ratio(a, target, "share", share);
        else
            value_put(target, "share", value_null(a));
    }
    return err;
}

static struct str below(struct plan_page *p, const struct kind *kind, const struct value *plan, bool open)
{
    bool may = open && viewer_may(p->o.request->viewer, kind, ACTION_CREATE, value_get_text(plan, "circle"));
    return may ? arena_printf(p->o.arena, "/yearly_plans/%.*s/%s/new", STR_ARG(value_get_text(plan, "id")),
                              kind->plural)
               : S("");
}

static enum err put_plan(struct plan_page *p, struct value *list, const struct value *plan)
{
    struct arena *a = p->o.arena;
    const struct viewer *viewer = p->o.request->viewer;
    struct value *item = value_push_map(a, list);
    struct str id = value_get_text(plan, "id");
    const struct viewer_audience *there = viewer_audience(viewer, value_get_text(plan, "circle"));
    bool private = there && there->kind == AUDIENCE_SIDE, missing = false;
    struct consents consents;
    put_ref(a, item, "plan", &yearly_plan_kind, id, value_get_text(plan, "name"));
    put_choice(a, item, "when", when_of(p, plan), "yearly_plan.when");
    overview_copy(&p->o, item, plan, "starts", "ends", "state", "innovation", "markets", "pipeline", "result", NULL);
    value_put_bool(a, item, "private", private);
    enum err err = put_parts(p, item, id);
    if (!err)
        err = put_targets(p, item, id);
    if (!err)
        err = plan_consents(&p->o.request->work, viewer, plan, &consents);
    if (err)
        return err;
    VALUE_EACH (one, consents.list)
        missing = missing || (value_get_bool(one, "own") && !value_get_bool(one, "holds"));
    value_put(item, "consents", consents.list);
    value_put_bool(a, item, "may_approve",
                   missing && !private &&
                       viewer_may(viewer, &plan_consent_kind, ACTION_CREATE, value_get_text(plan, "circle")));
    value_put_text(a, item, "add_part", below(p, &plan_part_kind, plan, !consents.all));
    value_put_text(a, item, "add_target", below(p, &plan_target_kind, plan, !consents.all));
    return OK;
}

static void answer(struct plan_page *p)
{
    struct arena *a = p->o.arena;
    const struct value *now = plan_on(p->plans, p->today), *last = plan_before(p->plans, p->today);
    bool specialised = str_is(value_get_text(p->o.record, "business_model"), "specialisation");
    if (!now)
        overview_say(&p->o,
                     overview_words(&p->o, specialised ? "yearly_plan.answer.must" : "yearly_plan.answer.none", NULL));
    else
        overview_say(&p->o,
                     overview_words(&p->o,
                                    str_is(value_get_text(now, "state"), "approved") ? "yearly_plan.answer.approved"
                                                                                     : "yearly_plan.answer.open",
                                    "plan", value_text(a, value_get_text(now, "name")), NULL));
    VALUE_EACH (item, value_get(p->view, "plans")) {
        if (!last || !str_eq(value_get_text(item, "plan"), value_get_text(last, "id")))
            continue;
        int64_t all = 0, told = 0;
        VALUE_EACH (target, value_get(item, "targets")) {
            const struct value *share = value_get(target, "share");
            all++;
            told += share && share->kind == V_RATIO && share->i >= 1000000;
        }
        if (all)
            overview_say(&p->o, overview_words(&p->o, "yearly_plan.answer.last", "plan",
                                               value_text(a, value_get_text(last, "name")), "count", value_int(a, told),
                                               "all", value_int(a, all), NULL));
    }
    value_put(p->view, "answer", again(a, value_get(p->o.page, "answer")));
}

enum err yearly_plan_page(struct request *request, struct reply *reply)
{
    struct plan_page p = {.view = NULL};
    enum err err = alliance_view_begin(request, reply, "yearly_plan", &p.o);
    if (!err)
        err = rows_of(&request->work, request->viewer, &yearly_plan_kind, "alliance", p.o.id, PLANS_MOST, &p.plans);
    if (err)
        return err;
    struct arena *a = p.o.arena;
    p.today = today_of(&request->work);
    p.view = reply->view = value_map(a);
    reply->etag = 0;
    put_ref(a, p.view, "alliance", p.o.kind, p.o.id, p.o.name);
    struct value *list = value_put_list(a, p.view, "plans");
    int64_t shown = 0;
    VALUE_EACH (plan, p.plans) {
        if (shown++ < SHOWN)
            err = put_plan(&p, list, plan);
        if (err)
            return err;
    }
    value_put_bool(a, p.o.page, "more", shown > SHOWN);
    answer(&p);
    overview_offer(&p.o, &yearly_plan_kind, "add_plan");
    return OK;
}
