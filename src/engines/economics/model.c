#include "engines/economics/model.h"

const char *const model_codes[MODEL_COUNT] = {"sharing", "specialisation", "allocation"};
const char *const model_row_codes[MODEL_ROWS] = {"economies", "capabilities",    "relationship", "potential",
                                                 "capture",   "interdependence", "integration"};
const char *const model_row_values[MODEL_ROWS][MODEL_COUNT] = {
    {"scale", "skill", "risk"},
    {"similar", "complementary", "overlapping"},
    {"horizontal", "diagonal", "vertical"},
    {"predictable", "unpredictable", "increased"},
    {"split", "own", "incentives"},
    {"reciprocal", "pooled", "sequential"},
    {"high", "low", "focused"},
};

const char *model_reading_code(enum model_reading reading)
{
    static const char *const codes[] = {"primary", "light-hybrid", "unclear"};
    return codes[reading];
}

/* The best model, or none where another is as good, and its lead over the next. */
static void find_best(struct arena *arena, struct model_choice *out)
{
    int best = 0, next = -1;
    for (int i = 1; i < MODEL_COUNT; i++)
        if (fraction_compare(out->scores[i], out->scores[best]) > 0)
            best = i;
    for (int i = 0; i < MODEL_COUNT; i++)
        if (i != best && (next < 0 || fraction_compare(out->scores[i], out->scores[next]) > 0))
            next = i;
    out->lead = fraction_less(arena, out->scores[best], out->scores[next]);
    out->model = fraction_near(arena, out->scores[best], out->scores[next]) ? MODEL_NONE : (enum model)best;
}

static void find_hybrid(struct arena *arena, const struct model_rows *rows, const struct fraction *quarter,
                        struct model_choice *out)
{
    for (int row = 0; row < MODEL_ROWS; row++) {
        out->other[row] = MODEL_NONE;
        for (int i = 0; i < MODEL_COUNT && out->model != MODEL_NONE; i++) {
            const struct fraction *weight = rows->weights[row][i];
            if (i == (int)out->model || !fraction_reaches(arena, weight, quarter))
                continue;
            if (!out->hybrid[row] || fraction_compare(weight, rows->weights[row][out->other[row]]) > 0)
                out->other[row] = (enum model)i;
            out->hybrid[row] = true;
        }
    }
}

enum err model_choose(struct arena *arena, const struct model_rows *rows, struct model_choice *out)
{
    const struct fraction *quarter = fraction_of(arena, 1, 4), *part = fraction_of(arena, 1, CREATION_ROWS);
    *out = (struct model_choice){.model = MODEL_NONE, .reading = MODEL_UNCLEAR};
    for (int i = 0; i < MODEL_COUNT; i++) {
        const struct fraction *sum = fraction_int(arena, 0);
        for (int row = 0; row < CREATION_ROWS; row++)
            sum = fraction_add(arena, sum, rows->weights[row][i]);
        out->scores[i] = fraction_times(arena, sum, part);
    }
    find_best(arena, out);
    find_hybrid(arena, rows, quarter, out);
    if (!out->lead || !quarter)
        return ERR_MEMORY;
    if (out->model == MODEL_NONE || !fraction_reaches(arena, out->lead, quarter))
        return OK;
    out->reading = MODEL_PRIMARY;
    for (int row = 0; row < MODEL_ROWS; row++)
        if (out->hybrid[row])
            out->reading = MODEL_LIGHT_HYBRID;
    return OK;
}

enum err model_settling(struct arena *arena, const struct model_rows *rows, bool settles[CREATION_ROWS])
{
    for (int row = 0; row < CREATION_ROWS; row++) {
        settles[row] = false;
        for (int i = 0; i < MODEL_COUNT && !settles[row]; i++) {
            struct model_rows other = *rows;
            struct model_choice choice;
            for (int j = 0; j < MODEL_COUNT; j++)
                other.weights[row][j] = fraction_int(arena, i == j);
            enum err err = model_choose(arena, &other, &choice);
            if (err)
                return err;
            settles[row] = choice.reading != MODEL_UNCLEAR;
        }
    }
    return OK;
}

bool model_even(struct arena *arena, const struct model_rows *rows)
{
    const struct fraction *const *weights = rows->weights[ROW_ECONOMIES];
    const struct fraction *most = fraction_most(fraction_most(weights[0], weights[1]), weights[2]);
    const struct fraction *least = fraction_least(fraction_least(weights[0], weights[1]), weights[2]);
    return most && least && fraction_sign(most) > 0 &&
           !fraction_reaches(arena, fraction_less(arena, most, least), fraction_of(arena, 1, 4));
}

enum model model_of_instrument(struct str kind)
{
    static const struct {
        const char *kind;
        enum model model;
    } all[] = {{"split", MODEL_SHARING},
               {"relative-benefit", MODEL_SHARING},
               {"fund", MODEL_SHARING},
               {"side-payment", MODEL_SPECIALISATION},
               {"shared-cost", MODEL_SPECIALISATION},
               {"supply", MODEL_ALLOCATION},
               {"target-cost", MODEL_ALLOCATION},
               {"milestones", MODEL_ALLOCATION}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_is(kind, all[i].kind))
            return all[i].model;
    return MODEL_NONE;
}

bool model_dual(const struct model_choice *scopes, size_t count)
{
    bool differ = false;
    for (size_t i = 0; i < count; i++) {
        if (scopes[i].reading == MODEL_UNCLEAR)
            return false;
        differ = differ || scopes[i].model != scopes[0].model;
    }
    return differ;
}
