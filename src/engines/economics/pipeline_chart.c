#include "base/decimal.h"
#include "engines/economics/pipeline_view.h"

enum { CHART_POINTS = 13 };

/* What was won by the end of a day of what a side brought, or asked of it by then. */
static int64_t sum_by(const struct pipeline_view *p, size_t side, int64_t day, bool path)
{
    int64_t sum = 0;
    const struct viewer *viewer = p->o.request->viewer;
    VALUE_EACH (row, path ? p->targets : p->opportunities) {
        const struct value *money = value_get(row, path ? "value" : "won");
        bool counts = money && money->kind == V_MONEY && str_eq(money->text, p->pipeline.currency) &&
                      pipeline_joint(viewer, row) &&
                      pipeline_side_of(&p->pipeline, value_get_text(row, path ? "party" : "brought_by")) == side;
        int64_t on = path ? day_of(row, "starts") : day_of(row, "decided_on"), amount = money ? money->i : 0;
        if (!counts || on > day || on < p->pipeline.begins)
            continue;
        if (path)
            amount = pipeline_path(amount, on, day_of(row, "ends"), day);
        if (__builtin_add_overflow(sum, amount, &sum))
            return INT64_MAX;
    }
    return sum;
}

static struct str day_label(const struct pipeline_view *p, int64_t day)
{
    struct value *scratch = value_map(p->o.arena), *leaf = put_day(p->o.arena, scratch, "day", day);
    return leaf ? locale_text(p->o.arena, &p->o.request->work.locale, leaf) : S("");
}

static void put_line(struct pipeline_view *p, struct value *all, size_t side, const int64_t *days, bool path)
{
    struct arena *a = p->o.arena;
    const struct value *party = p->pipeline.sides[side].party;
    struct value *series = value_push_map(a, all), *name = value_text(a, value_get_text(party, "name"));
    value_put_text(a, series, "name",
                   path ? overview_words(&p->o, "pipeline.chart.path", "party", name, NULL) : name->text);
    value_put_bool(a, series, "dashed", path);
    struct value *points = value_put_list(a, series, "points");
    for (size_t i = 0; i < CHART_POINTS; i++) {
        struct value *point = value_push_map(a, points), *y = value_new(a, V_NUMBER);
        struct buf amount = buf_init(a, 0);
        if (!y)
            return;
        money_write(&amount, sum_by(p, side, days[i], path), p->pipeline.currency);
        y->text = buf_str(&amount);
        value_put_text(a, point, "x", day_label(p, days[i]));
        value_put(point, "y", y);
    }
}

struct value *pipeline_chart(struct pipeline_view *p)
{
    struct arena *a = p->o.arena;
    int64_t days[CHART_POINTS], span = p->pipeline.begins == NO_DAY ? 0 : p->today - p->pipeline.begins;
    if (!p->pipeline.currency.n || span < CHART_POINTS)
        return NULL;
    struct value *leaf = value_new(a, V_CHART), *chart = value_map(a);
    if (!leaf || !chart)
        return NULL;
    leaf->first = leaf->last = chart;
    leaf->count = 1;
    value_put_text(a, chart, "kind", S("line"));
    value_put_text(a, chart, "title", overview_words(&p->o, "pipeline.chart.title", NULL));
    struct value *x = value_put_map(a, chart, "x"), *y = value_put_map(a, chart, "y");
    value_put_text(a, x, "kind", S("category"));
    struct value *categories = value_put_list(a, x, "categories");
    value_put_text(a, y, "kind", S("value"));
    value_put_text(a, y, "label", p->pipeline.currency);
    for (int64_t i = 0; i < CHART_POINTS; i++) {
        days[i] = p->pipeline.begins + span * i / (CHART_POINTS - 1);
        value_push(categories, value_text(a, day_label(p, days[i])));
    }
    struct value *series = value_put_list(a, chart, "series");
    for (size_t i = 0; i < p->pipeline.count; i++)
        if (p->pipeline.sides[i].asked || p->pipeline.sides[i].won) {
            put_line(p, series, i, days, false);
            put_line(p, series, i, days, true);
        }
    return leaf;
}
