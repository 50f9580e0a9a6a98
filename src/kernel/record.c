/* Reading one record. Writing is in record_write.c, lists are in query.c. */
#include "kernel/record.h"
#include "base/message.h"
#include "base/uuid.h"
#include "kernel/faces.h"
#include "kernel/input.h"
#include "kernel/row.h"

enum err row_get(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                 struct value **out)
{
    if (!uuid_valid(id))
        return ERR_NOT_FOUND;
    struct stmt *stmt = conn_prepare(work->conn, kind->sql->by_id);
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, id);
    bool row;
    *out = NULL;
    enum err err = stmt_step(stmt, &row);
    if (err == OK && row) {
        struct str audience = arena_copy(work->arena, stmt_column(stmt, COLUMN_AUDIENCE));
        bool withdrawn = !stmt_column_null(stmt, COLUMN_WITHDRAWN_AT);
        if (viewer_may(viewer, kind, withdrawn ? ACTION_WITHDRAW : ACTION_READ, audience)) {
            *out = row_read(work, viewer, kind, stmt);
            err = *out ? OK : ERR_MEMORY;
        }
    }
    stmt_done(stmt);
    return err == OK && !*out ? ERR_NOT_FOUND : err;
}

enum err record_get(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                    struct value **out)
{
    enum err err = row_get(work, viewer, kind, id, out);
    return err ? err : row_finish(work, viewer, kind, *out);
}

enum err record_face(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                     struct str *name)
{
    if (faces_know(work, viewer, kind, id, name))
        return OK;
    struct stmt *stmt = conn_prepare(work->conn, kind->sql->face);
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, id);
    bool row;
    *name = (struct str){NULL, 0};
    enum err err = stmt_step(stmt, &row);
    if (err == OK && row && viewer_may(viewer, kind, ACTION_READ, stmt_column(stmt, 1))) {
        struct str title = stmt_column(stmt, 0);
        *name = title.p ? arena_copy(work->arena, str_part(title, 0, 200))
                        : message(work->arena, work->locale.language,
                                  arena_printf(work->arena, "kind.%s.one", kind->name).p, NULL);
    }
    stmt_done(stmt);
    if (err == OK)
        faces_keep(work, viewer, kind, id, *name);
    return err;
}

/* The only visible living row that `sql` (?1 tenant, ?2 text[, ?3 parent]) gives. */
static enum err only_one(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str sql,
                         struct str text, struct str parent, struct str *id)
{
    struct stmt *stmt = conn_prepare(work->conn, sql);
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, text);
    if (parent.n)
        stmt_text(stmt, 3, parent);
    bool row;
    int found = 0;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row && found < 2)
        if (viewer_may(viewer, kind, ACTION_READ, stmt_column(stmt, 1)) && found++ == 0)
            *id = arena_copy(work->arena, stmt_column(stmt, 0));
    stmt_done(stmt);
    if (err)
        return err;
    return found == 1 ? OK : found ? ERR_CONFLICT : ERR_NOT_FOUND;
}

static enum err find_by_identifier(struct work *work, const struct viewer *viewer, const struct kind *kind,
                                   struct str text, struct str *id)
{
    for (size_t i = 0; i < kind->count; i++) {
        const struct field *field = &kind->fields[i];
        if (!(field->flags & F_IDENTIFIER))
            continue;
        struct value raw = {.kind = V_TEXT, .text = text}, *leaf = NULL;
        struct problems kept = work->problems;
        enum err err = input_field(work, viewer, kind, field, &raw, INPUT_TEXT, S(""), &leaf);
        work->problems = kept;
        if (err)
            return err;
        if (leaf_empty(leaf))
            continue;
        struct str sql = arena_printf(work->arena,
                                      "SELECT id, audience_id FROM %s WHERE tenant_id = ?1 AND %s = ?2"
                                      " AND withdrawn_at IS NULL AND entente_sees(audience_id) LIMIT 3",
                                      kind->table, field->name);
        err = only_one(work, viewer, kind, sql, leaf->text, (struct str){NULL, 0}, id);
        if (err != ERR_NOT_FOUND)
            return err;
    }
    return ERR_NOT_FOUND;
}

static enum err find_by_name(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str text,
                             struct str parent, struct str *id)
{
    struct str key = row_match_key(work->arena, kind, text);
    const struct field *field = kind->parent ? kind_field(kind, str_of(kind->parent)) : NULL;
    if (!kind->title || !key.n)
        return ERR_NOT_FOUND;
    bool within = parent.n && field;
    struct str sql = arena_printf(work->arena,
                                  "SELECT id, audience_id FROM %s WHERE tenant_id = ?1 AND match_key = ?2%s%s%s"
                                  " AND withdrawn_at IS NULL AND entente_sees(audience_id) LIMIT 3",
                                  kind->table, within ? " AND " : "",
                                  within ? kind->sql->column[field_index(kind, field)].p : "", within ? " = ?3" : "");
    return only_one(work, viewer, kind, sql, key, within ? parent : (struct str){NULL, 0}, id);
}

enum err record_find(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str text,
                     struct str parent, struct str *id)
{
    text = str_trim(text);
    if (uuid_valid(text)) {
        struct str sql = arena_printf(work->arena,
                                      "SELECT id, audience_id FROM %s WHERE tenant_id = ?1 AND id = ?2"
                                      " AND withdrawn_at IS NULL AND entente_sees(audience_id)",
                                      kind->table);
        return only_one(work, viewer, kind, sql, text, (struct str){NULL, 0}, id);
    }
    enum err err = find_by_identifier(work, viewer, kind, text, id);
    return err == ERR_NOT_FOUND ? find_by_name(work, viewer, kind, text, parent, id) : err;
}

static const char *const type_names[] = {
    [FIELD_TEXT] = "text",     [FIELD_LONG] = "long",     [FIELD_INT] = "int",         [FIELD_DECIMAL] = "decimal",
    [FIELD_RATIO] = "ratio",   [FIELD_MONEY] = "money",   [FIELD_DATE] = "date",       [FIELD_INSTANT] = "instant",
    [FIELD_BOOL] = "bool",     [FIELD_CHOICE] = "choice", [FIELD_REF] = "ref",         [FIELD_EMAIL] = "email",
    [FIELD_DOMAIN] = "domain", [FIELD_LEI] = "lei",       [FIELD_COUNTRY] = "country", [FIELD_CURRENCY] = "currency",
    [FIELD_ZONE] = "zone",     [FIELD_KIND] = "kind",     [FIELD_BYTES] = "bytes",     [FIELD_URL] = "url",
};

static void put_choices(struct work *work, const struct kind *kind, const struct field *field, struct value *to)
{
    struct arena *a = work->arena;
    struct value *list = value_put_list(a, to, "choices");
    for (size_t i = 0; field->choices && field->choices[i]; i++) {
        struct value *item = value_push_map(a, list);
        value_put_text(a, item, "code", str_of(field->choices[i]));
        struct str key = arena_printf(a, "choice.%s.%s.%s", kind->name, field->name, field->choices[i]);
        value_put_text(a, item, "label", message(a, work->locale.language, key.p, NULL));
    }
}

struct value *kind_form_view(struct work *work, const struct kind *kind)
{
    struct arena *a = work->arena;
    struct value *list = value_list(a);
    for (size_t i = 0; i < kind->count; i++) {
        const struct field *f = &kind->fields[i];
        struct value *item = value_push_map(a, list);
        value_put_text(a, item, "name", str_of(f->name));
        value_put_text(a, item, "type", str_of(type_names[f->type]));
        struct str key = arena_printf(a, "field.%s.%s", kind->name, f->name);
        value_put_text(a, item, "label", message(a, work->locale.language, key.p, NULL));
        struct str help = message_find(work->locale.language, arena_printf(a, "help.%s.%s", kind->name, f->name));
        if (help.p)
            value_put_text(a, item, "help", help);
        value_put_bool(a, item, "required", (f->flags & F_REQUIRED) != 0);
        value_put_bool(a, item, "fixed", (f->flags & F_FIXED) != 0);
        value_put_bool(a, item, "set_by_us", (f->flags & F_SET_BY_US) != 0);
        if (f->target)
            value_put_text(a, item, "target", str_of(f->target));
        if (f->type == FIELD_CHOICE)
            put_choices(work, kind, f, item);
    }
    return list;
}
