#include "base/buf.h"
#include "base/message.h"
#include "base/uuid.h"
#include "kernel/access_row.h"
#include "kernel/leaf.h"
#include "kernel/record.h"

/* The person's organisation, e-mail and time zone. ERR_NOT_FOUND when the viewer does not see the person. */
static enum err read_person(struct work *work, const struct viewer *viewer, struct str person, struct account_row *row,
                            struct str *zone)
{
    struct str name = S("");
    const struct kind *people = kind_by_name(S("person"));
    enum err err = viewer->system || !people ? OK : record_face(work, viewer, people, person, &name);
    if (err == OK && !name.p)
        err = ERR_NOT_FOUND;
    if (err == OK)
        err = conn_see_all(work->conn); /* the operator adds people of any organisation */
    if (err)
        return err;
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT organisation_id, email, zone FROM person"
                                                   " WHERE tenant_id = ?1 AND id = ?2 AND withdrawn_at IS NULL"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, person);
    bool found;
    err = stmt_step(stmt, &found);
    if (err == OK && !found)
        err = ERR_NOT_FOUND;
    if (err == OK) {
        row->organisation = account_column(work, stmt, 0);
        row->email = account_column(work, stmt, 1);
        *zone = account_column(work, stmt, 2);
    }
    stmt_done(stmt);
    return conn_see_back(work->conn, err);
}

static enum err insert_account(struct work *work, const struct account_row *row, struct str zone)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("INSERT INTO account (tenant_id, id, person_id, organisation_id, email,"
                                   " language, zone, created_at) VALUES (?1, ?2, ?3, ?4, ?5, 'en', ?6, ?7)"
                                   " ON CONFLICT DO NOTHING"));
    stmt_text(stmt, 1, row->tenant);
    stmt_text(stmt, 2, row->id);
    stmt_text(stmt, 3, row->person);
    stmt_text(stmt, 4, row->organisation);
    stmt_text(stmt, 5, row->email);
    stmt_text(stmt, 6, zone);
    stmt_int(stmt, 7, work->now_ms);
    int64_t changed = 0;
    enum err err = stmt_run(stmt, &changed);
    if (err || changed)
        return err;
    (void)problem_say(&work->problems, S("/email"), "account.exists", NULL);
    return ERR_CONFLICT;
}

enum err account_add(struct work *work, const struct viewer *viewer, struct str person, struct str *account)
{
    struct arena *a = work->arena;
    struct account_row row = {.tenant = viewer->tenant, .id = uuid_new(a), .person = arena_copy(a, person)};
    struct str zone;
    enum err err = row.id.p && row.person.p ? read_person(work, viewer, person, &row, &zone) : ERR_MEMORY;
    if (err == OK)
        err = account_manages(work, viewer, row.organisation, ACTION_CREATE);
    if (err)
        return err;
    if (!row.email.n)
        return problem_say(&work->problems, S("/email"), "account.no-email", NULL);
    row.email = account_lower(a, row.email);
    err = insert_account(work, &row, zone);
    if (err)
        return err;
    struct value *what = value_map(a);
    value_put_text(a, what, "email", row.email);
    *account = row.id;
    return account_event(work, viewer, &row, "account.added", what);
}

/* The account as one that the viewer may change. */
static enum err manage(struct work *work, const struct viewer *viewer, struct str account, struct account_row *row)
{
    enum err err = account_row_get(work, viewer->tenant, account, row);
    return err ? err : account_manages(work, viewer, row->organisation, ACTION_CHANGE);
}

enum err account_disable(struct work *work, const struct viewer *viewer, struct str account, bool disabled)
{
    struct account_row row;
    enum err err = manage(work, viewer, account, &row);
    if (err)
        return err;
    if (disabled && str_eq(viewer->account, account)) {
        (void)problem_say(&work->problems, S(""), "account.own", NULL);
        return ERR_CONFLICT;
    }
    if (disabled == row.disabled)
        return OK;
    struct stmt *stmt =
        conn_prepare(work->conn, S("UPDATE account SET disabled_at = ?3 WHERE tenant_id = ?1 AND id = ?2"));
    stmt_text(stmt, 1, row.tenant);
    stmt_text(stmt, 2, row.id);
    if (disabled)
        stmt_int(stmt, 3, work->now_ms);
    else
        stmt_null(stmt, 3);
    err = stmt_run(stmt, NULL);
    if (err == OK && disabled)
        err = access_end_all(work, &row, NULL, (struct str){NULL, 0});
    return err ? err : account_event(work, viewer, &row, disabled ? "account.disabled" : "account.enabled", NULL);
}

static enum err write_roles(struct work *work, const struct account_row *row, unsigned roles)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("DELETE FROM account_role WHERE tenant_id = ?1 AND account_id = ?2"));
    stmt_text(stmt, 1, row->tenant);
    stmt_text(stmt, 2, row->id);
    enum err err = stmt_run(stmt, NULL);
    for (unsigned i = 0; i < ROLE_COUNT && err == OK; i++) {
        if (!(roles & 1u << i))
            continue;
        stmt =
            conn_prepare(work->conn, S("INSERT INTO account_role (tenant_id, account_id, role) VALUES (?1, ?2, ?3)"));
        stmt_text(stmt, 1, row->tenant);
        stmt_text(stmt, 2, row->id);
        stmt_text(stmt, 3, str_of(role_code((enum role)i)));
        err = stmt_run(stmt, NULL);
    }
    return err;
}

enum err account_roles_set(struct work *work, const struct viewer *viewer, struct str account, unsigned roles)
{
    struct account_row row;
    struct buf names = buf_init(work->arena, 0);
    enum err err = manage(work, viewer, account, &row);
    if (err)
        return err;
    if (str_eq(viewer->account, account) && !(roles & 1u << ROLE_ADMINISTRATOR)) {
        (void)problem_say(&work->problems, S("/roles"), "account.own", NULL);
        return ERR_CONFLICT;
    }
    err = write_roles(work, &row, roles);
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (roles & 1u << i)
            buf_printf(&names, "%s%s", names.n ? ", " : "", role_code((enum role)i));
    struct value *what = value_map(work->arena);
    value_put_text(work->arena, what, "roles", buf_str(&names));
    return err ? err : account_event(work, viewer, &row, "roles.set", what);
}

enum err account_find(struct work *work, struct str tenant, struct str email, struct str *account)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT id FROM account WHERE tenant_id = ?1 AND (email = ?2 OR id = ?2) LIMIT 2"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, account_lower(work->arena, email));
    bool found, second = false;
    enum err err = stmt_step(stmt, &found);
    if (err == OK && !found)
        err = ERR_NOT_FOUND;
    if (err == OK) {
        *account = account_column(work, stmt, 0);
        err = account->p ? stmt_step(stmt, &second) : ERR_MEMORY;
    }
    stmt_done(stmt);
    return err == OK && second ? ERR_CONFLICT : err;
}

static void put_link(struct work *work, struct value *item, const char *key, const char *plural, struct str id,
                     struct str name)
{
    struct str href = arena_printf(work->arena, "/%s/%.*s", plural, STR_ARG(id));
    value_put(item, key, leaf_ref(work->arena, id, name, href));
}

/* One account of the list; its roles are put in by the rows that follow. */
static struct value *list_item(struct work *work, struct stmt *stmt)
{
    struct arena *a = work->arena;
    struct value *item = value_map(a);
    struct str name = account_column(work, stmt, 3);
    value_put_text(a, item, "id", account_column(work, stmt, 0));
    value_put_text(a, item, "email", account_column(work, stmt, 2));
    value_put_text(a, item, "name", name);
    put_link(work, item, "person", "people", account_column(work, stmt, 1), name);
    put_link(work, item, "organisation", "organisations", account_column(work, stmt, 4), account_column(work, stmt, 5));
    value_put_list(a, item, "roles");
    value_put_bool(a, item, "disabled", !stmt_column_null(stmt, 6));
    bool seen = !stmt_column_null(stmt, 7);
    value_put(item, "last_seen_at", seen ? leaf_instant(a, stmt_column_int(stmt, 7)) : value_null(a));
    value_put_bool(a, item, "has_password", stmt_column_int(stmt, 8) != 0);
    value_put_bool(a, item, "second_factor", stmt_column_int(stmt, 11) != 0);
    bool asked = !stmt_column_null(stmt, 10);
    value_put(item, "reset_asked_at", asked ? leaf_instant(a, stmt_column_int(stmt, 10)) : value_null(a));
    return item;
}

static enum err list_rows(struct work *work, struct stmt *stmt, struct value *list)
{
    struct value *item = NULL;
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        if (!item || !str_eq(value_get_text(item, "id"), stmt_column(stmt, 0)))
            item = value_push(list, list_item(work, stmt));
        if (!item)
            return ERR_MEMORY;
        struct str code = account_column(work, stmt, 9);
        if (!code.p)
            continue;
        struct str label = arena_printf(work->arena, "role.%.*s", STR_ARG(code));
        value_push(value_get(item, "roles"), leaf_choice(work->arena, code, label));
    }
    return err;
}

enum err account_list(struct work *work, const struct viewer *viewer, struct value **out)
{
    if (!viewer->system && !viewer_allows(viewer, viewer->roles, "accounts", ACTION_READ))
        return viewer_refused(work, viewer, "accounts", ACTION_READ);
    *out = value_list(work->arena);
    enum err err =
        *out ? conn_see_all(work->conn) : ERR_MEMORY; /* an organisation's own name may be the host's record */
    if (err)
        return err;
    struct stmt *stmt = conn_prepare(
        work->conn,
        S("SELECT a.id, a.person_id, a.email, p.name, a.organisation_id, o.name, a.disabled_at, a.last_seen_at,"
          " CASE WHEN a.password IS NULL THEN 0 ELSE 1 END, r.role, a.reset_asked_at,"
          " CASE WHEN a.totp_since IS NULL THEN 0 ELSE 1 END FROM account a"
          " JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id"
          " JOIN organisation o ON o.tenant_id = a.tenant_id AND o.id = a.organisation_id"
          " LEFT JOIN account_role r ON r.tenant_id = a.tenant_id AND r.account_id = a.id"
          " WHERE a.tenant_id = ?1 AND (?2 = 1 OR a.organisation_id = ?3) ORDER BY a.email, a.id, r.role"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_int(stmt, 2, viewer->system);
    stmt_text(stmt, 3, viewer->organisation);
    err = list_rows(work, stmt, *out);
    stmt_done(stmt);
    return conn_see_back(work->conn, err);
}
