#include "kernel/sight.h"
#include "base/message.h"
#include "kernel/leaf.h"
#include "kernel/predicate.h"

struct sight_sql sight_sql_init(struct arena *arena)
{
    return (struct sight_sql){buf_init(arena, 0), value_list(arena)};
}

void sight_add(struct sight_sql *sql, const char *before, struct str value, const char *after)
{
    struct value *bound = value_push(sql->bound, value_text(sql->text.arena, value));
    if (!bound || !value.p)
        sql->text.failed = true;
    else
        buf_printf(&sql->text, "%s?%u%s", before, sql->bound->count, after);
}

/* Kinds outside a token's scope are seen nowhere. */
static void leave_out(struct sight_sql *sql, const char *alias, const struct kind *kind)
{
    buf_printf(&sql->text, " AND %s.kind", alias);
    sight_add(sql, " <> ", str_of(kind->name), "");
}

void sight_where(struct sight_sql *sql, const struct viewer *viewer, const char *alias)
{
    bool any = false;
    const struct kind *kind;
    buf_printf(&sql->text, " AND %s.tenant_id", alias);
    sight_add(sql, " = ", viewer->tenant, "");
    if (!KERNEL_ASKS)
        return;
    buf_printf(&sql->text, " AND entente_sees(%s.audience_id)", alias);
    for (size_t i = 0; (kind = kind_at(i)); i++)
        if (viewer_sight(viewer, kind) == &viewer->sees_none)
            leave_out(sql, alias, kind);
    for (size_t i = 0; (kind = kind_at(i)); i++) {
        if (viewer_sight(viewer, kind) != &viewer->sees_circles)
            continue;
        if (!any) {
            buf_printf(&sql->text, " AND (%s.audience_id", alias);
            sight_add(sql, " <> ", viewer->organisation, "");
            buf_printf(&sql->text, " OR %s.kind NOT IN (", alias);
        }
        sight_add(sql, any ? ", " : "", str_of(kind->name), "");
        any = true;
    }
    if (any)
        buf_lit(&sql->text, "))");
}

struct stmt *sight_prepare(struct work *work, const struct viewer *viewer, const struct sight_sql *sql)
{
    struct buf text = sql->text;
    if (conn_see(work->conn, &viewer->sees) != OK)
        return NULL;
    struct stmt *stmt = text.failed ? NULL : conn_prepare(work->conn, buf_str(&text));
    int at = 0;
    VALUE_EACH (bound, sql->bound)
        stmt_text(stmt, ++at, bound->text);
    return stmt;
}

bool sight_holds(const struct viewer *viewer, const struct kind *kind, struct str audience)
{
    return kind && (!KERNEL_ASKS || id_set_has(viewer_sight(viewer, kind), audience));
}

enum audience_kind sight_put_audience(struct work *work, const struct viewer *viewer, struct value *map, struct str id)
{
    const struct viewer_audience *audience = viewer_audience(viewer, id);
    bool owner = !audience || audience->kind == AUDIENCE_OWNER;
    struct str name = viewer->organisation_name;
    if (!owner && audience->kind == AUDIENCE_JOINT)
        name = message(work->arena, work->locale.language, "audience.joint", NULL);
    else if (!owner && audience->kind == AUDIENCE_NAMED)
        name = audience->name;
    value_put(map, owner ? "owner" : "circle", leaf_ref(work->arena, arena_copy(work->arena, id), name, S("")));
    return audience ? audience->kind : AUDIENCE_OWNER;
}
