#include "kernel/access_row.h"
#include "kernel/secret.h"

enum { KEPT_HOURS = 24 };

/* Binds what names an answer: tenant, account (none for the operator), the key's digest. */
static void bind_name(struct stmt *stmt, const struct viewer *viewer, struct str digest)
{
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account.p ? viewer->account : S(""));
    stmt_text(stmt, 3, digest);
}

enum err idempotency_find(struct work *work, const struct viewer *viewer, struct str key, struct str request_hash,
                          int *status, struct str *location, struct str *body)
{
    struct str digest = digest_text(work->arena, key);
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT request_hash, status, location, body FROM idempotency"
                                                   " WHERE tenant_id = ?1 AND account_id = ?2 AND key_hash = ?3"
                                                   " AND created_at > ?4"));
    bind_name(stmt, viewer, digest);
    stmt_int(stmt, 4, work->now_ms - KEPT_HOURS * MS_AN_HOUR);
    bool found;
    enum err err = digest.p ? stmt_step(stmt, &found) : ERR_MEMORY;
    if (err == OK && !found)
        err = ERR_NOT_FOUND;
    if (err == OK && !str_eq(stmt_column(stmt, 0), request_hash))
        err = ERR_CONFLICT;
    if (err == OK) {
        *status = (int)stmt_column_int(stmt, 1);
        *location = account_column(work, stmt, 2);
        *body = account_column(work, stmt, 3);
    }
    stmt_done(stmt);
    return err;
}

enum err idempotency_store(struct work *work, const struct viewer *viewer, struct str key, struct str request_hash,
                           int status, struct str location, struct str body)
{
    struct str digest = digest_text(work->arena, key);
    struct stmt *stmt = conn_prepare(work->conn, S("DELETE FROM idempotency WHERE tenant_id = ?1 AND account_id = ?2"
                                                   " AND created_at <= ?3"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account.p ? viewer->account : S(""));
    stmt_int(stmt, 3, work->now_ms - KEPT_HOURS * MS_AN_HOUR);
    enum err err = digest.p ? OK : ERR_MEMORY;
    if (err == OK)
        err = stmt_run(stmt, NULL);
    else
        stmt_done(stmt);
    if (err)
        return err;
    stmt = conn_prepare(work->conn,
                        S("INSERT INTO idempotency (tenant_id, account_id, key_hash, request_hash, status, location,"
                          " body, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"));
    bind_name(stmt, viewer, digest);
    stmt_text(stmt, 4, request_hash);
    stmt_int(stmt, 5, status);
    stmt_text(stmt, 6, location);
    stmt_text(stmt, 7, body.p ? body : S(""));
    stmt_int(stmt, 8, work->now_ms);
    return stmt_run(stmt, NULL);
}
