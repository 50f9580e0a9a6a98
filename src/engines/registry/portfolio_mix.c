#include "engines/registry/portfolio_mix.h"
#include "base/message.h"

enum { MODELS = 4 };
static const char *const codes[MODELS] = {"specialisation", "allocation", "sharing", NULL};
/* In the order of `codes`, the last for mixed models or none (S1 2: a survey of 142 alliances). */
static const int survey_percent[MODELS] = {45, 22, 21, 12};

static struct str words(struct work *work, const char *key)
{
    return message(work->arena, work->locale.language, key, NULL);
}

static struct str name_of(struct work *work, int model)
{
    struct str key = codes[model] ? arena_printf(work->arena, "choice.alliance.business_model.%s", codes[model])
                                  : S("portfolio.mix.none");
    return key.p ? words(work, key.p) : S("");
}

static void put_series(struct work *work, struct value *all, const char *name, const struct value *models,
                       const char *key)
{
    struct arena *a = work->arena;
    struct value *series = value_push_map(a, all);
    value_put_text(a, series, "name", words(work, name));
    struct value *points = value_put_list(a, series, "points");
    int model = 0;
    VALUE_EACH (item, models) {
        struct value *point = value_push_map(a, points), *y = value_new(a, V_DECIMAL);
        const struct value *share = value_get(item, key);
        value_put_text(a, point, "x", name_of(work, model++));
        if (y && share)
            y->i = share->i * 100;
        value_put(point, "y", y);
    }
}

static struct value *chart_of(struct work *work, const struct value *models)
{
    struct arena *a = work->arena;
    struct value *leaf = value_new(a, V_CHART), *chart = value_map(a);
    if (!leaf || !chart)
        return NULL;
    leaf->first = leaf->last = chart;
    leaf->count = 1;
    value_put_text(a, chart, "kind", S("bar"));
    value_put_bool(a, chart, "horizontal", true);
    value_put_text(a, chart, "title", words(work, "portfolio.mix.title"));
    struct value *x = value_put_map(a, chart, "x"), *y = value_put_map(a, chart, "y");
    value_put_text(a, x, "kind", S("category"));
    struct value *categories = value_put_list(a, x, "categories");
    for (int i = MODELS; i-- > 0;) /* drawn upwards */
        value_push(categories, value_text(a, name_of(work, i)));
    value_put_text(a, y, "kind", S("value"));
    value_put_text(a, y, "unit", S("%"));
    struct value *series = value_put_list(a, chart, "series");
    put_series(work, series, "portfolio.mix.ours", models, "share");
    put_series(work, series, "portfolio.mix.survey", models, "survey");
    return leaf;
}

static bool lives(const struct value *item)
{
    return !str_is(value_get_text(item, "stage"), "ended");
}

enum err portfolio_put_mix(struct work *work, struct value *view)
{
    struct arena *a = work->arena;
    int64_t base = 0;
    VALUE_EACH (item, value_get(view, "items"))
        base += lives(item);
    if (!base)
        return value_put(view, "mix", value_null(a)) ? OK : ERR_MEMORY;
    struct value *mix = value_put_map(a, view, "mix");
    value_put_int(a, mix, "base", base);
    struct value *models = value_put_list(a, mix, "models");
    for (int i = 0; i < MODELS; i++) {
        int64_t count = 0;
        struct value *model = value_push_map(a, models);
        VALUE_EACH (item, value_get(view, "items"))
            count += lives(item) && str_eq(value_get_text(item, "business_model"), str_of(codes[i]));
        if (codes[i])
            put_choice(a, model, "model", codes[i], "choice.alliance.business_model");
        else
            value_put(model, "model", value_null(a));
        value_put_int(a, model, "count", count);
        put_ratio(a, model, "share", (count * 1000000 + base / 2) / base);
        put_ratio(a, model, "survey", survey_percent[i] * 10000);
    }
    value_put(mix, "chart", chart_of(work, models));
    return models ? OK : ERR_MEMORY;
}

struct str portfolio_mix_words(struct work *work, const struct value *view)
{
    struct arena *a = work->arena;
    const struct value *models = value_get(value_get(view, "mix"), "models"), *most = NULL;
    int model = 0, best = 0;
    VALUE_EACH (item, models) {
        if (!most || value_get_int(item, "count", 0) > value_get_int(most, "count", 0)) {
            most = item;
            best = model;
        }
        model++;
    }
    if (!most)
        return S("");
    struct value *args = message_args(
        a, "count", again(a, value_get(most, "count")), "base", again(a, value_get(value_get(view, "mix"), "base")),
        "model", value_text(a, name_of(work, best)), "share", again(a, value_get(most, "survey")), NULL);
    return message(a, work->locale.language, "portfolio.mix.words", args);
}
