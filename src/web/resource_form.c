/* Forms of any kind, from its descriptor: a new record, a change; with what was typed and what is wrong with it. */
#include "base/date.h"
#include "base/decimal.h"
#include "base/zone.h"
#include "kernel/content_file.h"
#include "web/resource.h"

/* One form being made. */
struct making {
    struct request *request;
    const struct resource *resource;
    const struct value *record; /* NULL: a new one */
    const struct value *typed;  /* NULL: nothing was sent yet */
    struct value *form;
};

/* An instant as the clocks of the reader's zone show it, as short as is exact; in UTC where they show it twice. */
static struct str typed_instant(const struct request *request, int64_t ms)
{
    const char *zone = request->work.locale.zone;
    int64_t local = zone_local(zone, ms);
    bool twice = zone_instant(zone, local) != ms;
    char text[25];
    instant_write(twice ? ms : local, text);
    size_t n = twice ? 24 : local % 60000 == 0 ? 16 : local % 1000 == 0 ? 19 : 23;
    return arena_copy(request->work.arena, (struct str){text, n});
}

struct str resource_typed(const struct request *request, const struct value *leaf, const char *part)
{
    struct arena *a = request->work.arena;
    struct buf out = buf_init(a, 0);
    switch (leaf ? leaf->kind : V_NULL) {
    case V_TEXT:
    case V_NUMBER:
    case V_DATE:
    case V_CHOICE:
    case V_REF:
        return leaf->text;
    case V_BOOL:
        return leaf->b ? S("yes") : S("no");
    case V_INT:
        return arena_printf(a, "%lld", (long long)leaf->i);
    case V_DECIMAL:
        decimal_write(&out, leaf->i);
        return buf_str(&out);
    case V_RATIO:
        decimal_write(&out, part ? leaf->i : leaf->i * 100);
        buf_add(&out, part ? S("") : S("%"));
        return buf_str(&out);
    case V_INSTANT:
        return part ? locale_text(a, NULL, leaf) : typed_instant(request, leaf->i);
    case V_MONEY:
        if (part && !strcmp(part, "currency"))
            return leaf->text;
        money_write(&out, leaf->i, leaf->text);
        if (!part)
            buf_printf(&out, " %.*s", STR_ARG(leaf->text));
        return buf_str(&out);
    default:
        return S("");
    }
}

/* What stands in a field: what was typed, else what is stored, else what the address proposes. */
static struct str value_of(const struct making *m, const struct field *field, const char *part)
{
    const char *name = part ? page_key(m->request, "%s.%s", field->name, part) : field->name;
    if (m->typed)
        return value_get_text(m->typed, name);
    if (m->record)
        return resource_typed(m->request, value_get(m->record, field->name), part);
    struct str proposed = value_get_text(m->request->query, name);
    if (!proposed.n && part && !strcmp(part, "currency"))
        proposed = value_get_text(m->resource->above, "currency");
    return proposed;
}

/* The first problem of a field: its pointer is "/name" or goes on below it. */
static struct str problem_of(const struct making *m, const struct field *field)
{
    size_t n = strlen(field->name);
    for (const struct problem *p = m->request->work.problems.first; p; p = p->next) {
        struct str rest = str_part(p->pointer, 1, p->pointer.n);
        bool same = str_starts(rest, str_of(field->name)) && (rest.n == n || rest.p[n] == '/' || rest.p[n] == '.');
        if (same)
            return p->detail;
    }
    return S("");
}

/* Whether a browser's control for a time takes the text. */
static bool is_local(struct str text)
{
    return !text.n || (text.n >= 16 && text.p[10] == 'T' && !str_ends(text, S("Z")) && str_find(text, '+') < 0);
}

static const char *input_type(enum field_type type, struct str value)
{
    switch (type) {
    case FIELD_DATE:
        return "date";
    case FIELD_INSTANT:
        return is_local(value) ? "datetime-local" : "text";
    case FIELD_EMAIL:
        return "email";
    case FIELD_URL:
        return "url";
    default:
        return "text";
    }
}

static const char *input_mode(enum field_type type)
{
    if (type == FIELD_INT)
        return "numeric";
    return type == FIELD_DECIMAL || type == FIELD_RATIO || type == FIELD_MONEY ? "decimal" : "";
}

static bool is_select(enum field_type type)
{
    return type == FIELD_CHOICE || type == FIELD_BOOL || type == FIELD_REF || type == FIELD_COUNTRY ||
           type == FIELD_CURRENCY || type == FIELD_KIND;
}

/* The stored record may refer to one that is not among the choices any more. */
static void keep_chosen(const struct making *m, const struct field *field, struct value *options, struct str chosen)
{
    const struct value *leaf = value_get(m->record, field->name);
    bool there = !chosen.n;
    VALUE_EACH (option, options)
        there = there || value_get_bool(option, "selected");
    if (there || !leaf || leaf->kind != V_REF || !str_eq(leaf->text, chosen))
        return;
    struct arena *a = m->request->work.arena;
    struct value *option = value_push_map(a, options);
    value_put_text(a, option, "value", chosen);
    value_put_text(a, option, "label", leaf->label);
    value_put_bool(a, option, "selected", true);
}

/* Fills in what the control is made of: an input, a text of several lines, a list to choose from, money. */
static void put_control(const struct making *m, const struct field *field, struct value *item)
{
    struct arena *a = m->request->work.arena;
    struct str value = value_of(m, field, field->type == FIELD_MONEY ? "amount" : NULL);
    struct value *options = value_put_list(a, item, "options");
    bool few = is_select(field->type) && resource_options(m->request, m->resource, field, options, value);
    bool proposals = is_select(field->type) && !few;
    if (few)
        keep_chosen(m, field, options, value);
    if (proposals) { /* a name is typed; what is stored is shown by its name */
        const struct value *leaf = m->typed ? NULL : value_get(m->record, field->name);
        value = leaf && leaf->kind == V_REF ? leaf->label : value;
    }
    bool money = field->type == FIELD_MONEY, lines = field->type == FIELD_LONG;
    value_put_bool(a, item, "select", few);
    value_put_bool(a, item, "proposals", proposals);
    value_put_bool(a, item, "lines", lines);
    value_put_bool(a, item, "money", money);
    value_put_bool(a, item, "input", !few && !proposals && !lines && !money);
    value_put_text(a, item, "value", value);
    value_put_text(a, item, "type", str_of(input_type(field->type, value)));
    page_put(m->request, item, "inputmode", str_of(input_mode(field->type)));
    bool required = field->flags & F_REQUIRED;
    value_put_text(a, item, "none", page_words(m->request, required ? "form.choose" : "form.none", NULL));
    page_put(m->request, item, "currency", money ? value_of(m, field, "currency") : S(""));
    value_put_bool(a, item, "short",
                   field->type == FIELD_INT || field->type == FIELD_DECIMAL || field->type == FIELD_RATIO ||
                       field->type == FIELD_DATE || field->type == FIELD_INSTANT);
}

static struct value *put_field(const struct making *m, const struct field *field, struct value *list)
{
    struct arena *a = m->request->work.arena;
    struct value *item = value_push_map(a, list);
    struct str error = problem_of(m, field), hint = page_field_hint(m->request, m->resource->kind, field);
    struct str id = page_path(m->request, "field-%s", field->name);
    value_put_text(a, item, "id", id);
    value_put_text(a, item, "name", str_of(field->name));
    value_put_text(a, item, "label", page_field_label(m->request, m->resource->kind, str_of(field->name)));
    value_put_bool(a, item, "required", field->flags & F_REQUIRED);
    page_put(m->request, item, "hint", hint);
    page_put(m->request, item, "error", error);
    struct str described = S("");
    if (hint.n || error.n)
        described = page_path(m->request, "%.*s%s%s%.*s%s", hint.n ? (int)id.n : 0, id.p, hint.n ? "-hint" : "",
                              hint.n && error.n ? " " : "", error.n ? (int)id.n : 0, id.p, error.n ? "-error" : "");
    page_put(m->request, item, "described", described);
    put_control(m, field, item);
    return item;
}

static void put_hidden(const struct making *m, struct str name, struct str value)
{
    struct arena *a = m->request->work.arena;
    struct value *hidden = value_push_map(a, value_get(m->form, "hidden"));
    value_put_text(a, hidden, "name", name);
    value_put_text(a, hidden, "value", value);
}

/* Whether the address says already what goes into the field. */
static bool is_given(const struct making *m, const struct field *field)
{
    const struct resource *resource = m->resource;
    if (m->record || !resource->parent)
        return false;
    if (resource->link)
        return field == resource->link;
    return !strcmp(field->name, "about") || !strcmp(field->name, "about_kind");
}

static bool is_shown(const struct making *m, const struct field *field)
{
    if (field->flags & F_SET_BY_US || is_given(m, field))
        return false;
    if (m->record)
        return !(field->flags & F_FIXED);
    return !(field->flags & F_SAMPLE);
}

/* A new record asks for the main things first; the others are a click away, unless they hold something. */
static bool is_main(const struct making *m, const struct field *field)
{
    return m->record || (field->flags & (F_REQUIRED | F_LIST)) || field->type == FIELD_LONG;
}

static void put_fields(const struct making *m)
{
    struct arena *a = m->request->work.arena;
    const struct kind *kind = m->resource->kind;
    struct value *fields = value_put_list(a, m->form, "fields"), *more = value_put_list(a, m->form, "more");
    bool open = false;
    for (size_t i = 0; i < kind->count; i++) {
        const struct field *field = &kind->fields[i];
        if (!is_shown(m, field))
            continue;
        bool main = is_main(m, field);
        struct value *item = put_field(m, field, main ? fields : more);
        open = open || (!main && (value_get_text(item, "error").n || value_get_text(item, "value").n));
        if (m->record)
            put_hidden(m, page_path(m->request, "_was.%s", field->name),
                       resource_typed(m->request, value_get(m->record, field->name), NULL));
    }
    value_put_bool(a, m->form, "more_open", open);
    value_put_bool(a, m->form, "has_more", more && more->count > 0);
}

static struct str member_of(struct str pointer)
{
    struct str rest = str_part(pointer, 1, pointer.n), name = S("");
    if (rest.n)
        (void)str_cut(&rest, '/', &name);
    return name;
}

/* What is wrong with the file that a new record was to bring. */
static bool is_file(const struct making *m, const struct problem *problem)
{
    return !m->record && m->resource->kind->files && str_is(problem->pointer, "/file");
}

/* The field for a file, of new records that may bring one. */
static void put_file(const struct making *m)
{
    struct arena *a = m->request->work.arena;
    struct value *most = value_new(a, V_BYTES);
    if (m->record || !m->resource->kind->files || !most) {
        value_put(m->form, "file", value_null(a));
        return;
    }
    struct value *file = value_put_map(a, m->form, "file");
    most->i = content_file_most();
    value_put_text(a, file, "hint", page_words(m->request, "content.hint", "most", most, NULL));
    value_put(file, "error", value_null(a));
    for (const struct problem *p = m->request->work.problems.first; p; p = p->next)
        if (is_file(m, p))
            value_set(file, "error", value_text(a, p->detail));
}

static void put_problem(const struct making *m, const struct problem *problem, const struct field *field)
{
    struct arena *a = m->request->work.arena;
    struct value *error = value_push_map(a, value_get(m->form, "errors"));
    struct str label = S("");
    if (field)
        label = page_field_label(m->request, m->resource->kind, str_of(field->name));
    page_put(m->request, error, "label", label);
    bool leads = field && is_shown(m, field);
    struct str href = leads ? page_path(m->request, "#field-%s", field->name) : S("");
    page_put(m->request, error, "href", is_file(m, problem) ? S("#field-file") : href);
    value_put_text(a, error, "text", problem->detail);
}

/* All problems in the order of the fields, each leading to its own; what belongs to none comes last. */
static void put_problems(const struct making *m)
{
    struct arena *a = m->request->work.arena;
    const struct kind *kind = m->resource->kind;
    const struct problem *first = m->request->work.problems.first;
    struct value *errors = value_put_list(a, m->form, "errors");
    for (size_t i = 0; i < kind->count; i++)
        for (const struct problem *p = first; p; p = p->next)
            if (kind_field(kind, member_of(p->pointer)) == &kind->fields[i])
                put_problem(m, p, &kind->fields[i]);
    for (const struct problem *p = first; p; p = p->next)
        if (!kind_field(kind, member_of(p->pointer)))
            put_problem(m, p, NULL);
    bool any = errors && errors->count > 0;
    struct value *count = value_int(a, any ? errors->count : 0);
    page_put(m->request, m->form, "wrong", any ? page_words(m->request, "form.wrong", "count", count, NULL) : S(""));
}

static void put_ways(const struct making *m, struct str back)
{
    struct arena *a = m->request->work.arena;
    struct value *one = page_leaf(m->request, page_kind_in_text(m->request, m->resource->kind, "one"));
    struct str action =
        m->record ? page_address(m->request, m->resource->kind, m->record) : resource_base(m->request, m->resource);
    value_put_text(a, m->form, "action", action);
    value_put_text(a, m->form, "submit",
                   page_words(m->request, m->record ? "form.save" : "form.create", "one", one, NULL));
    value_put_text(a, m->form, "cancel_href", m->record ? action : back);
    value_put_bool(a, m->form, "change", m->record != NULL);
    if (m->record) {
        put_hidden(m, S("_method"), S("PATCH"));
        put_hidden(m, S("version"), page_path(m->request, "%lld", (long long)value_get_int(m->record, "version", 0)));
    }
}

struct value *resource_form(struct request *request, struct reply *reply, const struct resource *resource,
                            const struct value *record, const struct value *typed)
{
    struct arena *a = request->work.arena;
    struct value *one = page_leaf(request, page_kind_in_text(request, resource->kind, "one"));
    struct value *name = page_leaf(request, record ? page_title(request, resource->kind, record) : S(""));
    struct str title =
        page_words(request, record ? "form.title.change" : "form.title.new", "one", one, "name", name, NULL);
    struct value *page = page_begin(request, reply, "form", title);
    resource_crumbs(request, reply, resource, false);
    if (record)
        page_crumb(request, reply, name ? name->text : S(""), page_address(request, resource->kind, record));
    page_crumb(request, reply, title, S(""));
    page_put(request, page, "answer", record ? S("") : page_kind_explained(request, resource->kind));
    struct value *form = value_put_map(a, page, "form");
    struct making m = {request, resource, record, typed, form};
    value_put_list(a, form, "hidden");
    put_ways(&m, resource->above ? page_address(request, resource->parent, resource->above)
                                 : page_path(request, "/%s", resource->kind->plural));
    put_fields(&m);
    put_file(&m);
    put_problems(&m);
    if (record)
        page_audience(request, form, page_seen_by(record));
    else
        resource_audience(request, form, resource, value_get_text(typed ? typed : request->query, "circle"));
    page_put(request, form, "why", typed ? value_get_text(typed, "why") : S(""));
    return page;
}

/* The same as data: {kind, fields[, record]}. */
static enum err put_view(struct request *request, struct reply *reply, const struct kind *kind, struct value *record)
{
    struct arena *a = request->work.arena;
    reply->view = value_map(a);
    value_put_text(a, reply->view, "kind", str_of(kind->name));
    struct value *fields = kind_form_view(&request->work, kind);
    value_put(reply->view, "fields", fields);
    if (record)
        value_put(reply->view, "record", record);
    return fields ? OK : ERR_MEMORY;
}

enum err resource_new(struct request *request, struct reply *reply)
{
    struct resource resource;
    enum err err = resource_of(request, &resource);
    if (err)
        return err;
    if (!resource_may_create(request, &resource))
        return ERR_FORBIDDEN;
    err = put_view(request, reply, resource.kind, NULL);
    if (err == OK && request->html && !resource_form(request, reply, &resource, NULL, NULL))
        err = ERR_MEMORY;
    return err;
}

enum err resource_edit(struct request *request, struct reply *reply)
{
    struct resource resource;
    struct value *record = NULL;
    enum err err = resource_of(request, &resource);
    if (err == OK)
        err = record_get(&request->work, request->viewer, resource.kind, resource.id, &record);
    if (err)
        return err;
    if (!viewer_may(request->viewer, resource.kind, ACTION_CHANGE, page_seen_by(record)))
        return ERR_FORBIDDEN;
    if (value_get(record, "withdrawn_at"))
        return ERR_GONE;
    reply->etag = value_get_int(record, "version", 0);
    if (request->html && !resource_form(request, reply, &resource, record, NULL))
        return ERR_MEMORY;
    return put_view(request, reply, resource.kind, record);
}
