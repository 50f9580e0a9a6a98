/* What the sides of an alliance bring, against the path that they set themselves. */
#include "base/date.h"
#include "check.h"
#include "engines/economics/pipeline.h"

static int64_t day(const char *text)
{
    int64_t days;
    CHECK(date_parse(str_of(text), &days));
    return days;
}

TEST(pipeline, a_path_goes_in_equal_steps_from_its_first_day_to_its_last)
{
    int64_t first = day("2026-01-01"), last = day("2026-12-31");
    CHECK_INT(pipeline_path(365000, first, last, day("2025-12-31")), 0);
    CHECK_INT(pipeline_path(365000, first, last, first), 1000);
    CHECK_INT(pipeline_path(365000, first, last, day("2026-01-31")), 31000);
    CHECK_INT(pipeline_path(365000, first, last, last), 365000);
    CHECK_INT(pipeline_path(365000, first, last, day("2030-01-01")), 365000);
    CHECK_INT(pipeline_path(7, first, first, first), 7);
    CHECK_INT(pipeline_path(0, first, last, day("2026-06-01")), 0);
    CHECK_INT(pipeline_path(INT64_MAX, first, last, first), INT64_MAX / 365 + 1);
}

/* Two sides that are asked for 60 and 40 of a hundred. */
static struct pipeline two(struct pipeline_side *sides, int64_t first, int64_t second)
{
    sides[0] = (struct pipeline_side){.asked = 600, .won = first};
    sides[1] = (struct pipeline_side){.asked = 400, .won = second};
    return (struct pipeline){
        .sides = sides, .count = 2, .tolerance = PIPELINE_TOLERANCE, .won = first + second, .asked = 1000};
}

TEST(pipeline, balance_is_what_was_brought_less_the_part_by_the_path)
{
    struct arena *arena = arena_new(0);
    struct pipeline_side sides[2];
    struct pipeline line = two(sides, 200, 300);
    CHECK_INT(pipeline_balance(arena, &line), OK);
    CHECK_INT(sides[0].part, 300);
    CHECK_INT(sides[0].balance, -100);
    CHECK_INT(sides[1].balance, 100);
    CHECK(sides[0].off && sides[1].off);
    CHECK(sides[0].behind && sides[1].behind); /* half of the path, and three quarters */
    /* A tenth of all that was won is allowed, to the unit. */
    line = two(sides, 250, 250);
    CHECK_INT(pipeline_balance(arena, &line), OK);
    CHECK_INT(sides[0].balance, -50);
    CHECK(!sides[0].off && !sides[1].off);
    line = two(sides, 249, 251);
    CHECK_INT(pipeline_balance(arena, &line), OK);
    CHECK(sides[0].off && sides[1].off);
    CHECK(pipeline_tells(&line, &sides[0]) && !pipeline_tells(&line, &sides[1]));
    /* Of three, the one that brought more is told of where nobody brought too little. */
    struct pipeline_side three[3] = {{.asked = 1, .won = 460}, {.asked = 1, .won = 270}, {.asked = 1, .won = 270}};
    struct pipeline wide = {.sides = three, .count = 3, .tolerance = PIPELINE_TOLERANCE, .won = 1000, .asked = 3};
    CHECK_INT(pipeline_balance(arena, &wide), OK);
    CHECK(three[0].off && !three[1].off && pipeline_tells(&wide, &three[0]) && !pipeline_tells(&wide, &three[1]));
    /* Both ahead of the path, and in the same measure. */
    line = two(sides, 1201, 800);
    CHECK_INT(pipeline_balance(arena, &line), OK);
    CHECK_INT(sides[0].balance + sides[1].balance, 0);
    CHECK(!sides[0].off && !sides[0].behind && !sides[1].behind);
    arena_free(arena);
}

TEST(pipeline, without_a_path_there_is_no_balance_and_nothing_won_is_none_either)
{
    struct arena *arena = arena_new(0);
    struct pipeline_side sides[2] = {{.won = 500}, {.won = 0}};
    struct pipeline line = {.sides = sides, .count = 2, .tolerance = PIPELINE_TOLERANCE, .won = 500};
    CHECK_INT(pipeline_balance(arena, &line), OK);
    CHECK(!sides[0].off && !sides[0].balance);
    line = two(sides, 0, 0);
    CHECK_INT(pipeline_balance(arena, &line), OK);
    CHECK(!sides[0].off && !sides[1].off && sides[0].behind);
    line = two(sides, 0, 500); /* nothing asked of one */
    sides[1].asked = 0;
    line.asked = 600;
    CHECK_INT(pipeline_balance(arena, &line), OK);
    CHECK_INT(sides[0].balance, -500);
    CHECK_INT(sides[1].balance, 500);
    arena_free(arena);
}
