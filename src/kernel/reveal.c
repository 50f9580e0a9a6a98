#include "kernel/reveal.h"
#include "kernel/event.h"
#include "kernel/record_act.h"
#include "kernel/row.h"
#include "kernel/share.h"

/* What lies elsewhere: [{id, version, audience}]. */
static enum err find(struct work *work, const struct viewer *viewer, const struct kind *kind, const char *field,
                     struct str subject, struct str circle, struct value *found)
{
    struct arena *a = work->arena;
    struct stmt *stmt = conn_prepare(
        work->conn, arena_printf(a,
                                 "SELECT id, version, audience_id FROM %s WHERE tenant_id = ?1 AND %s_id = ?2"
                                 " AND audience_id <> ?3 AND withdrawn_at IS NULL ORDER BY id",
                                 kind->table, field));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, subject);
    stmt_text(stmt, 3, circle);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        struct value *item = value_push_map(a, found);
        value_put_text(a, item, "id", arena_copy(a, stmt_column(stmt, 0)));
        value_put_int(a, item, "version", stmt_column_int(stmt, 1));
        value_put_text(a, item, "audience", arena_copy(a, stmt_column(stmt, 2)));
    }
    stmt_done(stmt);
    return err;
}

/* The record's part in its side's chain ends, as a shared one's does. */
static enum err close_chain(struct work *work, const struct viewer *viewer, const struct kind *kind,
                            const struct value *item, int64_t version, struct str circle)
{
    struct arena *a = work->arena;
    struct stmt *stmt = conn_prepare(
        work->conn,
        arena_printf(a, "UPDATE %s SET version = ?3, updated_at = ?4 WHERE tenant_id = ?1 AND id = ?2", kind->table));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, value_get_text(item, "id"));
    stmt_int(stmt, 3, version);
    stmt_int(stmt, 4, work->now_ms);
    enum err err = stmt_run(stmt, NULL);
    struct value *left = value_map(a);
    value_put_text(a, left, "to", circle);
    return err ? err
               : event_append(work, viewer, value_get_text(item, "audience"), kind->name, value_get_text(item, "id"),
                              version, "shared", left);
}

static enum err close_chains(struct work *work, const struct viewer *viewer, const struct kind *kind,
                             const struct value *found, struct str circle)
{
    VALUE_EACH (item, found) {
        int64_t version = share_next_version(value_get_int(item, "version", 0));
        enum err err = close_chain(work, viewer, kind, item, version, circle);
        if (err)
            return err;
    }
    return OK;
}

/* The record as all read it from now on begins in the circle's chain. */
static enum err open_chain(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                           struct str circle)
{
    struct change change = {.kind = kind, .action = ACTION_SHARE, .id = id, .audience = circle};
    enum err err = circle_bring(work, viewer->tenant, kind, id, circle);
    if (err == OK)
        err = row_get(work, viewer, kind, id, &change.after);
    if (err == OK)
        err = record_index(work, viewer, &change);
    return err ? err
               : event_append(work, viewer, circle, kind->name, id, value_get_int(change.after, "version", 0), "shared",
                              record_difference(work, &change));
}

enum err reveal_bring(struct work *work, const struct viewer *viewer, const struct kind *kind, const char *field,
                      struct str subject, struct str circle)
{
    struct value *found = value_list(work->arena);
    enum err err = found ? conn_see_all(work->conn) : ERR_MEMORY; /* sides that the acting viewer does not read */
    if (err)
        return err;
    err = find(work, viewer, kind, field, subject, circle, found);
    if (err == OK)
        err = close_chains(work, viewer, kind, found, circle);
    err = conn_see_back(work->conn, err);
    VALUE_EACH (item, err ? NULL : found)
        if (err == OK)
            err = open_chain(work, viewer, kind, value_get_text(item, "id"), circle);
    return err;
}
