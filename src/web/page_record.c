/* Records on pages: as names, cells, facts and tables. */
#include "web/page_kit.h"

struct str page_title(const struct request *request, const struct kind *kind, const struct value *record)
{
    struct arena *a = request->work.arena;
    const struct value *title = kind->title ? value_get(record, kind->title) : NULL;
    if (!title || title->kind == V_NULL)
        title = value_get(record, "title");
    struct str text = locale_text(a, &request->work.locale, title);
    return text.n ? text : page_kind_word(request, kind, "one");
}

struct str page_address(const struct request *request, const struct kind *kind, const struct value *record)
{
    struct str id = value_get_text(record, "id");
    return page_path(request, "/%s/%.*s", kind->plural, STR_ARG(id));
}

struct str page_seen_by(const struct value *record)
{
    struct str circle = value_get_text(record, "circle");
    return circle.n ? circle : value_get_text(record, "owner");
}

void page_audience(const struct request *request, struct value *map, struct str audience)
{
    static const char *const keys[] = {"owner", "joint", "side", "named"};
    struct arena *a = request->work.arena;
    const struct viewer_audience *there = viewer_audience(request->viewer, audience);
    struct value *badge = there ? value_put_map(a, map, "audience") : NULL;
    if (!badge) {
        value_put(map, "audience", value_null(a));
        return;
    }
    struct value *organisation = page_leaf(request, request->viewer->organisation_name);
    struct value *name = page_leaf(request, there->name);
    value_put_text(a, badge, "label",
                   page_words(request, page_key(request, "seen.%s.label", keys[there->kind]), "organisation",
                              organisation, "name", name, NULL));
    value_put_text(a, badge, "text",
                   page_words(request, page_key(request, "seen.%s.text", keys[there->kind]), "organisation",
                              organisation, "name", name, NULL));
    value_put_bool(a, badge, "private", there->kind == AUDIENCE_SIDE);
    value_put_bool(a, badge, "closed", there->closed);
}

static bool is_empty(const struct value *leaf)
{
    return !leaf || leaf->kind == V_NULL || (leaf->kind == V_TEXT && !leaf->text.n);
}

static bool is_number(const struct value *leaf)
{
    return leaf->kind == V_INT || leaf->kind == V_DECIMAL || leaf->kind == V_RATIO || leaf->kind == V_NUMBER ||
           leaf->kind == V_MONEY || leaf->kind == V_BYTES;
}

/* A leaf that stands in two trees: its node is copied, since a node has one place only. */
static struct value *node_copy(const struct request *request, const struct value *leaf)
{
    struct value *copy = value_null(request->work.arena);
    if (copy && leaf)
        *copy = *leaf;
    return copy;
}

/* A year is a number that is not counted with: it is shown as it is written. */
static bool is_year(const struct field *field)
{
    return field && field->type == FIELD_INT && field->min >= 1000 && field->max > field->min && field->max < 10000;
}

static void put_leaf(const struct request *request, struct value *map, const struct field *field,
                     const struct value *leaf)
{
    struct arena *a = request->work.arena;
    bool none = is_empty(leaf);
    if (!none && leaf->kind == V_INT && is_year(field))
        leaf = value_text(a, page_path(request, "%lld", (long long)leaf->i));
    value_put(map, "value", node_copy(request, leaf));
    value_put_bool(a, map, "none", none);
    value_put_bool(a, map, "num", !none && is_number(leaf));
    value_put_bool(a, map, "long",
                   !none && leaf->kind == V_TEXT && (str_find(leaf->text, '\n') >= 0 || leaf->text.n > 200));
    value_put_bool(a, map, "date", !none && (leaf->kind == V_DATE || leaf->kind == V_INSTANT));
    bool outside = field && field->type == FIELD_URL && !none;
    value_put_bool(a, map, "outside", outside);
    page_put(request, map, "href", outside ? leaf->text : !none && leaf->kind == V_REF ? leaf->href : S(""));
}

struct value *page_cell(const struct request *request, struct value *list, const struct field *field,
                        const struct value *leaf)
{
    struct value *cell = value_push_map(request->work.arena, list);
    put_leaf(request, cell, field, leaf);
    return cell;
}

static void put_fact(const struct request *request, struct value *page, struct str label, const struct field *field,
                     const struct value *leaf)
{
    struct value *fact = value_push_map(request->work.arena, value_get(page, "facts"));
    value_put_text(request->work.arena, fact, "label", label);
    put_leaf(request, fact, field, leaf);
}

/* The record that a note or document is about, as a reference with its name. */
static struct value *subject_of(struct request *request, const struct value *record)
{
    const struct kind *about = kind_by_plural(value_get_text(record, "about_kind"));
    struct str id = value_get_text(record, "about"), name = {NULL, 0};
    struct value *ref = value_new(request->work.arena, V_REF);
    if (!about || !ref || record_face(&request->work, request->viewer, about, id, &name) != OK || !name.p)
        return NULL;
    ref->text = id;
    ref->label = name.n ? name : page_kind_word(request, about, "one");
    ref->href = page_path(request, "/%s/%.*s", about->plural, STR_ARG(id));
    return ref;
}

static bool is_frame(struct str key)
{
    static const char *const frame[] = {"id",         "version",      "circle", "owner",      "audience", "created_at",
                                        "updated_at", "withdrawn_at", "title",  "about_kind", NULL};
    for (size_t i = 0; frame[i]; i++)
        if (str_is(key, frame[i]))
            return true;
    return false;
}

void page_facts(const struct request *request, struct value *page, const struct kind *kind, const struct value *record)
{
    struct arena *a = request->work.arena;
    struct request *reading = (struct request *)(uintptr_t)request; /* only its work is used to read */
    struct buf unsaid = buf_init(a, 0);
    value_put_list(a, page, "facts");
    VALUE_EACH (leaf, record) {
        const struct field *field = kind_field(kind, leaf->key);
        bool named = kind->title && str_is(leaf->key, kind->title);
        bool composite = leaf->kind == V_LIST || leaf->kind == V_MAP || leaf->kind == V_CHART;
        if ((is_frame(leaf->key) && !field) || str_is(leaf->key, "about_kind") || named || composite ||
            (field && (field->flags & F_SAMPLE)))
            continue;
        if (kind->scope == SCOPE_SUBJECT && str_is(leaf->key, "about")) {
            put_fact(request, page, page_words(request, "record.about", NULL), field, subject_of(reading, record));
        } else if (!is_empty(leaf)) {
            put_fact(request, page, page_field_label(request, kind, leaf->key), field, leaf);
        } else if (field && !(field->flags & F_SET_BY_US)) {
            struct str label = page_field_label(request, kind, leaf->key);
            buf_printf(&unsaid, "%s%.*s", unsaid.n ? ", " : "", STR_ARG(label));
        }
    }
    page_put(request, page, "unsaid", buf_str(&unsaid));
}

/* ---- Tables ---- */

static bool has_numbers(const struct field *field)
{
    return field->type == FIELD_INT || field->type == FIELD_DECIMAL || field->type == FIELD_RATIO ||
           field->type == FIELD_MONEY || field->type == FIELD_BYTES;
}

static bool may_sort(const struct field *field)
{
    return field->type != FIELD_REF && field->type != FIELD_LONG && field->type != FIELD_KIND;
}

static void put_column(struct request *request, struct value *columns, const struct kind *kind,
                       const struct field *field, struct str label, bool sortable)
{
    struct arena *a = request->work.arena;
    struct value *column = value_push_map(a, columns);
    struct str sort = value_get_text(request->query, "sort");
    if (!sort.n)
        sort = str_of(kind->sort);
    bool down = str_starts(sort, S("-"));
    struct str by = str_part(sort, down, sort.n);
    bool current = sortable && field && str_is(by, field->name);
    value_put_text(a, column, "label", label);
    value_put_bool(a, column, "num", field && has_numbers(field));
    struct str turned = S("");
    if (sortable && field && may_sort(field))
        turned = page_turn(request, "sort", page_path(request, "%s%s", current && !down ? "-" : "", field->name));
    page_put(request, column, "sort_href", turned);
    page_put(request, column, "aria_sort", !current ? S("") : down ? S("descending") : S("ascending"));
}

static bool is_column(const struct kind *kind, const struct field *field, const struct field *skip)
{
    return (field->flags & F_LIST) && field != skip && !(kind->title && !strcmp(field->name, kind->title)) &&
           !(field->flags & F_SAMPLE);
}

/* What is attached says what it is about, unless the list stands below that. */
static bool tells_subject(const struct request *request, const struct kind *kind, const struct value *items)
{
    const struct value *first = items ? items->first : NULL;
    return kind->scope == SCOPE_SUBJECT && !str_eq(value_get_text(first, "about"), request->ids[0]);
}

static void put_row(struct request *request, struct value *rows, const struct kind *kind, const struct value *items,
                    const struct value *record, const struct field *skip)
{
    struct arena *a = request->work.arena;
    struct value *row = value_push_map(a, rows);
    struct str name = page_title(request, kind, record);
    if (kind->scope == SCOPE_SUBJECT && !kind->title)
        name = page_short(request, value_get_text(record, "text"), 120);
    value_put_text(a, row, "name", name);
    value_put_text(a, row, "href", page_address(request, kind, record));
    const struct viewer_audience *there = viewer_audience(request->viewer, page_seen_by(record));
    value_put_bool(a, row, "private", there && there->kind == AUDIENCE_SIDE);
    value_put_bool(a, row, "sample", value_get_bool(record, "sample"));
    struct value *cells = value_put_list(a, row, "cells");
    if (tells_subject(request, kind, items))
        page_cell(request, cells, NULL, subject_of(request, record));
    for (size_t i = 0; i < kind->count; i++)
        if (is_column(kind, &kind->fields[i], skip))
            page_cell(request, cells, &kind->fields[i], value_get(record, kind->fields[i].name));
}

struct value *page_table(struct request *request, struct value *map, const struct kind *kind, const struct value *items,
                         const struct field *skip, bool sortable)
{
    struct arena *a = request->work.arena;
    struct value *table = value_put_map(a, map, "table");
    value_put_text(a, table, "caption", page_kind_word(request, kind, "other"));
    struct value *columns = value_put_list(a, table, "columns");
    const struct field *title = kind->title ? kind_field(kind, str_of(kind->title)) : NULL;
    put_column(request, columns, kind, title,
               title ? page_field_label(request, kind, str_of(title->name)) : page_kind_word(request, kind, "one"),
               sortable);
    if (tells_subject(request, kind, items))
        put_column(request, columns, kind, NULL, page_words(request, "record.about", NULL), false);
    for (size_t i = 0; i < kind->count; i++)
        if (is_column(kind, &kind->fields[i], skip))
            put_column(request, columns, kind, &kind->fields[i],
                       page_field_label(request, kind, str_of(kind->fields[i].name)), sortable);
    struct value *rows = value_put_list(a, table, "rows");
    VALUE_EACH (record, items)
        put_row(request, rows, kind, items, record, skip);
    return table;
}
