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

/* The key of a code's words. */
static struct str key_of(struct arena *a, struct str before, struct str code)
{
    char *p = code.p ? arena_room(a, before.n + code.n + 1) : NULL;
    if (!p)
        return (struct str){NULL, 0};
    memcpy(p, before.p, before.n);
    memcpy(p + before.n, code.p, code.n);
    p[before.n + code.n] = 0;
    return (struct str){p, before.n + code.n};
}

/* Fills `v`, which is zeroed, with the column of a field; null where memory runs out, which the arena remembers. */
static void read_leaf(struct arena *a, const struct kind *kind, size_t at, struct stmt *stmt, struct value *v)
{
    static const enum value_kind kinds[] = {
        [FIELD_TEXT] = V_TEXT,   [FIELD_LONG] = V_TEXT,     [FIELD_INT] = V_INT,        [FIELD_DECIMAL] = V_DECIMAL,
        [FIELD_RATIO] = V_RATIO, [FIELD_MONEY] = V_MONEY,   [FIELD_DATE] = V_DATE,      [FIELD_INSTANT] = V_INSTANT,
        [FIELD_BOOL] = V_BOOL,   [FIELD_CHOICE] = V_CHOICE, [FIELD_REF] = V_REF,        [FIELD_EMAIL] = V_TEXT,
        [FIELD_DOMAIN] = V_TEXT, [FIELD_LEI] = V_TEXT,      [FIELD_COUNTRY] = V_CHOICE, [FIELD_CURRENCY] = V_TEXT,
        [FIELD_ZONE] = V_TEXT,   [FIELD_KIND] = V_TEXT,     [FIELD_BYTES] = V_BYTES,    [FIELD_URL] = V_TEXT,
    };
    int column = kind->sql->first[at];
    enum value_kind type = kinds[kind->fields[at].type];
    switch (type) {
    case V_INT:
    case V_BYTES:
    case V_DECIMAL:
    case V_RATIO:
    case V_INSTANT:
    case V_BOOL:
    case V_MONEY:
        if (stmt_column_null(stmt, column))
            return;
        v->i = stmt_column_int(stmt, column);
        break;
    default:
        v->text = stmt_column(stmt, column);
        if (!v->text.p)
            return;
        v->text = arena_copy(a, v->text);
    }
    v->kind = type;
    if (type == V_BOOL)
        v->b = v->i != 0;
    else if (type == V_MONEY)
        v->text = kept(a, stmt, column + 1);
    else if (type == V_CHOICE)
        v->label = key_of(a, kind->sql->words[at], v->text);
}

/* circle or owner, and audience (its kind as a choice). */
static void put_audience(struct work *work, const struct viewer *viewer, struct value *record, struct str id)
{
    static const struct str codes[] = {[AUDIENCE_OWNER] = S("owner"),
                                       [AUDIENCE_JOINT] = S("joint"),
                                       [AUDIENCE_SIDE] = S("side"),
                                       [AUDIENCE_NAMED] = S("named")};
    static const struct str words[] = {[AUDIENCE_OWNER] = S("audience.owner"),
                                       [AUDIENCE_JOINT] = S("audience.joint"),
                                       [AUDIENCE_SIDE] = S("audience.side"),
                                       [AUDIENCE_NAMED] = S("audience.named")};
    enum audience_kind kind = sight_put_audience(work, viewer, record, id);
    value_put(record, "audience", leaf_choice(work->arena, codes[kind], words[kind]));
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
    struct value *leaves = ARENA_ARRAY(a, kind->count, struct value);
    for (size_t i = 0; leaves && i < kind->count; i++) {
        read_leaf(a, kind, i, stmt, &leaves[i]);
        value_put_str(record, kind->sql->names[i], &leaves[i]);
    }
    return leaves && !arena_exhausted(a) ? record : NULL;
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
    struct value *at = NULL;
    for (size_t i = 0; i < kind->count; i++) {
        const struct field *field = &kind->fields[i];
        struct value *ref = field->type == FIELD_REF ? value_get_next(record, &at, field->name) : NULL;
        enum err err = ref && ref->kind == V_REF ? name_reference(work, viewer, field, ref) : OK;
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
