/* Taking an invitation up. Nobody is signed in: the secret finds the one row, whose names are shown; what is written
 * then is written for the organisation that the person joins. */
#include "kernel/input.h"
#include "kernel/invitation_row.h"
#include "kernel/leaf.h"
#include "kernel/secret.h"

static enum err find(struct work *work, struct str secret, struct invitation_row *row)
{
    struct str digest = digest_text(work->arena, secret);
    struct stmt *stmt = conn_prepare(
        work->conn, S("SELECT tenant_id, id, organisation_id, alliance_id, person_id, email, name, roles,"
                      " organisation_name, by_name, by_organisation_name, alliance_name, expires_at FROM invitation"
                      " WHERE secret_hash = ?1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > ?2"));
    stmt_text(stmt, 1, digest);
    stmt_int(stmt, 2, work->now_ms);
    bool found;
    enum err err = digest.p ? stmt_step(stmt, &found) : ERR_MEMORY;
    if (err == OK && !found)
        err = ERR_GONE;
    *row = (struct invitation_row){.id = {NULL, 0}};
    struct str *const texts[] = {&row->tenant,
                                 &row->id,
                                 &row->organisation,
                                 &row->alliance,
                                 &row->person,
                                 &row->email,
                                 &row->name,
                                 &row->roles,
                                 &row->organisation_name,
                                 &row->by_name,
                                 &row->by_organisation_name,
                                 &row->alliance_name};
    for (int i = 0; err == OK && i < 12; i++)
        *texts[i] = account_column(work, stmt, i);
    if (err == OK)
        row->expires_at = stmt_column_int(stmt, 12);
    stmt_done(stmt);
    return err;
}

/* The host's way into a party ends when somebody of that party has signed in. */
static enum err still_holds(struct work *work, const struct invitation_row *row)
{
    bool used = false;
    enum err err = row->alliance.p ? organisation_in_use(work, row->tenant, row->organisation, &used) : OK;
    return err == OK && used ? ERR_GONE : err;
}

enum err invitation_show(struct work *work, struct str secret, struct value **out)
{
    struct arena *a = work->arena;
    struct invitation_row row;
    enum err err = find(work, secret, &row);
    if (err == OK)
        err = still_holds(work, &row);
    if (err)
        return err;
    *out = value_map(a);
    value_put_text(a, *out, "name", row.name);
    value_put_text(a, *out, "email", row.email);
    value_put_text(a, *out, "organisation", row.organisation_name);
    value_put(*out, "by", row.by_name.n ? value_text(a, row.by_name) : value_null(a));
    value_put_text(a, *out, "by_organisation", row.by_organisation_name);
    value_put(*out, "alliance", row.alliance_name.p ? value_text(a, row.alliance_name) : value_null(a));
    value_put(*out, "expires_at", leaf_instant(a, row.expires_at));
    return *out ? OK : ERR_MEMORY;
}

/* The person on record with that e-mail, or a new one. */
static enum err find_person(struct work *work, struct viewer *keeper, struct invitation_row *row)
{
    const struct kind *people = kind_by_name(S("person"));
    struct value *input = value_map(work->arena), *made = NULL;
    if (!people || !input)
        return ERR_MEMORY;
    enum err err = row->person.p ? OK : record_find(work, keeper, people, row->email, S(""), &row->person);
    if (err != ERR_NOT_FOUND)
        return err;
    value_put_text(work->arena, input, "name", row->name);
    value_put_text(work->arena, input, "organisation", row->organisation);
    value_put_text(work->arena, input, "email", row->email);
    err = record_create(work, keeper, people, input, INPUT_JSON, &made);
    if (err == OK)
        row->person = value_get_text(made, "id");
    return err;
}

static enum err mark_accepted(struct work *work, const struct invitation_row *row)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("UPDATE invitation SET accepted_at = ?3 WHERE tenant_id = ?1 AND id = ?2"
                                   " AND accepted_at IS NULL"));
    stmt_text(stmt, 1, row->tenant);
    stmt_text(stmt, 2, row->id);
    stmt_int(stmt, 3, work->now_ms);
    int64_t changed = 0;
    enum err err = stmt_run(stmt, &changed);
    return err == OK && !changed ? ERR_GONE : err;
}

enum err invitation_accept(struct work *work, struct str secret, struct str hash, struct str *tenant,
                           struct str *account)
{
    struct invitation_row row;
    struct account_row made;
    struct viewer *keeper;
    enum err err = find(work, secret, &row);
    if (err == OK)
        err = still_holds(work, &row);
    if (err == OK)
        err = mark_accepted(work, &row);
    if (err == OK)
        err = viewer_of_keeper(work, row.tenant, row.organisation, &keeper);
    if (err == OK)
        err = find_person(work, keeper, &row);
    if (err == OK)
        err = account_add(work, keeper, row.person, account);
    if (err == OK)
        err = account_roles_set(work, keeper, *account, roles_of_text(row.roles));
    if (err == OK)
        err = account_row_get(work, row.tenant, *account, &made);
    if (err == OK)
        err = password_write(work, &made, hash, "invitation.accepted");
    if (err == OK)
        *tenant = row.tenant;
    return err;
}
