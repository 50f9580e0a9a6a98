/* Sharing: to whom a record may go, the consents that it takes, and the move itself. What is shown before is in
 * share_view.c. */
#include "kernel/share.h"
#include "base/uuid.h"
#include "kernel/event.h"
#include "kernel/hooks.h"
#include "kernel/leaf.h"
#include "kernel/record_act.h"
#include "kernel/row.h"

struct str share_audience_of(const struct value *record)
{
    struct str circle = value_get_text(record, "circle");
    return circle.n ? circle : value_get_text(record, "owner");
}

int64_t share_next_version(int64_t version)
{
    return (version / 100 + 1) * 100;
}

/* ---- where to ---- */

/* The alliance that a record concerns: its circle's, else the one that it names. Empty when there is none. */
static struct str alliance_of(const struct viewer_audience *from, const struct kind *kind, const struct value *record)
{
    if (from->kind != AUDIENCE_OWNER)
        return from->alliance;
    for (size_t i = 0; i < kind->count; i++)
        if (kind->fields[i].type == FIELD_REF && !strcmp(kind->fields[i].target, "alliances"))
            return value_get_text(record, kind->fields[i].name);
    return S("");
}

/* Whether everybody in `to` reads what the record is a part of, or attached to. */
static enum err is_above_read(struct work *work, const struct viewer *viewer, const struct kind *kind,
                              const struct value *record, struct str to, bool *read)
{
    bool attached = kind->scope == SCOPE_SUBJECT;
    struct str id = S(""), there;
    const struct kind *above = NULL;
    *read = true;
    if (attached) {
        above = kind_by_plural(value_get_text(record, "about_kind"));
        id = value_get_text(record, "about");
    } else if (kind->scope == SCOPE_PARENT) {
        above = kind_by_plural(str_of(kind_field(kind, str_of(kind->parent))->target));
        id = value_get_text(record, kind->parent);
    } else {
        return OK;
    }
    enum err err = above ? record_audience(work, viewer, above, id, &there) : ERR_NOT_FOUND;
    if (err == OK)
        return circle_within(work, viewer, to, there, read);
    *read = false;
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err may_go(struct work *work, const struct viewer *viewer, const struct kind *kind,
                       const struct value *record, const struct viewer_audience *to, bool *may)
{
    const struct viewer_audience *from = viewer_audience(viewer, share_audience_of(record));
    bool widens = false, same = true;
    *may = false;
    if (!from || !to || from == to || to->closed || (to->kind != AUDIENCE_JOINT && to->kind != AUDIENCE_NAMED) ||
        !viewer_may(viewer, kind, ACTION_SHARE, from->id) || !viewer_may(viewer, kind, ACTION_CREATE, to->id))
        return OK;
    struct str alliance = alliance_of(from, kind, record);
    if (!alliance.n || !str_eq(alliance, to->alliance))
        return OK;
    enum err err = circle_within(work, viewer, from->id, to->id, &widens);
    if (err == OK)
        err = circle_within(work, viewer, to->id, from->id, &same);
    if (err || !widens || same)
        return err;
    return is_above_read(work, viewer, kind, record, to->id, may);
}

/* newly: the parties of the circle that do not read the record yet. */
static enum err put_newly(struct work *work, const struct viewer *viewer, struct str from, struct value *circle)
{
    struct value *newly = value_put_list(work->arena, circle, "newly");
    struct str *ids;
    size_t count;
    enum err err = circle_parties(work, viewer, from, &ids, &count);
    VALUE_EACH (party, err ? NULL : value_get(circle, "parties")) {
        bool reads = false;
        for (size_t i = 0; i < count; i++)
            reads = reads || str_eq(ids[i], party->text);
        if (!reads && !value_push(newly, leaf_ref(work->arena, party->text, party->label, S(""))))
            return ERR_MEMORY;
    }
    return err;
}

enum err share_circles(struct work *work, const struct viewer *viewer, const struct kind *kind,
                       const struct value *record, struct value **out)
{
    enum err err = OK;
    *out = value_list(work->arena);
    if (!*out)
        return ERR_MEMORY;
    const struct viewer_audience *from = viewer_audience(viewer, share_audience_of(record));
    size_t n;
    if (!from || value_get(record, "withdrawn_at") || !viewer_may(viewer, kind, ACTION_SHARE, from->id))
        return OK;
    const struct viewer_audience *const *circles = viewer_circles(viewer, alliance_of(from, kind, record), &n);
    while (n-- > 0 && err == OK) { /* the newest first */
        bool may = false;
        err = may_go(work, viewer, kind, record, circles[n], &may);
        if (err == OK && may)
            err = circle_view_one(work, viewer, circles[n], *out);
        if (err == OK && may)
            err = put_newly(work, viewer, share_audience_of(record), (*out)->last);
    }
    return err;
}

/* ---- what is below ---- */

static enum err add_below(struct work *work, const struct viewer *viewer, const struct kind *child, struct query *query,
                          struct str audience, struct value *out, int64_t *staying)
{
    struct page found;
    enum err err = record_list(work, viewer, child, query, &found);
    VALUE_EACH (record, err ? NULL : found.items) {
        if (!str_eq(share_audience_of(record), audience)) {
            (*staying)++;
            continue;
        }
        struct value *item = value_push_map(work->arena, out);
        const struct value *title = child->title ? value_get(record, child->title) : value_get(record, "title");
        value_put(item, "kind",
                  leaf_choice(work->arena, str_of(child->name), arena_printf(work->arena, "kind.%s.one", child->name)));
        value_put_text(work->arena, item, "plural", str_of(child->plural));
        value_put_text(work->arena, item, "id", value_get_text(record, "id"));
        value_put_int(work->arena, item, "version", value_get_int(record, "version", 0));
        value_put_text(work->arena, item, "title", title && title->kind == V_TEXT ? title->text : S(""));
    }
    return err;
}

enum err share_below(struct work *work, const struct viewer *viewer, const struct kind *kind,
                     const struct value *record, struct value **out, int64_t *staying)
{
    const struct kind *child;
    struct str id = value_get_text(record, "id");
    enum err err = OK;
    *staying = 0;
    *out = value_list(work->arena);
    for (size_t i = 0; *out && err == OK && (child = kind_at(i)); i++) {
        struct query query = {.limit = 200};
        const struct field *link = child->scope == SCOPE_PARENT ? kind_field(child, str_of(child->parent)) : NULL;
        if (child->scope == SCOPE_SUBJECT && kind->scope != SCOPE_SUBJECT) {
            query.filters[query.filter_count++] = (struct filter){S("about_kind"), str_of(kind->plural)};
            query.filters[query.filter_count++] = (struct filter){S("about"), id};
        } else if (link && !strcmp(link->target, kind->plural)) {
            query.filters[query.filter_count++] = (struct filter){str_of(link->name), id};
        } else {
            continue;
        }
        err = add_below(work, viewer, child, &query, share_audience_of(record), *out, staying);
    }
    return err ? err : *out ? OK : ERR_MEMORY;
}

/* ---- consents ---- */

static enum err consent(struct work *work, const struct viewer *viewer, const struct value *record, struct str circle)
{
    struct stmt *stmt = conn_prepare(
        work->conn,
        S("INSERT INTO share_consent (tenant_id, record_id, version, circle_id, organisation_id, audience_id,"
          " person_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, value_get_text(record, "id"));
    stmt_int(stmt, 3, value_get_int(record, "version", 0));
    stmt_text(stmt, 4, circle);
    stmt_text(stmt, 5, viewer->organisation);
    stmt_text(stmt, 6, share_audience_of(record));
    stmt_text(stmt, 7, viewer->person.n ? viewer->person : (struct str){NULL, 0});
    stmt_int(stmt, 8, work->now_ms);
    return stmt_run(stmt, NULL);
}

/* Fills in what one organisation has said. */
static enum err read_consent(struct work *work, const struct viewer *viewer, const struct value *record,
                             struct str circle, struct str organisation, struct value *item)
{
    struct arena *a = work->arena;
    struct stmt *stmt = conn_prepare(
        work->conn, S("SELECT at, person_id FROM share_consent WHERE tenant_id = ?1 AND record_id = ?2 AND version = ?3"
                      " AND circle_id = ?4 AND organisation_id = ?5 AND entente_sees(audience_id)"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, value_get_text(record, "id"));
    stmt_int(stmt, 3, value_get_int(record, "version", 0));
    stmt_text(stmt, 4, circle);
    stmt_text(stmt, 5, organisation);
    bool row;
    enum err err = stmt_step(stmt, &row);
    int64_t at = err == OK && row ? stmt_column_int(stmt, 0) : 0;
    struct str person = err == OK && row && !stmt_column_null(stmt, 1) ? arena_copy(a, stmt_column(stmt, 1)) : S("");
    stmt_done(stmt);
    if (err)
        return err;
    struct str name = person.n ? viewer_face(work, viewer, S("people"), person) : S("");
    value_put_bool(a, item, "agreed", row);
    value_put(item, "at", row ? leaf_instant(a, at) : value_null(a));
    return value_put(item, "person", name.n ? leaf_ref(a, person, name, S("")) : value_null(a)) ? OK : ERR_MEMORY;
}

enum err share_consents(struct work *work, const struct viewer *viewer, const struct value *record, struct str circle,
                        struct value **out)
{
    struct str *parties;
    size_t count;
    *out = value_list(work->arena);
    enum err err = circle_parties(work, viewer, share_audience_of(record), &parties, &count);
    for (size_t i = 0; err == OK && i < count; i++) {
        struct value *item = value_push_map(work->arena, *out);
        struct str name = viewer_face(work, viewer, S("organisations"), parties[i]);
        value_put(item, "organisation", leaf_ref(work->arena, parties[i], name.p ? name : S(""), S("")));
        err = item ? read_consent(work, viewer, record, circle, parties[i], item) : ERR_MEMORY;
    }
    return err;
}

static enum err is_agreed(struct work *work, const struct viewer *viewer, const struct value *record, struct str circle,
                          bool *agreed)
{
    struct value *consents = NULL;
    enum err err = share_consents(work, viewer, record, circle, &consents);
    *agreed = err == OK;
    VALUE_EACH (item, consents)
        *agreed = *agreed && value_get_bool(item, "agreed");
    return err;
}

/* ---- the act ---- */

/* Reads what is to be shared, in the version named. ERR_STALE when it is another by now. */
static enum err take(struct work *work, const struct viewer *viewer, const struct share_item *item, struct value **out)
{
    enum err err = row_get(work, viewer, item->kind, item->id, out);
    if (err)
        return err;
    if (!viewer_may(viewer, item->kind, ACTION_SHARE, share_audience_of(*out)))
        return forbid(work, "share.forbidden");
    if (value_get(*out, "withdrawn_at"))
        return ERR_GONE;
    return value_get_int(*out, "version", 0) == item->version ? OK : ERR_STALE;
}

static enum err set_version(struct work *work, const struct viewer *viewer, const struct share_item *item)
{
    struct stmt *stmt = conn_prepare(
        work->conn, arena_printf(work->arena,
                                 "UPDATE %s SET version = ?4, updated_at = ?5 WHERE tenant_id = ?1 AND id = ?2"
                                 " AND version = ?3 AND entente_sees(audience_id)",
                                 item->kind->table));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, item->id);
    stmt_int(stmt, 3, item->version);
    stmt_int(stmt, 4, share_next_version(item->version));
    stmt_int(stmt, 5, work->now_ms);
    int64_t changed = 0;
    enum err err = stmt_run(stmt, &changed);
    return err == OK && changed != 1 ? ERR_STALE : err;
}

/* Moves one record: checks in the new circle, version, audience, full text, an event in either chain. */
static enum err move(struct work *work, const struct viewer *viewer, const struct share_item *item,
                     struct value *record, const struct share_order *order)
{
    struct arena *a = work->arena;
    int64_t version = share_next_version(item->version);
    struct change change = {.kind = item->kind, .action = ACTION_SHARE, .id = item->id, .audience = order->circle};
    struct str from = share_audience_of(record);
    change.before = record;
    change.after = value_copy(a, record);
    change.why = order->why;
    enum err err = change.after ? record_check(work, viewer, &change) : ERR_MEMORY;
    if (err == OK)
        err = set_version(work, viewer, item);
    if (err == OK)
        err = circle_bring(work, viewer->tenant, item->kind, item->id, order->circle);
    if (err == OK)
        err = record_index(work, viewer, &change);
    if (err)
        return err;
    struct value *left = value_map(a);
    value_put_text(a, left, "to", order->circle);
    if (order->why.n)
        value_put_text(a, left, "why", order->why);
    change.before = NULL; /* whoever reads the new chain learns what it is, not what it was */
    err = event_append(work, viewer, from, item->kind->name, item->id, version, "shared", left);
    return err ? err
               : event_append(work, viewer, order->circle, item->kind->name, item->id, version, "shared",
                              record_difference(work, &change));
}

/* The consent of the own organisation; where it is the last, the move. */
static enum err agree(struct work *work, const struct viewer *viewer, const struct share_item *item,
                      struct value *record, const struct share_order *order, bool *moved)
{
    enum err err = consent(work, viewer, record, order->circle);
    if (err == OK)
        err = is_agreed(work, viewer, record, order->circle, moved);
    if (err || *moved)
        return err ? err : move(work, viewer, item, record, order);
    struct value *said = value_map(work->arena);
    value_put_text(work->arena, said, "to", order->circle);
    if (order->why.n)
        value_put_text(work->arena, said, "why", order->why);
    return event_append(work, viewer, share_audience_of(record), item->kind->name, item->id, item->version,
                        "share-agreed", said);
}

/* Whether the item hangs on the record, in the same audience. */
static bool is_below(const struct share_order *order, const struct share_item *item, struct str audience,
                     const struct value *record)
{
    const struct kind *kind = item->kind;
    if (!str_eq(share_audience_of(record), audience))
        return false;
    if (kind->scope == SCOPE_SUBJECT)
        return str_is(value_get_text(record, "about_kind"), order->kind->plural) &&
               str_eq(value_get_text(record, "about"), order->id);
    const struct field *link = kind->scope == SCOPE_PARENT ? kind_field(kind, str_of(kind->parent)) : NULL;
    return link && !strcmp(link->target, order->kind->plural) && str_eq(value_get_text(record, link->name), order->id);
}

static enum err take_items(struct work *work, const struct viewer *viewer, const struct share_order *order,
                           struct str audience, struct value **records)
{
    for (size_t i = 0; i < order->count; i++) {
        enum err err = take(work, viewer, &order->items[i], &records[i]);
        if (err == ERR_NOT_FOUND || (err == OK && !is_below(order, &order->items[i], audience, records[i])))
            return problem_say(&work->problems, S("/children"), "share.child-unknown", NULL);
        if (err)
            return err;
    }
    return OK;
}

enum err share_record(struct work *work, struct viewer *viewer, const struct share_order *order, bool *shared,
                      struct value **out)
{
    struct share_item own = {order->kind, order->id, order->version};
    struct value *record = NULL, **records = ARENA_ARRAY(work->arena, order->count + 1, struct value *);
    bool may = false, moved = false;
    *shared = false;
    enum err err = records ? take(work, viewer, &own, &record) : ERR_MEMORY;
    struct str audience = share_audience_of(record);
    if (err == OK)
        err = take_items(work, viewer, order, audience, records);
    if (err == ERR_STALE) {
        err = record_get(work, viewer, order->kind, order->id, out);
        return err ? err : ERR_STALE;
    }
    if (err == OK)
        err = may_go(work, viewer, order->kind, record, viewer_audience(viewer, order->circle), &may);
    if (err == OK && !may)
        return problem_say(&work->problems, S("/circle"), "share.circle", NULL);
    if (err == OK)
        err = agree(work, viewer, &own, record, order, shared);
    for (size_t i = 0; i < order->count && err == OK; i++)
        err = agree(work, viewer, &order->items[i], records[i], order, &moved);
    return err ? err : record_get(work, viewer, order->kind, order->id, out);
}
