/* Lists of records: filters, order, pages; as JSON, CSV and a table that says first how many there are. */
#include "base/csv.h"
#include "base/json.h"
#include "kernel/trace.h"
#include "web/resource.h"

static bool is_yes(struct str text)
{
    return str_is(text, "1") || str_is(text, "true") || str_is(text, "yes");
}

/* The query of the address: what is no field of ours is a filter. */
static enum err read_query(struct request *request, const struct resource *resource, struct query *query)
{
    struct work *work = &request->work;
    int64_t limit = 0;
    *query = (struct query){.limit = 0};
    query->sort = value_get_text(request->query, "sort");
    query->cursor = value_get_text(request->query, "cursor");
    query->total = request->html || is_yes(value_get_text(request->query, "total"));
    query->withdrawn = is_yes(value_get_text(request->query, "withdrawn"));
    struct str asked = value_get_text(request->query, "limit");
    if (asked.n && (!str_int(asked, &limit) || limit < 1 || limit > 200))
        (void)problem_say(&work->problems, S("/limit"), "query.limit", NULL);
    query->limit = (int)limit;
    if (resource->parent)
        resource_below(request, query, resource->kind, resource->parent, resource->parent_id);
    VALUE_EACH (item, request->query)
        if (item->text.n && !resource_is_beside(item->key) && !resource_filter(query, item->key, item->text))
            (void)problem_say(&work->problems, pointer_member(work->arena, S(""), item->key), "list.too-many-filters",
                              NULL);
    return work->problems.count ? ERR_INPUT : OK;
}

static bool is_filtered(const struct request *request)
{
    VALUE_EACH (item, request->query)
        if (item->text.n && !resource_is_beside(item->key))
            return true;
    return false;
}

/* ---- The form of filters ---- */

static struct value *add_control(struct request *request, struct value *filters, struct str name, struct str label,
                                 const char *type)
{
    struct arena *a = request->work.arena;
    struct value *control = value_push_map(a, value_get(filters, "controls"));
    value_put_text(a, control, "name", name);
    value_put_text(a, control, "id", page_path(request, "filter-%.*s", STR_ARG(name)));
    value_put_text(a, control, "label", label);
    page_put(request, control, "type", str_of(type));
    value_put_text(a, control, "value", value_get_text(request->query, page_key(request, "%.*s", STR_ARG(name))));
    value_put_bool(a, control, "select", !type);
    return control;
}

static void add_select(struct request *request, const struct resource *resource, const struct field *field,
                       struct value *filters)
{
    enum { MOST_OPTIONS = 60 };
    struct arena *a = request->work.arena;
    struct value *options = value_list(a);
    struct str chosen = value_get_text(request->query, field->name);
    bool few = resource_options(request, resource, field, options, chosen);
    if (!few || !options || options->count == 0 || options->count > MOST_OPTIONS)
        return;
    struct value *control = add_control(request, filters, str_of(field->name),
                                        page_field_label(request, resource->kind, str_of(field->name)), NULL);
    value_put(control, "options", options);
}

static void add_range(struct request *request, const struct resource *resource, const struct field *field,
                      struct value *filters)
{
    static const char *const ends[] = {"from", "to"};
    struct value *label = page_leaf(request, page_field_label(request, resource->kind, str_of(field->name)));
    for (size_t i = 0; i < 2; i++)
        add_control(request, filters, page_path(request, "%s.%s", field->name, ends[i]),
                    page_words(request, page_key(request, "list.filter.%s", ends[i]), "field", label, NULL), "date");
}

/* A small form: the title's words, what has few choices, and one range of dates. */
static void put_filters(struct request *request, struct value *page, const struct resource *resource)
{
    enum { MOST = 5 };
    struct arena *a = request->work.arena;
    const struct kind *kind = resource->kind;
    struct value *filters = value_put_map(a, page, "filters"), *controls = value_put_list(a, filters, "controls");
    value_put_text(a, filters, "action", request->path);
    bool dates = false;
    if (kind->title)
        add_control(request, filters, page_path(request, "%s.contains", kind->title),
                    page_words(request, "list.filter.contains", "field",
                               page_leaf(request, page_field_label(request, kind, str_of(kind->title))), NULL),
                    "search");
    for (size_t i = 0; i < kind->count && controls && controls->count < MOST; i++) {
        const struct field *field = &kind->fields[i];
        if (!(field->flags & F_LIST) || field == resource->link)
            continue;
        if (field->type == FIELD_CHOICE || field->type == FIELD_REF || field->type == FIELD_BOOL) {
            add_select(request, resource, field, filters);
        } else if (field->type == FIELD_DATE && !dates && controls->count + 1 < MOST) {
            add_range(request, resource, field, filters);
            dates = true;
        }
    }
    value_put_bool(a, filters, "any", controls && controls->count > 0);
    struct value *kept = value_put_list(a, filters, "kept");
    VALUE_EACH (item, request->query) {
        bool shown = str_is(item->key, "cursor") || !item->text.n;
        VALUE_EACH (control, controls)
            shown = shown || str_eq(value_get_text(control, "name"), item->key);
        struct value *field = shown ? NULL : value_push_map(a, kept);
        value_put_text(a, field, "name", item->key);
        value_put_text(a, field, "value", item->text);
    }
    page_put(request, filters, "clear_href", is_filtered(request) ? request->path : S(""));
}

/* ---- What the list says first ---- */

/* How many there are of each choice of the first such column, each with its way there. */
static enum err put_parts(struct request *request, struct value *page, const struct resource *resource,
                          const struct query *query)
{
    struct arena *a = request->work.arena;
    const struct field *field = NULL;
    for (size_t i = 0; !field && i < resource->kind->count; i++)
        if (resource->kind->fields[i].type == FIELD_CHOICE && (resource->kind->fields[i].flags & F_LIST))
            field = &resource->kind->fields[i];
    struct value *parts = value_put_list(a, page, "parts");
    for (size_t i = 0; field && field->choices[i] && i < 12; i++) {
        struct query counting = *query;
        struct page counted;
        counting.limit = 1;
        counting.cursor = S("");
        counting.total = true;
        if (!resource_filter(&counting, str_of(field->name), str_of(field->choices[i])))
            return OK;
        enum err err = record_list(&request->work, request->viewer, resource->kind, &counting, &counted);
        if (err)
            return err;
        if (counted.total <= 0)
            continue;
        struct value *part = value_push_map(a, parts);
        value_put_text(
            a, part, "label",
            page_words(request,
                       page_key(request, "choice.%s.%s.%s", resource->kind->name, field->name, field->choices[i]),
                       NULL));
        value_put_int(a, part, "count", counted.total);
        value_put_text(a, part, "href", page_turn(request, field->name, str_of(field->choices[i])));
    }
    return OK;
}

static struct str answer_of(struct request *request, const struct resource *resource, const struct query *query,
                            const struct page *found)
{
    struct value *count = page_leaf(request, page_kind_count(request, resource->kind, found->total));
    bool filtered = is_filtered(request);
    const char *key = query->withdrawn    ? "list.answer.withdrawn"
                      : filtered          ? "list.answer.filtered"
                      : found->total == 0 ? "list.answer.none"
                                          : "list.answer.all";
    return page_words(request, key, "things", count, "count", value_int(request->work.arena, found->total), NULL);
}

/* What is attached is added where the record is that it is about. */
static bool may_add(const struct request *request, const struct resource *resource)
{
    return resource_may_create(request, resource) && (resource->parent || !resource_is_attached(resource->kind));
}

/* An empty list explains itself and offers the next step. */
static void put_empty(struct request *request, struct value *page, const struct resource *resource,
                      const struct query *query)
{
    struct arena *a = request->work.arena;
    struct value *many = page_leaf(request, page_kind_in_text(request, resource->kind, "other"));
    struct value *one = page_leaf(request, page_kind_in_text(request, resource->kind, "one"));
    struct value *empty = value_put_map(a, page, "empty");
    bool filtered = is_filtered(request), may = may_add(request, resource);
    bool reads = viewer_may(request->viewer, resource->kind, ACTION_READ, (struct str){NULL, 0});
    const char *key = !reads             ? "list.empty.no-right"
                      : query->withdrawn ? "list.empty.withdrawn"
                      : filtered         ? "list.empty.filtered"
                                         : "list.empty.none";
    value_put_text(a, empty, "title", page_words(request, key, "other", many, NULL));
    page_put(request, empty, "text",
             filtered || query->withdrawn ? S("") : page_kind_explained(request, resource->kind));
    struct str label = S(""), href = S("");
    if (filtered || query->withdrawn) {
        label = page_words(request, "list.show-all", "other", many, NULL);
        href = request->path;
    } else if (may) {
        label = page_words(request, "list.add-first", "one", one, NULL);
        href = page_path(request, "%.*s/new", STR_ARG(resource_base(request, resource)));
    }
    page_put(request, empty, "label", label);
    page_put(request, empty, "href", href);
}

/* The newest traces of what was withdrawn, for those who could read it. */
static enum err put_traces(struct request *request, struct value *page, const struct resource *resource)
{
    enum { SHOWN = 3 };
    struct trace_query query = {.kind = str_of(resource->kind->name), .limit = SHOWN};
    struct value *traces = NULL;
    if (resource->parent && !strcmp(resource->parent->plural, "alliances"))
        query.alliance = resource->parent_id;
    bool shown =
        !value_get_text(request->query, "cursor").n && !is_filtered(request) && (!resource->parent || query.alliance.n);
    enum err err = shown ? trace_list(&request->work, request->viewer, &query, &traces) : OK;
    value_put(page, "traces", traces ? traces : value_list(request->work.arena));
    return err;
}

static void put_pager(struct request *request, struct value *page, const struct page *found)
{
    struct arena *a = request->work.arena;
    bool further = value_get_text(request->query, "cursor").n > 0;
    if (!further && !found->next.n) {
        value_put(page, "pager", value_null(a));
        return;
    }
    struct value *pager = value_put_map(a, page, "pager");
    struct str first = page_turn(request, "cursor", S(""));
    page_put(request, pager, "first_href", further ? first : S(""));
    page_put(request, pager, "next_href", found->next.n ? page_turn(request, "cursor", found->next) : S(""));
}

static void put_actions(struct request *request, struct value *page, const struct resource *resource,
                        const struct query *query, const struct page *found)
{
    struct value *one = page_leaf(request, page_kind_in_text(request, resource->kind, "one"));
    if (found->total > 0)
        page_action(request, page, PAGE_LINK, page_words(request, "list.csv", NULL),
                    page_turn(request, "format", S("csv")), "download");
    if (query->withdrawn)
        page_action(request, page, PAGE_LINK, page_words(request, "list.living", NULL),
                    page_turn(request, "withdrawn", S("")), "list");
    else if (viewer_may(request->viewer, resource->kind, ACTION_WITHDRAW, (struct str){NULL, 0}))
        page_action(request, page, PAGE_LINK, page_words(request, "list.withdrawn", NULL),
                    page_turn(request, "withdrawn", S("1")), "trash");
    if (may_add(request, resource) && !query->withdrawn)
        page_action(request, page, PAGE_PRIMARY, page_words(request, "list.new", "one", one, NULL),
                    page_path(request, "%.*s/new", STR_ARG(resource_base(request, resource))), "plus");
}

static enum err show_page(struct request *request, struct reply *reply, const struct resource *resource,
                          const struct query *query, const struct page *found)
{
    struct arena *a = request->work.arena;
    struct str title = page_kind_word(request, resource->kind, "other");
    struct value *page = page_begin(request, reply, "list", title);
    resource_crumbs(request, reply, resource, true);
    value_put_text(a, page, "answer", answer_of(request, resource, query, found));
    enum err err = OK;
    if (found->total > 1 && !query->withdrawn && !is_filtered(request))
        err = put_parts(request, page, resource, query);
    else
        value_put_list(a, page, "parts");
    if (err)
        return err;
    put_actions(request, page, resource, query, found);
    if (found->total > 0 || is_filtered(request))
        put_filters(request, page, resource);
    else
        value_put(page, "filters", value_null(a));
    bool any = found->items->count > 0;
    if (any)
        page_table(request, page, resource->kind, found->items, resource->link, true);
    else
        value_put(page, "table", value_null(a));
    if (!any)
        put_empty(request, page, resource, query);
    else
        value_put(page, "empty", value_null(a));
    put_pager(request, page, found);
    if (!query->withdrawn)
        err = put_traces(request, page, resource);
    else
        value_put_list(a, page, "traces");
    return err ? err : page ? OK : ERR_MEMORY;
}

/* ---- CSV of the whole list, by all its pages ---- */

static void put_csv_head(struct buf *out, const struct kind *kind)
{
    static const char *const before[] = {"id", "version", "audience"};
    for (size_t i = 0; i < 3; i++)
        csv_cell(out, str_of(before[i]), i == 0);
    for (size_t i = 0; i < kind->count; i++)
        csv_cell(out, str_of(kind->fields[i].name), false);
    csv_end(out);
}

static void put_csv_row(struct request *request, struct buf *out, const struct kind *kind, const struct value *record)
{
    struct arena *a = request->work.arena;
    csv_cell(out, value_get_text(record, "id"), true);
    csv_cell(out, page_path(request, "%lld", (long long)value_get_int(record, "version", 0)), false);
    csv_cell(out, value_get_text(record, "audience"), false);
    for (size_t i = 0; i < kind->count; i++) {
        const struct value *leaf = value_get(record, kind->fields[i].name);
        bool plain = leaf && (leaf->kind == V_RATIO || leaf->kind == V_INSTANT);
        struct str text = leaf && leaf->kind == V_REF ? locale_text(a, &request->work.locale, leaf)
                                                      : resource_typed(request, leaf, plain ? "plain" : NULL);
        csv_cell(out, text, false);
    }
    csv_end(out);
}

static enum err show_csv(struct request *request, struct reply *reply, const struct resource *resource,
                         struct query query)
{
    enum { MOST_PAGES = 500 };
    struct buf out = buf_init(request->work.arena, 0);
    put_csv_head(&out, resource->kind);
    query.limit = 200;
    query.total = false;
    query.cursor = S("");
    for (int i = 0; i < MOST_PAGES; i++) {
        struct page found;
        enum err err = record_list(&request->work, request->viewer, resource->kind, &query, &found);
        if (err)
            return err;
        VALUE_EACH (record, found.items)
            put_csv_row(request, &out, resource->kind, record);
        if (!found.next.n)
            break;
        query.cursor = found.next;
    }
    reply->raw = buf_str(&out);
    reply->raw_type = S("text/csv; charset=utf-8");
    reply->file_name = page_path(request, "%s.csv", resource->kind->plural);
    return reply->raw.p ? OK : ERR_MEMORY;
}

enum err resource_list(struct request *request, struct reply *reply)
{
    struct resource resource;
    struct query query;
    struct page found;
    enum err err = resource_of(request, &resource);
    if (err == OK)
        err = read_query(request, &resource, &query);
    if (err)
        return err;
    if (str_is(value_get_text(request->query, "format"), "csv"))
        return show_csv(request, reply, &resource, query);
    err = record_list(&request->work, request->viewer, resource.kind, &query, &found);
    if (err)
        return err;
    struct arena *a = request->work.arena;
    bool asked = is_yes(value_get_text(request->query, "total"));
    reply->view = value_map(a);
    value_put(reply->view, "items", found.items);
    value_put(reply->view, "next", found.next.p ? value_text(a, found.next) : value_null(a));
    if (asked)
        value_put_int(a, reply->view, "total", found.total);
    return request->html ? show_page(request, reply, &resource, &query, &found) : OK;
}
