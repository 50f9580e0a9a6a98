#include "kernel/access_row.h"
#include "kernel/secret.h"

enum { SESSION_DAYS = 30, IDLE_HOURS = 12, TOUCH_MINUTES = 5 };

enum err session_touch(struct work *work, struct str secret)
{
    struct str digest = digest_text(work->arena, secret);
    if (!digest.p)
        return ERR_MEMORY;
    struct stmt *stmt =
        conn_prepare(work->conn, S("UPDATE access SET used_at = ?2 WHERE secret_hash = ?1 AND kind = 'session'"
                                   " AND ended_at IS NULL"));
    stmt_text(stmt, 1, digest);
    stmt_int(stmt, 2, work->now_ms);
    enum err err = stmt_run(stmt, NULL);
    if (err)
        return err;
    stmt = conn_prepare(work->conn, S("UPDATE account SET last_seen_at = ?2 WHERE EXISTS (SELECT 1 FROM access x"
                                      " WHERE x.secret_hash = ?1 AND x.ended_at IS NULL"
                                      " AND x.tenant_id = account.tenant_id AND x.account_id = account.id)"));
    stmt_text(stmt, 1, digest);
    stmt_int(stmt, 2, work->now_ms);
    return stmt_run(stmt, NULL);
}

enum err session_start(struct work *work, struct str tenant, struct str account, struct str agent, struct str *secret)
{
    struct account_row row;
    struct access_row session = {
        .kind = "session", .name = str_part(agent, 0, 200), .expires_at = work->now_ms + SESSION_DAYS * MS_A_DAY};
    if (!str_utf8(session.name))
        session.name = S("");
    enum err err = account_row_get(work, tenant, account, &row);
    if (err == OK && row.disabled)
        err = ERR_SIGNED_OUT;
    if (err == OK)
        err = access_make(work, &row, &session, "", secret);
    if (err == OK)
        err = session_touch(work, *secret);
    struct value *what = value_map(work->arena);
    value_put_text(work->arena, what, "agent", session.name);
    return err ? err : account_event(work, NULL, &row, "session.started", what);
}

enum err session_find(struct work *work, struct str secret, struct str *tenant, struct str *account, bool *touch_it)
{
    int64_t used_at;
    enum err err = access_find(work, "session", secret, tenant, account, &used_at);
    if (err)
        return err;
    *touch_it = used_at <= work->now_ms - TOUCH_MINUTES * MS_A_MINUTE;
    return used_at > work->now_ms - IDLE_HOURS * MS_AN_HOUR ? OK : ERR_SIGNED_OUT;
}

enum err session_end(struct work *work, struct str secret)
{
    struct account_row row;
    struct stmt *stmt =
        conn_prepare(work->conn, S("UPDATE access SET ended_at = ?2 WHERE secret_hash = ?1 AND kind = 'session'"
                                   " AND ended_at IS NULL RETURNING tenant_id, account_id"));
    struct str digest = digest_text(work->arena, secret), tenant = {NULL, 0}, account = {NULL, 0};
    stmt_text(stmt, 1, digest);
    stmt_int(stmt, 2, work->now_ms);
    bool found;
    enum err err = digest.p ? stmt_step(stmt, &found) : ERR_MEMORY;
    if (err == OK && found) {
        tenant = account_column(work, stmt, 0);
        account = account_column(work, stmt, 1);
        err = tenant.p && account.p ? OK : ERR_MEMORY;
    }
    stmt_done(stmt);
    if (err || !tenant.p)
        return err; /* one that has ended already is ended */
    err = account_row_get(work, tenant, account, &row);
    return err ? err : account_event(work, NULL, &row, "access.ended", NULL);
}
