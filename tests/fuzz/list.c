/* Lists: "kind?sort=…&cursor=…&field=…", as addresses ask for them; "events?…" asks the log of events, "search?q=…" the
 * search. An error is one of input, never of the store. */
#include "fuzz_store.h"
#include "kernel/event.h"
#include "kernel/search.h"
#include "web/form.h"

static struct query query_of(const struct value *asked)
{
    struct query query = {.sort = value_get_text(asked, "sort"), .cursor = value_get_text(asked, "cursor")};
    query.limit = value_get(asked, "limit") ? (int)value_get_text(asked, "limit").n : 0;
    query.total = value_get(asked, "total") != NULL;
    query.withdrawn = value_get(asked, "withdrawn") != NULL;
    VALUE_EACH (item, asked)
        if (item->kind == V_TEXT && !str_is(item->key, "sort") && !str_is(item->key, "cursor") &&
            !str_is(item->key, "limit") && query.filter_count < 16)
            query.filters[query.filter_count++] = (struct filter){item->key, item->text};
    return query;
}

/* All pages from the one asked for: each cursor that is given is taken. */
static void list_records(struct work *work, struct viewer *host, const struct kind *kind, const struct value *asked)
{
    struct query query = query_of(asked);
    struct page page;
    enum err err = record_list(work, host, kind, &query, &page);
    HOLDS(err == OK || err == ERR_INPUT);
    fuzz_problems(err, &work->problems);
    for (int turn = 0; err == OK && page.next.n && turn < 20; turn++) {
        query.cursor = page.next;
        err = record_list(work, host, kind, &query, &page);
        HOLDS(err == OK);
    }
}

static void act(struct work *work, struct viewer *host, struct str input)
{
    struct str name;
    struct value *asked = NULL, *items = NULL;
    if (!str_cut(&input, '?', &name) || pairs_parse(work->arena, input, &work->problems, &asked) != OK)
        return;
    const struct kind *kind = kind_by_plural(name);
    if (kind) {
        list_records(work, host, kind, asked);
    } else if (str_is(name, "search")) {
        enum err err = search_find(work, host, value_get_text(asked, "q"), 5, &items);
        HOLDS(err == OK || err == ERR_INPUT);
    } else {
        struct str next;
        struct event_query query = {.kind = value_get_text(asked, "kind"),
                                    .record = value_get_text(asked, "record"),
                                    .cursor = value_get_text(asked, "cursor")};
        enum err err = event_list(work, host, &query, &items, &next);
        HOLDS(err == OK || err == ERR_INPUT);
    }
}

static void fuzz_one(struct arena *arena, struct str input)
{
    fuzz_in_house(arena, input, act);
}
