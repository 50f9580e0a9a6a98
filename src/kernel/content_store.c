/* Files of documents moved, removed, and all of them out and in. */
#include "kernel/content_row.h"

/* ---- moving ---- */

static enum err newest(struct work *work, struct str tenant, struct str document, struct content *out, bool *found)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT " CONTENT_COLUMNS " FROM content WHERE tenant_id = ?1 AND document_id = ?2"
                                   " ORDER BY version DESC LIMIT 1"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, document);
    enum err err = stmt_step(stmt, found);
    if (err == OK && *found)
        err = content_row(work->arena, tenant, stmt, out);
    stmt_done(stmt);
    return err;
}

static void bind_copy(struct stmt *stmt, const struct content *from, const struct content *to)
{
    stmt_text(stmt, 1, from->tenant);
    stmt_text(stmt, 2, from->audience);
    stmt_text(stmt, 3, from->body);
    stmt_text(stmt, 4, to->audience);
    stmt_text(stmt, 5, to->body);
}

/* The bytes once more, in the other audience, unless they are there already. They do not leave the store for it. */
static enum err copy_body(struct work *work, const struct content *from, const struct content *to)
{
    struct stmt *stmt = conn_prepare(
        work->conn, S("INSERT INTO content_body (tenant_id, audience_id, body_key, size, created_at)"
                      " SELECT tenant_id, ?4, ?5, size, created_at FROM content_body"
                      " WHERE tenant_id = ?1 AND audience_id = ?2 AND body_key = ?3 ON CONFLICT DO NOTHING"));
    int64_t made = 0;
    bind_copy(stmt, from, to);
    enum err err = stmt_run(stmt, &made);
    if (err || !made)
        return err;
    stmt = conn_prepare(work->conn, S("INSERT INTO content_chunk (tenant_id, audience_id, body_key, number, bytes)"
                                      " SELECT tenant_id, ?4, ?5, number, bytes FROM content_chunk"
                                      " WHERE tenant_id = ?1 AND audience_id = ?2 AND body_key = ?3"));
    bind_copy(stmt, from, to);
    return stmt_run(stmt, NULL);
}

enum err content_bring(struct work *work, struct str tenant, struct str document, struct str to)
{
    struct content from;
    bool found = false;
    enum err err = newest(work, tenant, document, &from, &found);
    if (err || !found || str_eq(from.audience, to))
        return err;
    struct content there = from;
    there.audience = to;
    err = content_key(work, tenant, to, from.sha256, &there.body);
    if (err == OK)
        err = copy_body(work, &from, &there);
    if (err)
        return err;
    struct stmt *stmt =
        conn_prepare(work->conn, S("UPDATE content SET audience_id = ?3, body_key = ?4 WHERE tenant_id = ?1"
                                   " AND document_id = ?2 AND version = ?5"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, document);
    stmt_text(stmt, 3, to);
    stmt_text(stmt, 4, there.body);
    stmt_int(stmt, 5, from.version);
    err = stmt_run(stmt, NULL);
    return err ? err : content_body_drop(work, &from);
}

/* ---- all of them ---- */

/* The next file after the one in *content, by document and version. */
static enum err step(struct work *work, struct str tenant, int64_t withdrawn_before, struct content *content,
                     bool *found)
{
    struct stmt *stmt = conn_prepare(
        work->conn, S("SELECT " CONTENT_COLUMNS " FROM content c WHERE tenant_id = ?1"
                      " AND (document_id > ?2 OR (document_id = ?2 AND version > ?3))"
                      " AND (EXISTS (SELECT 1 FROM document d WHERE d.tenant_id = ?1 AND d.id = c.document_id"
                      " AND d.withdrawn_at < ?4) OR ?4 = 0) ORDER BY document_id, version LIMIT 1"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, content->document);
    stmt_int(stmt, 3, content->version);
    stmt_int(stmt, 4, withdrawn_before);
    enum err err = stmt_step(stmt, found);
    if (err == OK && *found)
        err = content_row(work->arena, tenant, stmt, content);
    stmt_done(stmt);
    return err;
}

/* Each file's memory is given back before the next one. */
static enum err each(struct work *work, struct str tenant, int64_t withdrawn_before,
                     enum err (*take)(struct work *work, const struct content *content, void *user), void *user)
{
    struct arena *turns[2] = {arena_new(0), arena_new(0)};
    struct content content = {.document = S("")};
    enum err err = turns[0] && turns[1] ? OK : ERR_MEMORY;
    bool found = err == OK;
    for (size_t turn = 0; err == OK && found; turn = !turn) {
        struct work one = *work; /* the place of the one before lies in the other arena */
        arena_reset(turns[turn]);
        one.arena = turns[turn];
        err = step(&one, tenant, withdrawn_before, &content, &found);
        if (err == OK && found)
            err = take(&one, &content, user);
    }
    arena_free(turns[0]);
    arena_free(turns[1]);
    return err;
}

enum err content_each(struct work *work, struct str tenant,
                      enum err (*take)(struct work *work, const struct content *content, void *user), void *user)
{
    enum err err = conn_see_all(work->conn);
    return err ? err : conn_see_back(work->conn, each(work, tenant, 0, take, user));
}

static enum err put(struct work *work, const struct content *content, const struct content_file *file)
{
    struct content own = *content, there = *content;
    bool has = false;
    if (content_file_size(file) != content->size || !str_eq(content_file_sha256(file), content->sha256))
        return ERR_CORRUPT;
    there.version--;
    enum err err = step(work, own.tenant, 0, &there, &has);
    if (err || (has && str_eq(there.document, own.document) && there.version == own.version))
        return err;
    int64_t sum;
    err = content_key(work, own.tenant, own.audience, own.sha256, &own.body);
    if (err == OK)
        err = content_body_keep(work, &own, file);
    if (err == OK)
        err = content_row_insert(work, &own);
    return err ? err : content_total_add(work, &own, own.size, &sum);
}

enum err content_put(struct work *work, const struct content *content, const struct content_file *file)
{
    enum err err = conn_see_all(work->conn);
    return err ? err : conn_see_back(work->conn, put(work, content, file));
}

/* ---- removing ---- */

static enum err remove_one(struct work *work, const struct content *content, void *user)
{
    int64_t *removed = user, sum;
    struct stmt *stmt =
        conn_prepare(work->conn, S("DELETE FROM content WHERE tenant_id = ?1 AND document_id = ?2 AND version = ?3"));
    stmt_text(stmt, 1, content->tenant);
    stmt_text(stmt, 2, content->document);
    stmt_int(stmt, 3, content->version);
    enum err err = stmt_run(stmt, NULL);
    if (err == OK)
        err = content_body_drop(work, content);
    ++*removed;
    return err ? err : content_total_add(work, content, -content->size, &sum);
}

enum err content_purge(struct work *work, struct str tenant, int64_t withdrawn_before_ms, int64_t *removed)
{
    enum err err = conn_see_all(work->conn);
    *removed = 0;
    withdrawn_before_ms = withdrawn_before_ms > 0 ? withdrawn_before_ms : 1;
    return err ? err : conn_see_back(work->conn, each(work, tenant, withdrawn_before_ms, remove_one, removed));
}
