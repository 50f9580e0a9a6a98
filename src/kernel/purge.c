#include "kernel/purge.h"
#include "base/log.h"
#include "kernel/access_row.h"
#include "kernel/asking.h"
#include "kernel/content.h"
#include "kernel/erasure.h"
#include "kernel/search.h"

enum { RESTORE_DAYS = 30, IDLE_HOURS = 12, KEPT_HOURS = 24, PASSES_MOST = 20 };

/* ---- Withdrawn records ---- */

struct gone {
    struct str *ids;
    size_t count, room;
};

static enum err add_gone(struct work *work, struct gone *gone, struct str id)
{
    if (gone->count == gone->room) {
        size_t room = gone->room * 2 + 64;
        struct str *grown = ARENA_ARRAY(work->arena, room, struct str);
        if (!grown)
            return ERR_MEMORY;
        if (gone->count)
            memcpy(grown, gone->ids, gone->count * sizeof *grown);
        gone->ids = grown;
        gone->room = room;
    }
    struct str copy = arena_copy(work->arena, id);
    gone->ids[gone->count++] = copy;
    return copy.p ? OK : ERR_MEMORY;
}

/* Adds "AND NOT EXISTS (…)" for everything that can refer to a record of `kind`: fields of any kind, what is attached
 * to it, and for people, organisations and alliances what the kernel keeps of them. */
static void add_unreferenced(struct buf *sql, const struct kind *kind)
{
    const struct kind *other;
    for (size_t i = 0; (other = kind_at(i)); i++) {
        for (size_t k = 0; k < other->count; k++)
            if (other->fields[k].type == FIELD_REF && !strcmp(other->fields[k].target, kind->plural))
                buf_printf(sql,
                           " AND NOT EXISTS (SELECT 1 FROM %s x WHERE x.tenant_id = r.tenant_id AND x.%s_id = r.id"
                           " AND x.id <> r.id)",
                           other->table, other->fields[k].name);
        if (other->scope == SCOPE_SUBJECT)
            buf_printf(sql,
                       " AND NOT EXISTS (SELECT 1 FROM %s x WHERE x.tenant_id = r.tenant_id"
                       " AND x.about_kind = '%s' AND x.about = r.id)",
                       other->table, kind->plural);
    }
    if (!strcmp(kind->plural, "people"))
        buf_lit(sql,
                " AND NOT EXISTS (SELECT 1 FROM account x WHERE x.tenant_id = r.tenant_id AND x.person_id = r.id)");
    if (!strcmp(kind->plural, "organisations"))
        buf_lit(sql, " AND NOT EXISTS (SELECT 1 FROM audience x WHERE x.tenant_id = r.tenant_id AND x.id = r.id)"
                     " AND NOT EXISTS (SELECT 1 FROM circle_party x WHERE x.tenant_id = r.tenant_id"
                     " AND x.organisation_id = r.id)");
}

static enum err find_gone(struct work *work, const struct viewer *viewer, const struct kind *kind, int64_t before,
                          struct gone *gone)
{
    struct buf sql = buf_init(work->arena, 0);
    gone->count = 0;
    buf_printf(&sql, "SELECT r.id FROM %s r WHERE r.tenant_id = ?1 AND r.withdrawn_at <= ?2", kind->table);
    add_unreferenced(&sql, kind);
    struct stmt *stmt = conn_prepare(work->conn, buf_str(&sql));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_int(stmt, 2, before);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row)
        if ((err = add_gone(work, gone, stmt_column(stmt, 0))) != OK)
            break;
    stmt_done(stmt);
    return err;
}

static enum err delete_row(struct work *work, const struct viewer *viewer, const char *table, const char *column,
                           struct str id)
{
    struct str sql = arena_printf(work->arena, "DELETE FROM %s WHERE tenant_id = ?1 AND %s = ?2", table, column);
    struct stmt *stmt = sql.p ? conn_prepare(work->conn, sql) : NULL;
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, id);
    return stmt_run(stmt, NULL);
}

/* Deletes one record; one that something else of the store still needs is left (*deleted false). */
static enum err delete_record(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                              bool *deleted)
{
    enum err err = conn_savepoint(work->conn);
    if (err)
        return err;
    err = delete_row(work, viewer, "search_entry", "record_id", id);
    if (err == OK)
        err = delete_row(work, viewer, kind->table, "id", id);
    *deleted = err == OK;
    if (err == OK)
        return conn_release(work->conn);
    conn_rollback_to(work->conn);
    return err == ERR_CONFLICT ? OK : err;
}

/* Deletes what can be; children go before their parents, so that several passes may be needed. */
static enum err purge_records(struct work *work, const struct viewer *viewer, int64_t before, struct gone *all)
{
    const struct kind *kind;
    struct gone gone = {NULL, 0, 0};
    size_t was = 1;
    enum err err = OK;
    for (int pass = 0; err == OK && pass < PASSES_MOST && all->count != was; pass++) {
        was = all->count;
        for (size_t i = 0; err == OK && (kind = kind_at(i)); i++) {
            err = find_gone(work, viewer, kind, before, &gone);
            for (size_t k = 0; k < gone.count && err == OK; k++) {
                bool deleted;
                err = delete_record(work, viewer, kind, gone.ids[k], &deleted);
                if (err == OK && deleted)
                    err = add_gone(work, all, gone.ids[k]);
            }
        }
    }
    return err;
}

/* What the events of deleted records said goes with them. */
static enum err erase_said(struct work *work, const struct viewer *viewer, const struct gone *all)
{
    struct erasure erasure = {.reason = ERASURE_WITHDRAWN};
    struct id_set set = id_set_of(work->arena, all->ids, all->count);
    struct str id;
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT audience_id, sequence, record_id FROM event WHERE tenant_id = ?1"
                                   " AND payload IS NOT NULL AND kind <> 'erasure' ORDER BY audience_id, sequence"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_portions(stmt);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        if (id_set_has(&set, stmt_column(stmt, 2)))
            err = erasure_add(work, &erasure, stmt_column(stmt, 0), stmt_column_int(stmt, 1));
        if (err)
            break;
    }
    stmt_done(stmt);
    if (err == OK && all->count && !set.size)
        err = ERR_MEMORY;
    if (err == OK)
        err = erasure_write(work, viewer, &erasure, &id);
    return err ? err : search_settle(work);
}

/* ---- Access and answers ---- */

static enum err purge_access(struct work *work, const struct viewer *viewer, int64_t *count)
{
    struct stmt *stmt = conn_prepare(
        work->conn, S("DELETE FROM access WHERE tenant_id = ?1 AND (expires_at <= ?2 OR ended_at IS NOT NULL"
                      " OR (kind = 'session' AND used_at IS NOT NULL AND used_at <= ?3))"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_int(stmt, 2, work->now_ms);
    stmt_int(stmt, 3, work->now_ms - IDLE_HOURS * MS_AN_HOUR);
    return stmt_run(stmt, count);
}

/* Invitations that do not hold any more: they name people who may never have come. */
static enum err purge_invitations(struct work *work, const struct viewer *viewer)
{
    struct stmt *stmt = conn_prepare(work->conn, S("DELETE FROM invitation WHERE tenant_id = ?1 AND (expires_at <= ?2"
                                                   " OR accepted_at IS NOT NULL OR revoked_at IS NOT NULL)"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_int(stmt, 2, work->now_ms);
    return stmt_run(stmt, NULL);
}

static enum err purge_answers(struct work *work, const struct viewer *viewer, int64_t *count)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("DELETE FROM idempotency WHERE tenant_id = ?1 AND created_at <= ?2"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_int(stmt, 2, work->now_ms - KEPT_HOURS * MS_AN_HOUR);
    return stmt_run(stmt, count);
}

/* ---- Old events ---- */

/* Gathers the beginning of each chain that is older than `before` and still says something. An erasure's own event is
 * passed over. */
static enum err purge_events(struct work *work, const struct viewer *viewer, int64_t before, int64_t *count)
{
    struct erasure erasure = {.reason = ERASURE_RETENTION};
    struct str id;
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT audience_id, sequence FROM event WHERE tenant_id = ?1 AND at < ?2"
                                   " AND payload IS NOT NULL AND kind <> 'erasure' ORDER BY audience_id, sequence"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_int(stmt, 2, before);
    stmt_portions(stmt);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row)
        if ((err = erasure_add(work, &erasure, stmt_column(stmt, 0), stmt_column_int(stmt, 1))) != OK)
            break;
    stmt_done(stmt);
    if (err == OK)
        err = erasure_write(work, viewer, &erasure, &id);
    *count = erasure.events;
    return err;
}

enum err purge(struct work *work, const struct viewer *viewer, const struct purge_terms *terms,
               struct purge_counts *out)
{
    int64_t days = terms->withdrawn_days > RESTORE_DAYS ? terms->withdrawn_days : RESTORE_DAYS;
    struct gone all = {NULL, 0, 0};
    *out = (struct purge_counts){0};
    enum err err = conn_see_all(work->conn);
    if (err)
        return err;
    int64_t before = work->now_ms - days * MS_A_DAY - 1, files = 0;
    err = content_purge(work, viewer->tenant, before, &files);
    if (err == OK)
        err = purge_records(work, viewer, before, &all);
    if (err == OK && all.count)
        err = erase_said(work, viewer, &all);
    out->records = (int64_t)all.count;
    if (err == OK)
        err = purge_access(work, viewer, &out->access);
    if (err == OK)
        err = purge_invitations(work, viewer);
    if (err == OK)
        err = purge_answers(work, viewer, &out->answers);
    if (err == OK)
        err = asking_settle(work, viewer->tenant);
    if (err == OK && terms->event_days > 0)
        err = purge_events(work, viewer, work->now_ms - terms->event_days * MS_A_DAY, &out->events);
    return conn_see_back(work->conn, err);
}
