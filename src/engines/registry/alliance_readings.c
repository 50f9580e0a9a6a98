#include "engines/registry/alliance_readings.h"
#include "engines/registry/support.h"

static void read_answers(const struct value *alliance, struct alliance_readings *out)
{
    out->tested = true;
    for (int i = 0; i < QUESTION_COUNT; i++) {
        out->answered[i] = is_given(alliance, alliance_questions[i]);
        out->holds[i] = value_get_bool(alliance, alliance_questions[i]);
        out->tested &= out->answered[i];
    }
    if (out->tested)
        out->reading = alliance_test(out->holds);
}

static void read_ratings(struct arena *arena, const struct value *alliance, struct alliance_readings *out)
{
    for (int i = 0; i < SOURCE_COUNT; i++) {
        struct str field = arena_printf(arena, "rating_%s", incompleteness_codes[i]);
        out->ratings[i] = field.p ? (int)value_get_int(alliance, field.p, -1) : -1;
        out->rated += out->ratings[i] >= 0;
    }
    out->total = incompleteness_total(out->ratings);
    if (out->rated == SOURCE_COUNT)
        out->governance = incompleteness_read(out->ratings, &incompleteness_usual);
}

/* Rows of code and count into `counts`, by the code's place. */
static enum err count_by_source(struct work *work, const struct viewer *viewer, struct str alliance, struct str sql,
                                int64_t counts[SOURCE_COUNT])
{
    struct stmt *stmt = conn_prepare(work->conn, sql);
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, alliance);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        int source = incompleteness_source(stmt_column(stmt, 0));
        if (source >= 0)
            counts[source] = stmt_column_int(stmt, 1);
    }
    stmt_done(stmt);
    return err;
}

/* A provision counts while its body or decision is named, or its clause stands and is adaptive. */
static const struct str provisions_sql =
    STR("SELECT p.source, count(*) FROM provision p"
        " LEFT JOIN clause c ON c.tenant_id = p.tenant_id AND c.id = p.clause_id AND entente_sees(c.audience_id)"
        " WHERE p.tenant_id = ?1 AND p.alliance_id = ?2 AND p.withdrawn_at IS NULL AND entente_sees(p.audience_id)"
        " AND (p.body IS NOT NULL OR p.decision IS NOT NULL OR (c.kind = 'adaptive' AND c.withdrawn_at IS NULL))"
        " GROUP BY p.source");
static const struct str surprises_sql =
    STR("SELECT source, count(*) FROM surprise WHERE tenant_id = ?1 AND alliance_id = ?2 AND withdrawn_at IS NULL"
        " AND entente_sees(audience_id) GROUP BY source");

enum err alliance_read(struct work *work, const struct viewer *viewer, const struct value *alliance,
                       struct alliance_readings *out)
{
    struct str id = value_get_text(alliance, "id");
    *out = (struct alliance_readings){0};
    read_answers(alliance, out);
    read_ratings(work->arena, alliance, out);
    enum err err = count_by_source(work, viewer, id, provisions_sql, out->provisions);
    if (err == OK)
        err = count_by_source(work, viewer, id, surprises_sql, out->surprises);
    for (int i = 0; i < SOURCE_COUNT; i++) {
        out->provided[i] = out->provisions[i] > 0;
        out->rerate[i] = incompleteness_rerate(out->ratings[i], out->surprises[i]);
    }
    out->provided_for =
        incompleteness_provided(out->ratings, out->provided, &incompleteness_usual, &out->high, &out->linked);
    return err;
}

bool alliance_open(const struct alliance_readings *readings, int source)
{
    return readings->ratings[source] >= incompleteness_usual.high && !readings->provided[source];
}

static struct value *coded(struct arena *arena, struct value *list, const char *code, const char *prefix)
{
    struct value *leaf = value_push(list, value_new(arena, V_CHOICE));
    if (leaf) {
        leaf->text = str_of(code);
        leaf->label = arena_printf(arena, "%s.%s", prefix, code);
    }
    return leaf;
}

static struct value *put_failed(struct arena *arena, struct value *map, const struct alliance_readings *readings)
{
    struct value *failed = value_put_list(arena, map, "failed");
    for (int i = 0; i < QUESTION_COUNT; i++)
        if (readings->answered[i] && !readings->holds[i])
            coded(arena, failed, alliance_questions[i], "field.alliance");
    return failed;
}

static struct value *put_rerate(struct arena *arena, struct value *map, const struct alliance_readings *readings)
{
    struct value *list = value_put_list(arena, map, "rerate");
    for (int i = 0; i < SOURCE_COUNT; i++)
        if (readings->rerate[i])
            coded(arena, list, incompleteness_codes[i], "incompleteness");
    return list;
}

enum err alliance_derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    struct arena *a = work->arena;
    struct alliance_readings readings;
    enum err err = alliance_read(work, viewer, record, &readings);
    if (err)
        return err;
    if (readings.tested) {
        put_choice(a, record, "alliance_reading", alliance_reading_code(readings.reading), "alliance_reading");
        put_failed(a, record, &readings);
    }
    if (readings.rated == SOURCE_COUNT) {
        value_put_int(a, record, "incompleteness_total", readings.total);
        put_choice(a, record, "incompleteness_reading", incompleteness_reading_code(readings.governance),
                   "incompleteness_reading");
    }
    if (readings.provided_for >= 0)
        put_ratio(a, record, "provided_for", readings.provided_for);
    return put_rerate(a, record, &readings) ? OK : ERR_MEMORY;
}

enum err alliance_test_view(struct work *work, const struct alliance_readings *readings, struct value **out)
{
    struct arena *a = work->arena;
    struct value *view = *out = value_map(a);
    value_put_bool(a, view, "complete", readings->tested);
    if (readings->tested)
        put_choice(a, view, "reading", alliance_reading_code(readings->reading), "alliance_reading");
    else
        value_put(view, "reading", value_null(a));
    struct value *answers = value_put_list(a, view, "answers");
    for (int i = 0; i < QUESTION_COUNT; i++) {
        struct value *answer = value_push_map(a, answers);
        put_choice(a, answer, "question", alliance_questions[i], "field.alliance");
        value_put(answer, "holds", readings->answered[i] ? value_bool(a, readings->holds[i]) : value_null(a));
    }
    return put_failed(a, view, readings) ? OK : ERR_MEMORY;
}

static void put_rating(struct arena *a, struct value *list, const struct alliance_readings *readings, int i)
{
    struct value *item = value_push_map(a, list);
    put_choice(a, item, "source", incompleteness_codes[i], "incompleteness");
    value_put(item, "rating", readings->ratings[i] < 0 ? value_null(a) : value_int(a, readings->ratings[i]));
    value_put_bool(a, item, "high", readings->ratings[i] >= incompleteness_usual.high);
    value_put_bool(a, item, "provided", readings->provided[i]);
    value_put_bool(a, item, "open", alliance_open(readings, i));
    value_put_int(a, item, "provisions", readings->provisions[i]);
    value_put_int(a, item, "surprises", readings->surprises[i]);
    value_put_bool(a, item, "rerate", readings->rerate[i]);
}

enum err incompleteness_view(struct work *work, const struct alliance_readings *readings, struct value **out)
{
    struct arena *a = work->arena;
    struct value *view = *out = value_map(a), *ratings = value_put_list(a, view, "ratings");
    bool complete = readings->rated == SOURCE_COUNT;
    for (int i = 0; i < SOURCE_COUNT; i++)
        put_rating(a, ratings, readings, i);
    value_put_bool(a, view, "complete", complete);
    value_put(view, "total", complete ? value_int(a, readings->total) : value_null(a));
    if (complete)
        put_choice(a, view, "reading", incompleteness_reading_code(readings->governance), "incompleteness_reading");
    else
        value_put(view, "reading", value_null(a));
    value_put_int(a, view, "high", readings->high);
    value_put_int(a, view, "linked", readings->linked);
    if (readings->provided_for >= 0)
        put_ratio(a, view, "provided_for", readings->provided_for);
    else
        value_put(view, "provided_for", value_null(a));
    struct value *open = value_put_list(a, view, "open");
    for (int i = 0; i < SOURCE_COUNT; i++)
        if (alliance_open(readings, i))
            coded(a, open, incompleteness_codes[i], "incompleteness");
    return put_rerate(a, view, readings) ? OK : ERR_MEMORY;
}
