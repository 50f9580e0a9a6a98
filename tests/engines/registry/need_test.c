#include "check.h"
#include "engines/registry/agreement.h"
#include "engines/registry/need.h"

TEST(need, strong_enough_and_in_time)
{
    CHECK(need_met(3, 100, 3, 100));
    CHECK(!need_met(3, 100, 2, 100));
    CHECK(!need_met(3, 100, 5, 101));
}

TEST(need, what_is_not_known_does_not_count_against_it)
{
    CHECK(need_met(-1, NO_DAY, -1, NO_DAY));
    CHECK(need_met(4, 100, -1, NO_DAY));
    CHECK(need_met(-1, NO_DAY, 0, 5000));
}
