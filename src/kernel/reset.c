/* A password that was lost: asking for a new one, and setting it by a link. */
#include "kernel/access_row.h"
#include "kernel/leaf.h"
#include "kernel/secret.h"

static enum err mark_asked(struct work *work, const struct account_row *row)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("UPDATE account SET reset_asked_at = ?3 WHERE tenant_id = ?1 AND id = ?2"));
    stmt_text(stmt, 1, row->tenant);
    stmt_text(stmt, 2, row->id);
    stmt_int(stmt, 3, work->now_ms);
    enum err err = stmt_run(stmt, NULL);
    return err ? err : account_event(work, NULL, row, "reset.asked", NULL);
}

enum err reset_ask(struct work *work, struct str email)
{
    struct str lower = account_lower(work->arena, email);
    struct value *found = value_list(work->arena);
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT tenant_id, id FROM account WHERE email = ?1"
                                                   " AND disabled_at IS NULL AND coalesce(reset_asked_at, 0) < ?2"
                                                   " ORDER BY created_at, id LIMIT 8"));
    stmt_text(stmt, 1, lower);
    stmt_int(stmt, 2, work->now_ms - MS_AN_HOUR); /* who asks again within the hour has been heard */
    bool row;
    enum err err = lower.p && found ? OK : ERR_MEMORY;
    while (err == OK && (err = stmt_step(stmt, &row)) == OK && row) {
        struct value *one = value_push_map(work->arena, found);
        value_put_text(work->arena, one, "tenant", account_column(work, stmt, 0));
        value_put_text(work->arena, one, "id", account_column(work, stmt, 1));
    }
    stmt_done(stmt);
    VALUE_EACH (one, found) {
        struct account_row account;
        if (err == OK)
            err = account_row_get(work, value_get_text(one, "tenant"), value_get_text(one, "id"), &account);
        if (err == OK)
            err = mark_asked(work, &account);
    }
    return err;
}

static enum err end_resets(struct work *work, const struct account_row *row)
{
    struct stmt *stmt = conn_prepare(
        work->conn, S("UPDATE access SET ended_at = ?3 WHERE tenant_id = ?1 AND account_id = ?2 AND kind = 'link'"
                      " AND purpose = 'reset' AND ended_at IS NULL"));
    stmt_text(stmt, 1, row->tenant);
    stmt_text(stmt, 2, row->id);
    stmt_int(stmt, 3, work->now_ms);
    return stmt_run(stmt, NULL);
}

enum err reset_issue(struct work *work, const struct viewer *viewer, struct str account, int hours, struct str *secret)
{
    struct account_row row;
    struct access_row link = {
        .kind = "link", .purpose = "reset", .expires_at = work->now_ms + (int64_t)hours * MS_AN_HOUR};
    enum err err = account_to_open(work, viewer, account, &row);
    if (err == OK)
        err = end_resets(work, &row);
    if (err == OK)
        err = access_make(work, &row, &link, "", secret);
    struct value *what = value_map(work->arena);
    value_put(what, "expires_at", leaf_instant(work->arena, link.expires_at));
    return err ? err : account_event(work, viewer, &row, "reset.issued", what);
}

static enum err find(struct work *work, struct str secret, struct account_row *row)
{
    struct access_found found;
    enum err err = access_find(work, "link", secret, &found);
    if (err == ERR_SIGNED_OUT || (err == OK && (found.used_at || !found.purpose.p || !str_is(found.purpose, "reset"))))
        return ERR_GONE;
    return err ? err : account_row_get(work, found.caller.tenant, found.caller.account, row);
}

enum err reset_find(struct work *work, struct str secret, struct str *email)
{
    struct account_row row;
    enum err err = find(work, secret, &row);
    if (err == OK)
        *email = row.email;
    return err;
}

enum err reset_use(struct work *work, struct str secret, struct str hash)
{
    struct account_row row;
    struct str none = {NULL, 0};
    enum err err = find(work, secret, &row);
    if (err == OK)
        err = access_end_all(work, &row, "link", none); /* this one, too */
    if (err == OK)
        err = access_end_all(work, &row, "session", none);
    return err ? err : password_write(work, &row, hash, "password.reset");
}
