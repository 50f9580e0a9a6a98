#include "base/decimal.h"
#include "check.h"
#include "engines/registry/business_case.h"

TEST(business_case, example)
{
    int64_t net, capture, realisation;
    CHECK(business_case_net(400, 120, &net));
    CHECK_INT(net, 280);
    CHECK(business_case_capture(400, 1000, &capture));
    CHECK_INT(capture, 400000);
    CHECK(business_case_realisation(net, 700, &realisation));
    CHECK_INT(realisation, 400000);
}

TEST(business_case, below_zero_and_nothing_to_divide_by)
{
    int64_t out;
    CHECK(business_case_net(100, 120, &out));
    CHECK_INT(out, -20);
    CHECK(business_case_realisation(-20, 700, &out));
    CHECK_INT(out, -28571);
    CHECK(!business_case_capture(400, 0, &out));
    CHECK(!business_case_realisation(280, 0, &out));
    CHECK(!business_case_net(INT64_MIN, 1, &out));
}

TEST(business_case, running_cost_is_the_sum_of_its_parts)
{
    struct running_cost parts = {
        .hours = 1200 * DECIMAL_ONE, .hourly_rate = 8500, .travel = 250000, .legal = 100000, .partnership_tax = 50000};
    int64_t out;
    CHECK(business_case_running(&parts, &out));
    CHECK_INT(out, 1200 * 8500 + 400000);
    parts = (struct running_cost){.hours = DECIMAL_ONE / 2, .hourly_rate = 101};
    CHECK(business_case_running(&parts, &out));
    CHECK_INT(out, 51); /* 50.5, away from zero */
    parts = (struct running_cost){.hours = INT64_MAX, .hourly_rate = INT64_MAX};
    CHECK(!business_case_running(&parts, &out));
}

TEST(business_case, bias_is_the_median_of_how_far_forecasts_were_off)
{
    int64_t bias, odd[] = {400000, 1200000, 900000}, even[] = {800000, 600000}, one[] = {1000000};
    CHECK(business_case_bias(odd, 3, &bias));
    CHECK_INT(bias, -100000);
    CHECK(business_case_bias(even, 2, &bias));
    CHECK_INT(bias, -300000);
    CHECK(business_case_bias(one, 1, &bias));
    CHECK_INT(bias, 0);
    CHECK(!business_case_bias(one, 0, &bias));
}
