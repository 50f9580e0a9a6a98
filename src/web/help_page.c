/* Help: pages in plain words, kept as Markdown in content/help/LANGUAGE/, in the order of index.json there. */
#include "base/embedded.h"
#include "base/json.h"
#include "web/page_kit.h"
#include "web/pages.h"
#include <md4c-html.h>

static struct str help_file(const struct request *request, struct str name, const char *suffix)
{
    struct str path = page_path(request, "content/help/en/%.*s.%s", STR_ARG(name), suffix);
    const struct embedded *file = path.p ? embedded_find(path.p) : NULL;
    return file ? (struct str){(const char *)file->data, file->size} : (struct str){NULL, 0};
}

/* The first line of a page is its heading: "# Who sees what". */
static struct str heading_of(struct str text)
{
    size_t end = 0;
    while (end < text.n && text.p[end] != '\n')
        end++;
    return end > 2 ? (struct str){text.p + 2, end - 2} : S("");
}

static enum err topics(struct request *request, struct value **out)
{
    struct str index = help_file(request, S("index"), "json");
    struct value *tree;
    enum err err = index.p ? json_parse(request->work.arena, index, &request->work.problems, &tree) : ERR_NOT_FOUND;
    *out = err ? NULL : value_get(tree, "topics");
    return err;
}

static enum err put_topics(struct request *request, struct value *map, struct str current)
{
    struct arena *a = request->work.arena;
    struct value *names, *items = value_put_list(a, map, "items");
    enum err err = topics(request, &names);
    if (err)
        return err;
    VALUE_EACH (name, names) {
        struct value *item = value_push_map(a, items);
        value_put_text(a, item, "topic", name->text);
        value_put_text(a, item, "title", heading_of(help_file(request, name->text, "md")));
        value_put_text(a, item, "href", page_path(request, "/help/%.*s", STR_ARG(name->text)));
        value_put_bool(a, item, "current", str_eq(name->text, current));
    }
    return items ? OK : ERR_MEMORY;
}

static void take(const MD_CHAR *text, MD_SIZE n, void *out)
{
    buf_add(out, (struct str){text, n});
}

/* HTML of a page without its heading, which the template writes. The text is ours, and raw HTML in it is not let in. */
static enum err render(struct request *request, struct str text, struct str *html)
{
    struct buf out = buf_init(request->work.arena, 0);
    size_t skip = heading_of(text).n + 2;
    unsigned flags = MD_FLAG_TABLES | MD_FLAG_NOHTML | MD_FLAG_STRIKETHROUGH;
    if (md_html(text.p + skip, (MD_SIZE)(text.n - skip), take, &out, flags, 0) || out.failed)
        return ERR_MEMORY;
    *html = buf_str(&out);
    return OK;
}

static enum err list(struct request *request, struct reply *reply)
{
    reply->view = value_map(request->work.arena);
    enum err err = put_topics(request, reply->view, S(""));
    value_put(reply->view, "next", value_null(request->work.arena));
    if (err || !request->html)
        return err;
    page_begin(request, reply, "help-list", page_words(request, "help.title", NULL));
    return OK;
}

static bool known(const struct value *view, struct str topic)
{
    VALUE_EACH (item, value_get(view, "items"))
        if (str_eq(value_get_text(item, "topic"), topic))
            return true;
    return false;
}

static enum err show(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct value *all = value_map(a);
    enum err err = put_topics(request, all, request->ids[0]);
    if (err || !known(all, request->ids[0]))
        return err ? err : ERR_NOT_FOUND;
    struct str text = help_file(request, request->ids[0], "md"), html;
    reply->view = value_map(a);
    value_put_text(a, reply->view, "topic", request->ids[0]);
    value_put_text(a, reply->view, "title", heading_of(text));
    value_put_text(a, reply->view, "text", text);
    if (!request->html)
        return OK;
    struct value *page = page_begin(request, reply, "help", heading_of(text));
    page_crumb(request, reply, page_words(request, "help.title", NULL), S("/help"));
    page_crumb(request, reply, heading_of(text), S(""));
    err = render(request, text, &html);
    if (err)
        return err;
    value_put_markup(a, page, "prose", html);
    value_put(page, "topics", value_copy(a, value_get(all, "items")));
    return page ? OK : ERR_MEMORY;
}

const struct route help_routes[] = {
    {"GET", "/help", list, ROUTE_OPEN, "route.help.list", "help-list"},
    {"GET", "/help/{topic}", show, ROUTE_OPEN, "route.help.read", "help"},
    {.method = NULL},
};
