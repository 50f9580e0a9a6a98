/* One search over all kinds of record. */
#include "kernel/search.h"
#include "web/page_kit.h"
#include "web/pages.h"

enum { MOST = 50 };

static void put_results(struct request *request, struct value *page, const struct value *items)
{
    struct arena *a = request->work.arena;
    struct value *results = value_put_list(a, page, "results");
    VALUE_EACH (item, items) {
        struct value *result = value_push_map(a, results);
        const struct kind *kind = kind_by_name(value_get_text(item, "kind"));
        struct str label = kind ? page_kind_word(request, kind, "one") : value_get_text(item, "label");
        struct str title = value_get_text(item, "title");
        value_put_text(a, result, "title", title.n ? title : label);
        value_put_text(a, result, "kind", label);
        value_put_text(a, result, "href", value_get_text(item, "href"));
        struct str snippet = value_get_text(item, "snippet");
        page_put(request, result, "snippet", str_eq(snippet, title) ? S("") : snippet);
        page_audience(request, result, page_seen_by(item));
    }
}

static enum err search(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct str words = str_trim(value_get_text(request->query, "q"));
    struct value *items = value_list(a);
    int64_t limit = MOST;
    struct str asked = value_get_text(request->query, "limit");
    if (asked.n && (!str_int(asked, &limit) || limit < 1 || limit > MOST))
        return problem_say(&request->work.problems, S("/limit"), "search.limit", NULL);
    enum err err = words.n ? search_find(&request->work, request->viewer, words, (int)limit, &items) : OK;
    if (err)
        return err;
    reply->view = value_map(a);
    value_put_text(a, reply->view, "q", words);
    value_put(reply->view, "items", items);
    if (!request->html)
        return OK;
    struct value *page = page_begin(request, reply, "search", page_words(request, "search.title", NULL));
    struct value *count = value_int(a, items ? items->count : 0);
    const char *key = !words.n                         ? "search.answer.none"
                      : (int64_t)items->count >= limit ? "search.answer.many"
                                                       : "search.answer";
    value_put_text(a, page, "answer",
                   page_words(request, key, "count", count, "words", page_leaf(request, words), NULL));
    page_put(request, page, "words", words);
    put_results(request, page, items);
    page_put(request, page, "nothing", words.n && !items->count ? page_words(request, "search.nothing", NULL) : S(""));
    return page ? OK : ERR_MEMORY;
}

const struct route search_routes[] = {
    {"GET", "/search", search, 0, "route.search", "search"},
    {.method = NULL},
};
