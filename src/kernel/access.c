#include "base/message.h"
#include "base/uuid.h"
#include "kernel/access_memo.h"
#include "kernel/hooks.h"
#include "kernel/leaf.h"
#include "kernel/scope.h"
#include "kernel/secret.h"
#include "kernel/viewer_cache.h"
#include <sodium.h>

enum { TOKEN_DAYS = 90, TOKEN_DAYS_MAX = 3650, TOKEN_NAME_MAX = 100 };

enum err access_make(struct work *work, const struct account_row *account, const struct access_row *row,
                     const char *prefix, struct str *secret)
{
    *secret = secret_new(work->arena, prefix);
    struct str id = uuid_new(work->arena), digest = digest_text(work->arena, *secret);
    if (!secret->p || !id.p || !digest.p)
        return ERR_MEMORY;
    struct stmt *stmt = conn_prepare(
        work->conn, S("INSERT INTO access (tenant_id, id, account_id, kind, secret_hash, name, created_at, expires_at,"
                      " purpose, scope_reads_only, scope_groups, scope_alliance)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"));
    const struct token_scope all = {.groups = 0}, *scope = row->scope ? row->scope : &all;
    stmt_text(stmt, 1, account->tenant);
    stmt_text(stmt, 2, id);
    stmt_text(stmt, 3, account->id);
    stmt_text(stmt, 4, str_of(row->kind));
    stmt_text(stmt, 5, digest);
    stmt_text(stmt, 6, row->name.n ? row->name : (struct str){NULL, 0});
    stmt_int(stmt, 7, work->now_ms);
    stmt_int(stmt, 8, row->expires_at);
    stmt_text(stmt, 9, row->purpose ? str_of(row->purpose) : (struct str){NULL, 0});
    stmt_int(stmt, 10, scope->reads_only);
    stmt_text(stmt, 11, scope_groups_text(work->arena, scope));
    stmt_text(stmt, 12, scope->alliance);
    return stmt_run(stmt, NULL);
}

static enum err read_found(struct work *work, struct stmt *stmt, struct access_found *out)
{
    struct str groups = account_column(work, stmt, 6);
    *out = (struct access_found){
        .caller = {.tenant = account_column(work, stmt, 0),
                   .account = account_column(work, stmt, 1),
                   .access = account_column(work, stmt, 2),
                   .marks = viewer_marks_read(stmt, 8),
                   .scope = {.reads_only = stmt_column_int(stmt, 5) != 0,
                             .groups = groups.p ? scope_groups_parse(groups) : 0,
                             .alliance = account_column(work, stmt, 7)}},
        .used_at = stmt_column_int(stmt, 3),
        .expires_at = stmt_column_int(stmt, 11),
        .purpose = account_column(work, stmt, 4),
    };
    /* What could not be copied must not open more than what is there. */
    bool whole = out->caller.tenant.p && out->caller.account.p && out->caller.access.p &&
                 !out->purpose.p == stmt_column_null(stmt, 4) && !groups.p == stmt_column_null(stmt, 6) &&
                 !out->caller.scope.alliance.p == stmt_column_null(stmt, 7);
    return whole ? OK : ERR_MEMORY;
}

static enum err look_up(struct work *work, const char *kind, struct str digest, struct access_found *out)
{
    struct stmt *stmt = conn_prepare(
        work->conn,
        S("SELECT x.tenant_id, x.account_id, x.id, coalesce(x.used_at, 0), x.purpose,"
          " coalesce(x.scope_reads_only, 0), x.scope_groups, x.scope_alliance,"
          " " VIEWER_MARK("a.tenant_id", "a.id") ", " VIEWER_MARK("a.tenant_id", "a.person_id") ", " VIEWER_MARK(
              "a.tenant_id",
              "a.organisation_id") ", x.expires_at FROM access x JOIN account a ON a.tenant_id = x.tenant_id AND a.id "
                                   "= x.account_id"
                                   " WHERE x.secret_hash = ?1 AND x.kind = ?2 AND x.ended_at IS NULL AND x.expires_at "
                                   "> ?3"
                                   " AND a.disabled_at IS NULL"));
    stmt_text(stmt, 1, digest);
    stmt_text(stmt, 2, str_of(kind));
    stmt_int(stmt, 3, work->now_ms);
    bool found;
    enum err err = stmt_step(stmt, &found);
    if (err == OK && !found)
        err = ERR_SIGNED_OUT;
    if (err == OK)
        err = read_found(work, stmt, out);
    stmt_done(stmt);
    return err;
}

enum err access_find(struct work *work, const char *kind, struct str secret, struct access_found *out)
{
    struct str digest = digest_text(work->arena, secret);
    if (!digest.p)
        return ERR_MEMORY;
    /* A server's programs come with the same tokens again and again. */
    int64_t moment = work->viewers && !strcmp(kind, "token") ? conn_moment(work->conn) : 0;
    bool found = false;
    enum err err = moment ? access_memo_take(work, digest, moment, out, &found) : OK;
    if (err || found)
        return err;
    err = look_up(work, kind, digest, out);
    if (err == OK && moment)
        access_memo_keep(work, digest, moment, out);
    return err;
}

enum err access_end_all(struct work *work, const struct account_row *account, const char *kind, struct str except)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("UPDATE access SET ended_at = ?3 WHERE tenant_id = ?1 AND account_id = ?2"
                                   " AND ended_at IS NULL AND (?4 = '' OR kind = ?4) AND id <> ?5"));
    stmt_text(stmt, 1, account->tenant);
    stmt_text(stmt, 2, account->id);
    stmt_int(stmt, 3, work->now_ms);
    stmt_text(stmt, 4, kind ? str_of(kind) : S(""));
    stmt_text(stmt, 5, except.p ? except : S(""));
    return stmt_run(stmt, NULL);
}

enum err account_in_person(struct work *work, const struct viewer *viewer)
{
    if (!viewer->by_token)
        return OK;
    return forbid(work, "account.in-person");
}

/* A disabled account lets nobody in. */
static enum err refuse_disabled(struct work *work, const struct account_row *row)
{
    if (!row->disabled)
        return OK;
    (void)problem_say(&work->problems, S(""), "account.is-disabled", NULL);
    return ERR_CONFLICT;
}

enum err account_to_open(struct work *work, const struct viewer *viewer, struct str account, struct account_row *row)
{
    enum err err = account_row_get(work, viewer->tenant, account, row);
    if (err == OK)
        err = account_manages(work, viewer, row->organisation, ACTION_CHANGE);
    if (err == OK && str_eq(account, viewer->account))
        err = account_in_person(work, viewer);
    return err ? err : refuse_disabled(work, row);
}

enum err link_issue(struct work *work, const struct viewer *viewer, struct str account, int hours, struct str *secret)
{
    struct account_row row;
    struct access_row link = {.kind = "link", .expires_at = work->now_ms + (int64_t)hours * MS_AN_HOUR};
    enum err err = account_to_open(work, viewer, account, &row);
    if (err == OK)
        err = access_make(work, &row, &link, "", secret);
    struct value *what = value_map(work->arena);
    value_put(what, "expires_at", leaf_instant(work->arena, link.expires_at));
    return err ? err : account_event(work, viewer, &row, "link.issued", what);
}

enum err link_use(struct work *work, struct str secret, struct str *tenant, struct str *account)
{
    struct str digest = digest_text(work->arena, secret);
    struct stmt *stmt = conn_prepare(
        work->conn, S("UPDATE access SET used_at = ?2 WHERE secret_hash = ?1 AND kind = 'link' AND purpose IS NULL AND "
                      "used_at IS NULL"
                      " AND ended_at IS NULL AND expires_at > ?2 AND EXISTS (SELECT 1 FROM account a"
                      " WHERE a.tenant_id = access.tenant_id AND a.id = access.account_id AND a.disabled_at IS NULL)"
                      " RETURNING tenant_id, account_id"));
    stmt_text(stmt, 1, digest);
    stmt_int(stmt, 2, work->now_ms);
    bool found;
    enum err err = digest.p ? stmt_step(stmt, &found) : ERR_MEMORY;
    if (err == OK && !found)
        err = ERR_GONE;
    if (err == OK) {
        *tenant = account_column(work, stmt, 0);
        *account = account_column(work, stmt, 1);
        err = tenant->p && account->p ? OK : ERR_MEMORY;
    }
    stmt_done(stmt);
    return err;
}

enum err token_issue(struct work *work, const struct viewer *viewer, struct str account, struct str name, int days,
                     const struct token_scope *scope, struct str *secret)
{
    struct arena *a = work->arena;
    struct account_row row;
    int64_t lasts = days <= 0 ? TOKEN_DAYS : days > TOKEN_DAYS_MAX ? TOKEN_DAYS_MAX : days;
    struct access_row token = {
        .kind = "token", .name = str_trim(name), .expires_at = work->now_ms + lasts * MS_A_DAY, .scope = scope};
    enum err err = account_in_person(work, viewer);
    if (err == OK)
        err = account_row_get(work, viewer->tenant, account, &row);
    if (err == OK && !viewer->system && !str_eq(account, viewer->account))
        err = ERR_NOT_FOUND; /* a token speaks for its person: nobody else makes one, but for the operator */
    if (err == OK)
        err = refuse_disabled(work, &row);
    if (err)
        return err;
    if (!str_utf8(token.name) || str_chars(token.name) > TOKEN_NAME_MAX)
        return problem_say(&work->problems, S("/name"), "token.name-long",
                           message_args(a, "max", value_int(a, TOKEN_NAME_MAX), NULL));
    err = access_make(work, &row, &token, "ent_", secret);
    struct value *what = value_map(a);
    value_put_text(a, what, "name", token.name);
    value_put(what, "expires_at", leaf_instant(a, token.expires_at));
    if (scope && scope->reads_only)
        value_put_text(a, what, "access", S("read"));
    if (scope && scope->groups)
        value_put_text(a, what, "groups", scope_groups_text(a, scope));
    if (scope && scope->alliance.p)
        value_put_text(a, what, "alliance", scope->alliance);
    return err ? err : account_event(work, viewer, &row, "token.issued", what);
}

enum err token_find(struct work *work, struct str secret, struct caller *out)
{
    struct access_found found;
    enum err err = access_find(work, "token", secret, &found);
    if (err == OK && found.purpose.p)
        err = ERR_SIGNED_OUT; /* it opens something else (feed.h) */
    if (err == OK)
        *out = found.caller;
    out->by_token = err == OK;
    return err;
}

static struct value *access_item(struct work *work, struct stmt *stmt)
{
    struct arena *a = work->arena;
    struct value *item = value_map(a);
    bool used = !stmt_column_null(stmt, 5);
    struct str name = account_column(work, stmt, 2);
    value_put_text(a, item, "id", account_column(work, stmt, 0));
    value_put_text(a, item, "name", name.p ? name : S(""));
    value_put(item, "created_at", leaf_instant(a, stmt_column_int(stmt, 3)));
    value_put(item, "expires_at", leaf_instant(a, stmt_column_int(stmt, 4)));
    value_put(item, "used_at", used ? leaf_instant(a, stmt_column_int(stmt, 5)) : value_null(a));
    return item;
}

static enum err put_scope(struct work *work, const struct viewer *viewer, struct stmt *stmt, struct value *item)
{
    struct str groups = account_column(work, stmt, 7);
    struct token_scope scope = {.reads_only = stmt_column_int(stmt, 6) != 0,
                                .groups = groups.p ? scope_groups_parse(groups) : 0,
                                .alliance = account_column(work, stmt, 8)};
    return scope_put(work, viewer, &scope, item);
}

enum err account_access_view(struct work *work, const struct viewer *viewer, struct value **out)
{
    struct arena *a = work->arena;
    *out = value_map(a);
    struct value *tokens = value_put_list(a, *out, "tokens"), *sessions = value_put_list(a, *out, "sessions");
    if (!tokens || !sessions)
        return ERR_MEMORY;
    struct stmt *stmt = conn_prepare(
        work->conn,
        S("SELECT id, kind, name, created_at, expires_at, used_at, coalesce(scope_reads_only, 0), scope_groups,"
          " scope_alliance FROM access WHERE tenant_id = ?1 AND account_id = ?2 AND kind IN ('session', 'token')"
          " AND ended_at IS NULL AND expires_at > ?3 AND (kind = 'token' OR used_at > ?4)"
          " AND purpose IS NULL ORDER BY id DESC"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account);
    stmt_int(stmt, 3, work->now_ms);
    stmt_int(stmt, 4, work->now_ms - 12 * MS_AN_HOUR);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        bool token = str_is(stmt_column(stmt, 1), "token");
        struct value *item = value_push(token ? tokens : sessions, access_item(work, stmt));
        if (!token)
            value_put_bool(a, item, "here", viewer->access.p && str_eq(value_get_text(item, "id"), viewer->access));
        else if ((err = put_scope(work, viewer, stmt, item)))
            break;
    }
    stmt_done(stmt);
    return err;
}

enum err sessions_end_others(struct work *work, const struct viewer *viewer)
{
    struct account_row row;
    enum err err = account_in_person(work, viewer);
    if (err == OK)
        err = account_row_get(work, viewer->tenant, viewer->account, &row);
    if (err == OK)
        err = access_end_all(work, &row, "session", viewer->access);
    return err ? err : account_event(work, viewer, &row, "sessions.ended", NULL);
}

enum err access_revoke(struct work *work, const struct viewer *viewer, struct str id)
{
    struct account_row row;
    struct stmt *stmt = conn_prepare(
        work->conn, S("UPDATE access SET ended_at = ?4 WHERE tenant_id = ?1 AND id = ?2 AND account_id = ?3"
                      " AND kind IN ('session', 'token') AND ended_at IS NULL"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, id);
    stmt_text(stmt, 3, viewer->account);
    stmt_int(stmt, 4, work->now_ms);
    int64_t changed = 0;
    enum err err = stmt_run(stmt, &changed);
    if (err == OK && !changed)
        err = ERR_NOT_FOUND;
    if (err == OK)
        err = account_row_get(work, viewer->tenant, viewer->account, &row);
    return err ? err : account_event(work, viewer, &row, "access.ended", NULL);
}

struct str csrf_token(struct arena *arena, struct str session_secret)
{
    const struct str parts[] = {S("forged requests"), session_secret};
    char out[DIGEST_TEXT + 1];
    digest_fields(parts, 2, out);
    return arena_copy(arena, str_of(out));
}

bool csrf_holds(struct arena *arena, struct str session_secret, struct str token)
{
    struct str expected = csrf_token(arena, session_secret);
    return expected.p && expected.n == token.n && sodium_memcmp(expected.p, token.p, token.n) == 0;
}
