#include "kernel/changes.h"
#include "base/uuid.h"
#include "kernel/access_row.h"
#include "kernel/event_tell.h"
#include "kernel/faces.h"
#include "kernel/hooks.h"
#include "kernel/leaf.h"
#include <stdlib.h>

enum { MOST_A_CIRCLE = 100 };
static const int64_t clocks_differ = MS_A_MINUTE; /* those of two servers on one store, at most */
enum rank { RANK_CONCERNS, RANK_WEIGHTY, RANK_OTHER, RANK_PART };

/* What happened to one record. */
struct group {
    const struct event_entry *newest, *created; /* created: NULL where it is older than the list */
    enum rank rank;
    int64_t times;
};

struct entries {
    struct event_entry *all;
    size_t count, room;
};

/* The least identifier that is made at `ms` (UUIDv7 begins with its time). */
static struct str first_id(struct arena *a, int64_t ms)
{
    uint64_t time = ms > 0 ? (uint64_t)ms : 0;
    return arena_printf(a, "%08x-%04x-7000-8000-000000000000", (unsigned)(time >> 16), (unsigned)(time & 0xffff));
}

static enum err read_mark(struct work *work, const struct viewer *viewer, struct str *event, int64_t *seen_at)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT event_id, seen_at FROM day_look WHERE tenant_id = ?1 AND account_id = ?2"));
    bool row;
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account);
    enum err err = stmt_step(stmt, &row);
    *event = (struct str){NULL, 0};
    if (err == OK && row) {
        *event = arena_copy(work->arena, stmt_column(stmt, 0));
        *seen_at = stmt_column_int(stmt, 1);
    }
    stmt_done(stmt);
    return err;
}

/* ---- reading ---- */

static enum err make_room(struct arena *a, struct entries *entries)
{
    if (entries->count + MOST_A_CIRCLE <= entries->room)
        return OK;
    size_t room = entries->room * 2 + MOST_A_CIRCLE;
    struct event_entry *grown = ARENA_ARRAY(a, room, struct event_entry);
    if (!grown)
        return ERR_MEMORY;
    if (entries->count)
        memcpy(grown, entries->all, entries->count * sizeof *grown);
    entries->all = grown;
    entries->room = room;
    return OK;
}

static enum err read_circles(struct day *day, struct str after, struct entries *entries)
{
    enum err err = OK;
    VALUE_EACH (alliance, day->alliances) {
        size_t circles;
        const struct viewer_audience *const *circle =
            viewer_circles(day->viewer, value_get_text(alliance, "id"), &circles);
        for (size_t i = 0; i < circles && err == OK; i++) {
            const struct event_query query = {.audience = circle[i]->id, .after = after, .not_by = day->person};
            struct str more;
            size_t count = 0;
            err = make_room(day->arena, entries);
            if (err == OK)
                err = event_read(day->work, day->viewer, &query, MOST_A_CIRCLE, entries->all + entries->count, &count,
                                 &more);
            entries->count += count;
        }
    }
    return err;
}

/* ---- by record ---- */

static int by_record(const void *a, const void *b)
{
    const struct event_entry *x = a, *y = b;
    int record = str_cmp(x->record, y->record);
    return record ? record : str_cmp(y->id, x->id);
}

static int weightiest_first(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    return x->rank != y->rank ? (x->rank > y->rank) - (x->rank < y->rank) : str_cmp(y->newest->id, x->newest->id);
}

static enum rank rank_of(const struct day *day, const struct event_entry *entry, const char *const *weighty)
{
    const struct kind *kind = kind_by_name(entry->kind);
    if (str_contains(entry->payload, day->person))
        return RANK_CONCERNS;
    for (size_t i = 0; weighty[i]; i++)
        if (str_is(entry->kind, weighty[i]))
            return RANK_WEIGHTY;
    return kind->scope == SCOPE_PARENT ? RANK_PART : RANK_OTHER;
}

/* Of what came and went since, nothing is left to look at. */
static bool is_nothing(const struct group *group)
{
    return group->created && str_is(group->newest->action, "withdrawn");
}

static size_t gather_groups(const struct day *day, struct entries *entries, const char *const *weighty,
                            struct group *groups)
{
    size_t n = 0;
    if (entries->count)
        qsort(entries->all, entries->count, sizeof *entries->all, by_record);
    for (size_t i = 0; i < entries->count;) {
        const struct event_entry *first = &entries->all[i];
        struct group group = {.newest = first, .rank = RANK_PART};
        for (; i < entries->count && str_eq(entries->all[i].record, first->record); i++) {
            const struct event_entry *entry = &entries->all[i];
            if (!kind_by_name(entry->kind))
                continue;
            enum rank rank = rank_of(day, entry, weighty);
            group.rank = rank < group.rank ? rank : group.rank;
            group.created = str_is(entry->action, "created") ? entry : group.created;
            group.times++;
        }
        if (group.times && !is_nothing(&group))
            groups[n++] = group;
    }
    if (n)
        qsort(groups, n, sizeof *groups, weightiest_first);
    return n;
}

/* ---- in words ---- */

static enum err tell_group(struct day *day, const struct group *group, struct value *items)
{
    struct arena *a = day->arena;
    bool made = group->created && str_is(group->newest->action, "changed");
    const struct event_entry *entry = made ? group->created : group->newest;
    const struct viewer_audience *circle = viewer_audience(day->viewer, entry->audience);
    enum err err = event_tell(day->work, day->viewer, entry, 1, items);
    struct value *item = err ? NULL : items->last;
    if (!item)
        return err ? err : ERR_MEMORY;
    VALUE_EACH (alliance, day->alliances)
        if (circle && str_eq(value_get_text(alliance, "id"), circle->alliance))
            put_ref(a, item, "alliance", kind_by_plural(S("alliances")), circle->alliance,
                    value_get_text(alliance, "name"));
    value_put_int(a, item, "times", group->times);
    value_put_bool(a, item, "concerns", group->rank == RANK_CONCERNS);
    value_put_bool(a, item, "private", circle && circle->kind != AUDIENCE_JOINT);
    return value_put(item, "latest", leaf_instant(a, group->newest->at)) ? OK : ERR_MEMORY;
}

static enum err tell_groups(struct day *day, const struct group *groups, size_t count, struct value *items)
{
    struct faces *before = day->work->faces;
    enum err err = OK;
    if (!before)
        day->work->faces = faces_new(day->arena);
    for (size_t i = 0; i < count && err == OK; i++)
        err = tell_group(day, &groups[i], items);
    day->work->faces = before;
    return err;
}

static struct str newest_of(const struct entries *entries)
{
    struct str newest = {NULL, 0};
    for (size_t i = 0; i < entries->count; i++)
        if (!newest.p || str_cmp(entries->all[i].id, newest) > 0)
            newest = entries->all[i].id;
    return newest;
}

enum err changes_read(struct day *day, const char *const *weighty, size_t shown, struct changes *out)
{
    struct arena *a = day->arena;
    struct entries entries = {.all = NULL};
    struct str mark;
    int64_t seen_at = 0, since = day->work->now_ms - CHANGES_DAYS * MS_A_DAY;
    *out = (struct changes){.since = since, .items = value_list(a)};
    if (!out->items)
        return ERR_MEMORY;
    if (day->viewer->looker || !day->person.n)
        return OK;
    struct str after = first_id(a, since);
    enum err err = after.p ? read_mark(day->work, day->viewer, &mark, &seen_at) : ERR_MEMORY;
    if (err == OK && mark.p && str_cmp(mark, after) > 0) {
        out->marked = true;
        out->since = seen_at;
        after = mark;
    }
    if (err == OK)
        err = read_circles(day, after, &entries);
    if (err)
        return err;
    struct group *groups = ARENA_ARRAY(a, entries.count + 1, struct group);
    if (!groups)
        return ERR_MEMORY;
    out->newest = newest_of(&entries);
    size_t count = gather_groups(day, &entries, weighty, groups);
    out->count = (int64_t)count;
    return tell_groups(day, groups, count < shown ? count : shown, out->items);
}

/* ---- the mark ---- */

enum err changes_seen(struct work *work, const struct viewer *viewer, struct str newest)
{
    const struct token_scope *scope = &viewer->scope;
    struct str now = first_id(work->arena, work->now_ms + 1),
               last = first_id(work->arena, work->now_ms + clocks_differ);
    if (!now.p || !last.p)
        return ERR_MEMORY;
    if (!viewer->account.n || viewer->looker || scope->groups || scope->alliance.n)
        return forbid(work, "day.changes.part");
    if (newest.n && (!uuid_valid(newest) || str_cmp(newest, last) > 0))
        return problem_say(&work->problems, S("/newest"), "day.changes.newest", NULL);
    struct stmt *stmt = conn_prepare(
        work->conn, S("INSERT INTO day_look (tenant_id, account_id, event_id, seen_at) VALUES (?1, ?2, ?3, ?4)"
                      " ON CONFLICT (tenant_id, account_id) DO UPDATE SET event_id = excluded.event_id,"
                      " seen_at = excluded.seen_at WHERE day_look.event_id < excluded.event_id"));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account);
    stmt_text(stmt, 3, newest.n ? newest : now);
    stmt_int(stmt, 4, work->now_ms);
    return stmt_run(stmt, NULL);
}
