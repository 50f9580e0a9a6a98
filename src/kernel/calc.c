#include "kernel/calc.h"
#include "base/embedded.h"
#include "base/json.h"
#include "base/log.h"

enum { CALCULATORS_MAX = 64 };

/* Filled once at start, before any thread runs; read only from then on. */
static const struct calculator *registered[CALCULATORS_MAX];
static size_t registered_count;

enum err calc_register(const struct calculator *const *calculators)
{
    for (size_t i = 0; calculators && calculators[i]; i++) {
        if (calc_find(str_of(calculators[i]->name)) == calculators[i])
            continue;
        if (registered_count == CALCULATORS_MAX || calc_find(str_of(calculators[i]->name))) {
            log_write(LOG_ERROR, "calc.register", "name", calculators[i]->name, NULL);
            return ERR_CORRUPT;
        }
        registered[registered_count++] = calculators[i];
    }
    return OK;
}

const struct calculator *calc_find(struct str name)
{
    for (size_t i = 0; i < registered_count; i++)
        if (str_is(name, registered[i]->name))
            return registered[i];
    return NULL;
}

const struct calculator *calc_at(size_t i)
{
    return i < registered_count ? registered[i] : NULL;
}

struct value *calc_schema(struct arena *arena, struct str name)
{
    const struct calculator *calculator = calc_find(name);
    struct str path =
        calculator ? arena_printf(arena, "content/calculators/%s.json", calculator->name) : (struct str){0};
    const struct embedded *file = path.p ? embedded_find(path.p) : NULL;
    struct problems problems = problems_init(arena);
    struct value *schema = NULL;
    if (!file || json_parse(arena, (struct str){(const char *)file->data, file->size}, &problems, &schema))
        return NULL;
    return schema;
}

enum err calc_run(struct arena *arena, struct str name, const struct value *input, struct problems *problems,
                  struct value **output)
{
    *output = NULL;
    const struct calculator *calculator = calc_find(name);
    if (!calculator)
        return ERR_NOT_FOUND;
    const struct value *schema = value_get(calc_schema(arena, name), "input");
    if (!schema)
        return ERR_CORRUPT;
    enum err err = schema_check(arena, schema, input, problems);
    if (err)
        return err;
    err = calculator->run(arena, input, problems, output);
    if (!err && problems->count)
        return ERR_INPUT;
    return !err && !*output ? ERR_MEMORY : err;
}
