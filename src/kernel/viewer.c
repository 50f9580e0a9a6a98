#include "kernel/viewer.h"
#include "base/date.h"
#include "base/metric.h"
#include "kernel/circle.h"
#include "kernel/faces.h"
#include "kernel/rights.h"
#include "kernel/scope.h"
#include "kernel/viewer_cache.h"

static const char *const roles[ROLE_COUNT] = {"administrator", "head", "manager", "member", "executive", "viewer"};

const char *role_code(enum role role)
{
    return roles[role];
}

bool role_parse(struct str code, enum role *out)
{
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (str_is(code, roles[i])) {
            *out = (enum role)i;
            return true;
        }
    return false;
}

static struct str kept(struct work *work, struct stmt *stmt, int column)
{
    struct str text = stmt_column(stmt, column);
    return text.p ? arena_copy(work->arena, text) : text;
}

/* Adds one, growing by doubling; false when the arena is exhausted. */
static bool add(struct work *work, struct viewer *viewer, struct viewer_audience audience)
{
    size_t n = viewer->count;
    if (n == 0 || (n >= 8 && (n & (n - 1)) == 0)) {
        struct viewer_audience *grown = ARENA_ARRAY(work->arena, n ? n * 2 : 8, struct viewer_audience);
        if (!grown)
            return false;
        if (n)
            memcpy(grown, viewer->audiences, n * sizeof *grown);
        viewer->audiences = grown;
    }
    viewer->audiences[viewer->count++] = audience;
    return true;
}

static enum audience_kind audience_kind_of(struct str code)
{
    return str_is(code, "joint")   ? AUDIENCE_JOINT
           : str_is(code, "side")  ? AUDIENCE_SIDE
           : str_is(code, "named") ? AUDIENCE_NAMED
                                   : AUDIENCE_OWNER;
}

static enum err read_circles(struct work *work, struct viewer *viewer, struct stmt *stmt, unsigned inherited)
{
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        enum role role;
        struct viewer_audience audience = {
            .id = kept(work, stmt, 0),
            .kind = audience_kind_of(stmt_column(stmt, 1)),
            .alliance = kept(work, stmt, 2),
            .name = kept(work, stmt, 3),
            .closed = !stmt_column_null(stmt, 4),
            .roles = inherited,
        };
        if (role_parse(stmt_column(stmt, 5), &role))
            audience.roles |= 1u << role;
        if (viewer->scope.alliance.p && !str_eq(viewer->scope.alliance, audience.alliance))
            continue;
        struct viewer_audience *last = viewer->count ? &viewer->audiences[viewer->count - 1] : NULL;
        if (last && str_eq(last->id, audience.id))
            last->roles |= audience.roles; /* a second membership in the same alliance */
        else if (!add(work, viewer, audience))
            err = ERR_MEMORY;
        if (err)
            break;
    }
    stmt_done(stmt);
    return err;
}

/* All circles of the own organisation, for a head of alliances (and the operator). */
static enum err circles_of_organisation(struct work *work, struct viewer *viewer, unsigned inherited)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT a.id, a.kind, a.alliance_id, a.name, a.closed_at, NULL FROM circle_party cp"
                                   " CROSS JOIN audience a WHERE a.tenant_id = cp.tenant_id AND a.id = cp.circle_id"
                                   " AND cp.tenant_id = ?1 AND cp.organisation_id = ?2 ORDER BY cp.circle_id"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->organisation);
    return read_circles(work, viewer, stmt, inherited);
}

/* The circles that a statement finds for tenant, person and organisation, and for the day where it asks for one. */
static enum err circles_by(struct work *work, struct viewer *viewer, const char *sql, bool by_day)
{
    struct stmt *stmt = conn_prepare(work->conn, str_of(sql));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->person);
    stmt_text(stmt, 3, viewer->organisation);
    if (by_day)
        stmt_text(stmt, 4, date_text(work->arena, work->now_ms / INT64_C(86400000)));
    return read_circles(work, viewer, stmt, 0);
}

/* The circles of the own organisation in alliances that the person is a member of today, and in forums in which it has
 * named the person. A seat moves on with the frame and stays where the organisation left: it shows no later circle.
 * CROSS JOIN keeps SQLite, which takes a workspace for a small part of a table, from reading all audiences instead of
 * those of the person. */
static enum err circles_of_person(struct work *work, struct viewer *viewer)
{
    enum err err = circles_by(
        work, viewer,
        "SELECT a.id, a.kind, a.alliance_id, a.name, a.closed_at, m.role FROM membership m"
        " CROSS JOIN audience a CROSS JOIN circle_party cp"
        " WHERE a.tenant_id = m.tenant_id AND a.alliance_id = m.alliance_id"
        " AND cp.tenant_id = a.tenant_id AND cp.circle_id = a.id"
        " AND m.tenant_id = ?1 AND m.person_id = ?2 AND m.withdrawn_at IS NULL AND cp.organisation_id = ?3"
        " AND (m.from_date IS NULL OR m.from_date <= ?4) AND (m.to_date IS NULL OR m.to_date >= ?4) ORDER BY a.id",
        true);
    return err ? err
               : circles_by(work, viewer,
                            "SELECT a.id, a.kind, a.alliance_id, a.name, a.closed_at, s.role FROM forum_seat s"
                            " CROSS JOIN audience a CROSS JOIN circle_party cp"
                            " WHERE a.tenant_id = s.tenant_id AND a.alliance_id = s.forum_id"
                            " AND cp.tenant_id = a.tenant_id AND cp.circle_id = a.id"
                            " AND s.tenant_id = ?1 AND s.person_id = ?2 AND s.withdrawn_at IS NULL"
                            " AND cp.organisation_id = ?3 AND (a.id <= s.audience_id OR a.kind = 'side')"
                            " ORDER BY a.id",
                            false);
}

enum err viewer_refresh(struct work *work, struct viewer *viewer)
{
    const unsigned head = 1u << ROLE_HEAD;
    if (viewer->looker)
        return ERR_INTERNAL; /* with another's eyes nothing is written */
    viewer->audiences = NULL;
    viewer->count = 0;
    enum err err = conn_see_all(work->conn);
    if (err)
        return err;
    if (viewer->system || (viewer->roles & head))
        err = circles_of_organisation(work, viewer, head);
    else
        err = circles_of_person(work, viewer);
    err = conn_see_back(work->conn, err);
    struct viewer_audience own = {.id = viewer->organisation, .kind = AUDIENCE_OWNER, .roles = viewer->roles};
    if (err == OK && !viewer->scope.alliance.p && !add(work, viewer, own))
        err = ERR_MEMORY;
    if (err == OK)
        err = viewer_settle(work, viewer);
    return err ? err : viewer_look(work, viewer);
}

enum err viewer_look(struct work *work, const struct viewer *viewer)
{
    return conn_see(work->conn, &viewer->sees);
}

static enum err read_roles(struct work *work, struct viewer *viewer)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT role FROM account_role WHERE tenant_id = ?1 AND account_id = ?2"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        enum role role;
        if (role_parse(stmt_column(stmt, 0), &role))
            viewer->roles |= 1u << role;
    }
    stmt_done(stmt);
    return err;
}

static enum err read_account(struct work *work, struct viewer *viewer)
{
    struct stmt *stmt = conn_prepare(
        work->conn, S("SELECT a.person_id, a.organisation_id, a.email, p.name, o.name, t.host_id, a.zone FROM account a"
                      " JOIN tenant t ON t.id = a.tenant_id"
                      " JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id"
                      " JOIN organisation o ON o.tenant_id = a.tenant_id AND o.id = a.organisation_id"
                      " WHERE a.tenant_id = ?1 AND a.id = ?2 AND a.disabled_at IS NULL"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account);
    bool row;
    enum err err = stmt_step(stmt, &row);
    if (err == OK && !row)
        err = ERR_NOT_FOUND;
    if (err == OK) {
        viewer->person = kept(work, stmt, 0);
        viewer->organisation = kept(work, stmt, 1);
        viewer->email = kept(work, stmt, 2);
        viewer->name = kept(work, stmt, 3);
        viewer->organisation_name = kept(work, stmt, 4);
        viewer->host = str_eq(stmt_column(stmt, 5), viewer->organisation);
        struct str zone = kept(work, stmt, 6);
        work->locale.zone = zone.n ? zone.p : work->locale.zone;
    }
    stmt_done(stmt);
    return err;
}

enum err viewer_of_account(struct work *work, struct str tenant, struct str account, struct viewer **out)
{
    const struct caller caller = {.tenant = tenant, .account = account};
    return viewer_of_caller(work, &caller, out);
}

static enum err read_viewer(struct work *work, const struct caller *caller, struct viewer **out)
{
    struct viewer *viewer = ARENA_NEW(work->arena, struct viewer);
    if (!viewer)
        return ERR_MEMORY;
    viewer->tenant = arena_copy(work->arena, caller->tenant);
    viewer->account = arena_copy(work->arena, caller->account);
    viewer->access = caller->access;
    viewer->by_token = caller->by_token;
    viewer->scope = caller->scope;
    enum err err = conn_see_all(work->conn);
    if (err)
        return err;
    err = read_account(work, viewer);
    if (err == OK)
        err = read_roles(work, viewer);
    err = conn_see_back(work->conn, err);
    *out = viewer;
    return err ? err : viewer_refresh(work, viewer);
}

static void free_arena(void *arena)
{
    arena_free(arena);
}

/* Whoever sees 100,000 alliances takes more memory than a request may: it is given apart, for as long as the request.
 */
static enum err read_apart(struct work *work, const struct caller *caller, struct viewer **out)
{
    struct arena *own = work->arena, *apart = arena_new(VIEWER_CAP);
    if (!apart || !arena_defer(own, free_arena, apart)) /* which is called at once when it cannot be kept */
        return ERR_MEMORY;
    work->arena = apart;
    enum err err = read_viewer(work, caller, out);
    work->arena = own;
    if (arena_exhausted(apart))
        arena_exhaust(own);
    return err;
}

enum err viewer_of_caller(struct work *work, const struct caller *caller, struct viewer **out)
{
    enum err err = viewer_cache_take(work, caller, out);
    if (err == OK && work->viewers)
        metric_add(*out ? METRIC_VIEWER_KEPT : METRIC_VIEWER_READ, 1);
    if (err == OK && *out)
        return viewer_look(work, *out);
    if (err == OK)
        err = work->viewers ? read_apart(work, caller, out) : read_viewer(work, caller, out);
    return err ? err : viewer_cache_keep(work, caller, *out);
}

enum err viewer_of_operator(struct work *work, struct str tenant, struct viewer **out)
{
    struct viewer *viewer = ARENA_NEW(work->arena, struct viewer);
    if (!viewer)
        return ERR_MEMORY;
    *viewer = (struct viewer){
        .tenant = arena_copy(work->arena, tenant), .host = true, .system = true, .roles = (1u << ROLE_COUNT) - 1};
    enum err err = conn_see_all(work->conn);
    if (err)
        return err;
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT t.host_id, o.name FROM tenant t LEFT JOIN organisation o ON "
                                                   "o.tenant_id = t.id AND o.id = t.host_id WHERE t.id = ?1"));
    stmt_text(stmt, 1, viewer->tenant);
    bool row;
    err = stmt_step(stmt, &row);
    if (err == OK && !row)
        err = ERR_NOT_FOUND;
    if (err == OK) {
        viewer->organisation = kept(work, stmt, 0);
        viewer->organisation_name = kept(work, stmt, 1);
    }
    stmt_done(stmt);
    err = conn_see_back(work->conn, err);
    *out = viewer;
    return err ? err : viewer_refresh(work, viewer);
}

enum err viewer_of_keeper(struct work *work, struct str tenant, struct str organisation, struct viewer **out)
{
    enum err err = audience_for_owner(work, tenant, organisation);
    if (err == OK)
        err = viewer_of_operator(work, tenant, out);
    if (err || str_eq((*out)->organisation, organisation))
        return err;
    (*out)->organisation = organisation;
    (*out)->organisation_name = S("");
    (*out)->host = false;
    return viewer_refresh(work, *out);
}

/* ---- with another's eyes ---- */

static struct viewer *another(struct work *work, const struct viewer *looker)
{
    struct viewer *viewer = ARENA_NEW(work->arena, struct viewer);
    if (viewer)
        *viewer = (struct viewer){.tenant = looker->tenant,
                                  .account = S(""),
                                  .person = S(""),
                                  .email = S(""),
                                  .looker = looker,
                                  .eyes_of = S(""),
                                  .by_token = looker->by_token,
                                  .scope = looker->scope};
    return viewer;
}

/* Keeps the circles that the looker may read, too. ERR_NOT_FOUND when none is left. */
static enum err keep_common(struct work *work, struct viewer *viewer, struct str alliance)
{
    size_t kept_count = 0;
    for (size_t i = 0; i < viewer->count; i++) {
        const struct viewer_audience *audience = &viewer->audiences[i];
        bool meant = !alliance.n || str_eq(audience->alliance, alliance);
        if (meant && audience->kind != AUDIENCE_SIDE && viewer_audience(viewer->looker, audience->id))
            viewer->audiences[kept_count++] = *audience;
    }
    viewer->count = kept_count;
    enum err err = kept_count ? viewer_settle(work, viewer) : ERR_NOT_FOUND;
    return err ? err : viewer_look(work, viewer);
}

/* The organisation of a person whom the looker knows from a team, and their name. */
static enum err partner_of(struct work *work, struct viewer *viewer, struct str person)
{
    struct stmt *stmt = conn_prepare(
        work->conn, S("SELECT organisation_id, name FROM membership WHERE tenant_id = ?1 AND person_id = ?2"
                      " AND withdrawn_at IS NULL AND organisation_id <> ?3 AND entente_sees(audience_id)"
                      " ORDER BY id DESC LIMIT 1"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, person);
    stmt_text(stmt, 3, viewer->looker->organisation);
    bool row;
    enum err err = stmt_step(stmt, &row);
    if (err == OK && row) {
        viewer->person = arena_copy(work->arena, person);
        viewer->organisation = kept(work, stmt, 0);
        viewer->name = kept(work, stmt, 1);
    }
    stmt_done(stmt);
    return err ? err : row ? OK : ERR_NOT_FOUND;
}

/* Whether the person is a head of alliances, and so sees all circles of their organisation. */
static enum err is_head(struct work *work, const struct viewer *viewer, bool *head)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT 1 FROM account a JOIN account_role r ON r.tenant_id = a.tenant_id"
                                   " AND r.account_id = a.id WHERE a.tenant_id = ?1 AND a.person_id = ?2"
                                   " AND r.role = 'head'"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->person);
    enum err err = stmt_step(stmt, head);
    stmt_done(stmt);
    return err;
}

enum err viewer_as(struct work *work, const struct viewer *looker, struct str person, struct viewer **out)
{
    struct viewer *viewer = another(work, looker);
    bool head = false;
    enum err err = viewer ? viewer_look(work, looker) : ERR_MEMORY;
    if (err == OK)
        err = partner_of(work, viewer, person);
    if (err)
        return err;
    viewer->organisation_name = viewer_face(work, looker, S("organisations"), viewer->organisation);
    err = conn_see_all(work->conn);
    if (err)
        return err;
    err = is_head(work, viewer, &head);
    if (err == OK)
        err = head ? circles_of_organisation(work, viewer, 1u << ROLE_HEAD) : circles_of_person(work, viewer);
    err = conn_see_back(work->conn, err);
    viewer->eyes_of = viewer->person; /* what is a person's own stays theirs: nothing takes the looker for them */
    viewer->person = S("");
    *out = viewer;
    return err ? err : keep_common(work, viewer, S(""));
}

enum err viewer_as_team(struct work *work, const struct viewer *looker, struct str alliance, struct str organisation,
                        enum role role, struct viewer **out)
{
    struct viewer *viewer = another(work, looker);
    enum err err = viewer ? viewer_look(work, looker) : ERR_MEMORY;
    if (err)
        return err;
    viewer->organisation = arena_copy(work->arena, organisation);
    viewer->organisation_name = viewer_face(work, looker, S("organisations"), organisation);
    viewer->name = viewer->organisation_name;
    if (!viewer->organisation_name.p || !alliance.n || str_eq(organisation, looker->organisation))
        return ERR_NOT_FOUND;
    *out = viewer;
    err = conn_see_all(work->conn);
    if (err)
        return err;
    err = conn_see_back(work->conn, circles_of_organisation(work, viewer, 1u << role));
    return err ? err : keep_common(work, viewer, alliance);
}

bool viewer_allows(const struct viewer *viewer, unsigned held, const char *group, enum action action)
{
    return !scope_lacks(&viewer->scope, group, action) && rights_allow(held, group, action);
}

enum err viewer_refused(struct work *work, const struct viewer *viewer, const char *group, enum action action)
{
    const char *lacks = scope_lacks(&viewer->scope, group, action);
    if (lacks)
        work->problems.detail = scope_words(work, &viewer->scope, lacks, group);
    return ERR_FORBIDDEN;
}

/* Whether a record may be made, changed or withdrawn in an audience at all. */
static bool is_writable(const struct viewer_audience *there, const struct kind *kind, enum action action)
{
    bool frame = !strcmp(kind->rights, "frame"); /* what is said of a party that left may be put right */
    return !there->closed || action == ACTION_READ || (action != ACTION_CREATE && frame);
}

bool viewer_may(const struct viewer *viewer, const struct kind *kind, enum action action, struct str audience)
{
    if (scope_lacks(&viewer->scope, kind->rights, action))
        return false;
    if (audience.p) {
        const struct viewer_audience *there = viewer_audience(viewer, audience);
        return there && is_writable(there, kind, action) &&
               rights_allow_in(there->roles, kind->rights, action, there->kind != AUDIENCE_OWNER);
    }
    if (!viewer->scope.alliance.p && rights_allow(viewer->roles, kind->rights, action))
        return true;
    for (size_t i = 0; i < viewer->count; i++)
        if (viewer->audiences[i].kind != AUDIENCE_OWNER &&
            rights_allow(viewer->audiences[i].roles, kind->rights, action))
            return kind->scope != SCOPE_OWNER && kind->scope != SCOPE_ALLIANCE;
    return false;
}

const struct id_set *viewer_sight(const struct viewer *viewer, const struct kind *kind)
{
    if (scope_lacks(&viewer->scope, kind->rights, ACTION_READ))
        return &viewer->sees_none;
    return rights_allow(viewer->roles, kind->rights, ACTION_READ) ? &viewer->sees : &viewer->sees_circles;
}

/* A name by one of the ways in which others are known; p NULL when that way leads to none. */
static struct str face_by(struct work *work, const struct viewer *viewer, struct str sql, struct str id)
{
    struct str name = {NULL, 0};
    struct stmt *stmt = conn_prepare(work->conn, sql);
    if (!stmt)
        return name;
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, id);
    bool row;
    if (stmt_step(stmt, &row) == OK && row)
        name = kept(work, stmt, 0);
    stmt_done(stmt);
    return name;
}

struct str viewer_face(struct work *work, const struct viewer *viewer, struct str plural, struct str id)
{
    static const struct str people[] = {
        STR("SELECT name FROM membership WHERE tenant_id = ?1 AND person_id = ?2 AND entente_sees(audience_id)"
            " ORDER BY id DESC LIMIT 1"),
        STR("SELECT name FROM forum_seat WHERE tenant_id = ?1 AND person_id = ?2 AND entente_sees(audience_id)"
            " ORDER BY id DESC LIMIT 1")};
    static const struct str organisations[] = {
        STR("SELECT name FROM party WHERE tenant_id = ?1 AND organisation_id = ?2 AND entente_sees(audience_id)"
            " ORDER BY id DESC LIMIT 1"),
        STR("SELECT name FROM forum_member WHERE tenant_id = ?1 AND organisation_id = ?2 AND entente_sees(audience_id)"
            " ORDER BY id DESC LIMIT 1")};
    struct str name = {NULL, 0};
    if (str_is(plural, "organisations") && str_eq(id, viewer->organisation))
        return viewer->organisation_name;
    if (str_is(plural, "people") && str_eq(id, viewer->person))
        return viewer->name;
    const struct str *ways = str_is(plural, "people") ? people : str_is(plural, "organisations") ? organisations : NULL;
    if (!ways || faces_know(work, viewer, ways, id, &name))
        return name;
    for (size_t i = 0; i < 2 && !name.p; i++)
        name = face_by(work, viewer, ways[i], id);
    faces_keep(work, viewer, ways, id, name);
    return name;
}
