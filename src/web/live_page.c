/* What changed since a moment, of what one may read: at once as JSON, or as server-sent events when there is something.
 * It tells that, and in a sentence what; a page that hears of it asks for itself anew. */
#include "base/json.h"
#include "base/message.h"
#include "base/uuid.h"
#include "kernel/event.h"
#include "web/page_kit.h"
#include "web/pages.h"

enum { EVENTS_MOST = 50, OVERLAP_MS = 2000 };

static const struct value *name_of(const struct value *event, const char *which)
{
    const struct value *reference = value_get(event, which);
    return reference && reference->kind == V_REF && reference->label.n ? reference : NULL;
}

/* The sentence about what others did; empty where it was all oneself. */
static struct str told(const struct request *request, const struct value *events)
{
    struct arena *a = request->work.arena;
    const char *language = request->work.locale.language;
    const struct value *last = NULL, *actor = NULL, *record = NULL;
    struct str one = S("");
    int64_t others = 0;
    bool many = false;
    VALUE_EACH (event, events) {
        actor = value_get(event, "actor");
        record = value_get(event, "record");
        if (actor && str_eq(actor->text, request->viewer->person))
            continue;
        many = many || (one.n && record && !str_eq(record->text, one));
        one = record ? record->text : one;
        last = last ? last : event;
        others++;
    }
    actor = last ? name_of(last, "actor") : NULL;
    record = last ? name_of(last, "record") : NULL;
    if (!others)
        return S("");
    if (many || !actor || !record)
        return message(a, language, "live.many", message_args(a, "count", value_int(a, others), NULL));
    struct value *args =
        message_args(a, "name", value_text(a, actor->label), "title", value_text(a, record->label), NULL);
    return message(a, language, "live.one", args);
}

static struct str stream_of(struct arena *arena, struct str newest, const struct value *view)
{
    struct buf out = buf_init(arena, 0);
    buf_printf(&out, "retry: 1000\nid: %.*s\n", STR_ARG(newest));
    if (view) {
        buf_lit(&out, "event: change\ndata: ");
        json_write(&out, view);
        buf_lit(&out, "\n");
    }
    buf_lit(&out, "\n");
    return buf_str(&out);
}

static enum err live(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct str since = request->last_event.n ? request->last_event : value_get_text(request->query, "since"), next;
    struct event_query query = {.limit = EVENTS_MOST, .alliance = value_get_text(request->query, "alliance")};
    struct value *events;
    if (since.n && !uuid_valid(since))
        return problem_say(&request->work.problems, S("/since"), "live.since", NULL);
    if (query.alliance.n && !uuid_valid(query.alliance))
        return problem_say(&request->work.problems, S("/alliance"), "live.alliance", NULL);
    query.after = since.n ? since : uuid_floor(a, request->work.now_ms);
    if (!query.after.p)
        return ERR_MEMORY;
    request->last_event = query.after; /* whoever waits is asked about again, from the same place */
    enum err err = event_list(&request->work, request->viewer, &query, &events, &next);
    if (err)
        return err;
    struct str newest = value_get_text(value_at(events, 0), "id");
    newest = newest.n ? newest : query.after;
    reply->view = value_map(a);
    value_put_text(a, reply->view, "newest", newest);
    value_put_int(a, reply->view, "count", (int64_t)events->count);
    value_put_text(a, reply->view, "what", told(request, events));
    if (!request->stream)
        return reply->view ? OK : ERR_MEMORY;
    reply->wait = !events->count;
    reply->raw = stream_of(a, newest, reply->wait ? NULL : reply->view);
    reply->raw_type = S("text/event-stream");
    return reply->raw.p ? OK : ERR_MEMORY;
}

struct str live_address(const struct request *request)
{
    struct arena *a = request->work.arena;
    struct str since = uuid_floor(a, request->work.now_ms - OVERLAP_MS), rest = request->path, alliance = S("");
    if (str_starts(rest, S("/alliances/")))
        alliance = str_part(rest, sizeof "/alliances/" - 1, UUID_TEXT);
    bool within = uuid_valid(alliance);
    return arena_printf(a, "/live?since=%.*s%s%.*s", STR_ARG(since), within ? "&alliance=" : "",
                        within ? (int)alliance.n : 0, alliance.p);
}

const struct route live_routes[] = {
    {"GET", "/live", live, ROUTE_LIVE, "route.live", "live"},
    {0},
};
