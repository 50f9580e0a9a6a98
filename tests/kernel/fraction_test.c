#include "base/json.h"
#include "check.h"
#include "kernel/fraction.h"
#include <math.h>

static struct arena *arena;

static const struct fraction *read(const char *text)
{
    return fraction_text(arena, str_of(text));
}

static const char *printed(const struct fraction *f)
{
    const struct value *leaf = fraction_value(arena, f);
    return leaf ? arena_cstr(arena, json_text(arena, leaf)) : "none";
}

TEST(fraction, reads_and_prints_back)
{
    static const char *const same[] = {"0",     "1",    "-3", "0.1", "0.45", "0.25", "-1.5", "9007199254740992",
                                       "1e+30", "1e-07"};
    arena = arena_new(0);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        CHECK_STR(printed(read(same[i])), same[i]);
    CHECK_STR(printed(read("1/3")), "0.3333333333333333");
    CHECK_STR(printed(read("2/3")), "0.6666666666666666");
    CHECK_STR(printed(read("4/2")), "2");
    CHECK_STR(printed(read("0.1000000000000000055511151231257827021181583404541015625")), "0.1");
    CHECK_STR(printed(read("9007199254740993/9007199254740992")), "1");
    CHECK_STR(printed(read("9007199254740993")), "9007199254740992");
    arena_free(arena);
}

TEST(fraction, refuses)
{
    static const char *const wrong[] = {"",     "x",    "1/",    "/3",    "1/0",     "-1/3", "1/-3",
                                        " 1/3", "1 /3", "1/3/4", "0.5/2", "1e99999", "NaN"};
    arena = arena_new(0);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK_STR(printed(read(wrong[i])), "none");
    CHECK(!fraction_add(arena, NULL, fraction_int(arena, 1)));
    CHECK(!fraction_over(arena, fraction_int(arena, 1), fraction_int(arena, 0)));
    arena_free(arena);
}

TEST(fraction, is_exact)
{
    arena = arena_new(0);
    const struct fraction *tenth = read("0.1"), *sum = fraction_int(arena, 0);
    for (int i = 0; i < 10; i++)
        sum = fraction_add(arena, sum, tenth);
    CHECK_INT(fraction_compare(sum, fraction_int(arena, 1)), 0);
    CHECK(fraction_reaches(arena, read("0.249999999"), read("0.25")));
    CHECK(!fraction_reaches(arena, read("0.2499999989"), read("0.25")));
    CHECK(fraction_near(arena, read("1.000000001"), read("1")));
    CHECK(!fraction_near(arena, read("1.0000000011"), read("1")));
    CHECK_STR(printed(fraction_wide(arena, -((__int128)1 << 100))), "-1.2676506002282294e+30");
    arena_free(arena);
}

TEST(fraction, rounds_half_away_from_zero)
{
    static const struct {
        const char *text;
        int64_t nearest, floor;
    } cases[] = {{"0.5", 1, 0},
                 {"1.5", 2, 1},
                 {"2.5", 3, 2},
                 {"-0.5", -1, -1},
                 {"-2.5", -3, -3},
                 {"0.49", 0, 0},
                 {"-0.49", 0, -1},
                 {"7", 7, 7},
                 {"-7", -7, -7},
                 {"1/3", 0, 0},
                 {"9223372036854775806.5", INT64_MAX, INT64_MAX - 1}};
    arena = arena_new(0);
    int64_t out;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK(fraction_round(read(cases[i].text), &out));
        CHECK_INT(out, cases[i].nearest);
        CHECK(fraction_floor(read(cases[i].text), &out));
        CHECK_INT(out, cases[i].floor);
    }
    CHECK(!fraction_round(read("9223372036854775807.5"), &out));
    CHECK(!fraction_round(NULL, &out));
    arena_free(arena);
}

TEST(fraction, doubles_are_the_nearest)
{
    arena = arena_new(0);
    for (int64_t under = 1; under < 400; under++)
        for (int64_t over = -50; over <= 50; over += 7)
            CHECK(fraction_near_double(fraction_of(arena, over, under)) == (double)over / (double)under);
    CHECK(isinf(fraction_near_double(read("1e400"))) || fraction_near_double(read("1e400")) > 1e308);
    arena_free(arena);
}
