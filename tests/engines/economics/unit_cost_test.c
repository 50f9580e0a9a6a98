/* Unit costs against the outside and against their own trend. */
#include "check.h"
#include "engines/economics/unit_cost.h"

TEST(unit_cost, is_the_amount_by_the_quantity)
{
    int64_t unit = 0;
    CHECK(unit_cost(22760000, (__int128)5380 * 1000000, &unit)); /* 227,600.00 for 5,380 car-days: 42.30 */
    CHECK_INT(unit, INT64_C(4230483271));
    CHECK(unit_cost(1, 3000000, &unit));
    CHECK_INT(unit, 333333);
    CHECK(!unit_cost(100, 0, &unit));
    CHECK(!unit_cost(100, -1, &unit));
    CHECK(!unit_cost(INT64_MAX, 1, &unit));
    CHECK(!unit_cost((__int128)INT64_MAX * 10000000, 1000000, &unit));
}

TEST(unit_cost, a_tenth_above_is_allowed_and_no_more)
{
    CHECK(!unit_cost_above(110, 100));
    CHECK(unit_cost_above(111, 100));
    CHECK(!unit_cost_above(111, 0));
    CHECK(unit_cost_above(INT64_MAX, INT64_MAX / 2));
}

TEST(unit_cost, the_trend_is_the_line_through_what_was)
{
    int64_t line[] = {100, 110, 120}, flat[] = {100, 100, 100, 100}, odd[] = {100, 130, 100}, falling[] = {30, 20, 10},
            next = 0;
    CHECK(unit_cost_trend(line, 3, &next));
    CHECK_INT(next, 130);
    CHECK(unit_cost_trend(flat, 4, &next));
    CHECK_INT(next, 100);
    CHECK(unit_cost_trend(odd, 3, &next));
    CHECK_INT(next, 110);
    CHECK(!unit_cost_trend(line, 2, &next));
    CHECK(!unit_cost_trend(falling, 3, &next)); /* it would lead to nothing */
    int64_t large[] = {INT64_MAX, INT64_MAX, INT64_MAX};
    CHECK(unit_cost_trend(large, 3, &next));
    CHECK(next == INT64_MAX);
}
