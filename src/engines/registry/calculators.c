#include "engines/registry/calculators.h"
#include "engines/registry/alliance_test.h"
#include "engines/registry/incompleteness.h"
#include "kernel/exact.h"

static enum err run_alliance_test(struct arena *arena, const struct value *input, struct problems *problems,
                                  struct value **output)
{
    (void)problems;
    bool holds[QUESTION_COUNT];
    for (int i = 0; i < QUESTION_COUNT; i++)
        holds[i] = value_get_bool(input, alliance_questions[i]);
    *output = value_map(arena);
    value_put_text(arena, *output, "reading", str_of(alliance_reading_code(alliance_test(holds))));
    struct value *failed = value_put_list(arena, *output, "failed");
    for (int i = 0; i < QUESTION_COUNT; i++)
        if (!holds[i])
            value_push(failed, value_text(arena, str_of(alliance_questions[i])));
    return failed ? OK : ERR_MEMORY;
}

static enum err run_incompleteness(struct arena *arena, const struct value *input, struct problems *problems,
                                   struct value **output)
{
    (void)problems;
    const struct value *given = value_get(input, "ratings");
    int ratings[SOURCE_COUNT];
    for (int i = 0; i < SOURCE_COUNT; i++) {
        struct exact number;
        int64_t rating;
        /* 2.0 is a whole number too. */
        if (!exact_read(arena, value_get(given, incompleteness_codes[i]), &number) || !exact_int(&number, &rating))
            return ERR_MEMORY;
        ratings[i] = (int)rating;
    }
    *output = value_map(arena);
    value_put_int(arena, *output, "total", incompleteness_total(ratings));
    enum incompleteness_reading reading = incompleteness_read(ratings, &incompleteness_usual);
    return value_put_text(arena, *output, "reading", str_of(incompleteness_reading_code(reading))) ? OK : ERR_MEMORY;
}

const struct calculator alliance_test_calculator = {.name = "alliance-test", .run = run_alliance_test};
const struct calculator incompleteness_calculator = {.name = "incompleteness", .run = run_incompleteness};
