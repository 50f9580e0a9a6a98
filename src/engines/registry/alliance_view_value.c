#include "engines/registry/alliance_view.h"
#include "engines/registry/business_case.h"

int64_t year_of(int64_t day)
{
    char text[11];
    int64_t year = 0;
    date_write(day, text);
    (void)str_int(str_part(str_of(text), 0, 4), &year);
    return year;
}

/* How well a case tells of `year`; the lower the better. */
static int64_t distance(const struct value *record, int64_t year)
{
    enum { AFTER = 1000 };
    int64_t of = value_get_int(record, "year", 0);
    bool approved = str_is(value_get_text(record, "status"), "approved");
    return (of > year ? AFTER + of - year : year - of) * 2 + !approved;
}

const struct value *case_current(const struct value *cases, struct str alliance, int64_t year)
{
    const struct value *best = NULL;
    VALUE_EACH (one, cases) {
        bool here =
            str_eq(value_get_text(one, "alliance"), alliance) && !str_is(value_get_text(one, "status"), "signing");
        if (here && (!best || distance(one, year) < distance(best, year)))
            best = one;
    }
    return best;
}

/* How far the forecasts of a unit have been off so far, over all its cases that the viewer sees. */
static enum err put_bias(struct overview *o, struct value *map, struct str unit)
{
    struct value *cases;
    struct request *request = o->request;
    int64_t bias;
    size_t n = 0;
    enum err err =
        unit.n ? rows_of(&request->work, request->viewer, &business_case_kind, "unit", unit, VIEW_MOST, &cases) : OK;
    if (err || !unit.n)
        return err;
    int64_t *realisations = ARENA_ARRAY(o->arena, cases->count + 1, int64_t);
    if (!realisations)
        return ERR_MEMORY;
    VALUE_EACH (one, cases)
        if (is_given(one, "realisation"))
            realisations[n++] = value_get_int(one, "realisation", 0);
    if (business_case_bias(realisations, n, &bias))
        (void)put_ratio(o->arena, map, "bias", bias);
    return OK;
}

enum err view_case(struct overview *o)
{
    const struct value *cases;
    enum err err = view_rows(o, &business_case_kind, &cases);
    if (err)
        return err;
    const struct value *current = case_current(cases, o->id, year_of(today_of(&o->request->work)));
    if (!current)
        return value_put(o->data, "case", value_null(o->arena)) ? OK : ERR_MEMORY;
    struct value *map = value_put_map(o->arena, o->data, "case");
    (void)put_ref(o->arena, map, "current", &business_case_kind, value_get_text(current, "id"),
                  value_get_text(current, "name"));
    overview_copy(o, map, current, "name", "year", "status", "unit", "created_value", "captured_value", "running_cost",
                  "investment", "net", "capture", "realisation", "forecast_net", "sample", NULL);
    value_put_bool(o->arena, map, "private", str_is(value_get_text(current, "audience"), "side"));
    value_put_int(o->arena, map, "cases", (int64_t)cases->count);
    value_put(map, "bias", value_null(o->arena));
    return put_bias(o, map, value_get_text(current, "unit"));
}

enum err view_stance(struct overview *o)
{
    const struct value *stances;
    enum err err = view_rows(o, &stance_kind, &stances);
    if (err)
        return err;
    const struct value *own = value_at(stances, 0);
    if (!own)
        return value_put(o->data, "stance", value_null(o->arena)) ? OK : ERR_MEMORY;
    struct value *map = value_put_map(o->arena, o->data, "stance");
    (void)put_ref(o->arena, map, "stance", &stance_kind, value_get_text(own, "id"), value_get_text(own, "title"));
    overview_copy(o, map, own, "attention", "origin", "intended_end", "intended_end_at_start", "drift",
                  "potential_value", "expected_loss", "walk_away", "sample", NULL);
    return map ? OK : ERR_MEMORY;
}

enum err view_agreements(struct overview *o)
{
    struct value *list = value_put_list(o->arena, o->data, "agreements");
    const struct value *agreements;
    enum err err = view_rows(o, &agreement_kind, &agreements);
    VALUE_EACH (agreement, err ? NULL : agreements) {
        struct value *item = view_item(o, list, &agreement_kind, agreement);
        overview_copy(o, item, agreement, "kind", "signed", "in_force", "ends", "status", "notice_by", "sample", NULL);
    }
    return err;
}

/* The needs that the alliance serves, and the parts that it has. */
enum err view_strategy(struct overview *o)
{
    struct request *request = o->request;
    const struct value *sources;
    struct value *parts;
    enum err err = view_rows(o, &source_kind, &sources);
    if (err == OK)
        err = rows_of(&request->work, request->viewer, &alliance_kind, "parent", o->id, VIEW_MOST, &parts);
    if (err)
        return err;
    struct value *needs = value_put_list(o->arena, o->data, "needs");
    VALUE_EACH (source, sources) {
        struct value *item = view_item(o, needs, &source_kind, source);
        overview_copy(o, item, source, "need", "way", "level", "available", "probability", "sample", NULL);
    }
    struct value *list = value_put_list(o->arena, o->data, "sub_alliances");
    VALUE_EACH (part, parts) {
        struct value *item = view_item(o, list, &alliance_kind, part);
        overview_copy(o, item, part, "stage", "business_model", "sample", NULL);
    }
    return list ? OK : ERR_MEMORY;
}
