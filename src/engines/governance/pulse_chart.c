#include "engines/governance/pulse_view.h"
#include <stdlib.h>

enum { ENDS_MOST = 120, POOLS_LEAST = 2 };

static int by_day(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The days on which windows ended, each once, in order. */
static size_t ends_of(const struct value *sides, int64_t *days)
{
    size_t count = 0, kept = 0;
    VALUE_EACH (side, sides)
        VALUE_EACH (pool, value_get(side, "pools"))
            if (count < ENDS_MOST)
                days[count++] = day_of(pool, "closes");
    qsort(days, count, sizeof *days, by_day);
    for (size_t i = 0; i < count; i++)
        if (!kept || days[kept - 1] != days[i])
            days[kept++] = days[i];
    return kept;
}

static struct str day_label(struct overview *o, int64_t day)
{
    struct value *leaf = put_day(o->arena, value_map(o->arena), "day", day);
    return leaf ? locale_text(o->arena, &o->request->work.locale, leaf) : S("");
}

static struct value *axis(struct overview *o, struct value *chart, const char *name, const char *kind)
{
    struct value *map = value_put_map(o->arena, chart, name);
    value_put_text(o->arena, map, "kind", str_of(kind));
    return map;
}

static void put_series(struct overview *o, struct value *all, const struct value *side)
{
    struct arena *a = o->arena;
    struct value *series = value_push_map(a, all);
    value_put_text(a, series, "name", value_get_text(side, "name"));
    struct value *points = value_put_list(a, series, "points");
    VALUE_EACH (pool, value_get(side, "pools")) {
        struct value *point = value_push_map(a, points), *y = again(a, value_get(pool, "mean"));
        value_put_text(a, point, "x", day_label(o, day_of(pool, "closes")));
        value_put(point, "y", y);
    }
}

struct value *pulse_chart(struct overview *o, const struct value *sides, struct str principle)
{
    struct arena *a = o->arena;
    int64_t days[ENDS_MOST];
    size_t count = ends_of(sides, days);
    struct value *leaf = value_new(a, V_CHART), *chart = value_map(a);
    if (count < POOLS_LEAST || !leaf || !chart)
        return NULL;
    leaf->first = leaf->last = chart;
    leaf->count = 1;
    value_put_text(a, chart, "kind", S("line"));
    value_put_text(a, chart, "title",
                   overview_words(o, "pulse.chart.title", "principle", value_text(a, principle), NULL));
    struct value *x = axis(o, chart, "x", "category"), *y = axis(o, chart, "y", "value");
    struct value *categories = value_put_list(a, x, "categories");
    for (size_t i = 0; i < count; i++)
        value_push(categories, value_text(a, day_label(o, days[i])));
    value_put_int(a, y, "min", 1);
    value_put_int(a, y, "max", ASKING_POINTS);
    struct value *series = value_put_list(a, chart, "series");
    VALUE_EACH (side, sides)
        if (value_get(side, "pools")->count)
            put_series(o, series, side);
    return leaf;
}
