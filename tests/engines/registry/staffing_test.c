#include "check.h"
#include "engines/registry/staffing.h"

TEST(staffing, below_four_fifths_is_short)
{
    CHECK(staffing_short(1000000, 799999));
    CHECK(!staffing_short(1000000, 800000));
    CHECK(staffing_short(2500000, 0));
    CHECK(!staffing_short(2500000, 2000000));
    CHECK(!staffing_short(1000000, 1500000));
}

TEST(staffing, nothing_planned_is_never_short)
{
    int64_t ratio;
    CHECK(!staffing_short(0, 0));
    CHECK(!staffing_ratio(0, 1000000, &ratio));
    CHECK(staffing_ratio(2500000, 1000000, &ratio));
    CHECK_INT(ratio, 400000);
}
