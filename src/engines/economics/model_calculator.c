#include "engines/economics/calculator_kit.h"
#include "engines/economics/calculators.h"
#include "engines/economics/model.h"

/* A row that is a mix: its weights are shares that add up to 1. One value alone is the schema's to judge. */
static enum err check_rows(struct arena *arena, const struct value *rows, struct str at, struct problems *problems)
{
    enum err err = OK;
    if (rows && rows->kind == V_MAP)
        VALUE_EACH (row, rows)
            if (row->kind == V_MAP && !err)
                err = ratio_check(arena, row, pointer_member(arena, at, row->key), problems);
    return err;
}

static enum err check(struct arena *arena, const struct value *input, struct problems *problems)
{
    const struct value *scopes = value_get(input, "scopes");
    struct str_map seen = str_map_init(arena);
    size_t index = 0;
    enum err err = check_rows(arena, value_get(input, "rows"), S("/rows"), problems);
    if (!scopes || scopes->kind != V_LIST)
        return err;
    VALUE_EACH (scope, scopes) {
        struct str at = pointer_index(arena, S("/scopes"), index++);
        const struct value *name = value_get(scope, "name");
        uint32_t *times = name && name->kind == V_TEXT ? str_map_at(&seen, name->text) : NULL;
        if (!err && times && (*times)++)
            err = tell(problems, pointer_member(arena, at, S("name")), "scope.twice", NULL);
        if (!err)
            err = check_rows(arena, value_get(scope, "rows"), pointer_member(arena, at, S("rows")), problems);
    }
    return err;
}

static enum err choose(struct arena *arena, const struct value *rows, struct model_choice *out)
{
    struct model_rows read;
    for (int row = 0; row < MODEL_ROWS; row++) {
        const struct value *given = value_get(rows, model_row_codes[row]);
        for (int i = 0; i < MODEL_COUNT; i++) {
            const char *code = model_row_values[row][i];
            const struct value *part = value_get(given, code);
            read.weights[row][i] = given->kind == V_MAP ? (part ? fraction_share(arena, part) : fraction_int(arena, 0))
                                                        : fraction_int(arena, str_is(given->text, code));
            if (!read.weights[row][i])
                return ERR_MEMORY;
        }
    }
    return model_choose(arena, &read, out);
}

static enum err put_choice(struct arena *arena, struct value *to, const struct model_choice *choice)
{
    struct value *scores = value_put_map(arena, to, "scores");
    for (int i = 0; i < MODEL_COUNT; i++)
        if (!value_put(scores, model_codes[i], fraction_value(arena, choice->scores[i])))
            return ERR_MEMORY;
    value_put_text(arena, to, "reading", str_of(model_reading_code(choice->reading)));
    value_put(to, "model",
              choice->model == MODEL_NONE ? value_null(arena) : value_text(arena, str_of(model_codes[choice->model])));
    struct value *rows = value_put_list(arena, to, "hybrid_rows");
    for (int row = 0; row < MODEL_ROWS; row++)
        if (choice->hybrid[row] && !value_push(rows, value_text(arena, str_of(model_row_codes[row]))))
            return ERR_MEMORY;
    return rows ? OK : ERR_MEMORY;
}

static enum err run_scopes(struct arena *arena, const struct value *scopes, struct value *output)
{
    struct model_choice *choices = ARENA_ARRAY(arena, (size_t)scopes->count + 1, struct model_choice);
    size_t n = 0;
    VALUE_EACH (scope, scopes) {
        enum err err = choices ? choose(arena, value_get(scope, "rows"), &choices[n++]) : ERR_MEMORY;
        if (err)
            return err;
    }
    value_put_text(arena, output, "reading", choices && model_dual(choices, n) ? S("dual") : S("single"));
    struct value *list = value_put_list(arena, output, "scopes");
    n = 0;
    VALUE_EACH (scope, scopes) {
        struct value *one = value_push_map(arena, list);
        value_put_text(arena, one, "name", value_get_text(scope, "name"));
        enum err err = one ? put_choice(arena, one, &choices[n++]) : ERR_MEMORY;
        if (err)
            return err;
    }
    return list ? OK : ERR_MEMORY;
}

static enum err run(struct arena *arena, const struct value *input, struct problems *problems, struct value **output)
{
    (void)problems;
    struct model_choice choice;
    const struct value *scopes = value_get(input, "scopes");
    *output = value_map(arena);
    if (!*output)
        return ERR_MEMORY;
    if (scopes)
        return run_scopes(arena, scopes, *output);
    enum err err = choose(arena, value_get(input, "rows"), &choice);
    return err ? err : put_choice(arena, *output, &choice);
}

const struct calculator model_calculator = {.name = "model", .check = check, .run = run};
