#include "kernel/feed.h"
#include "base/message.h"
#include "kernel/access_row.h"
#include "kernel/account.h"
#include "kernel/hooks.h"
#include "kernel/leaf.h"
#include "kernel/rights.h"
#include "kernel/scope.h"

enum { FEED_DAYS = 730, FEED_NAME_MAX = 100, FEEDS_MOST = 20 };

/* What a calendar is made of: meetings and commitments, alliances and who is in them, dates of agreements. */
static unsigned calendar_groups(void)
{
    return 1u << right_index(S("work")) | 1u << right_index(S("frame")) | 1u << right_index(S("money"));
}

enum err feed_issue(struct work *work, const struct viewer *viewer, struct str name, struct str alliance,
                    struct str *secret)
{
    struct arena *a = work->arena;
    struct account_row row;
    struct value *open = NULL;
    struct token_scope scope = {.reads_only = true, .groups = calendar_groups(), .alliance = alliance};
    struct access_row feed = {.kind = "token",
                              .purpose = "calendar",
                              .name = str_trim(name),
                              .expires_at = work->now_ms + FEED_DAYS * MS_A_DAY,
                              .scope = &scope};
    enum err err = account_in_person(work, viewer);
    if (err == OK)
        err = account_row_get(work, viewer->tenant, viewer->account, &row);
    if (err == OK)
        err = feed_list(work, viewer, &open);
    if (err)
        return err;
    if (open->count >= FEEDS_MOST) {
        (void)problem_say(&work->problems, S(""), "feed.too-many", NULL);
        return ERR_CONFLICT;
    }
    if (!str_utf8(feed.name) || str_chars(feed.name) > FEED_NAME_MAX)
        return problem_say(&work->problems, S("/name"), "token.name-long",
                           message_args(a, "max", value_int(a, FEED_NAME_MAX), NULL));
    err = access_make(work, &row, &feed, "cal_", secret);
    struct value *what = value_map(a);
    value_put_text(a, what, "name", feed.name);
    value_put(what, "expires_at", leaf_instant(a, feed.expires_at));
    if (alliance.p)
        value_put_text(a, what, "alliance", alliance);
    return err ? err : account_event(work, viewer, &row, "feed.issued", what);
}

enum err feed_find(struct work *work, struct str secret, struct viewer **out)
{
    struct access_found found;
    enum err err = str_starts(secret, S("cal_")) ? access_find(work, "token", secret, &found) : ERR_SIGNED_OUT;
    if (err == OK && (!found.purpose.p || !str_is(found.purpose, "calendar")))
        err = ERR_NOT_FOUND;
    if (err == OK) {
        found.caller.by_token = true;
        found.caller.scope.reads_only = true;
        err = viewer_of_caller(work, &found.caller, out);
    }
    return err == ERR_SIGNED_OUT ? ERR_NOT_FOUND : err;
}

enum err feed_list(struct work *work, const struct viewer *viewer, struct value **out)
{
    struct arena *a = work->arena;
    *out = value_list(a);
    if (!*out)
        return ERR_MEMORY;
    struct stmt *stmt = conn_prepare(
        work->conn,
        S("SELECT id, name, created_at, expires_at, scope_alliance FROM access WHERE tenant_id = ?1"
          " AND account_id = ?2 AND purpose = 'calendar' AND ended_at IS NULL AND expires_at > ?3 ORDER BY id"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account);
    stmt_int(stmt, 3, work->now_ms);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        struct value *item = value_push_map(a, *out);
        struct str name = account_column(work, stmt, 1), alliance = account_column(work, stmt, 4);
        value_put_text(a, item, "id", account_column(work, stmt, 0));
        value_put_text(a, item, "name", name.p ? name : S(""));
        value_put(item, "created_at", leaf_instant(a, stmt_column_int(stmt, 2)));
        value_put(item, "expires_at", leaf_instant(a, stmt_column_int(stmt, 3)));
        value_put(item, "alliance", alliance.p ? value_text(a, alliance) : value_null(a));
    }
    stmt_done(stmt);
    VALUE_EACH (item, err ? NULL : *out) {
        struct str id = value_get_text(item, "alliance"), name = {NULL, 0};
        const struct kind *kind = kind_by_plural(S("alliances"));
        if (id.n && (err = record_face(work, viewer, kind, id, &name)))
            break;
        if (id.n)
            value_set(item, "alliance", name.p ? ref_leaf(a, kind, id, name) : value_null(a));
    }
    return err;
}
