#include "engines/registry/alliance_readings.h"
#include "engines/registry/support.h"
#include "kernel/faces.h"

static void read_answers(const struct value *alliance, struct alliance_readings *out)
{
    struct value *at = NULL;
    out->tested = true;
    for (int i = 0; i < QUESTION_COUNT; i++) {
        const struct value *answer = value_get_next(alliance, &at, alliance_questions[i]);
        out->answered[i] = answer && answer->kind == V_BOOL;
        out->holds[i] = out->answered[i] && answer->b;
        out->tested &= out->answered[i];
    }
    if (out->tested)
        out->reading = alliance_test(out->holds);
}

static void read_ratings(const struct value *alliance, struct alliance_readings *out)
{
    static const char *const fields[SOURCE_COUNT] = {"rating_change",          "rating_needs",
                                                     "rating_measurement",     "rating_investment",
                                                     "rating_interdependence", "rating_protection"};
    struct value *at = NULL;
    for (int i = 0; i < SOURCE_COUNT; i++) {
        const struct value *rating = value_get_next(alliance, &at, fields[i]);
        out->ratings[i] = rating && rating->kind == V_INT ? (int)rating->i : -1;
        out->rated += out->ratings[i] >= 0;
    }
    out->total = incompleteness_total(out->ratings);
    if (out->rated == SOURCE_COUNT)
        out->governance = incompleteness_read(out->ratings, &incompleteness_usual);
}

enum { AT_ONCE = 50 };

struct counts {
    int64_t provisions[SOURCE_COUNT], surprises[SOURCE_COUNT];
};

/* The alliance and source of each provision (0) and surprise (1), at one go. A provision counts while its body or
 * decision is named, or its clause stands and is adaptive. `which` follows "alliance_id". */
static struct str counts_sql(struct arena *arena, const char *which)
{
    return arena_printf(
        arena,
        "SELECT p.alliance_id, 0, p.source FROM provision p"
        " LEFT JOIN clause c ON c.tenant_id = p.tenant_id AND c.id = p.clause_id AND entente_sees(c.audience_id)"
        " WHERE p.tenant_id = ?1 AND p.alliance_id %s AND p.withdrawn_at IS NULL AND entente_sees(p.audience_id)"
        " AND (p.body IS NOT NULL OR p.decision IS NOT NULL OR (c.kind = 'adaptive' AND c.withdrawn_at IS NULL))"
        " UNION ALL SELECT alliance_id, 1, source FROM surprise"
        " WHERE tenant_id = ?1 AND alliance_id %s AND withdrawn_at IS NULL AND entente_sees(audience_id)",
        which, which);
}

/* The counts of the alliance `id` among those of `ids`. */
static struct counts *counts_at(struct counts *counts, const struct str *ids, size_t n, struct str id)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(ids[i], id))
            return &counts[i];
    return NULL;
}

/* Into the first `n` of `counts`; `ids` has as many places as the statement has parameters behind the first. */
static enum err read_counts(struct work *work, const struct viewer *viewer, struct str sql, const struct str *ids,
                            size_t places, size_t n, struct counts *counts)
{
    struct stmt *stmt = conn_prepare(work->conn, sql);
    stmt_text(stmt, 1, viewer->tenant);
    for (size_t i = 0; i < places; i++)
        stmt_text(stmt, (int)i + 2, ids[i]);
    bool row;
    enum err err;
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        struct counts *of = counts_at(counts, ids, n, stmt_column(stmt, 0));
        int source = incompleteness_source(stmt_column(stmt, 2));
        if (of && source >= 0)
            (stmt_column_int(stmt, 1) ? of->surprises : of->provisions)[source]++;
    }
    stmt_done(stmt);
    return err;
}

/* Counts of several lie with the faces of the work, under this address. */
static const char gathered;

static enum err gather(struct work *work, const struct viewer *viewer, const struct str *ids, size_t n)
{
    struct arena *a = work->arena;
    struct counts *counts = ARENA_ARRAY(a, n, struct counts);
    struct buf which = buf_init(a, 0);
    for (int i = 0; i < AT_ONCE; i++)
        buf_printf(&which, "%s?%d", i ? ", " : "IN (", i + 2);
    buf_lit(&which, ")");
    struct str in = buf_str(&which), sql = in.p ? counts_sql(a, in.p) : in;
    if (!counts || !sql.p)
        return ERR_MEMORY;
    enum err err = read_counts(work, viewer, sql, ids, AT_ONCE, n, counts);
    for (size_t i = 0; err == OK && i < n; i++)
        faces_keep(work, viewer, &gathered, ids[i], (struct str){(const char *)&counts[i], sizeof *counts});
    return err;
}

enum err alliance_gather(struct work *work, const struct viewer *viewer, const struct value *alliances)
{
    struct str ids[AT_ONCE];
    size_t n = 0;
    enum err err = OK;
    VALUE_EACH (alliance, alliances) {
        ids[n++] = value_get_text(alliance, "id");
        if (n < AT_ONCE && alliance->next)
            continue;
        for (size_t i = n; i < AT_ONCE; i++)
            ids[i] = S("");
        err = gather(work, viewer, ids, n);
        n = 0;
        if (err)
            return err;
    }
    return err;
}

static enum err counts_of(struct work *work, const struct viewer *viewer, struct str alliance, struct counts *out)
{
    struct str known;
    *out = (struct counts){.provisions = {0}};
    if (!faces_know(work, viewer, &gathered, alliance, &known))
        return read_counts(work, viewer, counts_sql(work->arena, "= ?2"), &alliance, 1, 1, out);
    memcpy(out, known.p, sizeof *out);
    return OK;
}

enum err alliance_read(struct work *work, const struct viewer *viewer, const struct value *alliance,
                       struct alliance_readings *out)
{
    struct str id = value_get_text(alliance, "id");
    *out = (struct alliance_readings){0};
    read_answers(alliance, out);
    read_ratings(alliance, out);
    struct counts counts;
    enum err err = counts_of(work, viewer, id, &counts);
    for (int i = 0; i < SOURCE_COUNT; i++) {
        out->provisions[i] = counts.provisions[i];
        out->surprises[i] = counts.surprises[i];
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
