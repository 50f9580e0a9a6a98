#include "kernel/page.h"
#include "base/message.h"

struct str page_text(struct request *request, const char *key)
{
    return message(request->work.arena, request->work.locale.language, key, NULL);
}

struct value *page_open(struct request *request, struct reply *reply, const char *template, const char *title)
{
    struct arena *a = request->work.arena;
    struct str words = page_text(request, title);
    reply->template = template;
    reply->view = value_map(a);
    value_put_text(a, reply->view, "answer", S(""));
    reply->page = value_map(a);
    value_put_text(a, reply->page, "title", words);
    struct value *crumb = value_push_map(a, value_put_list(a, reply->page, "crumbs"));
    value_put_text(a, crumb, "label", words);
    value_put(crumb, "href", value_null(a));
    struct value *page = value_put_map(a, reply->page, "page");
    value_put_text(a, page, "heading", words);
    value_put_text(a, page, "answer", S(""));
    value_put_list(a, page, "actions");
    return page ? reply->view : NULL;
}

static void append(struct arena *a, struct value *map, struct str sentence)
{
    struct str said = value_get_text(map, "answer");
    struct str whole = said.n ? arena_printf(a, "%.*s %.*s", STR_ARG(said), STR_ARG(sentence)) : sentence;
    value_set(map, "answer", value_text(a, whole));
}

void page_say(struct request *request, struct reply *reply, const char *key, ...)
{
    struct arena *a = request->work.arena;
    struct value *args = value_map(a);
    va_list pairs;
    va_start(pairs, key);
    for (const char *name = va_arg(pairs, const char *); name; name = va_arg(pairs, const char *))
        value_put(args, name, va_arg(pairs, struct value *));
    va_end(pairs);
    struct str sentence = message(a, request->work.locale.language, key, args);
    append(a, reply->view, sentence);
    append(a, value_get(reply->page, "page"), sentence);
}

bool page_may_add(const struct request *request, const struct kind *kind)
{
    const struct viewer *viewer = request->viewer;
    bool alliances = kind->scope == SCOPE_ALLIANCE;
    return (!alliances || viewer->host) &&
           viewer_may(viewer, kind, ACTION_CREATE, alliances ? (struct str){NULL, 0} : viewer->organisation);
}
