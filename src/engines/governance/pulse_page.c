/* The pages on which people answer a pulse: by a link without an account, or as themselves; and the links. */
#include "base/json.h"
#include "base/message.h"
#include "engines/governance/pulse_view.h"
#include "kernel/page.h"

/* ---- the question ---- */

static void put_points(struct request *request, struct value *view)
{
    struct arena *a = request->work.arena;
    struct value *points = value_put_list(a, view, "points");
    for (int i = 1; i <= ASKING_POINTS; i++) {
        struct value *point = value_push_map(a, points);
        struct str key = arena_printf(a, "pulse.point.%d", i);
        value_put_int(a, point, "value", i);
        value_put_text(a, point, "label", key.p ? page_text(request, key.p) : S(""));
    }
}

static enum err show(struct request *request, struct reply *reply, const struct asked *asked, bool answered)
{
    struct arena *a = request->work.arena;
    struct value *view = page_open(request, reply, "pulse", "pulse.title");
    if (!view)
        return ERR_MEMORY;
    value_drop(view, "answer");
    value_put_text(a, view, "question", asked->question);
    value_put_text(a, view, "alliance", asked->alliance);
    put_day(a, view, "closes", asked->closes);
    value_put_bool(a, view, "answered", answered);
    put_points(request, view);
    struct value *page = value_get(reply->page, "page");
    const struct problem *problem = request->work.problems.first;
    value_put_text(a, page, "action", request->path);
    value_put_text(a, page, "wrong", problem ? problem->detail : S(""));
    return page ? OK : ERR_MEMORY;
}

/* The same for a link that nobody was given, one that was replaced, and one whose round is over. */
static enum err gone(struct request *request)
{
    request->work.problems.detail = page_text(request, "pulse.gone");
    return ERR_GONE;
}

/* ---- the answer ---- */

/* The point that was sent; 0 where it is none. */
static int64_t point_of(const struct request *request)
{
    const struct value *sent = value_get(request->body, "answer");
    int64_t point = 0;
    if (sent && sent->kind == V_INT)
        return sent->i;
    return sent && sent->kind == V_TEXT && str_int(sent->text, &point) ? point : 0;
}

/* As bytes, which are the same for everybody and which a server does not remember with the request that they answer. */
static enum err thank(struct request *request, struct reply *reply, const struct asked *asked)
{
    struct value *view = value_map(request->work.arena);
    if (request->html)
        return show(request, reply, asked, true);
    value_put_bool(request->work.arena, view, "answered", true);
    reply->raw = json_text(request->work.arena, view);
    reply->raw_type = S("application/json");
    return reply->raw.p ? OK : ERR_MEMORY;
}

static enum err answer(struct request *request, struct reply *reply, const struct asked *asked)
{
    enum err err = asked_answer(&request->work, asked, point_of(request));
    if (err == OK)
        return thank(request, reply, asked);
    bool said = request->html && (err == ERR_INPUT || err == ERR_CONFLICT);
    if (said && show(request, reply, asked, err == ERR_CONFLICT) != OK)
        return ERR_MEMORY;
    return err;
}

/* ---- by a link ---- */

enum err pulse_link_page(struct request *request, struct reply *reply)
{
    struct asked asked;
    enum err err = asked_by_link(&request->work, request->ids[0], &asked);
    return err == ERR_GONE ? gone(request) : err ? err : show(request, reply, &asked, false);
}

enum err pulse_link_answer(struct request *request, struct reply *reply)
{
    struct asked asked;
    enum err err = asked_by_link(&request->work, request->ids[0], &asked);
    return err == ERR_GONE ? gone(request) : err ? err : answer(request, reply, &asked);
}

/* ---- as oneself ---- */

/* Who sees the round and is not asked, or not any more, is told so. */
static enum err of_viewer(struct request *request, struct asked *asked)
{
    struct value *round;
    enum err err = asked_of_viewer(&request->work, request->viewer, request->ids[0], asked);
    if (err != ERR_NOT_FOUND)
        return err;
    err = record_get(&request->work, request->viewer, &campaign_kind, request->ids[0], &round);
    if (err == OK)
        request->work.problems.detail = page_text(request, "pulse.not-asked");
    return err ? err : ERR_FORBIDDEN;
}

enum err pulse_own_page(struct request *request, struct reply *reply)
{
    struct asked asked;
    enum err err = of_viewer(request, &asked);
    return err ? err : show(request, reply, &asked, asked.used);
}

enum err pulse_own_answer(struct request *request, struct reply *reply)
{
    struct asked asked;
    enum err err = of_viewer(request, &asked);
    return err ? err : answer(request, reply, &asked);
}

/* ---- links for those without an account ---- */

static enum err may_link(struct request *request)
{
    struct value *round;
    const struct viewer *viewer = request->viewer;
    enum err err = record_get(&request->work, viewer, &campaign_kind, request->ids[0], &round);
    if (err)
        return err;
    int64_t today = today_of(&request->work);
    bool over = value_get(round, "withdrawn_at") || day_of(round, "closes") < today;
    if (viewer->looker || !viewer_may(viewer, &campaign_kind, ACTION_CREATE, value_get_text(round, "circle")))
        return ERR_FORBIDDEN;
    return over ? ERR_GONE : OK;
}

static enum err show_links(struct request *request, struct reply *reply, const struct value *links)
{
    struct arena *a = request->work.arena;
    struct value *view = page_open(request, reply, "pulse_links", "pulse.links.title");
    if (!view)
        return ERR_MEMORY;
    value_put(view, "links", value_copy(a, links));
    page_say(request, reply, links->count ? "pulse.links.answer" : "pulse.links.none", "count",
             value_int(a, (int64_t)links->count), NULL);
    return OK;
}

enum err pulse_links_make(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct value *made, *view = value_map(a), *links = value_put_list(a, view, "links");
    enum err err = may_link(request);
    if (err == OK)
        err = asked_links(&request->work, request->viewer, request->ids[0], &made);
    if (err)
        return err;
    VALUE_EACH (one, made) {
        struct value *link = value_push_map(a, links);
        value_put_text(a, link, "name", value_get_text(one, "name"));
        value_put_text(a, link, "address", arena_printf(a, "/pulse/%.*s", STR_ARG(value_get_text(one, "secret"))));
    }
    reply->status = 201;
    if (request->html) {
        err = show_links(request, reply, links);
        reply->status = 201;
        return err;
    }
    reply->raw = json_text(a, view); /* as bytes: a repeated request must not show the secrets again */
    reply->raw_type = S("application/json");
    return reply->raw.p ? OK : ERR_MEMORY;
}
