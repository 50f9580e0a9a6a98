/* Making invitations, listing and taking them back; taking them up is in invitation_accept.c. */
#include "base/buf.h"
#include "base/uuid.h"
#include "kernel/hooks.h"
#include "kernel/input.h"
#include "kernel/invitation_row.h"
#include "kernel/leaf.h"
#include "kernel/secret.h"

enum { INVITATION_DAYS = 14 };

struct str roles_text(struct arena *arena, unsigned roles)
{
    struct buf out = buf_init(arena, 0);
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (roles & 1u << i)
            buf_printf(&out, "%s%s", out.n ? "," : "", role_code((enum role)i));
    return buf_str(&out);
}

unsigned roles_of_text(struct str text)
{
    struct str rest = text, code;
    unsigned roles = 0;
    enum role role;
    while (rest.n && str_cut(&rest, ',', &code))
        roles |= role_parse(code, &role) ? 1u << role : 0;
    return roles;
}

static enum err conflict(struct work *work, const char *pointer, const char *key)
{
    (void)problem_say(&work->problems, str_of(pointer), key, NULL);
    return ERR_CONFLICT;
}

/* ---- Whom ---- */

/* Looks after the team of an alliance for the host, in its open joint circle. */
static bool invites_parties(const struct viewer *viewer, struct str alliance)
{
    const struct kind *team = kind_by_name(S("membership"));
    const struct viewer_audience *joint = viewer_circle(viewer, alliance, AUDIENCE_JOINT);
    return viewer->host && team && joint && !viewer->by_token && viewer_may(viewer, team, ACTION_CREATE, joint->id);
}

enum err invitation_parties(struct work *work, const struct viewer *viewer, struct str alliance, struct value **out)
{
    *out = value_list(work->arena);
    if (!*out || !invites_parties(viewer, alliance))
        return *out ? OK : ERR_MEMORY;
    struct stmt *stmt = conn_prepare(
        work->conn,
        S("SELECT cp.organisation_id, p.name FROM circle_party cp JOIN party p ON p.tenant_id = cp.tenant_id"
          " AND p.alliance_id = ?3 AND p.organisation_id = cp.organisation_id AND p.withdrawn_at IS NULL"
          " AND p.left_on IS NULL AND entente_sees(p.audience_id)"
          " WHERE cp.tenant_id = ?1 AND cp.circle_id = ?2 AND cp.organisation_id <> ?4 AND NOT EXISTS"
          " (SELECT 1 FROM account a WHERE a.tenant_id = ?1 AND a.organisation_id = cp.organisation_id"
          " AND a.last_seen_at IS NOT NULL) ORDER BY p.name, cp.organisation_id"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer_circle(viewer, alliance, AUDIENCE_JOINT)->id);
    stmt_text(stmt, 3, alliance);
    stmt_text(stmt, 4, viewer->organisation);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        struct value *party = value_push_map(work->arena, *out);
        value_put_text(work->arena, party, "id", account_column(work, stmt, 0));
        value_put_text(work->arena, party, "name", account_column(work, stmt, 1));
    }
    stmt_done(stmt);
    return err;
}

static enum err name_of(struct work *work, const struct viewer *viewer, const char *kind, struct str id,
                        struct str *name)
{
    const struct kind *found = kind_by_name(str_of(kind));
    enum err err = found ? record_face(work, viewer, found, id, name) : ERR_INTERNAL;
    return err == OK && !name->p ? ERR_NOT_FOUND : err;
}

/* The first person of a party of an alliance. */
static enum err to_party(struct work *work, const struct viewer *viewer, const struct invitation *wish,
                         struct invitation_row *row)
{
    struct value *parties;
    enum err err = name_of(work, viewer, "alliance", wish->alliance, &row->alliance_name);
    if (err == OK)
        err = account_in_person(work, viewer);
    if (err)
        return err;
    if (!invites_parties(viewer, wish->alliance))
        return forbid(work, "invitation.not-yours");
    err = invitation_parties(work, viewer, wish->alliance, &parties);
    VALUE_EACH (party, err ? NULL : parties)
        if (str_eq(value_get_text(party, "id"), wish->organisation))
            row->organisation_name = value_get_text(party, "name");
    if (err == OK && !row->organisation_name.p)
        return problem_say(&work->problems, S("/organisation"), "invitation.organisation", NULL);
    row->alliance = wish->alliance;
    row->roles = roles_text(work->arena, 1u << ROLE_ADMINISTRATOR | 1u << ROLE_HEAD);
    return err;
}

/* Somebody of the organisation that the viewer looks after. */
static enum err to_own(struct work *work, const struct viewer *viewer, const struct invitation *wish,
                       struct invitation_row *row)
{
    enum err err = account_manages(work, viewer, wish->organisation, ACTION_CREATE);
    if (err == OK && str_eq(wish->organisation, viewer->organisation))
        row->organisation_name = viewer->organisation_name;
    else if (err == OK)
        err = name_of(work, viewer, "organisation", wish->organisation, &row->organisation_name);
    row->roles = roles_text(work->arena, wish->roles);
    row->alliance = (struct str){NULL, 0};
    return err;
}

/* Name and e-mail of somebody on record. */
static enum err read_person(struct work *work, const struct viewer *viewer, struct invitation_row *row)
{
    const struct kind *people = kind_by_name(S("person"));
    struct value *person = NULL;
    enum err err = people ? record_get(work, viewer, people, row->person, &person) : ERR_INTERNAL;
    if (err)
        return err;
    if (!str_eq(value_get_text(person, "organisation"), row->organisation))
        return ERR_NOT_FOUND;
    row->name = value_get_text(person, "name");
    row->email = value_get_text(person, "email");
    return row->email.n ? OK : problem_say(&work->problems, S("/email"), "account.no-email", NULL);
}

/* Name and e-mail as the person's record would take them. */
static enum err read_typed(struct work *work, const struct viewer *viewer, struct invitation_row *row)
{
    const struct kind *people = kind_by_name(S("person"));
    static const char *const names[] = {"name", "email"};
    struct str *const texts[] = {&row->name, &row->email};
    enum err err = OK;
    for (size_t i = 0; i < 2; i++) {
        struct value *raw = value_text(work->arena, str_trim(*texts[i])), *leaf = NULL;
        struct str pointer = arena_printf(work->arena, "/%s", names[i]);
        if (!people || !raw || !pointer.p)
            return ERR_MEMORY;
        enum err one = raw->text.n ? input_field(work, viewer, people, kind_field(people, str_of(names[i])), raw,
                                                 INPUT_JSON, pointer, &leaf)
                                   : problem_say(&work->problems, pointer, "input.required", NULL);
        if (one == OK && (!leaf || leaf_empty(leaf)))
            one = ERR_INPUT; /* said in the problems */
        if (one == OK)
            *texts[i] = leaf->text;
        err = err ? err : one;
    }
    return err;
}

static enum err has_account(struct work *work, const struct invitation_row *row, bool *has)
{
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT 1 FROM account WHERE tenant_id = ?1 AND organisation_id = ?2"
                                                   " AND (email = ?3 OR person_id = ?4)"));
    stmt_text(stmt, 1, row->tenant);
    stmt_text(stmt, 2, row->organisation);
    stmt_text(stmt, 3, row->email);
    stmt_text(stmt, 4, row->person.p ? row->person : S(""));
    enum err err = stmt_step(stmt, has);
    stmt_done(stmt);
    return err;
}

/* ---- The row ---- */

static enum err insert(struct work *work, const struct invitation_row *row, struct str digest)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("INSERT INTO invitation (tenant_id, id, organisation_id, by_organisation, "
                                   "alliance_id, person_id, email, name,"
                                   " roles, organisation_name, by_name, by_organisation_name, alliance_name, "
                                   "secret_hash, created_at, expires_at)"
                                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"));
    const struct str texts[] = {row->tenant,        row->id,
                                row->organisation,  row->by_organisation,
                                row->alliance,      row->person,
                                row->email,         row->name,
                                row->roles,         row->organisation_name,
                                row->by_name,       row->by_organisation_name,
                                row->alliance_name, digest};
    for (int i = 0; i < 14; i++)
        stmt_text(stmt, i + 1, texts[i]);
    stmt_int(stmt, 15, work->now_ms);
    stmt_int(stmt, 16, row->expires_at);
    return stmt_run(stmt, NULL);
}

/* In the chain of who invites; the other organisation's begins with its own people. */
static enum err tell(struct work *work, const struct viewer *viewer, const struct invitation_row *row,
                     const char *action)
{
    struct account_row about = {.tenant = row->tenant, .id = row->id, .organisation = row->by_organisation};
    struct value *what = value_map(work->arena);
    value_put_text(work->arena, what, "name", row->name);
    value_put_text(work->arena, what, "email", row->email);
    return account_event(work, viewer, &about, action, what);
}

enum err invitation_make(struct work *work, const struct viewer *viewer, const struct invitation *wish, struct str *id,
                         struct str *secret)
{
    bool party = wish->alliance.p != NULL, has = false;
    struct invitation_row row = {.tenant = viewer->tenant,
                                 .id = uuid_new(work->arena),
                                 .organisation = wish->organisation,
                                 .by_organisation = viewer->organisation,
                                 .person = wish->person,
                                 .name = wish->name,
                                 .email = wish->email,
                                 .by_name = viewer->name.p ? viewer->name : S(""),
                                 .by_organisation_name = viewer->organisation_name,
                                 .expires_at = work->now_ms + INVITATION_DAYS * MS_A_DAY};
    enum err err = party ? to_party(work, viewer, wish, &row) : to_own(work, viewer, wish, &row);
    if (err == OK)
        err = wish->person.p && !party ? read_person(work, viewer, &row) : read_typed(work, viewer, &row);
    if (err)
        return err;
    row.email = account_lower(work->arena, row.email);
    err = row.email.p ? has_account(work, &row, &has) : ERR_MEMORY;
    if (err == OK && has)
        return conflict(work, "/email", "account.exists");
    *secret = secret_new(work->arena, "");
    struct str digest = secret->p ? digest_text(work->arena, *secret) : *secret;
    *id = row.id;
    if (!row.id.p || !digest.p)
        return ERR_MEMORY;
    err = err ? err : insert(work, &row, digest);
    return err ? err : tell(work, viewer, &row, "invitation.made");
}

static struct value *list_item(struct work *work, struct stmt *stmt)
{
    struct arena *a = work->arena;
    struct value *item = value_map(a);
    value_put_text(a, item, "id", account_column(work, stmt, 0));
    value_put_text(a, item, "name", account_column(work, stmt, 1));
    value_put_text(a, item, "email", account_column(work, stmt, 2));
    value_put_text(a, item, "organisation", account_column(work, stmt, 3));
    value_put_text(a, item, "by", account_column(work, stmt, 4));
    struct value *roles = value_put_list(a, item, "roles");
    struct str rest = account_column(work, stmt, 5), code;
    while (rest.n && str_cut(&rest, ',', &code))
        value_push(roles, leaf_choice(a, code, arena_printf(a, "role.%.*s", STR_ARG(code))));
    value_put(item, "created_at", leaf_instant(a, stmt_column_int(stmt, 6)));
    value_put(item, "expires_at", leaf_instant(a, stmt_column_int(stmt, 7)));
    return item;
}

enum err invitation_list(struct work *work, const struct viewer *viewer, struct str alliance, struct value **out)
{
    *out = value_list(work->arena);
    enum err err = alliance.p ? OK : account_manages(work, viewer, viewer->organisation, ACTION_READ);
    if (err || !*out || (alliance.p && !invites_parties(viewer, alliance)))
        return err || *out ? err : ERR_MEMORY;
    struct stmt *stmt = conn_prepare(
        work->conn,
        S("SELECT id, name, email, organisation_name, by_name, roles, created_at, expires_at FROM invitation"
          " WHERE tenant_id = ?1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > ?2"
          " AND ((?3 = '' AND organisation_id = ?4) OR (alliance_id = ?3 AND by_organisation = ?4))"
          " ORDER BY id"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_int(stmt, 2, work->now_ms);
    stmt_text(stmt, 3, alliance.p ? alliance : S(""));
    stmt_text(stmt, 4, viewer->organisation);
    bool row;
    while ((err = stmt_step(stmt, &row)) == OK && row)
        value_push(*out, list_item(work, stmt));
    stmt_done(stmt);
    return err;
}

enum err invitation_revoke(struct work *work, const struct viewer *viewer, struct str id)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT organisation_id, by_organisation, alliance_id, name, email FROM invitation"
                                   " WHERE tenant_id = ?1 AND id = ?2 AND accepted_at IS NULL AND revoked_at IS NULL"));
    struct invitation_row row = {.tenant = viewer->tenant, .id = id};
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, id);
    bool found;
    enum err err = stmt_step(stmt, &found);
    if (err == OK && found) {
        row.organisation = account_column(work, stmt, 0);
        row.by_organisation = account_column(work, stmt, 1);
        row.alliance = account_column(work, stmt, 2);
        row.name = account_column(work, stmt, 3);
        row.email = account_column(work, stmt, 4);
    }
    stmt_done(stmt);
    if (err || !found)
        return err ? err : ERR_NOT_FOUND;
    bool own = str_eq(row.organisation, viewer->organisation) || viewer->system;
    bool made_here =
        row.alliance.p && str_eq(row.by_organisation, viewer->organisation) && invites_parties(viewer, row.alliance);
    if (!made_here)
        err = own ? account_manages(work, viewer, row.organisation, ACTION_CHANGE) : ERR_NOT_FOUND;
    if (err)
        return err;
    stmt = conn_prepare(work->conn, S("UPDATE invitation SET revoked_at = ?3 WHERE tenant_id = ?1 AND id = ?2"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, id);
    stmt_int(stmt, 3, work->now_ms);
    err = stmt_run(stmt, NULL);
    row.by_organisation = viewer->organisation;
    return err ? err : tell(work, viewer, &row, "invitation.revoked");
}
