/* The log as a viewer may read it: which events, and what they say in words. */
#include "base/date.h"
#include "base/json.h"
#include "base/message.h"
#include "base/uuid.h"
#include "kernel/event_tell.h"
#include "kernel/faces.h"
#include "kernel/input.h"
#include "kernel/leaf.h"
#include "kernel/rights.h"
#include "kernel/sight.h"
#include <stdlib.h>

enum { DEFAULT_LIMIT = 50, LIMIT_MAX = 200 };

struct telling {
    struct work *work;
    const struct viewer *viewer;
};

/* ---- which ---- */

static void add_equal(struct sight_sql *sql, const char *column, struct str value)
{
    if (!value.n)
        return;
    buf_printf(&sql->text, " AND e.%s", column);
    sight_add(sql, " = ", value, "");
}

/* Events about accounts are for the person concerned, who acted, and those who manage accounts. */
static void add_accounts(struct sight_sql *sql, const struct viewer *viewer)
{
    if (viewer->system || viewer_allows(viewer, viewer->roles, "accounts", ACTION_READ))
        return;
    sight_add(sql, " AND (e.kind NOT IN ('account', 'workspace') OR e.actor_id = ",
              viewer->person.p ? viewer->person : S(""), "");
    sight_add(sql, " OR e.record_id = ", viewer->account.p ? viewer->account : S(""), ")");
}

static struct sight_sql statement(struct work *work, const struct viewer *viewer, const struct event_query *query,
                                  int limit)
{
    struct sight_sql sql = sight_sql_init(work->arena);
    buf_lit(&sql.text,
            "SELECT e.id, e.at, e.actor_id, e.kind, e.record_id, e.version, e.action, e.audience_id, e.payload"
            " FROM event e WHERE 1 = 1");
    sight_where(&sql, viewer, "e");
    add_accounts(&sql, viewer);
    add_equal(&sql, "kind", query->kind);
    add_equal(&sql, "record_id", query->record);
    add_equal(&sql, "actor_id", query->actor);
    add_equal(&sql, "audience_id", query->audience);
    if (query->cursor.n)
        sight_add(&sql, " AND e.id < ", query->cursor, "");
    if (query->after.n)
        sight_add(&sql, " AND e.id > ", query->after, "");
    if (query->not_by.n)
        sight_add(&sql, " AND e.actor_id <> ", query->not_by, "");
    buf_printf(&sql.text, " ORDER BY e.id DESC LIMIT %d", limit);
    return sql;
}

static struct str column(struct work *work, struct stmt *stmt, int at)
{
    struct str text = stmt_column(stmt, at);
    return text.p ? arena_copy(work->arena, text) : text;
}

static bool may_read(const struct viewer *viewer, const struct event_entry *entry)
{
    bool no_record =
        str_is(entry->kind, "account") || str_is(entry->kind, "workspace") || str_is(entry->kind, "erasure");
    if (no_record)
        return id_set_has(&viewer->sees, entry->audience);
    return sight_holds(viewer, kind_by_name(entry->kind), entry->audience);
}

enum err event_read(struct work *work, const struct viewer *viewer, const struct event_query *query, int limit,
                    struct event_entry *entries, size_t *count, struct str *more)
{
    struct sight_sql sql = statement(work, viewer, query, limit + 1);
    struct stmt *stmt = sight_prepare(work, viewer, &sql);
    bool row;
    int read = 0;
    enum err err;
    *count = 0;
    *more = (struct str){NULL, 0};
    while ((err = stmt_step(stmt, &row)) == OK && row && ++read <= limit) {
        struct event_entry entry = {
            .id = column(work, stmt, 0),
            .at = stmt_column_int(stmt, 1),
            .actor = column(work, stmt, 2),
            .kind = column(work, stmt, 3),
            .record = column(work, stmt, 4),
            .version = stmt_column_int(stmt, 5),
            .action = column(work, stmt, 6),
            .audience = column(work, stmt, 7),
            .payload = column(work, stmt, 8),
        };
        if (may_read(viewer, &entry))
            entries[(*count)++] = entry;
        *more = entry.id;
    }
    if (read <= limit)
        *more = (struct str){NULL, 0};
    stmt_done(stmt);
    return err;
}

/* ---- in words ---- */

/* A reference with name and address; the name alone where the viewer knows no more; null where not even that. */
static enum err reference(struct telling *t, const struct kind *kind, struct str id, struct value **out)
{
    struct arena *a = t->work->arena;
    struct str name = {NULL, 0}, href = S("");
    enum err err = kind ? record_face(t->work, t->viewer, kind, id, &name) : OK;
    if (err)
        return err;
    if (name.p)
        href = arena_printf(a, "/%s/%.*s", kind->plural, STR_ARG(id));
    else if (kind)
        name = viewer_face(t->work, t->viewer, str_of(kind->plural), id);
    *out = name.p ? leaf_ref(a, id, name, href) : value_null(a);
    return *out ? OK : ERR_MEMORY;
}

static enum err put_actor(struct telling *t, const struct event_entry *entry, struct value *item)
{
    struct value *actor = NULL;
    if (!entry->actor.p) {
        value_put(item, "actor", leaf_choice(t->work->arena, S("system"), S("event.actor.system")));
        return OK;
    }
    enum err err = reference(t, kind_by_name(S("person")), entry->actor, &actor);
    value_put(item, "actor", actor);
    return err;
}

/* The name of an account is its person's. */
static enum err account_person(struct telling *t, struct str account, struct str *person)
{
    struct stmt *stmt =
        conn_prepare(t->work->conn, S("SELECT person_id FROM account WHERE tenant_id = ?1 AND id = ?2"));
    stmt_text(stmt, 1, t->viewer->tenant);
    stmt_text(stmt, 2, account);
    bool row;
    enum err err = stmt_step(stmt, &row);
    *person = err == OK && row ? column(t->work, stmt, 0) : (struct str){NULL, 0};
    stmt_done(stmt);
    return err;
}

static enum err put_record(struct telling *t, const struct event_entry *entry, struct value *item)
{
    struct arena *a = t->work->arena;
    const struct kind *kind = kind_by_name(entry->kind);
    struct value *record = leaf_ref(a, entry->record, S(""), S("")), *known = NULL;
    struct str person = {NULL, 0};
    enum err err = OK;
    if (!record)
        return ERR_MEMORY;
    if (kind)
        err = reference(t, kind, entry->record, &known);
    else if ((err = account_person(t, entry->record, &person)) == OK && person.p)
        err = reference(t, kind_by_name(S("person")), person, &known);
    if (known && known->kind == V_REF) {
        record->label = known->label;
        record->href = known->href;
    }
    value_put(item, "record", record);
    return err;
}

/* ---- what changed ---- */

/* The kind that a reference of a change leads to; NULL when the field is none. */
static const struct kind *target_of(const struct kind *kind, const struct field *field, const struct value *side)
{
    if (field->type == FIELD_REF)
        return kind_by_plural(str_of(field->target));
    bool about = kind->scope == SCOPE_SUBJECT && !strcmp(field->name, "about");
    return about ? kind_by_plural(value_get_text(side, "about_kind")) : NULL;
}

/* A raw value of the payload as the leaf that the record itself would show. */
static enum err shown(struct telling *t, const struct kind *kind, const struct field *field, const struct value *side,
                      struct value **out)
{
    const struct value *raw = value_get(side, field->name);
    struct work apart = *t->work; /* a code that is no longer in the list is no problem of the reader's */
    const struct kind *target = target_of(kind, field, side);
    bool none = !raw || raw->kind == V_NULL || (field->type == FIELD_REF && raw->kind != V_TEXT);
    if (none)
        return (*out = value_null(t->work->arena)) ? OK : ERR_MEMORY;
    if (target && raw->kind == V_TEXT)
        return reference(t, target, raw->text, out);
    apart.problems = problems_init(t->work->arena);
    enum err err = input_field(&apart, t->viewer, kind, field, raw, INPUT_JSON, S(""), out);
    if (err && err != ERR_INPUT)
        return err;
    if (!*out)
        *out = value_copy(t->work->arena, raw);
    if (*out && field->type == FIELD_COUNTRY && (*out)->kind == V_CHOICE && !(*out)->label.n)
        (*out)->label = arena_printf(t->work->arena, "country.%.*s", STR_ARG((*out)->text));
    return *out ? OK : ERR_MEMORY;
}

static bool is_something(const struct value *map, const char *name)
{
    const struct value *v = value_get(map, name);
    return v && v->kind != V_NULL;
}

static struct value *push_change(struct telling *t, struct value *list, const char *kind, const char *field,
                                 struct value *before, struct value *after)
{
    struct arena *a = t->work->arena;
    struct value *change = value_push_map(a, list);
    struct str label = arena_printf(a, "field.%s.%s", kind, field);
    value_put_text(a, change, "field", str_of(field));
    if (label.p)
        value_put_text(a, change, "label", message(a, t->work->locale.language, label.p, NULL));
    value_put(change, "before", before);
    return value_put(change, "after", after);
}

static enum err put_change(struct telling *t, const struct kind *kind, const struct field *field,
                           const struct value *before, const struct value *after, struct value *list)
{
    struct value *was, *is;
    enum err err = shown(t, kind, field, before, &was);
    if (err == OK)
        err = shown(t, kind, field, after, &is);
    if (err)
        return err;
    bool hidden = (was->kind == V_NULL && is_something(before, field->name)) ||
                  (is->kind == V_NULL && is_something(after, field->name));
    if (hidden && was->kind == V_NULL && is->kind == V_NULL)
        return OK; /* from nothing that the viewer may see to nothing that they may see */
    return push_change(t, list, kind->name, field->name, was, is) ? OK : ERR_MEMORY;
}

/* What an event of an account or of an erasure tells: texts, codes that have words, and times; "expires_at" comes as
 * the text of a time. */
static void put_account_changes(struct telling *t, const char *kind, const struct value *after, struct value *list)
{
    struct arena *a = t->work->arena;
    VALUE_EACH (raw, after) {
        int64_t ms;
        bool time = raw->kind == V_TEXT && str_ends(raw->key, S("_at")) && instant_parse(raw->text, &ms);
        struct str label = arena_printf(a, "choice.%s.%.*s.%.*s", kind, STR_ARG(raw->key), STR_ARG(raw->text));
        bool choice = raw->kind == V_TEXT && label.p && message_find("en", label).p;
        struct value *is = time ? leaf_instant(a, ms) : choice ? leaf_choice(a, raw->text, label) : value_copy(a, raw);
        const char *field = arena_cstr(a, raw->key);
        if (field)
            push_change(t, list, kind, field, value_null(a), is);
    }
}

static enum err put_changes(struct telling *t, const struct event_entry *entry, struct value *item)
{
    struct arena *a = t->work->arena;
    const struct kind *kind = kind_by_name(entry->kind);
    struct value *payload = NULL, *list = value_put_list(a, item, "changes");
    struct problems problems = problems_init(a);
    enum err err = entry->payload.n ? json_parse(a, entry->payload, &problems, &payload) : OK;
    if (err == ERR_MEMORY)
        return err;
    const struct value *before = value_get(payload, "before"), *after = value_get(payload, "after");
    if (!kind) {
        const char *name = arena_cstr(a, entry->kind);
        if (name)
            put_account_changes(t, name, after, list);
    }
    err = OK;
    for (size_t i = 0; kind && i < kind->count && err == OK; i++)
        if (is_something(before, kind->fields[i].name) || is_something(after, kind->fields[i].name))
            err = put_change(t, kind, &kind->fields[i], before, after, list);
    struct str why = value_get_text(payload, "why");
    value_put(item, "why", why.n ? value_text(a, why) : value_null(a));
    if (!entry->payload.p)
        value_put_bool(a, item, "erased", true);
    return err;
}

static enum err tell(struct telling *t, const struct event_entry *entry, struct value *item)
{
    struct arena *a = t->work->arena;
    value_put_text(a, item, "id", entry->id);
    value_put(item, "at", leaf_instant(a, entry->at));
    enum err err = put_actor(t, entry, item);
    value_put(item, "kind", leaf_choice(a, entry->kind, arena_printf(a, "kind.%.*s.one", STR_ARG(entry->kind))));
    if (err == OK)
        err = put_record(t, entry, item);
    value_put(item, "action",
              leaf_choice(a, entry->action, arena_printf(a, "event.action.%.*s", STR_ARG(entry->action))));
    value_put_int(a, item, "version", entry->version);
    sight_put_audience(t->work, t->viewer, item, entry->audience);
    return err ? err : put_changes(t, entry, item);
}

static int newest_first(const void *a, const void *b)
{
    const struct event_entry *x = a, *y = b;
    return x->at != y->at ? (x->at < y->at) - (x->at > y->at) : str_cmp(y->id, x->id);
}

/* The latest of all circles of an alliance: those of each, by its index, and of these the latest. */
static enum err read_alliance(struct work *work, const struct viewer *viewer, const struct event_query *query,
                              int limit, struct event_entry *entries, size_t *count)
{
    size_t circles, found = 0;
    const struct viewer_audience *const *circle = viewer_circles(viewer, query->alliance, &circles);
    struct event_entry *all = ARENA_ARRAY(work->arena, (circles + 1) * (size_t)limit, struct event_entry);
    struct event_query each = *query;
    enum err err = all ? OK : ERR_MEMORY;
    for (size_t i = 0; i < circles && err == OK; i++) {
        struct str more;
        each.audience = circle[i]->id;
        err = event_read(work, viewer, &each, limit, all + found, count, &more);
        found += err ? 0 : *count;
    }
    if (err)
        return err;
    if (found)
        qsort(all, found, sizeof *all, newest_first);
    *count = found < (size_t)limit ? found : (size_t)limit;
    if (*count)
        memcpy(entries, all, *count * sizeof *all);
    return OK;
}

enum err event_tell(struct work *work, const struct viewer *viewer, const struct event_entry *entries, size_t count,
                    struct value *items)
{
    struct telling telling = {.work = work, .viewer = viewer};
    struct faces *before = work->faces;
    enum err err = OK;
    if (!before) /* a page is mostly about few people and records */
        work->faces = faces_new(work->arena);
    for (size_t i = 0; i < count && err == OK; i++) {
        struct value *item = value_push_map(work->arena, items);
        err = item ? tell(&telling, &entries[i], item) : ERR_MEMORY;
    }
    work->faces = before;
    return err;
}

enum err event_list(struct work *work, const struct viewer *viewer, const struct event_query *query,
                    struct value **items, struct str *next)
{
    int limit = query->limit ? query->limit : DEFAULT_LIMIT;
    if (limit < 1 || limit > LIMIT_MAX)
        return problem_say(&work->problems, S("/limit"), "query.limit", NULL);
    if (query->cursor.n && !uuid_valid(query->cursor))
        return problem_say(&work->problems, S("/cursor"), "query.cursor", NULL);
    struct event_entry *entries = ARENA_ARRAY(work->arena, (size_t)limit, struct event_entry);
    size_t count;
    *items = value_list(work->arena);
    *next = (struct str){NULL, 0};
    if (!entries || !*items)
        return ERR_MEMORY;
    enum err err = query->alliance.n ? read_alliance(work, viewer, query, limit, entries, &count)
                                     : event_read(work, viewer, query, limit, entries, &count, next);
    return err ? err : event_tell(work, viewer, entries, count, *items);
}
