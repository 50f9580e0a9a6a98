/* Lists: filters, order, cursor, and the visibility predicate of every one of them. */
#include "base/date.h"
#include "base/decimal.h"
#include "base/json.h"
#include "base/message.h"
#include "base/name.h"
#include "base/uuid.h"
#include "kernel/input.h"
#include "kernel/predicate.h"
#include "kernel/row.h"
#include <sodium.h>

enum { FEW = 8, SEVERAL = 512, PARAMETERS = 64 };

/* A statement under construction: its text and what will be bound. */
struct making {
    struct work *work;
    const struct viewer *viewer;
    const struct kind *kind;
    struct buf sql;
    struct {
        struct str text;
        int64_t i;
        bool is_int;
    } bound[PARAMETERS];
    int count;
    struct id_set withdrawn; /* for lists of what was withdrawn: the audiences where the viewer may restore */
};

static int bind_text(struct making *m, struct str text)
{
    if (m->count >= PARAMETERS)
        return 0;
    m->bound[m->count].text = text;
    return ++m->count;
}

static int bind_int(struct making *m, int64_t i)
{
    if (m->count >= PARAMETERS)
        return 0;
    m->bound[m->count].i = i;
    m->bound[m->count].is_int = true;
    return ++m->count;
}

static enum err say(struct making *m, struct str member, const char *key)
{
    return problem_say(&m->work->problems, pointer_member(m->work->arena, S(""), member), key, NULL);
}

/* Whether all records of the kind are their owner's: a kind that names an alliance can be shared with its parties. */
static bool stays_with_owner(const struct kind *kind)
{
    bool stays = kind->scope == SCOPE_OWNER;
    for (size_t i = 0; i < kind->count && stays; i++)
        stays = kind->fields[i].type != FIELD_REF || strcmp(kind->fields[i].target, "alliances") != 0;
    return stays;
}

/* The audiences of the viewer, one's own among them or not, as a list in JSON. */
static struct str audience_list(struct making *m, bool own)
{
    struct buf list = buf_init(m->work->arena, 0);
    buf_lit(&list, "[\"\"");
    for (size_t i = 0; i < m->viewer->count; i++)
        if (own || m->viewer->audiences[i].kind != AUDIENCE_OWNER)
            buf_printf(&list, ",\"%.*s\"", STR_ARG(m->viewer->audiences[i].id));
    buf_lit(&list, "]");
    return buf_str(&list);
}

/* The predicate: one indexed column. Few circles are named, so that the index serves; many are tested by a function,
 * which PostgreSQL turns into what its planner knows how to look up. */
static void add_sight(struct making *m, bool narrowed)
{
    const struct viewer *viewer = m->viewer;
    const struct id_set *sight = viewer_sight(viewer, m->kind);
    bool own = sight == &viewer->sees;
    buf_lit(&m->sql, " WHERE tenant_id = ?1");
    if (!KERNEL_ASKS)
        return;
    if (sight == &viewer->sees_none) {
        buf_lit(&m->sql, " AND audience_id = ''");
        return;
    }
    if (stays_with_owner(m->kind)) {
        buf_printf(&m->sql, " AND audience_id = ?%d AND entente_sees(audience_id)",
                   bind_text(m, own ? viewer->organisation : S("")));
        return;
    }
    if (viewer->count <= FEW && !narrowed && !m->withdrawn.size) {
        buf_lit(&m->sql, " AND audience_id IN (''");
        for (size_t i = 0; i < viewer->count; i++)
            if (own || viewer->audiences[i].kind != AUDIENCE_OWNER)
                buf_printf(&m->sql, ", ?%d", bind_text(m, viewer->audiences[i].id));
        buf_lit(&m->sql, ")");
        return;
    }
    if (viewer->count <= SEVERAL && !narrowed && !m->withdrawn.size && !strcmp(conn_scheme(m->work->conn), "sqlite")) {
        buf_printf(&m->sql, " AND audience_id IN (SELECT value FROM json_each(?%d))",
                   bind_text(m, audience_list(m, own)));
        return;
    }
    buf_lit(&m->sql, " AND entente_sees(audience_id)");
    if (!own)
        buf_printf(&m->sql, " AND audience_id <> ?%d", bind_text(m, viewer->organisation));
}

static bool is_number(const struct field *field)
{
    return field->type == FIELD_INT || field->type == FIELD_DECIMAL || field->type == FIELD_RATIO ||
           field->type == FIELD_MONEY || field->type == FIELD_INSTANT || field->type == FIELD_BOOL ||
           field->type == FIELD_BYTES;
}

static int bind_leaf(struct making *m, const struct value *leaf)
{
    if (leaf->kind == V_BOOL)
        return bind_int(m, leaf->b);
    bool number = leaf->kind == V_INT || leaf->kind == V_DECIMAL || leaf->kind == V_RATIO || leaf->kind == V_MONEY ||
                  leaf->kind == V_INSTANT || leaf->kind == V_BYTES;
    return number ? bind_int(m, leaf->i) : bind_text(m, leaf->text);
}

/* LIKE pattern of a text anywhere, with the wildcards taken literally. */
static struct str anywhere(struct arena *a, struct str text)
{
    struct buf buf = buf_init(a, 0);
    buf_char(&buf, '%');
    for (size_t i = 0; i < text.n; i++) {
        if (strchr("%_\\", text.p[i]))
            buf_char(&buf, '\\');
        buf_char(&buf, text.p[i]);
    }
    buf_char(&buf, '%');
    return buf_str(&buf);
}

static enum err add_contains(struct making *m, const struct field *field, struct str value)
{
    struct arena *a = m->work->arena;
    bool title = m->kind->title && !strcmp(field->name, m->kind->title);
    if (field->type != FIELD_TEXT && field->type != FIELD_LONG && field->type != FIELD_EMAIL &&
        field->type != FIELD_DOMAIN && field->type != FIELD_URL)
        return say(m, str_of(field->name), "query.contains");
    struct str text = title ? name_key(a, value) : value;
    buf_printf(&m->sql, " AND %s LIKE ?%d ESCAPE '\\'", title ? "match_key" : field->name,
               bind_text(m, anywhere(a, text)));
    return OK;
}

/* A reference counts as none where the viewer sees none: whether there is one that they may not see stays unknown. */
static void add_no_reference(struct making *m, const char *column, const struct kind *target)
{
    bool own = viewer_sight(m->viewer, target) == &m->viewer->sees, people = !strcmp(target->plural, "people");
    buf_printf(&m->sql,
               " AND (%s IS NULL OR NOT (EXISTS (SELECT 1 FROM %s r WHERE r.tenant_id = ?1 AND r.id = %s.%s"
               " AND entente_sees(r.audience_id)",
               column, target->table, m->kind->table, column);
    if (!own)
        buf_printf(&m->sql, " AND r.audience_id <> ?%d", bind_text(m, m->viewer->organisation));
    buf_lit(&m->sql, ")");
    if (people || !strcmp(target->plural, "organisations")) { /* known by name: viewer_face */
        struct str own_id = people ? m->viewer->person : m->viewer->organisation;
        const char *known[] = {people ? "membership" : "party", people ? "forum_seat" : "forum_member"};
        buf_printf(&m->sql, " OR %s.%s = ?%d", m->kind->table, column, bind_text(m, own_id.n ? own_id : S("")));
        for (size_t i = 0; i < 2; i++)
            buf_printf(&m->sql,
                       " OR EXISTS (SELECT 1 FROM %s k WHERE k.tenant_id = ?1 AND k.%s = %s.%s"
                       " AND entente_sees(k.audience_id))",
                       known[i], people ? "person_id" : "organisation_id", m->kind->table, column);
    }
    buf_lit(&m->sql, "))");
}

static enum err add_field(struct making *m, const struct field *field, struct str suffix, const struct filter *filter)
{
    struct value raw = {.kind = V_TEXT, .text = filter->value}, *leaf = NULL;
    const char *column = m->kind->sql->column[field_index(m->kind, field)].p;
    if (str_is(suffix, "contains"))
        return add_contains(m, field, filter->value);
    if (str_is(suffix, "none") && field->type == FIELD_REF) {
        add_no_reference(m, column, kind_by_plural(str_of(field->target)));
        return OK;
    }
    if (str_is(suffix, "none")) {
        buf_printf(&m->sql, " AND %s IS NULL", column);
        return OK;
    }
    bool range = is_number(field) || field->type == FIELD_DATE;
    const char *sign = !suffix.n                         ? "="
                       : str_is(suffix, "from") && range ? ">="
                       : str_is(suffix, "to") && range   ? "<="
                                                         : NULL;
    if (!sign)
        return say(m, filter->field, "query.field");
    if (field->type == FIELD_REF && uuid_valid(filter->value)) { /* of a withdrawn record, too */
        struct str name = {NULL, 0};
        const struct kind *target = kind_by_plural(str_of(field->target));
        enum err seen = record_face(m->work, m->viewer, target, filter->value, &name);
        if (seen || name.p) {
            buf_printf(&m->sql, " AND %s %s ?%d", column, sign, bind_text(m, filter->value));
            return seen;
        }
    }
    struct field free_field = *field; /* a bound of the field is no bound of the filter */
    free_field.min = free_field.max = 0;
    const struct field *by = field->type == FIELD_INT || field->type == FIELD_DECIMAL ? &free_field : field;
    enum err err = input_field(m->work, m->viewer, m->kind, by, &raw, INPUT_TEXT,
                               pointer_member(m->work->arena, S(""), filter->field), &leaf);
    if (err || leaf_empty(leaf))
        return err;
    buf_printf(&m->sql, " AND %s %s ?%d", column, sign, bind_leaf(m, leaf));
    if (leaf->kind == V_MONEY)
        buf_printf(&m->sql, " AND %s_currency = ?%d", field->name, bind_text(m, leaf->text));
    return OK;
}

/* "circle", "id" and the instants that every record has. */
static bool add_common(struct making *m, struct str name, struct str suffix, const struct filter *filter)
{
    bool created = str_is(name, "created_at"), updated = str_is(name, "updated_at");
    if ((str_is(name, "circle") || str_is(name, "owner") || str_is(name, "id")) && !suffix.n) {
        buf_printf(&m->sql, " AND %s = ?%d", str_is(name, "id") ? "id" : "audience_id", bind_text(m, filter->value));
        return true;
    }
    int64_t ms, days;
    if (!(created || updated) || (!str_is(suffix, "from") && !str_is(suffix, "to")))
        return false;
    if (!instant_parse(filter->value, &ms)) {
        if (!date_parse(filter->value, &days))
            return false;
        ms = (days + str_is(suffix, "to")) * INT64_C(86400000);
    }
    buf_printf(&m->sql, " AND %s %s ?%d", created ? "created_at" : "updated_at", str_is(suffix, "from") ? ">=" : "<",
               bind_int(m, ms));
    return true;
}

static enum err add_filters(struct making *m, const struct query *query)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        struct str suffix = query->filters[i].field, name;
        if (!query->filters[i].value.n || !str_cut(&suffix, '.', &name))
            continue;
        if (!suffix.p)
            suffix = S("");
        const struct field *field = kind_field(m->kind, name);
        enum err err = OK;
        if (field)
            err = add_field(m, field, suffix, &query->filters[i]);
        else if (!add_common(m, name, suffix, &query->filters[i]))
            (void)say(m, query->filters[i].field, "query.field");
        if (err && err != ERR_INPUT)
            return err;
    }
    buf_printf(&m->sql, " AND withdrawn_at %s NULL", query->withdrawn ? "IS NOT" : "IS");
    return m->work->problems.count ? ERR_INPUT : OK;
}

/* ---- order and cursor ---- */

struct order {
    struct str expression; /* never NULL in a row */
    bool number, descending, by_id;
    struct str name; /* as asked, for the cursor */
};

static enum err decide_order(struct making *m, const struct query *query, struct order *order)
{
    struct arena *a = m->work->arena;
    struct str name = query->sort.n ? query->sort : m->kind->sort ? str_of(m->kind->sort) : S("-created_at");
    *order = (struct order){.name = name, .descending = str_starts(name, S("-"))};
    if (order->descending)
        name = str_part(name, 1, name.n);
    const struct field *field = kind_field(m->kind, name);
    if (str_is(name, "created_at") || str_is(name, "id")) {
        order->by_id = true; /* identifiers grow with time */
        order->expression = S("id");
    } else if (str_is(name, "updated_at")) {
        order->number = true;
        order->expression = S("updated_at");
    } else if (field && m->kind->title && !strcmp(field->name, m->kind->title)) {
        order->expression = S("match_key");
    } else if (field && field->type != FIELD_REF) { /* an order by references would tell of those that are hidden */
        order->number = is_number(field);
        order->expression = arena_printf(a, "coalesce(%s, %s)", m->kind->sql->column[field_index(m->kind, field)].p,
                                         order->number ? "-9223372036854775807" : "''");
    } else {
        return say(m, S("sort"), "query.sort");
    }
    return order->expression.p ? OK : ERR_MEMORY;
}

static struct str encode(struct arena *a, struct str bytes)
{
    size_t n = sodium_base64_ENCODED_LEN(bytes.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_alloc(a, n);
    if (!text)
        return (struct str){NULL, 0};
    sodium_bin2base64(text, n, (const unsigned char *)bytes.p, bytes.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return str_of(text);
}

static struct str make_cursor(struct making *m, const struct order *order, struct str text, int64_t number,
                              struct str id)
{
    struct arena *a = m->work->arena;
    struct value *list = value_list(a);
    value_push(list, value_text(a, order->name));
    value_push(list, order->number ? value_int(a, number) : value_text(a, text));
    value_push(list, value_text(a, id));
    return encode(a, json_text(a, list));
}

static enum err add_cursor(struct making *m, const struct order *order, struct str cursor)
{
    struct arena *a = m->work->arena;
    unsigned char *bytes = arena_alloc(a, cursor.n + 1);
    size_t n = 0;
    struct value *list = NULL;
    struct problems unused = problems_init(a);
    if (!bytes)
        return ERR_MEMORY;
    bool good = cursor.n <= 2048 &&
                sodium_base642bin(bytes, cursor.n + 1, cursor.p, cursor.n, NULL, &n, NULL,
                                  sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
                json_parse(a, (struct str){(char *)bytes, n}, &unused, &list) == OK && list->kind == V_LIST &&
                list->count == 3;
    const struct value *name = value_at(list, 0), *key = value_at(list, 1), *id = value_at(list, 2);
    good = good && name->kind == V_TEXT && str_eq(name->text, order->name) && id->kind == V_TEXT &&
           key->kind == (order->number ? V_INT : V_TEXT);
    if (!good)
        return say(m, S("cursor"), "query.cursor");
    const char *sign = order->descending ? "<" : ">";
    if (order->by_id) {
        buf_printf(&m->sql, " AND id %s ?%d", sign, bind_text(m, id->text));
        return OK;
    }
    int k = order->number ? bind_int(m, key->i) : bind_text(m, key->text);
    buf_printf(&m->sql, " AND (%s, id) %s (?%d, ?%d)", order->expression.p, sign, k, bind_text(m, id->text));
    return OK;
}

/* ---- running ---- */

static struct stmt *bound_statement(struct making *m)
{
    if (m->withdrawn.size && conn_see(m->work->conn, &m->withdrawn) != OK)
        return NULL;
    struct stmt *stmt = m->sql.failed || m->count >= PARAMETERS ? NULL : conn_prepare(m->work->conn, buf_str(&m->sql));
    for (int i = 0; i < m->count; i++)
        if (m->bound[i].is_int)
            stmt_int(stmt, i + 1, m->bound[i].i);
        else
            stmt_text(stmt, i + 1, m->bound[i].text);
    return stmt;
}

static enum err read_rows(struct making *m, const struct order *order, int limit, struct page *out)
{
    struct arena *a = m->work->arena;
    struct stmt *stmt = bound_statement(m);
    struct str key = {NULL, 0}, id = {NULL, 0};
    int64_t number = 0;
    bool row;
    enum err err;
    out->next = (struct str){NULL, 0};
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        if ((int)out->items->count == limit) {
            out->next = make_cursor(m, order, key, number, id);
            break;
        }
        int column = m->kind->sql->count;
        number = order->number ? stmt_column_int(stmt, column) : 0;
        key = arena_copy(a, order->number ? S("") : stmt_column(stmt, column));
        id = arena_copy(a, stmt_column(stmt, COLUMN_ID));
        if (!value_push(out->items, row_read(m->work, m->viewer, m->kind, stmt))) {
            err = ERR_MEMORY;
            break;
        }
    }
    stmt_done(stmt);
    if (m->withdrawn.size && viewer_look(m->work, m->viewer) != OK)
        return ERR_INTERNAL;
    if (err == OK && m->kind->gather && m->work->faces && out->items->count > 1)
        err = m->kind->gather(m->work, m->viewer, out->items);
    VALUE_EACH (record, out->items)
        if (err == OK)
            err = row_finish(m->work, m->viewer, m->kind, record);
    return err;
}

static enum err count_rows(struct making *m, struct page *out)
{
    bool row;
    struct stmt *stmt = bound_statement(m);
    enum err err = stmt_step(stmt, &row);
    if (err == OK && row)
        out->total = stmt_column_int(stmt, 0);
    stmt_done(stmt);
    if (m->withdrawn.size && viewer_look(m->work, m->viewer) != OK)
        return ERR_INTERNAL;
    return err;
}

/* What was withdrawn is read by those who may restore it; others know its trace (trace.h). */
static enum err narrow_to_restorable(struct making *m)
{
    const struct viewer *viewer = m->viewer;
    struct str *ids = ARENA_ARRAY(m->work->arena, viewer->count + 1, struct str);
    size_t n = 0;
    for (size_t i = 0; ids && i < viewer->count; i++)
        if (viewer_may(viewer, m->kind, ACTION_WITHDRAW, viewer->audiences[i].id))
            ids[n++] = viewer->audiences[i].id;
    if (!ids)
        return ERR_MEMORY;
    m->withdrawn = id_set_of(m->work->arena, ids, n);
    return m->withdrawn.size ? OK : ERR_MEMORY;
}

static struct making making_init(struct work *work, const struct viewer *viewer, const struct kind *kind)
{
    struct making m = {.work = work, .viewer = viewer, .kind = kind, .sql = buf_init(work->arena, 0)};
    bind_text(&m, viewer->tenant);
    return m;
}

/* Whether a filter leaves few rows by an index of its own (a parent, the key), so that the sight should only test. */
static bool narrowed(const struct kind *kind, const struct query *query)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct field *field = kind_field(kind, query->filters[i].field);
        if (query->filters[i].value.n &&
            ((field && field->type == FIELD_REF) || str_is(query->filters[i].field, "about") ||
             str_is(query->filters[i].field, "id")))
            return true;
    }
    return false;
}

/* SELECT … of the rows, or count(*), with all that narrows it. */
static enum err begin(struct making *m, const struct query *query, const char *columns)
{
    enum err err = query->withdrawn ? narrow_to_restorable(m) : OK;
    buf_printf(&m->sql, "SELECT %s FROM %s", columns, m->kind->table);
    add_sight(m, narrowed(m->kind, query));
    return err ? err : add_filters(m, query);
}

static enum err count_all(struct work *work, const struct viewer *viewer, const struct kind *kind,
                          const struct query *query, struct page *out)
{
    struct making counting = making_init(work, viewer, kind);
    enum err err = begin(&counting, query, "count(*)");
    return err ? err : count_rows(&counting, out);
}

enum err record_list(struct work *work, const struct viewer *viewer, const struct kind *kind, const struct query *query,
                     struct page *out)
{
    struct order order;
    struct making m = making_init(work, viewer, kind);
    int limit = query->limit == 0 ? 50 : query->limit;
    *out = (struct page){.items = value_list(work->arena), .total = -1};
    if (!out->items)
        return ERR_MEMORY;
    if (limit < 1 || (limit > 200 && !query->whole))
        (void)say(&m, S("limit"), "query.limit");
    enum err err = decide_order(&m, query, &order);
    if (err)
        return err;
    err = begin(&m, query, arena_printf(work->arena, "%s, %s", kind->sql->columns.p, order.expression.p).p);
    if (err == OK && query->cursor.n)
        err = add_cursor(&m, &order, query->cursor);
    const char *way = order.descending ? " DESC" : "";
    buf_printf(&m.sql, " ORDER BY %s%s", order.expression.p, way);
    if (!order.by_id)
        buf_printf(&m.sql, ", id%s", way);
    if (!query->whole || !narrowed(kind, query)) /* few rows are sorted faster where no limit is asked for */
        buf_printf(&m.sql, " LIMIT %d", limit + 1);
    if (err == OK)
        err = read_rows(&m, &order, limit, out);
    return err || !query->total ? err : count_all(work, viewer, kind, query, out);
}
