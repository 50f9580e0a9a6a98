#include "kernel/content_row.h"
#include "kernel/secret.h"

enum { SECRET_BYTES = 32 };

static struct str kept(struct arena *arena, struct stmt *stmt, int column)
{
    struct str text = stmt_column(stmt, column);
    return text.p ? arena_copy(arena, text) : text;
}

enum err content_row(struct arena *arena, struct str tenant, struct stmt *stmt, struct content *out)
{
    *out = (struct content){
        .tenant = tenant,
        .audience = kept(arena, stmt, 0),
        .body = kept(arena, stmt, 1),
        .document = kept(arena, stmt, 2),
        .version = stmt_column_int(stmt, 3),
        .organisation = kept(arena, stmt, 4),
        .name = kept(arena, stmt, 5),
        .media_type = kept(arena, stmt, 6),
        .sha256 = kept(arena, stmt, 7),
        .size = stmt_column_int(stmt, 8),
        .created_at = stmt_column_int(stmt, 9),
        .created_by = kept(arena, stmt, 10),
    };
    return out->audience.p && out->body.p && out->document.p && out->name.p && out->media_type.p && out->sha256.p
               ? OK
               : ERR_MEMORY;
}

/* ---- names of bodies ---- */

static enum err read_secret(struct work *work, struct str tenant, struct str audience, struct str *secret)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT secret FROM content_secret WHERE tenant_id = ?1 AND audience_id = ?2"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, audience);
    bool row;
    enum err err = stmt_step(stmt, &row);
    *secret = err == OK && row ? kept(work->arena, stmt, 0) : (struct str){NULL, 0};
    stmt_done(stmt);
    return err;
}

enum err content_key(struct work *work, struct str tenant, struct str audience, struct str sha256, struct str *key)
{
    struct str secret;
    enum err err = read_secret(work, tenant, audience, &secret);
    if (err == OK && !secret.p) {
        secret = secret_hex(work->arena, SECRET_BYTES);
        if (!secret.p)
            return ERR_MEMORY;
        struct stmt *stmt = conn_prepare(
            work->conn, S("INSERT INTO content_secret (tenant_id, audience_id, secret) VALUES (?1, ?2, ?3)"));
        stmt_text(stmt, 1, tenant);
        stmt_text(stmt, 2, audience);
        stmt_text(stmt, 3, secret);
        err = stmt_run(stmt, NULL);
    }
    if (err)
        return err;
    char digest[DIGEST_TEXT + 1];
    const struct str parts[] = {secret, sha256};
    digest_fields(parts, 2, digest);
    *key = arena_copy(work->arena, str_of(digest));
    return key->p ? OK : ERR_MEMORY;
}

/* ---- bodies ---- */

static void bind_body(struct stmt *stmt, const struct content *content)
{
    stmt_text(stmt, 1, content->tenant);
    stmt_text(stmt, 2, content->audience);
    stmt_text(stmt, 3, content->body);
}

static enum err keep_chunks(struct work *work, const struct content *content, const struct content_file *file)
{
    char *piece = arena_alloc(work->arena, CONTENT_CHUNK);
    enum err err = piece ? OK : ERR_MEMORY;
    for (int64_t at = 0; at < content->size && err == OK; at += CONTENT_CHUNK) {
        size_t n = content->size - at < CONTENT_CHUNK ? (size_t)(content->size - at) : (size_t)CONTENT_CHUNK;
        if (!content_file_bytes(file, at, piece, n))
            return ERR_STORE;
        struct stmt *stmt =
            conn_prepare(work->conn, S("INSERT INTO content_chunk (tenant_id, audience_id, body_key, number, bytes)"
                                       " VALUES (?1, ?2, ?3, ?4, ?5)"));
        bind_body(stmt, content);
        stmt_int(stmt, 4, at / CONTENT_CHUNK);
        stmt_blob(stmt, 5, (struct str){piece, n});
        err = stmt_run(stmt, NULL);
    }
    return err;
}

enum err content_body_keep(struct work *work, const struct content *content, const struct content_file *file)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("INSERT INTO content_body (tenant_id, audience_id, body_key, size, created_at)"
                                   " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"));
    int64_t made = 0;
    bind_body(stmt, content);
    stmt_int(stmt, 4, content->size);
    stmt_int(stmt, 5, work->now_ms);
    enum err err = stmt_run(stmt, &made);
    return err || !made ? err : keep_chunks(work, content, file);
}

enum err content_body_drop(struct work *work, const struct content *content)
{
    static const char *const drops[] = {
        "DELETE FROM content_chunk WHERE tenant_id = ?1 AND audience_id = ?2 AND body_key = ?3 AND NOT EXISTS"
        " (SELECT 1 FROM content c WHERE c.tenant_id = ?1 AND c.audience_id = ?2 AND c.body_key = ?3)",
        "DELETE FROM content_body WHERE tenant_id = ?1 AND audience_id = ?2 AND body_key = ?3 AND NOT EXISTS"
        " (SELECT 1 FROM content c WHERE c.tenant_id = ?1 AND c.audience_id = ?2 AND c.body_key = ?3)",
    };
    enum err err = OK;
    for (size_t i = 0; i < sizeof drops / sizeof *drops && err == OK; i++) {
        struct stmt *stmt = conn_prepare(work->conn, str_of(drops[i]));
        bind_body(stmt, content);
        err = stmt_run(stmt, NULL);
    }
    return err;
}

/* ---- rows ---- */

enum err content_row_insert(struct work *work, const struct content *content)
{
    struct stmt *stmt = conn_prepare(work->conn, S("INSERT INTO content (tenant_id, " CONTENT_COLUMNS ")"
                                                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"));
    stmt_text(stmt, 1, content->tenant);
    stmt_text(stmt, 2, content->audience);
    stmt_text(stmt, 3, content->body);
    stmt_text(stmt, 4, content->document);
    stmt_int(stmt, 5, content->version);
    stmt_text(stmt, 6, content->organisation);
    stmt_text(stmt, 7, content->name);
    stmt_text(stmt, 8, content->media_type);
    stmt_text(stmt, 9, content->sha256);
    stmt_int(stmt, 10, content->size);
    stmt_int(stmt, 11, content->created_at);
    stmt_text(stmt, 12, content->created_by);
    return stmt_run(stmt, NULL);
}

enum err content_total_add(struct work *work, const struct content *content, int64_t bytes, int64_t *sum)
{
    struct stmt *stmt = conn_prepare(
        work->conn, S("INSERT INTO content_total (tenant_id, organisation_id, bytes) VALUES (?1, ?2, ?3)"
                      " ON CONFLICT (tenant_id, organisation_id) DO UPDATE SET bytes = content_total.bytes + ?3"
                      " RETURNING bytes"));
    stmt_text(stmt, 1, content->tenant);
    stmt_text(stmt, 2, content->organisation);
    stmt_int(stmt, 3, bytes);
    bool row = false;
    enum err err = stmt_step(stmt, &row);
    *sum = err == OK && row ? stmt_column_int(stmt, 0) : 0;
    stmt_done(stmt);
    return err;
}
