/* What the registry says of capabilities and relationship; which questions would settle an unclear model; which answer
 * counts. */
#include "check.h"
#include "engines/economics/model_answers.h"
#include "engines/economics/model_evidence.h"

static struct capability_overlap compare(struct arena *arena, const int *strengths, size_t parties, size_t width)
{
    struct capability_overlap out;
    CHECK_INT(capabilities_compare(arena, strengths, parties, width, &out), OK);
    return out;
}

TEST(model_evidence, overlap_of_contributed_capabilities)
{
    struct arena *arena = arena_new(0);
    const int similar[] = {5, 4, 0, 4, 4, 0}; /* the example of the specification: 0.89 */
    struct capability_overlap out = compare(arena, similar, 2, 3);
    CHECK_INT(fraction_compare(out.overlap, fraction_of(arena, 8, 9)), 0);
    CHECK_INT(fraction_compare(out.difference, fraction_of(arena, 1, 2)), 0);
    CHECK_INT(out.speaks, MODEL_SHARING);
    const int apart[] = {5, 0, 0, 5};
    CHECK_INT(compare(arena, apart, 2, 2).speaks, MODEL_SPECIALISATION);
    const int edge[] = {5, 1, 1, 5, 0, 0}; /* 0 + 1 of 5 + 5: under a fifth; 2 of 10: a fifth is no longer under it */
    CHECK_INT(compare(arena, (const int[]){5, 1, 0, 5}, 2, 2).speaks, MODEL_SPECIALISATION);
    CHECK_INT(compare(arena, (const int[]){5, 1, 1, 5}, 2, 2).speaks, MODEL_ALLOCATION);
    CHECK_INT(compare(arena, edge, 3, 2).speaks, MODEL_SPECIALISATION);               /* the third brings in nothing */
    CHECK_INT(compare(arena, (const int[]){5, 3, 4, 2}, 2, 2).speaks, MODEL_SHARING); /* just one step apart */
    CHECK_INT(compare(arena, (const int[]){5, 4, 4, 2}, 2, 2).speaks, MODEL_ALLOCATION);
    CHECK_INT(compare(arena, (const int[]){0, 0}, 2, 1).speaks, MODEL_NONE);
    CHECK_INT(compare(arena, (const int[]){4, 3}, 1, 2).speaks, MODEL_NONE);
    CHECK(!compare(arena, similar, 1, 3).overlap);
    arena_free(arena);
}

TEST(model_evidence, relationship_by_industry_and_position)
{
    struct arena *arena = arena_new(0);
    const struct business maker = {S("Automotive"), S("manufacturing")}, other = {S("AUTOMOTIVE."), S("manufacturing")},
                          parts = {S("automotive"), S("components")}, power = {S("Energy supply"), S("distribution")},
                          nowhere = {S("Automotive"), S("")}, unknown = {S(""), S("manufacturing")};
    CHECK_INT(relationship_of(arena, &maker, &other), MODEL_SHARING);
    CHECK_INT(relationship_of(arena, &maker, &parts), MODEL_ALLOCATION);
    CHECK_INT(relationship_of(arena, &power, &maker), MODEL_SPECIALISATION);
    CHECK_INT(relationship_of(arena, &nowhere, &maker), MODEL_NONE);
    CHECK_INT(relationship_of(arena, &nowhere, &power), MODEL_SPECIALISATION);
    CHECK_INT(relationship_of(arena, &unknown, &maker), MODEL_NONE);
    arena_free(arena);
}

static struct model_rows rows_of_parts(struct arena *arena, const int parts[MODEL_ROWS][MODEL_COUNT])
{
    struct model_rows rows;
    for (int row = 0; row < MODEL_ROWS; row++)
        for (int i = 0; i < MODEL_COUNT; i++)
            rows.weights[row][i] = fraction_of(arena, parts[row][i], 100);
    return rows;
}

TEST(model_evidence, what_would_settle_an_unclear_model)
{
    struct arena *arena = arena_new(0);
    bool settles[CREATION_ROWS];
    const int even[MODEL_ROWS][MODEL_COUNT] = {{100, 0, 0}, {100, 0, 0}, {0, 100, 0}, {0, 100, 0}};
    struct model_rows rows = rows_of_parts(arena, even);
    CHECK_INT(model_settling(arena, &rows, settles), OK);
    for (int row = 0; row < CREATION_ROWS; row++)
        CHECK(settles[row]);
    /* 0.45, 0.35, 0.2: the row that is wholly of the best model settles nothing by staying so, but by turning. */
    const int near[MODEL_ROWS][MODEL_COUNT] = {{80, 20, 0}, {20, 40, 40}, {40, 40, 20}, {40, 40, 20}};
    rows = rows_of_parts(arena, near);
    CHECK_INT(model_settling(arena, &rows, settles), OK);
    CHECK(settles[1]);
    CHECK(!model_even(arena, &rows));
    const int scopes[MODEL_ROWS][MODEL_COUNT] = {{34, 33, 33}};
    rows = rows_of_parts(arena, scopes);
    CHECK(model_even(arena, &rows));
    const int two[MODEL_ROWS][MODEL_COUNT] = {{50, 25, 25}};
    rows = rows_of_parts(arena, two);
    CHECK(!model_even(arena, &rows));
    CHECK_INT(model_of_instrument(S("fund")), MODEL_SHARING);
    CHECK_INT(model_of_instrument(S("target-cost")), MODEL_ALLOCATION);
    CHECK_INT(model_of_instrument(S("shared-cost")), MODEL_SPECIALISATION);
    CHECK_INT(model_of_instrument(S("payments")), MODEL_NONE);
    arena_free(arena);
}

static void put_answer(struct arena *a, struct value *list, const char *id, const char *row, const char *circle,
                       const int weights[MODEL_COUNT])
{
    struct value *record = value_push_map(a, list);
    value_put_text(a, record, "id", str_of(id));
    value_put_text(a, record, "alliance", S("alliance"));
    value_put_text(a, record, "row", str_of(row));
    value_put_text(a, record, "circle", str_of(circle));
    for (int i = 0; i < MODEL_COUNT; i++)
        put_ratio(a, record, model_codes[i], weights[i]);
}

TEST(model_evidence, the_shared_answer_counts_then_the_last)
{
    struct arena *arena = arena_new(0);
    struct viewer_audience audiences[] = {{.id = S("joint"), .kind = AUDIENCE_JOINT},
                                          {.id = S("side"), .kind = AUDIENCE_SIDE}};
    const struct viewer viewer = {.audiences = audiences, .count = 2};
    const int sharing[] = {1000000, 0, 0}, risk[] = {0, 0, 1000000}, thirds[] = {333333, 333333, 333333};
    struct value *list = value_list(arena);
    struct model_answers answers;
    put_answer(arena, list, "1", "economies", "joint", sharing);
    put_answer(arena, list, "2", "economies", "side", risk);
    put_answer(arena, list, "3", "capabilities", "side", risk);
    put_answer(arena, list, "4", "capabilities", "side", thirds);
    put_answer(arena, list, "5", "weather", "side", risk);
    CHECK_INT(model_answers_read(arena, &viewer, list, S("alliance"), &answers), OK);
    CHECK_STR(arena_cstr(arena, value_get_text(answers.rows[ROW_ECONOMIES], "id")), "1");
    CHECK_STR(arena_cstr(arena, value_get_text(answers.rows[ROW_CAPABILITIES], "id")), "4");
    CHECK_INT(answers.answered, 2);
    CHECK_INT(answers.open, 2);
    CHECK_INT(answers.others[ROW_ECONOMIES], 1);
    CHECK_INT(answers.choice.reading, MODEL_UNCLEAR);
    CHECK_INT(fraction_compare(answers.weights.weights[ROW_CAPABILITIES][0], fraction_of(arena, 1, 3)), 0);
    put_answer(arena, list, "6", "relationship", "joint", sharing);
    put_answer(arena, list, "7", "potential", "joint", sharing);
    CHECK_INT(model_answers_read(arena, &viewer, list, S("alliance"), &answers), OK);
    CHECK_INT(answers.choice.reading, MODEL_LIGHT_HYBRID);
    CHECK_INT(answers.choice.model, MODEL_SHARING);
    CHECK_INT(model_answers_read(arena, &viewer, list, S("other"), &answers), OK);
    CHECK_INT(answers.answered, 0);
    arena_free(arena);
}
