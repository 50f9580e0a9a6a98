#include "engines/economics/model_view.h"
#include "base/json.h"
#include "base/message.h"
#include "engines/economics/ledger.h"

static const char *const model_words = "choice.alliance.business_model";

struct value *model_name(const struct model_page *p, enum model model)
{
    struct str key = arena_printf(p->o.arena, "model.in-text.%s", model_codes[model]);
    return value_text(p->o.arena, key.p ? overview_words(&p->o, key.p, NULL) : S(""));
}

struct value *model_row_name(const struct model_page *p, int row)
{
    struct str key = arena_printf(p->o.arena, "choice.model_answer.row.%s", model_row_codes[row]);
    return value_text(p->o.arena, key.p ? overview_words(&p->o, key.p, NULL) : S(""));
}

/* A weight as a leaf that shows as a percentage. */
static void put_weight(struct arena *a, struct value *map, const char *key, const struct fraction *weight)
{
    int64_t millionths = 0;
    (void)fraction_round(fraction_times(a, weight, fraction_int(a, 1000000)), &millionths);
    put_ratio(a, map, key, millionths);
}

/* ---- the score, as a list and as a picture ---- */

/* One bar for each model, made of what each row of value creation gives to it, in percent. */
static struct value *chart_of(struct model_page *p)
{
    struct arena *a = p->o.arena;
    struct value *leaf = value_new(a, V_CHART), *chart = value_map(a);
    if (!leaf || !chart)
        return NULL;
    leaf->first = leaf->last = chart;
    leaf->count = 1;
    value_put_text(a, chart, "kind", S("bar"));
    value_put_bool(a, chart, "stacked", true);
    value_put_bool(a, chart, "horizontal", true);
    value_put_text(a, chart, "title", overview_words(&p->o, "model.chart.title", NULL));
    struct value *x = value_put_map(a, chart, "x"), *y = value_put_map(a, chart, "y");
    value_put_text(a, x, "kind", S("category"));
    struct value *categories = value_put_list(a, x, "categories");
    value_put_text(a, y, "kind", S("value"));
    value_put_text(a, y, "unit", S("%"));
    value_put_int(a, y, "min", 0);
    value_put_int(a, y, "max", 100);
    struct value *all = value_put_list(a, chart, "series");
    for (int i = MODEL_COUNT; i-- > 0;) {
        struct str key = arena_printf(a, "%s.%s", model_words, model_codes[i]);
        value_push(categories, value_text(a, key.p ? overview_words(&p->o, key.p, NULL) : S("")));
    }
    for (int row = 0; row < CREATION_ROWS; row++) {
        struct value *series = value_push_map(a, all), *points;
        value_put(series, "name", model_row_name(p, row));
        points = value_put_list(a, series, "points");
        for (int i = MODEL_COUNT; i-- > 0;) {
            struct value *point = value_push_map(a, points);
            struct str key = arena_printf(a, "%s.%s", model_words, model_codes[i]);
            const struct fraction *part =
                fraction_times(a, p->answers.weights.weights[row][i], fraction_of(a, 100, CREATION_ROWS));
            value_put_text(a, point, "x", key.p ? overview_words(&p->o, key.p, NULL) : S(""));
            value_put(point, "y", fraction_value(a, part));
        }
    }
    return leaf;
}

enum err put_model_scores(struct model_page *p)
{
    struct arena *a = p->o.arena;
    struct value *list = value_put_list(a, p->view, "scores");
    for (int i = 0; i < MODEL_COUNT; i++) {
        struct value *item = value_push_map(a, list);
        put_choice(a, item, "model", model_codes[i], model_words);
        put_weight(a, item, "score", p->answers.choice.scores[i]);
    }
    value_put(p->view, "chart", p->answers.open < CREATION_ROWS ? chart_of(p) : value_null(a));
    return list ? OK : ERR_MEMORY;
}

/* ---- rows ---- */

static void put_values(struct model_page *p, struct value *item, int row)
{
    struct arena *a = p->o.arena;
    const struct fraction *quarter = fraction_of(a, 1, 4), *one = fraction_int(a, 1);
    struct value *list = value_put_list(a, item, "values");
    for (int i = 0; i < MODEL_COUNT; i++) {
        const struct fraction *weight = p->answers.weights.weights[row][i];
        struct value *value = value_push_map(a, list);
        struct str label = arena_printf(a, "model.value.%s.%s", model_row_codes[row], model_row_values[row][i]);
        value_put_text(a, value, "value", str_of(model_row_values[row][i]));
        value_put_text(a, value, "label", label.p ? overview_words(&p->o, label.p, NULL) : S(""));
        put_choice(a, value, "model", model_codes[i], model_words);
        put_weight(a, value, "weight", weight);
        value_put_bool(a, value, "chosen", fraction_reaches(a, weight, one));
        value_put_bool(a, value, "part", fraction_sign(weight) > 0 && !fraction_reaches(a, weight, one));
        struct value *gives = value_put_list(a, value, "gives");
        for (int j = 0; j < MODEL_COUNT; j++) {
            struct value *part = value_push_map(a, gives);
            value_put_text(a, part, "name", str_of(model_codes[j]));
            value_put_text(a, part, "weight", i == j ? S("1") : S("0"));
        }
        value_put_bool(a, value, "speaks",
                       p->answers.choice.hybrid[row] && i != (int)p->answers.choice.model &&
                           fraction_reaches(a, weight, quarter));
    }
}

static void put_answer(struct model_page *p, struct value *item, const struct value *record)
{
    struct arena *a = p->o.arena;
    const struct viewer *viewer = p->o.request->viewer;
    struct str circle = value_get_text(record, "circle");
    const struct viewer_audience *there = viewer_audience(viewer, circle);
    if (record)
        put_ref(a, item, "answer", &model_answer_kind, value_get_text(record, "id"), value_get_text(record, "title"));
    else
        value_put(item, "answer", value_null(a));
    value_put_bool(a, item, "private", there && there->kind == AUDIENCE_SIDE);
    value_put_int(a, item, "version", value_get_int(record, "version", 0));
    value_put_bool(a, item, "may",
                   record ? viewer_may(viewer, &model_answer_kind, ACTION_CHANGE, circle)
                          : value_get_bool(p->o.page, "may_answer"));
    overview_copy(&p->o, item, record, "reason", "evidence", "stands", NULL);
}

enum err put_model_rows(struct model_page *p)
{
    struct arena *a = p->o.arena;
    struct value *list = value_put_list(a, p->view, "rows");
    for (int row = 0; row < MODEL_ROWS; row++) {
        struct value *item = value_push_map(a, list);
        struct str question = arena_printf(a, "model.question.%s", model_row_codes[row]);
        put_choice(a, item, "row", model_row_codes[row], "choice.model_answer.row");
        value_put_text(a, item, "question", question.p ? overview_words(&p->o, question.p, NULL) : S(""));
        value_put_bool(a, item, "creation", row < CREATION_ROWS);
        put_answer(p, item, p->answers.rows[row]);
        value_put(item, "others", p->answers.others[row] ? value_int(a, p->answers.others[row]) : value_null(a));
        put_values(p, item, row);
        if (p->answers.choice.hybrid[row])
            put_choice(a, item, "speaks", model_codes[p->answers.choice.other[row]], model_words);
        else
            value_put(item, "speaks", value_null(a));
        if (!p->registry[row].n) {
            value_put(item, "registry", value_null(a));
            continue;
        }
        struct value *registry = value_put_map(a, item, "registry");
        enum model suggests = p->suggests[row];
        struct str label = suggests == MODEL_NONE ? (struct str){NULL, 0}
                                                  : arena_printf(a, "model.value.%s.%s", model_row_codes[row],
                                                                 model_row_values[row][suggests]);
        value_put_text(a, registry, "text", p->registry[row]);
        value_put(registry, "speaks", label.p ? value_text(a, overview_words(&p->o, label.p, NULL)) : value_null(a));
    }
    return list ? OK : ERR_MEMORY;
}

/* ---- what else speaks for another model, what would settle it, scopes ---- */

enum err put_model_instruments(struct model_page *p)
{
    struct arena *a = p->o.arena;
    struct work *work = &p->o.request->work;
    struct value *sheet, *terms = NULL, *list = value_put_list(a, p->view, "instruments");
    enum err err = deal_sheet_on(work, p->o.request->viewer, p->o.id, S(""), today_of(work), &sheet);
    if (err || !sheet || p->answers.choice.model == MODEL_NONE)
        return err;
    if (json_parse(a, value_get_text(sheet, "terms"), NULL, &terms))
        return ERR_CORRUPT;
    VALUE_EACH (part, terms) {
        struct str kind = value_get_text(part, "kind");
        enum model model = model_of_instrument(kind);
        if (model == MODEL_NONE || model == p->answers.choice.model)
            continue;
        struct value *item = value_push_map(a, list);
        put_ref(a, item, "sheet", &deal_sheet_kind, value_get_text(sheet, "id"), value_get_text(part, "name"));
        value_put_text(a, item, "name", value_get_text(part, "name"));
        put_choice(a, item, "kind", arena_cstr(a, kind), "settlement.kind");
        put_choice(a, item, "model", model_codes[model], model_words);
    }
    return list ? OK : ERR_MEMORY;
}

enum err put_model_questions(struct model_page *p)
{
    struct arena *a = p->o.arena;
    bool settles[CREATION_ROWS] = {false};
    struct value *list = value_put_list(a, p->view, "questions");
    enum err err = OK;
    if (!p->answers.open && p->answers.choice.reading == MODEL_UNCLEAR && !p->dual)
        err = model_settling(a, &p->answers.weights, settles);
    for (int row = 0; !err && row < CREATION_ROWS; row++) {
        bool missing = p->answers.answered && !p->answers.rows[row] && !p->dual;
        if (!missing && !settles[row])
            continue;
        struct value *item = value_push_map(a, list);
        struct str question = arena_printf(a, "model.question.%s", model_row_codes[row]);
        put_choice(a, item, "row", model_row_codes[row], "choice.model_answer.row");
        value_put_text(a, item, "text", question.p ? overview_words(&p->o, question.p, NULL) : S(""));
    }
    value_put_bool(a, p->view, "even", model_even(a, &p->answers.weights));
    return err ? err : list ? OK : ERR_MEMORY;
}

enum err put_model_scopes(struct model_page *p)
{
    struct arena *a = p->o.arena;
    struct request *request = p->o.request;
    const struct kind *alliances = kind_by_plural(S("alliances"));
    struct value *parts, *list = value_put_list(a, p->view, "scopes");
    enum err err = rows_of(&request->work, request->viewer, alliances, "parent", p->o.id, 50, &parts);
    struct model_choice *choices = ARENA_ARRAY(a, err ? 1 : (size_t)count_of(parts) + 1, struct model_choice);
    size_t count = 0;
    if (err || !choices)
        return err ? err : ERR_MEMORY;
    VALUE_EACH (part, parts) {
        struct str id = value_get_text(part, "id");
        struct value *rows, *item = value_push_map(a, list);
        struct model_answers answers;
        err = rows_of(&request->work, request->viewer, &model_answer_kind, "alliance", id, MODEL_ANSWERS_MOST, &rows);
        if (!err)
            err = model_answers_read(a, request->viewer, rows, id, &answers);
        if (err)
            return err;
        bool clear = answers.choice.reading != MODEL_UNCLEAR;
        put_ref(a, item, "alliance", alliances, id, value_get_text(part, "name"));
        put_choice(a, item, "reading", model_reading_code(answers.choice.reading), "model.reading");
        if (clear)
            put_choice(a, item, "model", model_codes[answers.choice.model], model_words);
        else
            value_put(item, "model", value_null(a));
        choices[count++] = answers.choice;
    }
    p->dual = model_dual(choices, count);
    return list ? OK : ERR_MEMORY;
}
