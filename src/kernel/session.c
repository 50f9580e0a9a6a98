#include "kernel/access_row.h"
#include "kernel/second_factor_row.h"
#include "kernel/secret.h"

enum { SESSION_DAYS = 30, IDLE_HOURS = 12, TOUCH_MINUTES = 5, STEP_MINUTES = 15 };

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

static struct str agent_of(struct str agent)
{
    struct str part = str_part(agent, 0, 200);
    return str_utf8(part) ? part : S("");
}

enum err session_make(struct work *work, const struct account_row *account, struct str agent, const char *step,
                      struct str *secret)
{
    int64_t lasts = step ? STEP_MINUTES * MS_A_MINUTE : SESSION_DAYS * MS_A_DAY;
    struct access_row session = {
        .kind = "session", .name = agent_of(agent), .expires_at = work->now_ms + lasts, .purpose = step};
    enum err err = access_make(work, account, &session, "", secret);
    if (err || step)
        return err;
    err = session_touch(work, *secret);
    struct value *what = value_map(work->arena);
    value_put_text(work->arena, what, "agent", session.name);
    return err ? err : account_event(work, NULL, account, "session.started", what);
}

enum err session_start(struct work *work, struct str tenant, struct str account, struct str agent, struct str *secret)
{
    struct account_row row;
    const char *step = NULL;
    enum err err = account_row_get(work, tenant, account, &row);
    if (err == OK && row.disabled)
        err = ERR_SIGNED_OUT;
    if (err == OK)
        err = second_factor_step(work, &row, &step);
    return err ? err : session_make(work, &row, agent, step, secret);
}

enum err session_find(struct work *work, struct str secret, struct session *out)
{
    struct access_found found;
    enum err err = access_find(work, "session", secret, &found);
    if (err)
        return err;
    *out = (struct session){.caller = found.caller};
    if (found.purpose.p) {
        out->step = str_is(found.purpose, "code") ? SESSION_CODE : SESSION_SETUP;
        return OK;
    }
    out->touch = found.used_at <= work->now_ms - TOUCH_MINUTES * MS_A_MINUTE;
    return found.used_at > work->now_ms - IDLE_HOURS * MS_AN_HOUR ? OK : ERR_SIGNED_OUT;
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
