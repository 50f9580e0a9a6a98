#include "engines/economics/pipeline.h"
#include "base/decimal.h"
#include "engines/economics/apportion.h"

const char *const pipeline_stage_codes[] = {"call", "proposal", "won", "lost", NULL};

int64_t pipeline_path(int64_t target, int64_t starts, int64_t ends, int64_t today)
{
    int64_t out = 0;
    if (today < starts)
        return 0;
    if (today >= ends)
        return target;
    return decimal_mul_div(target, today - starts + 1, ends - starts + 1, &out) ? out : target;
}

static void add(int64_t *sum, int64_t amount)
{
    if (__builtin_add_overflow(*sum, amount, sum))
        *sum = amount < 0 ? INT64_MIN + 1 : INT64_MAX;
}

enum err pipeline_balance(struct arena *arena, struct pipeline *pipeline)
{
    size_t count = pipeline->count;
    const struct fraction **weights = arena_alloc(arena, (count + 1) * sizeof *weights);
    int64_t *parts = arena_alloc(arena, (count + 1) * sizeof *parts), allowed;
    if (!weights || !parts)
        return ERR_MEMORY;
    if (pipeline->asked <= 0)
        return OK;
    for (size_t i = 0; i < count; i++)
        weights[i] = fraction_int(arena, pipeline->sides[i].asked);
    enum err err = apportion(arena, pipeline->won, weights, count, parts);
    if (!decimal_mul_div(pipeline->won, pipeline->tolerance, DECIMAL_ONE, &allowed))
        allowed = INT64_MAX;
    for (size_t i = 0; i < count && !err; i++) {
        struct pipeline_side *side = &pipeline->sides[i];
        int64_t missing = side->asked - side->won, short_of;
        side->part = parts[i];
        side->balance = side->won - parts[i];
        side->off = side->balance > allowed || side->balance < -allowed;
        side->behind = decimal_mul_div(side->asked, pipeline->tolerance, DECIMAL_ONE, &short_of) && missing > short_of;
    }
    return err;
}

bool pipeline_tells(const struct pipeline *pipeline, const struct pipeline_side *side)
{
    bool less = false;
    for (size_t i = 0; i < pipeline->count; i++)
        less = less || (pipeline->sides[i].off && pipeline->sides[i].balance < 0);
    return side->off && (side->balance < 0 || !less);
}

bool pipeline_joint(const struct viewer *viewer, const struct value *record)
{
    const struct viewer_audience *there = viewer_audience(viewer, value_get_text(record, "circle"));
    return there && there->kind == AUDIENCE_JOINT;
}

size_t pipeline_side_of(const struct pipeline *pipeline, struct str party)
{
    size_t i = 0;
    while (i < pipeline->count && !str_eq(value_get_text(pipeline->sides[i].party, "id"), party))
        i++;
    return i;
}

static bool is_of(const struct viewer *viewer, const struct value *record, struct str alliance)
{
    return str_eq(value_get_text(record, "alliance"), alliance) && pipeline_joint(viewer, record);
}

/* The money of a field, where it is of the pipeline's currency. */
static bool amount_of(const struct pipeline *pipeline, const struct value *record, const char *field, int64_t *out)
{
    const struct value *money = value_get(record, field);
    bool given = money && money->kind == V_MONEY;
    *out = given && str_eq(money->text, pipeline->currency) ? money->i : 0;
    return !given || str_eq(money->text, pipeline->currency);
}

static void find_currency(struct pipeline *pipeline, const struct viewer *viewer, struct str alliance,
                          const struct value *rows, const char *field)
{
    VALUE_EACH (row, rows) {
        const struct value *money = value_get(row, field);
        if (!pipeline->currency.n && is_of(viewer, row, alliance) && money && money->kind == V_MONEY)
            pipeline->currency = money->text;
    }
}

static void read_target(struct pipeline *pipeline, const struct value *target, int64_t today)
{
    size_t place = pipeline_side_of(pipeline, value_get_text(target, "party"));
    int64_t starts = day_of(target, "starts"), ends = day_of(target, "ends"), value;
    if (place == pipeline->count || starts > today)
        return;
    struct pipeline_side *side = &pipeline->sides[place];
    if (pipeline->begins == NO_DAY || starts < pipeline->begins)
        pipeline->begins = starts;
    if (is_given(target, "tolerance") && value_get_int(target, "tolerance", 0) < pipeline->tolerance)
        pipeline->tolerance = value_get_int(target, "tolerance", 0);
    (void)amount_of(pipeline, target, "value", &value);
    add(&side->asked, pipeline_path(value, starts, ends, today));
    add(&side->path.calls, pipeline_path(value_get_int(target, "calls", 0), starts, ends, today));
    add(&side->path.proposals, pipeline_path(value_get_int(target, "proposals", 0), starts, ends, today));
    add(&side->path.wins, pipeline_path(value_get_int(target, "wins", 0), starts, ends, today));
}

static void read_opportunity(struct pipeline *pipeline, const struct value *row, int64_t today)
{
    int64_t called = day_of(row, "called_on"), proposed = day_of(row, "proposed_on"),
            decided = day_of(row, "decided_on");
    bool won = str_is(value_get_text(row, "stage"), "won");
    int64_t last = decided != NO_DAY ? decided : proposed != NO_DAY ? proposed : called, value;
    size_t place = pipeline_side_of(pipeline, value_get_text(row, "brought_by"));
    if (last > pipeline->latest)
        pipeline->latest = last;
    if (place == pipeline->count)
        return;
    struct pipeline_side *side = &pipeline->sides[place];
    int64_t from = pipeline->begins;
    side->all.calls++;
    side->all.proposals += won || proposed != NO_DAY;
    side->all.wins += won;
    side->done.calls += called >= from && called <= today;
    side->done.proposals += proposed != NO_DAY && proposed >= from && proposed <= today;
    if (!won || decided < from || decided > today)
        return;
    side->done.wins++;
    if (amount_of(pipeline, row, "won", &value))
        add(&side->won, value);
    else
        pipeline->foreign++;
}

enum err pipeline_read(struct arena *arena, const struct viewer *viewer, struct str alliance,
                       const struct value *opportunities, const struct value *targets, const struct value *parties,
                       int64_t today, struct pipeline *out)
{
    *out = (struct pipeline){.begins = NO_DAY, .latest = NO_DAY, .tolerance = INT64_MAX};
    out->sides = arena_alloc(arena, ((size_t)count_of(parties) + 1) * sizeof *out->sides);
    if (!out->sides)
        return ERR_MEMORY;
    VALUE_EACH (party, parties)
        if (str_eq(value_get_text(party, "alliance"), alliance))
            out->sides[out->count++] = (struct pipeline_side){.party = party};
    find_currency(out, viewer, alliance, targets, "value");
    find_currency(out, viewer, alliance, opportunities, "won");
    find_currency(out, viewer, alliance, opportunities, "expected");
    VALUE_EACH (target, targets)
        if (is_of(viewer, target, alliance))
            read_target(out, target, today);
    if (out->tolerance == INT64_MAX)
        out->tolerance = PIPELINE_TOLERANCE;
    VALUE_EACH (row, opportunities)
        if (is_of(viewer, row, alliance))
            read_opportunity(out, row, today);
    for (size_t i = 0; i < out->count; i++) {
        add(&out->won, out->sides[i].won);
        add(&out->asked, out->sides[i].asked);
    }
    return pipeline_balance(arena, out);
}
