#include "base/buf.h"
#include "base/uuid.h"
#include "kernel/account_row.h"
#include "kernel/record.h"

enum err workspace_only(struct work *work, struct str *tenant, struct str *host)
{
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT id, host_id FROM tenant ORDER BY created_at, id LIMIT 1"));
    bool found;
    enum err err = stmt_step(stmt, &found);
    if (err == OK && !found)
        err = ERR_NOT_FOUND;
    if (err == OK) {
        *tenant = account_column(work, stmt, 0);
        *host = account_column(work, stmt, 1);
    }
    stmt_done(stmt);
    return err;
}

static enum err insert_tenant(struct work *work, struct str tenant, struct str host)
{
    struct stmt *stmt = conn_prepare(work->conn, S("INSERT INTO tenant (id, host_id, created_at) VALUES (?1, ?2, ?3)"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, host);
    stmt_int(stmt, 3, work->now_ms);
    return stmt_run(stmt, NULL);
}

/* The operator's viewer for an organisation that has no record yet: viewer_of_operator cannot find it. */
static enum err first_viewer(struct work *work, struct str tenant, struct str host, struct str name,
                             struct viewer *viewer)
{
    *viewer = (struct viewer){
        .tenant = tenant, .organisation = host, .organisation_name = name, .host = true, .system = true, .count = 1};
    viewer->roles = (1u << ROLE_COUNT) - 1;
    viewer->audiences = ARENA_NEW(work->arena, struct viewer_audience);
    if (!viewer->audiences)
        return ERR_MEMORY;
    *viewer->audiences = (struct viewer_audience){.id = host, .kind = AUDIENCE_OWNER, .roles = viewer->roles};
    enum err err = viewer_settle(work, viewer);
    return err ? err : viewer_look(work, viewer);
}

/* "anna.meier@…" gives "Anna Meier". */
static struct str name_of_email(struct arena *arena, struct str email)
{
    ptrdiff_t at = str_find(email, '@');
    struct str local = str_part(email, 0, at < 0 ? email.n : (size_t)at);
    struct buf name = buf_init(arena, 0);
    bool begins = true;
    for (size_t i = 0; i < local.n; i++) {
        char c = local.p[i];
        bool gap = c == '.' || c == '_' || c == '-' || c == '+';
        if (!gap)
            buf_char(&name, begins && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
        else if (!begins)
            buf_char(&name, ' ');
        begins = gap;
    }
    return str_trim(buf_str(&name));
}

static enum err make_host(struct work *work, struct viewer *viewer, struct str organisation)
{
    struct value *input = value_map(work->arena), *made = NULL;
    value_put_text(work->arena, input, "name", organisation);
    value_put_text(work->arena, input, "kind", S("own"));
    return record_create_with_id(work, viewer, kind_by_name(S("organisation")), viewer->organisation, input, INPUT_JSON,
                                 &made);
}

static enum err make_person(struct work *work, struct viewer *viewer, struct str email, struct str name,
                            struct str *person)
{
    struct arena *a = work->arena;
    struct value *input = value_map(a), *made = NULL;
    value_put_text(a, input, "name", str_trim(name).n ? str_trim(name) : name_of_email(a, email));
    value_put_text(a, input, "organisation", viewer->organisation);
    value_put_text(a, input, "email", email);
    enum err err = record_create(work, viewer, kind_by_name(S("person")), input, INPUT_JSON, &made);
    if (err == OK)
        *person = value_get_text(made, "id");
    return err;
}

enum err workspace_init(struct work *work, struct str organisation, struct str admin_email, struct str admin_name,
                        struct str *tenant, struct str *account)
{
    struct viewer *viewer = ARENA_NEW(work->arena, struct viewer); /* the connection looks through it from now on */
    struct str host = uuid_new(work->arena), person;
    *tenant = uuid_new(work->arena);
    if (!viewer || !host.p || !tenant->p)
        return ERR_MEMORY;
    enum err err = insert_tenant(work, *tenant, host);
    if (err == OK)
        err = audience_for_owner(work, *tenant, host);
    if (err == OK)
        err = first_viewer(work, *tenant, host, organisation, viewer);
    if (err == OK)
        err = make_host(work, viewer, str_trim(organisation));
    if (err == OK)
        err = make_person(work, viewer, str_trim(admin_email), admin_name, &person);
    if (err == OK)
        err = account_add(work, viewer, person, account);
    return err ? err : account_roles_set(work, viewer, *account, 1u << ROLE_ADMINISTRATOR | 1u << ROLE_HEAD);
}
