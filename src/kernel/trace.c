#include "kernel/trace.h"
#include "base/json.h"
#include "base/message.h"
#include "kernel/leaf.h"
#include "kernel/row.h"
#include "kernel/sight.h"

static const int64_t restore_ms = INT64_C(30) * 86400000;

struct trace {
    struct str record, kind, audience, actor, payload;
    int64_t at, version;
};

/* The last withdrawals that nobody has taken back, in the audiences that the records were in then. */
static struct sight_sql statement(struct work *work, const struct viewer *viewer, const struct trace_query *query,
                                  int limit)
{
    struct sight_sql sql = sight_sql_init(work->arena);
    buf_lit(&sql.text, "SELECT e.record_id, e.kind, e.audience_id, e.actor_id, e.payload, e.at, e.version FROM event e"
                       " WHERE e.action = 'withdrawn' AND NOT EXISTS (SELECT 1 FROM event l"
                       " WHERE l.tenant_id = e.tenant_id AND l.record_id = e.record_id AND l.id > e.id"
                       " AND l.action IN ('withdrawn', 'restored'))");
    sight_where(&sql, viewer, "e");
    if (query->kind.n)
        sight_add(&sql, " AND e.kind = ", query->kind, "");
    if (query->record.n)
        sight_add(&sql, " AND e.record_id = ", query->record, "");
    size_t n = 0;
    const struct viewer_audience *const *circles =
        query->alliance.n ? viewer_circles(viewer, query->alliance, &n) : NULL;
    for (size_t i = 0; i < n; i++)
        sight_add(&sql, i ? ", " : " AND e.audience_id IN (", circles[i]->id, "");
    if (query->alliance.n)
        buf_printf(&sql.text, "%s", n ? ")" : " AND 1 = 0");
    buf_printf(&sql.text, " ORDER BY e.id DESC LIMIT %d", limit);
    return sql;
}

static struct str column(struct work *work, struct stmt *stmt, int at)
{
    struct str text = stmt_column(stmt, at);
    return text.p ? arena_copy(work->arena, text) : text;
}

static enum err read_traces(struct work *work, const struct viewer *viewer, const struct trace_query *query, int limit,
                            struct trace *traces, size_t *count)
{
    struct sight_sql sql = statement(work, viewer, query, limit);
    struct stmt *stmt = sight_prepare(work, viewer, &sql);
    bool row;
    enum err err;
    *count = 0;
    while ((err = stmt_step(stmt, &row)) == OK && row && *count < (size_t)limit) {
        struct trace trace = {column(work, stmt, 0),   column(work, stmt, 1), column(work, stmt, 2),
                              column(work, stmt, 3),   column(work, stmt, 4), stmt_column_int(stmt, 5),
                              stmt_column_int(stmt, 6)};
        if (sight_holds(viewer, kind_by_name(trace.kind), trace.audience))
            traces[(*count)++] = trace;
    }
    stmt_done(stmt);
    return err;
}

/* The title; of a kind without one that is derived, where the viewer may read it. */
static enum err put_name(struct work *work, const struct viewer *viewer, const struct kind *kind,
                         const struct trace *trace, bool may_read, struct value *item)
{
    struct str name = {NULL, 0}, href = S("");
    struct value *record = NULL;
    enum err err = record_face(work, viewer, kind, trace->record, &name);
    if (err == OK && !kind->title && may_read) {
        err = row_get(work, viewer, kind, trace->record, &record);
        if (err == OK)
            err = row_finish(work, viewer, kind, record);
        if (err == OK && value_get_text(record, "title").n)
            name = value_get_text(record, "title");
        err = err == ERR_NOT_FOUND ? OK : err;
    }
    if (may_read)
        href = arena_printf(work->arena, "/%s/%.*s", kind->plural, STR_ARG(trace->record));
    name = name.p ? name : S("");
    value_put(item, "record", leaf_ref(work->arena, trace->record, name, href));
    value_put_text(work->arena, item, "title", name);
    return err;
}

static enum err put_trace(struct work *work, const struct viewer *viewer, const struct trace *trace, struct value *list)
{
    struct arena *a = work->arena;
    const struct kind *kind = kind_by_name(trace->kind);
    struct value *item = value_push_map(a, list), *payload = NULL;
    struct problems unread = problems_init(a);
    bool may = viewer_may(viewer, kind, ACTION_WITHDRAW, trace->audience);
    enum err err = put_name(work, viewer, kind, trace, may, item);
    if (err == OK && trace->payload.n && json_parse(a, trace->payload, &unread, &payload) == ERR_MEMORY)
        err = ERR_MEMORY;
    struct str by = trace->actor.n ? viewer_face(work, viewer, S("people"), trace->actor) : S("");
    struct str why = value_get_text(payload, "why");
    value_put(item, "kind", leaf_choice(a, str_of(kind->name), arena_printf(a, "kind.%s.one", kind->name)));
    value_put(item, "at", leaf_instant(a, trace->at));
    value_put(item, "by", by.n ? leaf_ref(a, trace->actor, by, S("")) : value_null(a));
    value_put(item, "why", why.n ? value_text(a, why) : value_null(a));
    value_put(item, "until", leaf_instant(a, trace->at + restore_ms));
    value_put_bool(a, item, "may_restore", may && work->now_ms - trace->at <= restore_ms);
    value_put_int(a, item, "version", trace->version);
    sight_put_audience(work, viewer, item, trace->audience);
    return err ? err : item ? OK : ERR_MEMORY;
}

enum err trace_list(struct work *work, const struct viewer *viewer, const struct trace_query *query, struct value **out)
{
    int limit = query->limit ? query->limit : 50;
    struct trace *traces = ARENA_ARRAY(work->arena, (size_t)limit, struct trace);
    size_t count = 0;
    *out = value_list(work->arena);
    enum err err = traces && *out ? read_traces(work, viewer, query, limit, traces, &count) : ERR_MEMORY;
    for (size_t i = 0; i < count && err == OK; i++)
        err = put_trace(work, viewer, &traces[i], *out);
    return err;
}

enum err trace_or_nothing(struct work *work, const struct viewer *viewer, struct str record)
{
    struct arena *a = work->arena;
    struct trace_query query = {.record = record, .limit = 1};
    struct value *found = NULL, *at = value_new(a, V_TEXT);
    enum err err = at ? trace_list(work, viewer, &query, &found) : ERR_MEMORY;
    const struct value *trace = err ? NULL : value_at(found, 0);
    if (!trace)
        return err ? err : ERR_NOT_FOUND;
    const struct value *by = value_get(trace, "by"), *why = value_get(trace, "why");
    bool named = by && by->kind == V_REF;
    at->text = locale_text(a, &work->locale, value_get(trace, "at"));
    struct value *args = message_args(a, "title", value_text(a, value_get_text(trace, "title")), "at", at, "by",
                                      value_text(a, named ? by->label : S("")), NULL);
    struct str said = message(a, work->locale.language, named ? "trace.by" : "trace.line", args);
    work->problems.detail =
        why && why->kind == V_TEXT ? arena_printf(a, "%.*s %.*s", STR_ARG(said), STR_ARG(why->text)) : said;
    return ERR_GONE;
}
