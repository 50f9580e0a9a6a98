#include "kernel/hooks.h"
#include "base/message.h"
#include "kernel/faces.h"
#include "kernel/presence.h"

static const int64_t ms_a_day = INT64_C(86400000);

int64_t today_of(const struct work *work)
{
    int64_t day = work->now_ms / ms_a_day;
    return work->now_ms % ms_a_day < 0 ? day - 1 : day;
}

int64_t day_of(const struct value *record, const char *field)
{
    int64_t day;
    struct str text = value_get_text(record, field);
    return text.n && date_parse(text, &day) ? day : NO_DAY;
}

bool is_given(const struct value *record, const char *field)
{
    const struct value *leaf = value_get(record, field);
    return leaf && leaf->kind != V_NULL;
}

int64_t count_of(const struct value *list)
{
    return list ? list->count : 0;
}

bool is_leaving(const struct change *change)
{
    return change->action == ACTION_WITHDRAW && !change->restoring;
}

/* ---- lists ---- */

void query_add(struct query *query, const char *field, struct str value)
{
    if (query->filter_count < sizeof query->filters / sizeof *query->filters)
        query->filters[query->filter_count++] = (struct filter){str_of(field), value};
}

enum err rows_where(struct work *work, const struct viewer *viewer, const struct kind *kind, struct query query,
                    size_t most, struct value **items)
{
    struct problems told = work->problems;
    struct page page;
    query.limit = (int)most;
    query.whole = true;
    work->problems = problems_init(work->arena);
    enum err err = record_list(work, viewer, kind, &query, &page);
    *items = page.items;
    work->problems = told;
    return err;
}

enum err rows_shared(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str alliance,
                     const struct value **items)
{
    enum { MOST = 2000 };
    struct query query = {0};
    struct value *rows = NULL;
    bool any;
    if (rows_know(work, viewer, kind, alliance, items))
        return OK;
    query_add(&query, !strcmp(kind->plural, "alliances") ? "id" : "alliance", alliance);
    enum err err = presence_of(work, viewer, kind, alliance, &any);
    if (err == OK && any)
        err = rows_where(work, viewer, kind, query, MOST, &rows);
    else if (err == OK && !(rows = value_list(work->arena)))
        err = ERR_MEMORY;
    *items = rows;
    if (err == OK)
        rows_keep(work, viewer, kind, alliance, rows);
    return err;
}

enum err rows_of(struct work *work, const struct viewer *viewer, const struct kind *kind, const char *field,
                 struct str id, size_t most, struct value **items)
{
    struct query query = {0};
    query_add(&query, field, id);
    return rows_where(work, viewer, kind, query, most, items);
}

enum err column_of(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                   const char *column, struct str *out)
{
    *out = (struct str){NULL, 0};
    struct str sql =
        arena_printf(work->arena, "SELECT %s FROM %s WHERE tenant_id = ?1 AND id = ?2 AND entente_sees(audience_id)",
                     column, kind->table);
    if (!sql.p)
        return ERR_MEMORY;
    struct stmt *stmt = conn_prepare(work->conn, sql);
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, id);
    bool row;
    enum err err = stmt_step(stmt, &row);
    if (err == OK && row && !stmt_column_null(stmt, 0))
        *out = arena_copy(work->arena, stmt_column(stmt, 0));
    stmt_done(stmt);
    return err;
}

/* ---- leaves ---- */

struct value *put_choice(struct arena *arena, struct value *map, const char *key, const char *code, const char *prefix)
{
    struct value *leaf = value_set(map, key, value_new(arena, V_CHOICE));
    if (leaf) {
        leaf->text = str_of(code);
        leaf->label = arena_printf(arena, "%s.%s", prefix, code);
    }
    return leaf;
}

static struct value *put_number(struct arena *arena, struct value *map, const char *key, enum value_kind kind,
                                int64_t i)
{
    struct value *leaf = value_set(map, key, value_new(arena, kind));
    if (leaf)
        leaf->i = i;
    return leaf;
}

struct value *put_ratio(struct arena *arena, struct value *map, const char *key, int64_t millionths)
{
    return put_number(arena, map, key, V_RATIO, millionths);
}

struct value *put_money(struct arena *arena, struct value *map, const char *key, int64_t minor, struct str currency)
{
    struct value *leaf = put_number(arena, map, key, V_MONEY, minor);
    if (leaf)
        leaf->text = currency;
    return leaf;
}

struct value *put_day(struct arena *arena, struct value *map, const char *key, int64_t day)
{
    struct value *leaf = value_set(map, key, value_new(arena, V_DATE));
    if (leaf)
        leaf->text = date_text(arena, day);
    return leaf;
}

struct value *ref_leaf(struct arena *arena, const struct kind *kind, struct str id, struct str name)
{
    struct value *leaf = value_new(arena, V_REF);
    if (leaf) {
        leaf->text = id;
        leaf->label = name;
        leaf->href = arena_printf(arena, "/%s/%.*s", kind->plural, STR_ARG(id));
    }
    return leaf;
}

struct value *put_ref(struct arena *arena, struct value *map, const char *key, const struct kind *kind, struct str id,
                      struct str name)
{
    return value_set(map, key, ref_leaf(arena, kind, id, name));
}

struct value *again(struct arena *arena, const struct value *leaf)
{
    struct value *copy = value_null(arena);
    if (copy && leaf) {
        *copy = *leaf;
        copy->next = NULL;
    }
    return copy;
}

struct str first_characters(struct arena *arena, struct str text, size_t most)
{
    ptrdiff_t end = str_find(text, '\n');
    struct str line = end < 0 ? text : str_trim(str_part(text, 0, (size_t)end));
    size_t n = 0, characters = 0;
    while (n < line.n && characters < most) {
        n++;
        while (n < line.n && ((unsigned char)line.p[n] & 0xC0) == 0x80)
            n++;
        characters++;
    }
    bool whole = n == line.n && line.n == text.n;
    return whole ? line : arena_printf(arena, "%.*s…", (int)n, line.p);
}

enum err put_subject(struct work *work, const struct viewer *viewer, struct value *record)
{
    const struct kind *kind = kind_by_plural(value_get_text(record, "about_kind"));
    struct str id = value_get_text(record, "about"), name = {NULL, 0};
    enum err err = kind && id.n ? record_face(work, viewer, kind, id, &name) : OK;
    if (err == OK && name.p)
        put_ref(work->arena, record, "subject", kind, id, name);
    return err;
}

/* ---- hooks ---- */

void refuse(struct work *work, const char *field, const char *key)
{
    (void)problem_say(&work->problems, pointer_member(work->arena, S(""), str_of(field)), key, NULL);
}

enum err forbid(struct work *work, const char *key)
{
    work->problems.detail = message(work->arena, work->locale.language, key, NULL);
    return ERR_FORBIDDEN;
}

void default_choice(struct work *work, struct change *change, const char *field, const char *code)
{
    if (is_given(change->after, field))
        return;
    struct str prefix = arena_printf(work->arena, "choice.%s.%s", change->kind->name, field);
    put_choice(work->arena, change->after, field, code, prefix.p);
}

enum err default_name(struct work *work, const struct viewer *viewer, struct change *change, const char *field,
                      const char *of)
{
    struct str id = value_get_text(change->after, of), name = {NULL, 0};
    if (is_given(change->after, field) || !id.n)
        return OK;
    const struct field *reference = kind_field(change->kind, str_of(of));
    const struct kind *target = kind_by_plural(str_of(reference->target));
    enum err err = record_face(work, viewer, target, id, &name);
    if (err == OK && !name.p)
        name = viewer_face(work, viewer, str_of(target->plural), id);
    if (err == OK && name.p && !value_set(change->after, field, value_text(work->arena, name)))
        err = ERR_MEMORY;
    return err;
}

void check_somebody(struct work *work, const struct change *change)
{
    if (!is_given(change->after, "person") && !is_given(change->after, "name"))
        refuse(work, "name", "input.required");
}

enum err name_of_somebody(struct work *work, struct viewer *viewer, struct change *change)
{
    return default_name(work, viewer, change, "name", "person");
}

void check_order(struct work *work, const struct change *change, const char *from, const char *until)
{
    int64_t first = day_of(change->after, from), last = day_of(change->after, until);
    if (first != NO_DAY && last != NO_DAY && last < first)
        refuse(work, until, "input.before-start");
}

enum err check_tree(struct work *work, const struct viewer *viewer, const struct change *change, const char *field)
{
    struct str above = value_get_text(change->after, field);
    struct str column = arena_printf(work->arena, "%s_id", field);
    for (int steps = 0; above.n; steps++) {
        if (str_eq(above, change->id) || steps == 100) {
            refuse(work, field, "input.tree");
            return OK;
        }
        enum err err = column_of(work, viewer, change->kind, above, column.p, &above);
        if (err)
            return err;
    }
    return OK;
}

enum err check_within(struct work *work, const struct viewer *viewer, const struct change *change, const char *field,
                      const char *in, const char *key)
{
    struct str id = value_get_text(change->after, field), whole = value_get_text(change->after, in), of;
    if (!id.n || !whole.n)
        return OK;
    const struct kind *target = kind_by_plural(str_of(kind_field(change->kind, str_of(field))->target));
    struct str column = arena_printf(work->arena, "%s_id", in);
    enum err err = column_of(work, viewer, target, id, column.p, &of);
    if (err == OK && of.p && !str_eq(of, whole))
        refuse(work, field, key);
    return err;
}
