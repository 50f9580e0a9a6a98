#include "kernel/row.h"
#include "base/date.h"
#include "base/name.h"
#include "kernel/leaf.h"
#include "kernel/sight.h"

static struct str kept(struct arena *a, struct stmt *stmt, int column)
{
    struct str text = stmt_column(stmt, column);
    return text.p ? arena_copy(a, text) : text;
}

static struct value *read_leaf(struct arena *a, const struct kind *kind, const struct field *field, struct stmt *stmt,
                               int column)
{
    static const enum value_kind kinds[] = {
        [FIELD_TEXT] = V_TEXT,   [FIELD_LONG] = V_TEXT,     [FIELD_INT] = V_INT,        [FIELD_DECIMAL] = V_DECIMAL,
        [FIELD_RATIO] = V_RATIO, [FIELD_MONEY] = V_MONEY,   [FIELD_DATE] = V_DATE,      [FIELD_INSTANT] = V_INSTANT,
        [FIELD_BOOL] = V_BOOL,   [FIELD_CHOICE] = V_CHOICE, [FIELD_REF] = V_REF,        [FIELD_EMAIL] = V_TEXT,
        [FIELD_DOMAIN] = V_TEXT, [FIELD_LEI] = V_TEXT,      [FIELD_COUNTRY] = V_CHOICE, [FIELD_CURRENCY] = V_TEXT,
        [FIELD_ZONE] = V_TEXT,   [FIELD_KIND] = V_TEXT,     [FIELD_BYTES] = V_BYTES,    [FIELD_URL] = V_TEXT,
    };
    if (stmt_column_null(stmt, column))
        return value_null(a);
    struct value *v = value_new(a, kinds[field->type]);
    if (!v)
        return NULL;
    switch (v->kind) {
    case V_INT:
    case V_BYTES:
    case V_DECIMAL:
    case V_RATIO:
    case V_INSTANT:
        v->i = stmt_column_int(stmt, column);
        break;
    case V_BOOL:
        v->b = stmt_column_int(stmt, column) != 0;
        break;
    case V_MONEY:
        v->i = stmt_column_int(stmt, column);
        v->text = kept(a, stmt, column + 1);
        break;
    default:
        v->text = kept(a, stmt, column);
    }
    if (field->type == FIELD_COUNTRY)
        v->label = arena_printf(a, "country.%.*s", STR_ARG(v->text));
    else if (v->kind == V_CHOICE)
        v->label = arena_printf(a, "choice.%s.%s.%.*s", kind->name, field->name, STR_ARG(v->text));
    return v;
}

static const char *const audience_codes[] = {"owner", "joint", "side", "named"};

/* circle or owner, and audience (its kind as a choice). */
static void put_audience(struct work *work, const struct viewer *viewer, struct value *record, struct str id)
{
    struct arena *a = work->arena;
    const struct viewer_audience *audience = viewer_audience(viewer, id);
    const char *code = audience_codes[audience ? audience->kind : AUDIENCE_OWNER];
    sight_put_audience(work, viewer, record, id);
    value_put(record, "audience", leaf_choice(a, str_of(code), arena_printf(a, "audience.%s", code)));
}

struct value *row_read(struct work *work, const struct viewer *viewer, const struct kind *kind, struct stmt *stmt)
{
    struct arena *a = work->arena;
    struct value *record = value_map(a);
    value_put_text(a, record, "id", kept(a, stmt, COLUMN_ID));
    value_put_int(a, record, "version", stmt_column_int(stmt, COLUMN_VERSION));
    put_audience(work, viewer, record, stmt_column(stmt, COLUMN_AUDIENCE));
    value_put(record, "created_at", leaf_instant(a, stmt_column_int(stmt, COLUMN_CREATED_AT)));
    value_put(record, "updated_at", leaf_instant(a, stmt_column_int(stmt, COLUMN_UPDATED_AT)));
    if (!stmt_column_null(stmt, COLUMN_WITHDRAWN_AT))
        value_put(record, "withdrawn_at", leaf_instant(a, stmt_column_int(stmt, COLUMN_WITHDRAWN_AT)));
    for (size_t i = 0; i < kind->count; i++)
        if (!value_put(record, kind->fields[i].name, read_leaf(a, kind, &kind->fields[i], stmt, kind->sql->first[i])))
            return NULL;
    return record;
}

static enum err name_reference(struct work *work, const struct viewer *viewer, const struct field *field,
                               struct value *ref)
{
    const struct kind *target = kind_by_plural(str_of(field->target));
    struct str name = {NULL, 0};
    enum err err = record_face(work, viewer, target, ref->text, &name);
    if (err)
        return err;
    if (name.p) {
        ref->label = name;
        ref->href = arena_printf(work->arena, "/%s/%.*s", target->plural, STR_ARG(ref->text));
        return OK;
    }
    name = viewer_face(work, viewer, str_of(field->target), ref->text);
    if (name.p)
        ref->label = name;
    else
        ref->kind = V_NULL;
    return OK;
}

enum err row_finish(struct work *work, const struct viewer *viewer, const struct kind *kind, struct value *record)
{
    for (size_t i = 0; i < kind->count; i++) {
        struct value *ref = kind->fields[i].type == FIELD_REF ? value_get(record, kind->fields[i].name) : NULL;
        enum err err = ref && ref->kind == V_REF ? name_reference(work, viewer, &kind->fields[i], ref) : OK;
        if (err)
            return err;
    }
    return kind->derive ? kind->derive(work, viewer, record) : OK;
}

struct str row_match_key(struct arena *arena, const struct kind *kind, struct str title)
{
    if (!title.p)
        return S("");
    struct str key = kind->firm_name ? name_key_firm(arena, title) : name_key(arena, title);
    return str_part(key, 0, 200);
}

static void bind_leaf(struct stmt *stmt, const struct field *field, const struct value *leaf, int at)
{
    bool none = !leaf || leaf->kind == V_NULL;
    if (none) {
        stmt_null(stmt, at);
        if (field->type == FIELD_MONEY)
            stmt_null(stmt, at + 1);
        return;
    }
    switch (leaf->kind) {
    case V_BOOL:
        stmt_int(stmt, at, leaf->b);
        break;
    case V_INT:
    case V_BYTES:
    case V_DECIMAL:
    case V_RATIO:
    case V_INSTANT:
        stmt_int(stmt, at, leaf->i);
        break;
    case V_MONEY:
        stmt_int(stmt, at, leaf->i);
        stmt_text(stmt, at + 1, leaf->text);
        break;
    default:
        stmt_text(stmt, at, leaf->text);
    }
}

enum err row_bind(struct work *work, const struct kind *kind, const struct value *record, struct stmt *stmt)
{
    for (size_t i = 0; i < kind->count; i++)
        bind_leaf(stmt, &kind->fields[i], value_get(record, kind->fields[i].name), kind->sql->first[i] + 1);
    struct str title = kind->title ? value_get_text(record, kind->title) : (struct str){NULL, 0};
    struct str key = row_match_key(work->arena, kind, title);
    if (!key.p)
        return ERR_MEMORY;
    stmt_text(stmt, kind->sql->count, key);
    return OK;
}
