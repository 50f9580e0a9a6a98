/* The log of changes, as far as the viewer may read it. */
#include "kernel/event.h"
#include "web/page_kit.h"
#include "web/pages.h"

static void put_node(const struct request *request, struct value *map, const char *key, const struct value *leaf)
{
    struct value *copy = value_null(request->work.arena);
    if (copy && leaf)
        *copy = *leaf;
    value_put(map, key, copy);
}

static void put_changes(const struct request *request, struct value *event, const struct value *changes)
{
    struct value *list = value_put_list(request->work.arena, event, "changes");
    VALUE_EACH (change, changes) {
        struct value *item = value_push_map(request->work.arena, list);
        const struct value *before = value_get(change, "before"), *after = value_get(change, "after");
        value_put_text(request->work.arena, item, "label", value_get_text(change, "label"));
        put_node(request, item, "before", before);
        put_node(request, item, "after", after);
        value_put_bool(request->work.arena, item, "had", before && before->kind != V_NULL);
        value_put_bool(request->work.arena, item, "has", after && after->kind != V_NULL);
    }
}

void page_events(const struct request *request, struct value *page, const struct value *items, bool name_records)
{
    struct arena *a = request->work.arena;
    struct value *events = value_put_list(a, page, "events");
    VALUE_EACH (item, items) {
        struct value *event = value_push_map(a, events);
        const struct value *record = value_get(item, "record"), *actor = value_get(item, "actor");
        bool known = actor && actor->kind != V_NULL;
        put_node(request, event, "at", value_get(item, "at"));
        put_node(request, event, "actor", actor);
        value_put_bool(a, event, "known", known);
        put_node(request, event, "action", value_get(item, "action"));
        put_node(request, event, "kind", value_get(item, "kind"));
        struct str name = record ? record->label : S(""), word = S("");
        if (value_get(item, "kind"))
            word = locale_text(a, &request->work.locale, value_get(item, "kind"));
        bool own = name_records && name.n && !str_eq(name, word); /* what has no name bears that of its kind */
        page_put(request, event, "name", own ? name : S(""));
        page_put(request, event, "href", name_records && record && record->href.n ? record->href : S(""));
        value_put_bool(a, event, "record", name_records);
        put_changes(request, event, value_get(item, "changes"));
        page_put(request, event, "why", value_get_text(item, "why"));
        value_put_bool(a, event, "erased", value_get_bool(item, "erased"));
        page_audience(request, event, page_seen_by(item));
    }
}

static void put_filters(struct request *request, struct value *page)
{
    struct arena *a = request->work.arena;
    struct str chosen = value_get_text(request->query, "kind");
    struct value *kinds = value_put_list(a, page, "kinds");
    for (size_t i = 0; kind_at(i); i++) {
        const struct kind *kind = kind_at(i);
        if (!viewer_may(request->viewer, kind, ACTION_READ, (struct str){NULL, 0}))
            continue;
        struct value *option = value_push_map(a, kinds);
        value_put_text(a, option, "value", str_of(kind->name));
        value_put_text(a, option, "label", page_kind_word(request, kind, "one"));
        value_put_bool(a, option, "selected", str_is(chosen, kind->name));
    }
    bool mine = str_eq(value_get_text(request->query, "actor"), request->viewer->person);
    value_put_bool(a, page, "mine", mine && request->viewer->person.n);
    value_put_text(a, page, "me", request->viewer->person);
    bool filtered = chosen.n || value_get_text(request->query, "actor").n || value_get_text(request->query, "record").n;
    page_put(request, page, "clear_href", filtered ? request->path : S(""));
}

/* A kind is named as in addresses ("alliances") or as in events ("alliance"). */
static struct str kind_of(const struct request *request)
{
    struct str name = value_get_text(request->query, "kind");
    const struct kind *kind = kind_by_plural(name);
    return kind ? str_of(kind->name) : name;
}

static enum err events(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct str next = {NULL, 0}, asked = value_get_text(request->query, "limit");
    struct value *items = NULL;
    int64_t limit = 0;
    struct event_query query = {.kind = kind_of(request), .record = value_get_text(request->query, "record")};
    query.actor = value_get_text(request->query, "actor");
    query.cursor = value_get_text(request->query, "cursor");
    if (asked.n && (!str_int(asked, &limit) || limit < 1 || limit > 200))
        return problem_say(&request->work.problems, S("/limit"), "query.limit", NULL);
    query.limit = (int)limit;
    enum err err = event_list(&request->work, request->viewer, &query, &items, &next);
    if (err)
        return err;
    reply->view = value_map(a);
    value_put(reply->view, "items", items);
    value_put(reply->view, "next", next.p ? value_text(a, next) : value_null(a));
    if (!request->html)
        return OK;
    struct value *page = page_begin(request, reply, "events", page_words(request, "events.title", NULL));
    struct value *latest = value_get(items->first, "at");
    struct str answer = latest ? page_words(request, "events.answer", "at", page_shown(request, latest), NULL)
                               : page_words(request, "events.answer.none", NULL);
    value_put_text(a, page, "answer", answer);
    put_filters(request, page);
    page_events(request, page, items, true);
    page_put(request, page, "next_href", next.n ? page_turn(request, "cursor", next) : S(""));
    return page ? OK : ERR_MEMORY;
}

const struct route event_routes[] = {
    {"GET", "/events", events, ROUTE_LIST, "route.events", "history"},
    {.method = NULL},
};
