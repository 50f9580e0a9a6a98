#include "kernel/calc.h"
#include "base/embedded.h"
#include "base/json.h"
#include "base/log.h"
#include <stdlib.h>

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

/* A problem with its place: how far down the document its pointer leads. */
struct placed {
    struct problem *problem;
    size_t place, order;
};

static size_t nodes_of(const struct value *tree)
{
    size_t n = 1;
    if (tree->kind == V_MAP || tree->kind == V_LIST)
        VALUE_EACH (child, tree)
            n += nodes_of(child);
    return n;
}

/* Whether `part` of a pointer, with ~0 and ~1 in it, is the name `key`. */
static bool names(struct str part, struct str key)
{
    size_t at = 0;
    for (size_t i = 0; i < key.n; i++) {
        struct str written = key.p[i] == '~' ? S("~0") : key.p[i] == '/' ? S("~1") : str_part(key, i, 1);
        if (!str_eq(str_part(part, at, written.n), written))
            return false;
        at += written.n;
    }
    return at == part.n;
}

/* How far down the document a pointer leads: what is there at even places, what is missing right after what its parent
 * holds. */
static size_t place_of(const struct value *input, struct str pointer)
{
    size_t before = 0;
    while (pointer.n) {
        struct str part = str_part(pointer, 1, pointer.n);
        ptrdiff_t slash = str_find(part, '/');
        size_t n = slash < 0 ? part.n : (size_t)slash;
        pointer = str_part(part, n, part.n);
        part = str_part(part, 0, n);
        const struct value *found = NULL;
        int64_t wanted = -1, index = 0;
        before++;
        if (input->kind == V_LIST && !str_int(part, &wanted))
            return before * 2;
        if (input->kind == V_MAP || input->kind == V_LIST)
            for (found = input->first; found; found = found->next) {
                if (input->kind == V_MAP ? names(part, found->key) : index++ == wanted)
                    break;
                before += nodes_of(found);
            }
        if (!found)
            return before * 2 - 1;
        input = found;
    }
    return before * 2;
}

static int by_place(const void *x, const void *y)
{
    const struct placed *a = x, *b = y;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

enum err problems_sort(struct problems *problems, const struct value *input)
{
    size_t n = 0;
    for (const struct problem *p = problems->first; p; p = p->next)
        n++;
    struct placed *all = ARENA_ARRAY(problems->arena, n + 1, struct placed);
    if (!all)
        return ERR_MEMORY;
    n = 0;
    for (struct problem *p = problems->first; p; p = p->next, n++)
        all[n] = (struct placed){p, place_of(input, p->pointer), n};
    qsort(all, n, sizeof *all, by_place);
    problems->first = problems->last = NULL;
    for (size_t i = 0; i < n; i++) {
        all[i].problem->next = NULL;
        *(problems->last ? &problems->last->next : &problems->first) = all[i].problem;
        problems->last = all[i].problem;
    }
    return OK;
}

/* The schema and what it cannot say, all at once. */
static enum err check_all(struct arena *arena, const struct calculator *calculator, const struct value *input,
                          struct problems *problems)
{
    const struct value *schema = value_get(calc_schema(arena, str_of(calculator->name)), "input");
    if (!schema)
        return ERR_CORRUPT;
    enum err err = schema_check(arena, schema, input, problems);
    if (calculator->check && (!err || err == ERR_INPUT))
        err = calculator->check(arena, input, problems);
    if (err && err != ERR_INPUT)
        return err;
    return problems->count ? ERR_INPUT : OK;
}

enum err calc_run(struct arena *arena, struct str name, const struct value *input, struct problems *problems,
                  struct value **output)
{
    *output = NULL;
    const struct calculator *calculator = calc_find(name);
    if (!calculator)
        return ERR_NOT_FOUND;
    enum err err = check_all(arena, calculator, input, problems);
    if (!err)
        err = calculator->run(arena, input, problems, output);
    if (!err && problems->count)
        err = ERR_INPUT;
    if (err == ERR_INPUT && problems_sort(problems, input))
        return ERR_MEMORY;
    return !err && !*output ? ERR_MEMORY : err;
}
