#include "kernel/content.h"
#include "base/message.h"
#include "kernel/content_row.h"
#include "kernel/leaf.h"

/* ---- reading ---- */

/* Whether the row of this audience is for the viewer: the second look, as at records. */
static bool is_for(const struct viewer *viewer, const struct kind *kind, struct str audience)
{
    return viewer_may(viewer, kind, ACTION_READ, audience);
}

enum err content_find(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str document,
                      int64_t version, struct content *out)
{
    struct stmt *stmt = conn_prepare(
        work->conn, S("SELECT " CONTENT_COLUMNS " FROM content WHERE tenant_id = ?1 AND document_id = ?2"
                      " AND (version = ?3 OR ?3 = 0) AND entente_sees(audience_id) ORDER BY version DESC LIMIT 1"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, document);
    stmt_int(stmt, 3, version);
    bool row;
    *out = (struct content){.size = 0};
    enum err err = stmt_step(stmt, &row);
    if (err == OK && (!row || !is_for(viewer, kind, stmt_column(stmt, 0))))
        err = ERR_NOT_FOUND;
    if (err == OK)
        err = content_row(work->arena, viewer->tenant, stmt, out);
    stmt_done(stmt);
    return err;
}

static void put_one(struct arena *a, struct value *list, const struct kind *kind, const struct content *content)
{
    struct value *item = value_push_map(a, list), *size = value_new(a, V_BYTES);
    if (size)
        size->i = content->size;
    value_put_int(a, item, "version", content->version);
    value_put_text(a, item, "name", content->name);
    value_put(item, "media_type",
              leaf_choice(a, content->media_type,
                          arena_printf(a, "choice.%s.media_type.%.*s", kind->name, STR_ARG(content->media_type))));
    value_put(item, "size", size);
    value_put_text(a, item, "sha256", content->sha256);
    value_put(item, "uploaded_at", leaf_instant(a, content->created_at));
    value_put(item, "uploaded_by", leaf_ref(a, content->created_by, S(""), S("")));
}

/* Who put them in, by the names that the viewer knows. */
static enum err name_people(struct work *work, const struct viewer *viewer, struct value *list)
{
    const struct kind *people = kind_by_plural(S("people"));
    VALUE_EACH (item, list) {
        struct value *ref = value_get(item, "uploaded_by");
        struct str name = {NULL, 0};
        enum err err = ref && ref->text.p ? record_face(work, viewer, people, ref->text, &name) : OK;
        if (err)
            return err;
        if (name.p)
            ref->href = arena_printf(work->arena, "/people/%.*s", STR_ARG(ref->text));
        else if (ref && ref->text.p)
            name = viewer_face(work, viewer, S("people"), ref->text);
        if (ref && name.p)
            ref->label = name;
        else if (ref)
            ref->kind = V_NULL;
    }
    return OK;
}

enum err content_list(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str document,
                      struct value **out)
{
    *out = value_list(work->arena);
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT " CONTENT_COLUMNS " FROM content WHERE tenant_id = ?1 AND document_id = ?2"
                                   " AND entente_sees(audience_id) ORDER BY version DESC"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, document);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        struct content content;
        if (!is_for(viewer, kind, stmt_column(stmt, 0)))
            continue;
        err = content_row(work->arena, viewer->tenant, stmt, &content);
        if (err)
            break;
        put_one(work->arena, *out, kind, &content);
    }
    stmt_done(stmt);
    if (err == OK && !*out)
        err = ERR_MEMORY;
    return err ? err : name_people(work, viewer, *out);
}

enum err content_chunk(struct conn *conn, const struct content *content, int64_t offset, char *to, size_t room,
                       size_t *n)
{
    struct stmt *stmt = conn_prepare(conn, S("SELECT bytes FROM content_chunk WHERE tenant_id = ?1 AND audience_id = ?2"
                                             " AND body_key = ?3 AND number = ?4"));
    stmt_text(stmt, 1, content->tenant);
    stmt_text(stmt, 2, content->audience);
    stmt_text(stmt, 3, content->body);
    stmt_int(stmt, 4, offset / CONTENT_CHUNK);
    bool row;
    enum err err = stmt_step(stmt, &row);
    struct str bytes = err == OK && row ? stmt_column(stmt, 0) : S("");
    struct str part = str_part(bytes, (size_t)(offset % CONTENT_CHUNK), room);
    *n = part.n;
    if (part.n)
        memcpy(to, part.p, part.n);
    stmt_done(stmt);
    return err ? err : part.n ? OK : ERR_NOT_FOUND;
}

/* ---- writing ---- */

static bool is_same(const struct value *before, const struct content_file *file)
{
    return str_eq(value_get_text(before, "sha256"), content_file_sha256(file)) &&
           str_eq(value_get_text(before, "file_name"), content_file_name(file));
}

enum err content_describe(struct work *work, const struct viewer *viewer, const struct value *before,
                          struct value *after)
{
    struct arena *a = work->arena;
    struct content_file *file = work->file;
    enum err err = content_file_check(file, &work->problems);
    if (err == ERR_INPUT)
        return OK; /* said with all that is wrong */
    if (err || is_same(before, file))
        return err;
    struct value *size = value_new(a, V_BYTES);
    if (!size)
        return ERR_MEMORY;
    size->i = content_file_size(file);
    struct str type = content_file_type(file);
    value_set(after, "file_name", value_text(a, content_file_name(file)));
    value_set(after, "media_type",
              leaf_choice(a, type, arena_printf(a, "choice.document.media_type.%.*s", STR_ARG(type))));
    value_set(after, "size", size);
    value_set(after, "sha256", value_text(a, content_file_sha256(file)));
    value_set(after, "uploaded_at", leaf_instant(a, work->now_ms));
    struct value *by = viewer->person.p ? leaf_ref(a, viewer->person, viewer->name, S("")) : value_null(a);
    const struct value *name = value_get(after, "name");
    if (!name || name->kind == V_NULL)
        value_set(after, "name", value_text(a, content_file_name(file)));
    return value_set(after, "uploaded_by", by) ? OK : ERR_MEMORY;
}

static enum err refuse_past_total(struct work *work)
{
    struct value *most = value_new(work->arena, V_BYTES);
    if (most)
        most->i = content_organisation_most();
    enum err err =
        problem_say(&work->problems, S("/file"), "content.no-room", message_args(work->arena, "most", most, NULL));
    return most ? err : ERR_MEMORY;
}

enum err content_keep(struct work *work, const struct viewer *viewer, const struct change *change, int64_t version)
{
    struct content_file *file = work->file;
    if (change->before && is_same(change->before, file))
        return OK;
    struct content content = {
        .tenant = viewer->tenant,
        .audience = change->audience,
        .document = change->id,
        .version = version,
        .organisation = viewer->organisation,
        .name = content_file_name(file),
        .media_type = content_file_type(file),
        .sha256 = content_file_sha256(file),
        .size = content_file_size(file),
        .created_at = work->now_ms,
        .created_by = viewer->person,
    };
    int64_t sum;
    enum err err = content_total_add(work, &content, content.size, &sum);
    if (err == OK && sum > content_organisation_most())
        err = refuse_past_total(work);
    if (err == OK)
        err = content_key(work, content.tenant, content.audience, content.sha256, &content.body);
    if (err == OK)
        err = content_body_keep(work, &content, file);
    return err ? err : content_row_insert(work, &content);
}
