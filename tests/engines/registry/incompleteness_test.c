#include "check.h"
#include "engines/registry/incompleteness.h"

#define READ(...) \
    incompleteness_reading_code(incompleteness_read((const int[SOURCE_COUNT]){__VA_ARGS__}, &incompleteness_usual))

TEST(incompleteness, example)
{
    static const int ratings[SOURCE_COUNT] = {2, 1, 3, 0, 2, 1};
    static const bool provided[SOURCE_COUNT] = {true, false, true, false, false, false};
    int high, linked;
    CHECK_INT(incompleteness_total(ratings), 9);
    CHECK_STR(READ(2, 1, 3, 0, 2, 1), "committee");
    CHECK_NEAR((double)incompleteness_provided(ratings, provided, &incompleteness_usual, &high, &linked) / 1e6, 0.67,
               0.005);
    CHECK_INT(high, 3);
    CHECK_INT(linked, 2);
}

TEST(incompleteness, edges)
{
    CHECK_STR(READ(0, 0, 0, 0, 0, 0), "contract");
    CHECK_STR(READ(1, 1, 1, 1, 1, 0), "contract");  /* 5 */
    CHECK_STR(READ(1, 1, 1, 1, 1, 1), "committee"); /* 6 */
    CHECK_STR(READ(2, 2, 2, 2, 2, 1), "committee"); /* 11 */
    CHECK_STR(READ(2, 2, 2, 2, 2, 2), "layered");   /* 12 */
    CHECK_STR(READ(3, 3, 3, 3, 3, 3), "layered");   /* 18 */
}

TEST(incompleteness, a_single_three_calls_for_a_committee)
{
    CHECK_STR(READ(3, 0, 0, 0, 0, 0), "committee");
    CHECK_STR(READ(0, 0, 0, 0, 0, 3), "committee");
    CHECK_STR(READ(2, 2, 1, 0, 0, 0), "contract"); /* also 5, no three */
}

TEST(incompleteness, nothing_high_needs_nothing)
{
    static const int low[SOURCE_COUNT] = {1, 1, 0, 0, 1, 1}, none[SOURCE_COUNT] = {-1, -1, -1, -1, -1, -1};
    static const bool provided[SOURCE_COUNT] = {true};
    CHECK_INT(incompleteness_provided(low, provided, &incompleteness_usual, NULL, NULL), -1);
    CHECK_INT(incompleteness_provided(none, provided, &incompleteness_usual, NULL, NULL), -1);
    CHECK_INT(incompleteness_total(none), 0);
}

TEST(incompleteness, surprises_test_the_ratings)
{
    CHECK(incompleteness_rerate(0, 1));
    CHECK(!incompleteness_rerate(0, 0));
    CHECK(!incompleteness_rerate(1, 4));
    CHECK(!incompleteness_rerate(-1, 4)); /* not rated yet: nothing to correct */
}

TEST(incompleteness, codes)
{
    CHECK_INT(incompleteness_source(S("change")), 0);
    CHECK_INT(incompleteness_source(S("protection")), 5);
    CHECK_INT(incompleteness_source(S("weather")), -1);
}
