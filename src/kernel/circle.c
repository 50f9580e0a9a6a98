#include "kernel/circle.h"
#include "base/message.h"
#include "base/uuid.h"
#include "kernel/content.h"

static const char *const codes[] = {"owner", "joint", "side", "named"};

static enum err insert_audience(struct work *work, struct str tenant, struct str id, enum audience_kind kind,
                                struct str alliance, struct str name)
{
    struct stmt *stmt = conn_prepare(
        work->conn,
        S("INSERT INTO audience (tenant_id, id, kind, alliance_id, name, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
          " ON CONFLICT (tenant_id, id) DO NOTHING"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, id);
    stmt_text(stmt, 3, str_of(codes[kind]));
    stmt_text(stmt, 4, alliance);
    stmt_text(stmt, 5, name);
    stmt_int(stmt, 6, work->now_ms);
    return stmt_run(stmt, NULL);
}

enum err audience_for_owner(struct work *work, struct str tenant, struct str organisation)
{
    const struct str none = {NULL, 0};
    enum err err = conn_see_all(work->conn); /* nobody looks yet from where it is made */
    if (err)
        return err;
    return conn_see_back(work->conn, insert_audience(work, tenant, organisation, AUDIENCE_OWNER, none, none));
}

static enum err insert_party(struct work *work, struct str tenant, struct str circle, struct str organisation)
{
    struct stmt *stmt = conn_prepare(work->conn, S("INSERT INTO circle_party (tenant_id, circle_id, organisation_id) "
                                                   "VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, circle);
    stmt_text(stmt, 3, organisation);
    return stmt_run(stmt, NULL);
}

enum err circle_make(struct work *work, struct str tenant, struct str alliance, enum audience_kind kind,
                     struct str name, const struct str *organisations, size_t count, struct str *id)
{
    *id = uuid_new(work->arena);
    enum err err = id->p ? conn_see_all(work->conn) : ERR_MEMORY; /* who makes a circle need not belong to it */
    if (err)
        return err;
    err = insert_audience(work, tenant, *id, kind, alliance, name);
    for (size_t i = 0; i < count && err == OK; i++)
        err = insert_party(work, tenant, *id, organisations[i]);
    return conn_see_back(work->conn, err);
}

/* Identifiers in the first column of `stmt`'s rows; *ids has room for one more. */
static enum err collect(struct work *work, struct stmt *stmt, struct str **ids, size_t *count)
{
    struct value *found = value_list(work->arena);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row)
        value_push(found, value_text(work->arena, arena_copy(work->arena, stmt_column(stmt, 0))));
    stmt_done(stmt);
    *ids = ARENA_ARRAY(work->arena, (found ? found->count : 0) + 1, struct str);
    if (!found || !*ids)
        return ERR_MEMORY;
    *count = 0;
    VALUE_EACH (id, found)
        (*ids)[(*count)++] = id->text;
    return err;
}

/* The open joint circle of an alliance; p NULL when it has none. */
static enum err joint_of(struct work *work, struct str tenant, struct str alliance, struct str *id)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT id FROM audience WHERE tenant_id = ?1 AND alliance_id = ?2 "
                                   "AND kind = 'joint' AND closed_at IS NULL ORDER BY id DESC LIMIT 1"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, alliance);
    struct str *ids;
    size_t count;
    enum err err = collect(work, stmt, &ids, &count);
    *id = err == OK && count ? ids[0] : (struct str){NULL, 0};
    return err;
}

static enum err parties_of(struct work *work, struct str tenant, struct str circle, struct str **ids, size_t *count)
{
    struct stmt *stmt = conn_prepare(
        work->conn,
        S("SELECT organisation_id FROM circle_party WHERE tenant_id = ?1 AND circle_id = ?2 ORDER BY organisation_id"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, circle);
    return collect(work, stmt, ids, count);
}

enum err circle_parties(struct work *work, const struct viewer *viewer, struct str audience, struct str **ids,
                        size_t *count)
{
    const struct viewer_audience *there = viewer_audience(viewer, audience);
    if (!there)
        return ERR_NOT_FOUND;
    if (there->kind != AUDIENCE_OWNER)
        return parties_of(work, viewer->tenant, audience, ids, count);
    *ids = ARENA_ARRAY(work->arena, 1, struct str);
    *count = 1;
    if (*ids)
        (*ids)[0] = there->id;
    return *ids ? OK : ERR_MEMORY;
}

enum err circle_within(struct work *work, const struct viewer *viewer, struct str inner, struct str outer, bool *within)
{
    struct str *few, *many;
    size_t n, all;
    enum err err = circle_parties(work, viewer, inner, &few, &n);
    if (err == OK)
        err = circle_parties(work, viewer, outer, &many, &all);
    *within = err == OK;
    for (size_t i = 0; i < n && *within; i++) {
        bool found = false;
        for (size_t k = 0; k < all; k++)
            found = found || str_eq(few[i], many[k]);
        *within = found;
    }
    return err;
}

/* A side is made once per organisation and alliance; one that comes back finds its own again. */
static enum err ensure_side(struct work *work, struct str tenant, struct str alliance, struct str organisation)
{
    struct stmt *stmt = conn_prepare(
        work->conn,
        S("SELECT a.id FROM audience a JOIN circle_party cp ON cp.tenant_id = a.tenant_id AND cp.circle_id = a.id"
          " WHERE a.tenant_id = ?1 AND a.alliance_id = ?2 AND a.kind = 'side' AND cp.organisation_id = ?3"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, alliance);
    stmt_text(stmt, 3, organisation);
    struct str *ids, id;
    size_t count;
    enum err err = collect(work, stmt, &ids, &count);
    if (err || count)
        return err;
    return circle_make(work, tenant, alliance, AUDIENCE_SIDE, (struct str){NULL, 0}, &organisation, 1, &id);
}

/* The frame: what every present party must see of the alliance or forum itself, `column` leading to that. What is about
 * a party that left (`of_party`) stays behind, so that whoever joins later never learns of it. */
static const struct frame {
    const char *table, *column;
    bool of_party;
} frames[] = {
    {"alliance", "id", false}, {"party", "alliance_id", true},     {"membership", "alliance_id", true},
    {"forum", "id", false},    {"forum_member", "forum_id", true}, {"forum_seat", "forum_id", true},
};

static enum err move_by(struct work *work, struct str sql, struct str tenant, struct str body, struct str from,
                        struct str to)
{
    struct stmt *stmt = sql.p ? conn_prepare(work->conn, sql) : NULL;
    if (!stmt)
        return ERR_MEMORY;
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, body);
    stmt_text(stmt, 3, to);
    stmt_text(stmt, 4, from);
    return stmt_run(stmt, NULL);
}

/* The table's entries of full text go before its rows, by which they are found. */
static enum err move_one(struct work *work, const struct frame *frame, struct str tenant, struct str body,
                         struct str from, struct str to)
{
    struct str where =
        arena_printf(work->arena, "WHERE tenant_id = ?1 AND %s = ?2 AND audience_id = ?4%s", frame->column,
                     frame->of_party ? " AND organisation_id IN (SELECT organisation_id FROM circle_party"
                                       " WHERE tenant_id = ?1 AND circle_id = ?3)"
                                     : "");
    if (!where.p)
        return ERR_MEMORY;
    struct str entries = arena_printf(work->arena,
                                      "UPDATE search_entry SET audience_id = ?3 WHERE tenant_id = ?1 AND"
                                      " audience_id = ?4 AND record_id IN (SELECT id FROM %s %s)",
                                      frame->table, where.p);
    struct str rows = arena_printf(work->arena, "UPDATE %s SET audience_id = ?3 %s", frame->table, where.p);
    enum err err = move_by(work, entries, tenant, body, from, to);
    return err ? err : move_by(work, rows, tenant, body, from, to);
}

static enum err move_frame(struct work *work, struct str tenant, struct str body, struct str from, struct str to)
{
    enum err err = OK;
    for (size_t i = 0; i < sizeof frames / sizeof *frames && err == OK; i++)
        err = move_one(work, &frames[i], tenant, body, from, to);
    return err;
}

/* A party that left reads what was joint up to that day: nothing more is written where it can read. */
static enum err close_circles_of(struct work *work, struct str tenant, struct str alliance, struct str leaves)
{
    struct stmt *stmt = conn_prepare(
        work->conn,
        S("UPDATE audience SET closed_at = ?4 WHERE tenant_id = ?1 AND alliance_id = ?2 AND closed_at IS NULL"
          " AND kind <> 'side' AND id IN"
          " (SELECT circle_id FROM circle_party WHERE tenant_id = ?1 AND organisation_id = ?3)"));
    stmt_text(stmt, 1, tenant);
    stmt_text(stmt, 2, alliance);
    stmt_text(stmt, 3, leaves);
    stmt_int(stmt, 4, work->now_ms);
    return stmt_run(stmt, NULL);
}

static enum err succeed(struct work *work, struct str tenant, struct str alliance, struct str joins, struct str leaves,
                        struct str *id)
{
    struct str before, *parties;
    size_t count = 0, kept = 0;
    enum err err = joint_of(work, tenant, alliance, &before);
    if (err == OK && !before.p)
        err = ERR_NOT_FOUND;
    if (err == OK)
        err = parties_of(work, tenant, before, &parties, &count);
    if (err)
        return err;
    for (size_t i = 0; i < count; i++)
        if (!str_eq(parties[i], leaves) && !str_eq(parties[i], joins))
            parties[kept++] = parties[i];
    if (joins.n)
        parties[kept++] = joins;
    err = circle_make(work, tenant, alliance, AUDIENCE_JOINT, (struct str){NULL, 0}, parties, kept, id);
    if (err == OK)
        err = move_frame(work, tenant, alliance, before, *id);
    if (err == OK && leaves.n)
        err = close_circles_of(work, tenant, alliance, leaves);
    if (err == OK && joins.n)
        err = ensure_side(work, tenant, alliance, joins);
    return err;
}

enum err circle_succeed(struct work *work, struct str tenant, struct str alliance, struct str joins, struct str leaves,
                        struct str *id)
{
    enum err err = conn_see_all(work->conn); /* the frame moves to a circle that nobody looks from yet */
    return err ? err : conn_see_back(work->conn, succeed(work, tenant, alliance, joins, leaves, id));
}

enum err circle_bring(struct work *work, struct str tenant, const struct kind *kind, struct str id, struct str circle)
{
    struct str moves[] = {
        arena_printf(work->arena, "UPDATE %s SET audience_id = ?3 WHERE tenant_id = ?1 AND id = ?2", kind->table),
        S("UPDATE search_entry SET audience_id = ?3 WHERE tenant_id = ?1 AND record_id = ?2"),
    };
    enum err err = conn_see_all(work->conn);
    if (err)
        return err;
    for (size_t i = 0; i < 2 && err == OK; i++) {
        struct stmt *stmt = conn_prepare(work->conn, moves[i]);
        stmt_text(stmt, 1, tenant);
        stmt_text(stmt, 2, id);
        stmt_text(stmt, 3, circle);
        err = stmt_run(stmt, NULL);
    }
    if (err == OK && kind->files)
        err = content_bring(work, tenant, id, circle);
    return conn_see_back(work->conn, err);
}

enum err circle_view_one(struct work *work, const struct viewer *viewer, const struct viewer_audience *audience,
                         struct value *list)
{
    struct arena *a = work->arena;
    struct str *parties;
    size_t count;
    enum err err = circle_parties(work, viewer, audience->id, &parties, &count);
    struct value *item = value_push_map(a, list);
    value_put_text(a, item, "id", audience->id);
    struct value *kind = value_put(item, "kind", value_new(a, V_CHOICE));
    if (err || !kind)
        return err ? err : ERR_MEMORY;
    kind->text = str_of(codes[audience->kind]);
    kind->label = arena_printf(a, "audience.%s", codes[audience->kind]);
    value_put_text(a, item, "name", audience->name.p ? audience->name : S(""));
    value_put_bool(a, item, "closed", audience->closed);
    struct value *members = value_put_list(a, item, "parties");
    for (size_t i = 0; i < count; i++) {
        struct value *ref = value_push(members, value_new(a, V_REF));
        struct str name = viewer_face(work, viewer, S("organisations"), parties[i]);
        if (!ref)
            return ERR_MEMORY;
        ref->text = parties[i];
        ref->label = name;
    }
    return OK;
}

enum err circle_view(struct work *work, const struct viewer *viewer, struct str alliance, struct value **out)
{
    *out = value_list(work->arena);
    enum err err = *out ? OK : ERR_MEMORY;
    size_t n;
    const struct viewer_audience *const *circles = viewer_circles(viewer, alliance, &n);
    for (size_t i = 0; i < n && err == OK; i++)
        err = circle_view_one(work, viewer, circles[i], *out);
    return err;
}
