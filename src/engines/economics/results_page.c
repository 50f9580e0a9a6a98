/* Results of an alliance's parties less what others decided, for those who answer for them. */
#include "engines/economics/answered.h"
#include "engines/economics/pages.h"
#include "engines/economics/results.h"
#include "engines/registry/registry.h"

struct results_page {
    struct overview o;
    struct value *view;
    int64_t moved, disputed;
};

static void put_effect(struct results_page *p, struct value *list, const struct value *row)
{
    const struct viewer *viewer = p->o.request->viewer;
    const struct viewer_audience *there = viewer_audience(viewer, value_get_text(row, "circle"));
    bool own = str_eq(value_get_text(row, "booked_by"), viewer->organisation);
    struct value *item = value_push_map(p->o.arena, list);
    put_ref(p->o.arena, item, "effect", &outside_effect_kind, value_get_text(row, "id"),
            value_get_text(row, "decision"));
    overview_copy(&p->o, item, row, "decided_by", "decided_on", "amount", "name", "reason", "state", "dispute",
                  "version", NULL);
    value_put_bool(p->o.arena, item, "private", there && there->kind == AUDIENCE_SIDE);
    value_put_bool(p->o.arena, item, "may_answer",
                   !own && !is_given(row, "answer") &&
                       viewer_may(viewer, &outside_effect_kind, ACTION_CHANGE, value_get_text(row, "circle")));
}

static void put_result(struct results_page *p, const struct result *result)
{
    struct arena *a = p->o.arena;
    struct value *item = value_push_map(a, value_get(p->view, "results"));
    put_ref(a, item, "period", &settlement_period_kind, value_get_text(result->period, "id"),
            value_get_text(result->period, "name"));
    put_ref(a, item, "party", kind_by_plural(S("parties")), result->party, result->name);
    overview_copy(&p->o, item, result->period, "starts", "ends", NULL);
    const char *const keys[] = {"actual", "effects", "adjusted", "disputed"};
    const int64_t amounts[] = {result->actual, result->effects, result_adjusted(result), result->disputed};
    const bool shown[] = {result->known, true, result->known, result->disputed != 0};
    for (size_t i = 0; i < 4; i++)
        if (shown[i])
            put_money(a, item, keys[i], amounts[i], result->currency);
        else
            value_put(item, keys[i], value_null(a));
    value_put_bool(a, item, "moved", result_moved(result));
    value_put_int(a, item, "left_out", result->left_out);
    value_put_bool(a, item, "some_left_out", result->left_out > 0);
    struct value *list = value_put_list(a, item, "rows");
    VALUE_EACH (row, result->rows)
        put_effect(p, list, row);
    p->moved += result_moved(result);
    p->disputed += result->disputed != 0;
}

enum err results_page(struct request *request, struct reply *reply)
{
    struct results_page p = {.view = NULL};
    struct result *results;
    size_t count;
    enum err err = alliance_view_begin(request, reply, "results", &p.o);
    if (!err)
        err = results_read(&request->work, request->viewer, p.o.id, &results, &count);
    if (err)
        return err;
    struct arena *a = p.o.arena;
    p.view = reply->view = value_map(a);
    reply->etag = 0;
    put_ref(a, p.view, "alliance", p.o.kind, p.o.id, p.o.name);
    if (!value_put_list(a, p.view, "results"))
        return ERR_MEMORY;
    for (size_t i = 0; i < count; i++)
        put_result(&p, &results[i]);
    overview_say(&p.o, overview_words(&p.o,
                                      !count    ? "results.answer.none"
                                      : p.moved ? "results.answer.moved"
                                                : "results.answer.well",
                                      "count", value_int(a, p.moved), NULL));
    if (p.disputed)
        overview_say(&p.o, overview_words(&p.o, "results.answer.disputed", "count", value_int(a, p.disputed), NULL));
    value_put(p.view, "answer", again(a, value_get(p.o.page, "answer")));
    overview_offer(&p.o, &outside_effect_kind, "add_effect");
    return OK;
}
