#include "engines/economics/model_answers.h"

int model_row_of(struct str code)
{
    for (int row = 0; row < MODEL_ROWS; row++)
        if (str_is(code, model_row_codes[row]))
            return row;
    return -1;
}

static bool is_own(const struct viewer *viewer, const struct value *record)
{
    const struct viewer_audience *there = viewer_audience(viewer, value_get_text(record, "circle"));
    return there && there->kind == AUDIENCE_SIDE;
}

/* Identifiers are made in order of time. */
static bool counts_before(const struct viewer *viewer, const struct value *a, const struct value *b)
{
    bool own = is_own(viewer, a);
    if (own != is_own(viewer, b))
        return !own;
    return str_cmp(value_get_text(a, "id"), value_get_text(b, "id")) > 0;
}

/* The weights of a row, brought to exactly 1: three thirds in millionths are a little less. */
static void put_weights(struct arena *arena, struct model_answers *out, int row)
{
    int64_t weights[MODEL_COUNT], sum = 0;
    for (int i = 0; i < MODEL_COUNT; i++) {
        const struct value *leaf = value_get(out->rows[row], model_codes[i]);
        weights[i] = leaf && leaf->kind == V_RATIO ? leaf->i : 0;
        sum += weights[i];
    }
    for (int i = 0; i < MODEL_COUNT; i++)
        out->weights.weights[row][i] = sum > 0 ? fraction_of(arena, weights[i], sum) : fraction_int(arena, 0);
}

enum err model_answers_read(struct arena *arena, const struct viewer *viewer, const struct value *records,
                            struct str alliance, struct model_answers *out)
{
    *out = (struct model_answers){.answered = 0};
    VALUE_EACH (record, records) {
        int row = model_row_of(value_get_text(record, "row"));
        if (row < 0 || !str_eq(value_get_text(record, "alliance"), alliance))
            continue;
        out->others[row] += out->rows[row] != NULL;
        if (!out->rows[row] || counts_before(viewer, record, out->rows[row]))
            out->rows[row] = record;
    }
    for (int row = 0; row < MODEL_ROWS; row++) {
        put_weights(arena, out, row);
        out->answered += out->rows[row] != NULL;
        out->open += row < CREATION_ROWS && !out->rows[row];
    }
    enum err err = model_choose(arena, &out->weights, &out->choice);
    if (!err && out->open)
        out->choice.reading = MODEL_UNCLEAR;
    return err;
}
