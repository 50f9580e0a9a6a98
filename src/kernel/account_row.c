#include "kernel/account_row.h"
#include "kernel/circle.h"
#include "kernel/event.h"

struct str account_lower(struct arena *arena, struct str text)
{
    struct str trimmed = str_trim(text);
    char *p = arena_alloc(arena, trimmed.n + 1);
    if (!p)
        return (struct str){NULL, 0};
    for (size_t i = 0; i < trimmed.n; i++) {
        char c = trimmed.p[i];
        p[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (struct str){p, trimmed.n};
}

struct str account_column(struct work *work, struct stmt *stmt, int column)
{
    struct str text = stmt_column(stmt, column);
    return text.p ? arena_copy(work->arena, text) : text;
}

enum err account_row_get(struct work *work, struct str tenant, struct str id, struct account_row *row)
{
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT person_id, organisation_id, email, disabled_at FROM account"
                                                   " WHERE tenant_id = ?1 AND id = ?2"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, id);
    bool found;
    enum err err = stmt_step(stmt, &found);
    if (err == OK && !found)
        err = ERR_NOT_FOUND;
    if (err == OK)
        *row = (struct account_row){
            .tenant = arena_copy(work->arena, tenant),
            .id = arena_copy(work->arena, id),
            .person = account_column(work, stmt, 0),
            .organisation = account_column(work, stmt, 1),
            .email = account_column(work, stmt, 2),
            .disabled = !stmt_column_null(stmt, 3),
        };
    stmt_done(stmt);
    if (err == OK && !(row->tenant.p && row->id.p && row->person.p && row->organisation.p && row->email.p))
        err = ERR_MEMORY;
    return err;
}

enum err organisation_in_use(struct work *work, struct str tenant, struct str organisation, bool *used)
{
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT 1 FROM account WHERE tenant_id = ?1 AND organisation_id = ?2"
                                                   " AND last_seen_at IS NOT NULL LIMIT 1"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, organisation);
    enum err err = stmt_step(stmt, used);
    stmt_done(stmt);
    return err;
}

enum err account_manages(struct work *work, const struct viewer *viewer, struct str organisation, enum action action)
{
    if (viewer->system)
        return OK;
    bool may = viewer_allows(viewer, viewer->roles, "accounts", action);
    if (str_eq(organisation, viewer->organisation))
        return may ? OK : viewer_refused(work, viewer, "accounts", action);
    if (!may || !viewer->host)
        return ERR_NOT_FOUND;
    bool used = true;
    enum err err = organisation_in_use(work, viewer->tenant, organisation, &used);
    if (err)
        return err;
    return used ? ERR_NOT_FOUND : OK;
}

enum err account_event(struct work *work, const struct viewer *viewer, const struct account_row *row,
                       const char *action, struct value *what)
{
    struct viewer self = {.tenant = row->tenant,
                          .account = row->id,
                          .person = row->person,
                          .organisation = row->organisation,
                          .email = row->email};
    struct value *payload = value_map(work->arena);
    if (what)
        value_put(payload, "after", what);
    enum err err = audience_for_owner(work, row->tenant, row->organisation);
    if (err == OK)
        err = conn_see_all(work->conn); /* of another organisation's account, or of one that is only just signing in */
    if (err)
        return err;
    err = event_append(work, viewer ? viewer : &self, row->organisation, "account", row->id, 1, action, payload);
    return conn_see_back(work->conn, err);
}
