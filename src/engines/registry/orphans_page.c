/* Orphans, both ways: needs that nothing serves, alliances that serve no need. */
#include "engines/registry/alliance_pages.h"
#include "engines/registry/need.h"
#include "engines/registry/support.h"
#include "kernel/page.h"

enum { MOST = 2000 };

static bool meets(const struct value *need, const struct value *source)
{
    return need_met(value_get_int(need, "level", -1), day_of(need, "by_date"), value_get_int(source, "level", -1),
                    day_of(source, "available"));
}

static struct value *put_need(struct arena *a, struct value *list, const struct value *need)
{
    static const char *const members[] = {"capability", "level", "by_date", "success_factor", "sample"};
    struct value *item = value_push_map(a, list);
    put_ref(a, item, "need", &need_kind, value_get_text(need, "id"), value_get_text(need, "name"));
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        value_put(item, members[i], again(a, value_get(need, members[i])));
    return item;
}

/* A need without any source goes to `none`, one whose sources are all too late or too weak to `weak`. */
static void sort_need(struct arena *a, const struct value *need, const struct value *sources, struct value *none,
                      struct value *weak)
{
    struct value *own = value_list(a);
    bool met = false;
    VALUE_EACH (source, sources) {
        if (!str_eq(value_get_text(source, "need"), value_get_text(need, "id")))
            continue;
        met |= meets(need, source);
        value_push(own, ref_leaf(a, &source_kind, value_get_text(source, "id"), value_get_text(source, "title")));
    }
    if (own && own->count == 0)
        put_need(a, none, need);
    else if (!met)
        value_put(put_need(a, weak, need), "sources", own);
}

static void put_alliances(struct arena *a, struct value *list, const struct value *alliances,
                          const struct value *sources)
{
    VALUE_EACH (alliance, alliances) {
        bool serves = str_is(value_get_text(alliance, "stage"), "ended") || is_given(alliance, "parent");
        VALUE_EACH (source, sources)
            serves |= str_eq(value_get_text(source, "alliance"), value_get_text(alliance, "id"));
        if (serves)
            continue;
        struct value *item = value_push_map(a, list);
        put_ref(a, item, "alliance", &alliance_kind, value_get_text(alliance, "id"), value_get_text(alliance, "name"));
        value_put(item, "stage", again(a, value_get(alliance, "stage")));
        value_put(item, "sample", again(a, value_get(alliance, "sample")));
    }
}

static void answer(struct request *request, struct reply *reply, size_t needs, size_t kept)
{
    struct arena *a = request->work.arena;
    int64_t none = count_of(value_get(reply->view, "needs")), weak = count_of(value_get(reply->view, "short"));
    int64_t alliances = count_of(value_get(reply->view, "alliances"));
    if (!needs)
        page_say(request, reply, "orphans.answer.no-needs", NULL);
    else if (!none && !weak)
        page_say(request, reply, "orphans.answer.served", "count", value_int(a, (int64_t)needs), NULL);
    if (none)
        page_say(request, reply, "orphans.answer.needs", "count", value_int(a, none), NULL);
    if (weak)
        page_say(request, reply, "orphans.answer.short", "count", value_int(a, weak), NULL);
    if (needs && kept && alliances)
        page_say(request, reply, "orphans.answer.alliances", "count", value_int(a, alliances), NULL);
    else if (needs && kept)
        page_say(request, reply, "orphans.answer.all-serve", NULL);
}

enum err orphans_page(struct request *request, struct reply *reply)
{
    struct work *work = &request->work;
    struct arena *a = work->arena;
    struct value *needs, *sources, *alliances, *view = page_open(request, reply, "orphans", "orphans.title");
    struct query all = {0};
    enum err err = rows_where(work, request->viewer, &need_kind, all, MOST, &needs);
    if (err == OK)
        err = rows_where(work, request->viewer, &source_kind, all, MOST, &sources);
    if (err == OK)
        err = rows_where(work, request->viewer, &alliance_kind, all, MOST, &alliances);
    if (err || !view)
        return err ? err : ERR_MEMORY;
    struct value *none = value_put_list(a, view, "needs"), *weak = value_put_list(a, view, "short");
    VALUE_EACH (need, needs)
        sort_need(a, need, sources, none, weak);
    put_alliances(a, value_put_list(a, view, "alliances"), alliances, sources);
    answer(request, reply, needs->count, alliances->count);
    bool may = page_may_add(request, &need_kind);
    value_put(value_get(reply->page, "page"), "add_need", may ? value_text(a, S("/needs/new")) : value_null(a));
    return OK;
}
