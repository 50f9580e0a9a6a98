/* A record's page: what it holds, who sees it, what hangs on it, what may be done with it; and its history. */
#include "kernel/share.h"
#include "kernel/trace.h"
#include "web/resource.h"

enum { CHILDREN_SHOWN = 10 };

/* ---- What hangs on it ---- */

/* The first records of one kind below this one, as a table with ways to all of them and to a new one; a kind of which
 * there are none is only named among those that may be added. */
static enum err put_child(struct request *request, struct value *page, const struct resource *resource,
                          const struct kind *child, const struct value *record)
{
    struct arena *a = request->work.arena;
    struct resource below = {.kind = child,
                             .parent = resource->kind,
                             .link = resource_link(child, resource->kind),
                             .parent_id = resource->id,
                             .above = (struct value *)(uintptr_t)record};
    struct query query = {.limit = CHILDREN_SHOWN, .total = true};
    struct page found;
    resource_below(request, &query, child, resource->kind, resource->id);
    enum err err = record_list(&request->work, request->viewer, child, &query, &found);
    if (err)
        return err;
    bool may = resource_may_create(request, &below);
    struct str base = resource_base(request, &below), add = S("");
    struct value *one = page_leaf(request, page_kind_in_text(request, child, "one"));
    if (may)
        add = page_path(request, "%.*s/new", STR_ARG(base));
    if (found.total == 0) {
        struct value *item = may ? value_push_map(a, value_get(page, "addable")) : NULL;
        value_put_text(a, item, "label", page_words(request, "list.new", "one", one, NULL));
        value_put_text(a, item, "href", add);
        return OK;
    }
    struct value *section = value_push_map(a, value_get(page, "children"));
    value_put_text(a, section, "id", str_of(child->plural));
    value_put_text(a, section, "heading", page_kind_word(request, child, "other"));
    value_put_text(a, section, "count", page_kind_count(request, child, found.total));
    page_put(request, section, "add_href", add);
    value_put_text(a, section, "add_label", page_words(request, "list.new", "one", one, NULL));
    bool more = found.total > CHILDREN_SHOWN;
    page_put(request, section, "all_href", more ? base : S(""));
    value_put_text(a, section, "all_label",
                   page_words(request, "record.all", "things",
                              page_leaf(request, page_kind_count(request, child, found.total)), NULL));
    page_table(request, section, child, found.items, below.link, false);
    return OK;
}

static enum err put_children(struct request *request, struct value *page, const struct resource *resource,
                             const struct value *record)
{
    struct arena *a = request->work.arena;
    const struct kind *child;
    enum err err = OK;
    value_put_list(a, page, "children");
    value_put_list(a, page, "addable");
    if (value_get(record, "withdrawn_at")) /* lists know the living only */
        return OK;
    for (size_t i = 0; err == OK && (child = kind_child_at(resource->kind, i)); i++)
        if (!resource_is_attached(child) && resource_link(child, resource->kind))
            err = put_child(request, page, resource, child, record);
    for (size_t i = 0; err == OK && (child = kind_at(i)); i++)
        if (resource_is_attached(child) && !resource_is_attached(resource->kind) &&
            kind_field(child, S("text")) == NULL)
            err = put_child(request, page, resource, child, record);
    return err;
}

/* Notes: what is attached and has a text of its own is shown whole, with a form to add one. */
static enum err put_notes(struct request *request, struct value *page, const struct resource *resource,
                          const struct value *record)
{
    struct arena *a = request->work.arena;
    const struct kind *kind = NULL;
    for (size_t i = 0; !kind && kind_at(i); i++)
        if (resource_is_attached(kind_at(i)) && kind_field(kind_at(i), S("text")))
            kind = kind_at(i);
    if (!kind || resource_is_attached(resource->kind)) {
        value_put(page, "notes", value_null(a));
        return OK;
    }
    struct resource below = {
        .kind = kind, .parent = resource->kind, .parent_id = resource->id, .above = (struct value *)(uintptr_t)record};
    struct query query = {.limit = CHILDREN_SHOWN, .total = true};
    struct page found;
    resource_below(request, &query, kind, resource->kind, resource->id);
    enum err err = record_list(&request->work, request->viewer, kind, &query, &found);
    if (err)
        return err;
    bool may = resource_may_create(request, &below);
    if (!may && found.total == 0) {
        value_put(page, "notes", value_null(a));
        return OK;
    }
    struct value *notes = value_put_map(a, page, "notes"), *items = value_put_list(a, notes, "items");
    value_put_text(a, notes, "heading", page_kind_word(request, kind, "other"));
    struct str base = resource_base(request, &below);
    VALUE_EACH (note, found.items) {
        struct value *item = value_push_map(a, items);
        value_put_text(a, item, "text", value_get_text(note, "text"));
        value_put(item, "at", value_copy(a, value_get(note, "created_at")));
        value_put_text(a, item, "href", page_address(request, kind, note));
        page_audience(request, item, page_seen_by(note));
    }
    page_put(request, notes, "action", may ? base : S(""));
    page_put(request, notes, "all_href", found.total > CHILDREN_SHOWN ? base : S(""));
    value_put_text(a, notes, "all_label",
                   page_words(request, "record.all", "things",
                              page_leaf(request, page_kind_count(request, kind, found.total)), NULL));
    if (may)
        resource_audience(request, notes, &below, S(""));
    else
        value_put(notes, "audience", value_null(a));
    return OK;
}

/* ---- What may be done ---- */

static void put_version(struct request *request, struct value *action, const struct value *record)
{
    int64_t version = value_get_int(record, "version", 0);
    page_action_field(request, action, "version", page_path(request, "%lld", (long long)version));
}

static void put_actions(struct request *request, struct value *page, const struct resource *resource,
                        const struct value *record)
{
    struct str address = page_address(request, resource->kind, record), seen = page_seen_by(record);
    bool withdrawn = value_get(record, "withdrawn_at") != NULL;
    bool may_withdraw = viewer_may(request->viewer, resource->kind, ACTION_WITHDRAW, seen);
    if (viewer_may(request->viewer, resource->kind, ACTION_CHANGE, seen) && !withdrawn)
        page_action(request, page, PAGE_PRIMARY, page_words(request, "record.edit", NULL),
                    page_path(request, "%.*s/edit", STR_ARG(address)), "pencil");
    page_action(request, page, PAGE_LINK, page_words(request, "record.history", NULL),
                page_path(request, "%.*s/history", STR_ARG(address)), "history");
    struct value *circles = NULL;
    if (share_circles(&request->work, request->viewer, resource->kind, record, &circles) == OK && circles->count)
        page_action(request, page, PAGE_LINK, page_words(request, "share.action", NULL),
                    page_path(request, "%.*s/share", STR_ARG(address)), "users");
    if (may_withdraw && !withdrawn) {
        struct value *action =
            page_action(request, page, PAGE_POST, page_words(request, "record.withdraw", NULL), address, "trash");
        page_action_field(request, action, "_method", S("DELETE"));
        put_version(request, action, record);
    }
    if (may_withdraw && withdrawn) {
        struct value *action = page_action(request, page, PAGE_POST, page_words(request, "record.restore", NULL),
                                           page_path(request, "%.*s/restore", STR_ARG(address)), "restore");
        put_version(request, action, record);
    }
}

static void put_withdrawn(struct request *request, struct value *page, const struct value *record)
{
    enum { RESTORE_DAYS = 30 };
    struct arena *a = request->work.arena;
    const struct value *at = value_get(record, "withdrawn_at");
    struct value *until = at ? value_new(a, V_INSTANT) : NULL;
    if (!until) {
        value_put(page, "withdrawn", value_null(a));
        return;
    }
    until->i = at->i + RESTORE_DAYS * INT64_C(86400000);
    struct str text = page_words(request, "record.withdrawn", "at", page_shown(request, at), "until",
                                 page_shown(request, until), NULL);
    value_put_text(a, page, "withdrawn", text);
}

/* Crumbs: the list of the kind, and the record above where there is one. */
static void put_way(struct request *request, struct reply *reply, const struct resource *resource,
                    const struct value *record, struct str title)
{
    const struct kind *above = NULL;
    const struct value *ref = NULL;
    for (size_t i = 0; !above && kind_at(i); i++) {
        const struct field *link = resource_link(resource->kind, kind_at(i));
        ref = link ? value_get(record, link->name) : NULL;
        above = ref && ref->kind == V_REF && ref->href.n ? kind_at(i) : NULL;
    }
    if (above) {
        page_crumb(request, reply, page_kind_word(request, above, "other"), page_path(request, "/%s", above->plural));
        page_crumb(request, reply, ref->label, ref->href);
        page_crumb(request, reply, page_kind_word(request, resource->kind, "other"),
                   page_path(request, "%.*s/%s", STR_ARG(ref->href), resource->kind->plural));
    } else {
        page_crumb(request, reply, page_kind_word(request, resource->kind, "other"),
                   page_path(request, "/%s", resource->kind->plural));
    }
    page_crumb(request, reply, title, S(""));
}

/* "Organisation, partner. Seen by people of Example Motors only." */
static void put_answer(struct request *request, struct value *page, const struct resource *resource,
                       const struct value *record)
{
    struct buf out = buf_init(request->work.arena, 0);
    struct str one = page_kind_word(request, resource->kind, "one");
    buf_add(&out, one);
    for (size_t i = 0; i < resource->kind->count; i++) {
        const struct field *field = &resource->kind->fields[i];
        const struct value *leaf = value_get(record, field->name);
        if (field->type != FIELD_CHOICE || !(field->flags & F_LIST) || !leaf || leaf->kind != V_CHOICE)
            continue;
        struct str label = page_field_label(request, resource->kind, str_of(field->name));
        struct str words = locale_text(request->work.arena, &request->work.locale, leaf);
        buf_printf(&out, " · %.*s: %.*s", STR_ARG(label), STR_ARG(words));
        break;
    }
    page_put(request, page, "answer", buf_str(&out));
}

static enum err show_record(struct request *request, struct reply *reply, const struct resource *resource,
                            const struct value *record)
{
    struct arena *a = request->work.arena;
    struct str title = page_title(request, resource->kind, record);
    struct value *page = page_begin(request, reply, "record", title);
    put_way(request, reply, resource, record, title);
    put_answer(request, page, resource, record);
    page_audience(request, page, page_seen_by(record));
    value_put_bool(a, page, "sample", value_get_bool(record, "sample"));
    put_actions(request, page, resource, record);
    put_withdrawn(request, page, record);
    page_facts(request, page, resource->kind, record);
    value_put_text(a, page, "address", page_address(request, resource->kind, record));
    value_put(page, "created", value_copy(a, value_get(record, "created_at")));
    value_put(page, "updated", value_copy(a, value_get(record, "updated_at")));
    value_put_int(a, page, "number", value_get_int(record, "version", 0));
    bool may_change = viewer_may(request->viewer, resource->kind, ACTION_CHANGE, page_seen_by(record));
    value_put_bool(a, page, "may_change", may_change);
    enum err err = put_children(request, page, resource, record);
    if (err == OK)
        err = put_notes(request, page, resource, record);
    return err ? err : page ? OK : ERR_MEMORY;
}

enum err resource_read(struct request *request, struct reply *reply)
{
    struct resource resource;
    struct value *record = NULL;
    enum err err = resource_of(request, &resource);
    if (err == OK)
        err = record_get(&request->work, request->viewer, resource.kind, resource.id, &record);
    if (err == ERR_NOT_FOUND && resource.kind)
        return trace_or_nothing(&request->work, request->viewer, resource.id);
    if (err)
        return err;
    reply->view = record;
    reply->etag = value_get_int(record, "version", 0);
    return request->html ? show_record(request, reply, &resource, record) : OK;
}

/* ---- History ---- */

enum err resource_history(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct resource resource;
    struct value *record = NULL, *items = NULL;
    struct str next = {NULL, 0};
    enum err err = resource_of(request, &resource);
    if (err == OK)
        err = record_get(&request->work, request->viewer, resource.kind, resource.id, &record);
    if (err == ERR_NOT_FOUND && resource.kind)
        return trace_or_nothing(&request->work, request->viewer, resource.id);
    if (err)
        return err;
    int64_t limit = 0;
    struct event_query query = {.kind = str_of(resource.kind->name), .record = resource.id};
    query.cursor = value_get_text(request->query, "cursor");
    if (str_int(value_get_text(request->query, "limit"), &limit) && limit >= 1 && limit <= 200)
        query.limit = (int)limit;
    err = event_list(&request->work, request->viewer, &query, &items, &next);
    if (err)
        return err;
    reply->view = value_map(a);
    value_put(reply->view, "items", items);
    value_put(reply->view, "next", next.p ? value_text(a, next) : value_null(a));
    if (!request->html)
        return OK;
    struct str name = page_title(request, resource.kind, record);
    struct str title = page_words(request, "history.title", "name", page_leaf(request, name), NULL);
    struct value *page = page_begin(request, reply, "history", title);
    resource_crumbs(request, reply, &resource, false);
    page_crumb(request, reply, name, page_address(request, resource.kind, record));
    page_crumb(request, reply, page_words(request, "record.history", NULL), S(""));
    page_audience(request, page, page_seen_by(record));
    int64_t version = value_get_int(record, "version", 0);
    value_put_text(a, page, "answer",
                   page_words(request, "history.answer", "count", value_int(a, version), "at",
                              page_shown(request, value_get(record, "updated_at")), NULL));
    page_events(request, page, items, false);
    page_put(request, page, "next_href", next.n ? page_turn(request, "cursor", next) : S(""));
    return page ? OK : ERR_MEMORY;
}
