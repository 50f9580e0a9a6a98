/* Calculators: the name on the first line, the input as JSON after it. What comes out is as its schema has it. */
#include "engines/engine.h"
#include "fuzz.h"

static void begin(void)
{
    static bool begun;
    for (size_t i = 0; !begun && engines[i]; i++)
        if (engines[i]->calculators)
            HOLDS(calc_register(engines[i]->calculators) == OK);
    begun = true;
}

static void fuzz_one(struct arena *arena, struct str input)
{
    struct problems problems = problems_init(arena), unread = problems_init(arena);
    struct str name = fuzz_line(&input);
    struct value *given = NULL, *output = NULL;
    begin();
    if (!calc_find(name) || json_parse(arena, input, &unread, &given) != OK)
        return;
    enum err err = calc_run(arena, name, given, &problems, &output);
    HOLDS(err == OK || err == ERR_INPUT);
    fuzz_problems(err, &problems);
    for (const struct problem *p = problems.first; p; p = p->next)
        HOLDS(p->pointer.n == 0 || p->pointer.p[0] == '/');
    if (err)
        return;
    enum err fits = schema_check(arena, value_get(calc_schema(arena, name), "output"), output, &unread);
    if (fits)
        fprintf(stderr, "%.*s\n", STR_ARG(json_text(arena, output)));
    HOLDS(fits == OK);
}
