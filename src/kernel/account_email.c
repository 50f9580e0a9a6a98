/* The e-mail of an account is that of its person's record: whoever changes one changes both. */
#include "kernel/account_row.h"
#include "kernel/record.h"

/* The account of a person; row->id is p NULL when there is none. */
static enum err account_of_person(struct work *work, struct str tenant, struct str person, struct account_row *row)
{
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT id FROM account WHERE tenant_id = ?1 AND person_id = ?2"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, person);
    bool found;
    enum err err = stmt_step(stmt, &found);
    struct str id = err == OK && found ? account_column(work, stmt, 0) : (struct str){NULL, 0};
    stmt_done(stmt);
    *row = (struct account_row){.id = {NULL, 0}};
    return err || !id.p ? err : account_row_get(work, tenant, id, row);
}

enum err account_email_follow(struct work *work, const struct viewer *viewer, struct str person, struct str email)
{
    struct account_row row;
    struct str lower = account_lower(work->arena, email);
    enum err err = lower.p ? account_of_person(work, viewer->tenant, person, &row) : ERR_MEMORY;
    if (err || !row.id.p || str_eq(row.email, lower))
        return err;
    if (!lower.n)
        return problem_say(&work->problems, S("/email"), "account.no-email", NULL);
    struct stmt *stmt =
        conn_prepare(work->conn, S("UPDATE account SET email = ?3 WHERE tenant_id = ?1 AND id = ?2 AND NOT EXISTS"
                                   " (SELECT 1 FROM account o WHERE o.tenant_id = ?1 AND o.organisation_id = ?4"
                                   " AND o.email = ?3 AND o.id <> ?2)"));
    stmt_text(stmt, 1, row.tenant);
    stmt_text(stmt, 2, row.id);
    stmt_text(stmt, 3, lower);
    stmt_text(stmt, 4, row.organisation);
    int64_t changed = 0;
    err = stmt_run(stmt, &changed);
    if (err == OK && !changed)
        return problem_say(&work->problems, S("/email"), "account.exists", NULL);
    struct value *what = value_map(work->arena);
    value_put_text(work->arena, what, "email", lower);
    return err ? err : account_event(work, viewer, &row, "email.set", what);
}

/* The viewer with the right to write the own organisation's records: for the one record that is about themselves. */
static enum err own_keeper(struct work *work, const struct viewer *viewer, struct viewer **out)
{
    struct viewer *keeper = ARENA_NEW(work->arena, struct viewer);
    if (!keeper)
        return ERR_MEMORY;
    *keeper = *viewer;
    keeper->audiences = ARENA_NEW(work->arena, struct viewer_audience);
    if (!keeper->audiences)
        return ERR_MEMORY;
    keeper->roles |= 1u << ROLE_ADMINISTRATOR;
    *keeper->audiences =
        (struct viewer_audience){.id = viewer->organisation, .kind = AUDIENCE_OWNER, .roles = keeper->roles};
    keeper->count = 1;
    *out = keeper;
    return OK;
}

enum err account_email_set(struct work *work, const struct viewer *viewer, struct str email)
{
    const struct kind *people = kind_by_name(S("person"));
    struct value *person, *input = value_map(work->arena), *changed;
    struct viewer *keeper;
    enum err err = people && input ? account_in_person(work, viewer) : ERR_INTERNAL;
    if (err == OK)
        err = own_keeper(work, viewer, &keeper);
    if (err == OK)
        err = record_get(work, keeper, people, viewer->person, &person);
    if (err)
        return err;
    if (!str_trim(email).n)
        return problem_say(&work->problems, S("/email"), "input.required", NULL);
    value_put_text(work->arena, input, "email", str_trim(email));
    return record_change(work, keeper, people, viewer->person, value_get_int(person, "version", 0), input, INPUT_TEXT,
                         S(""), &changed);
}
