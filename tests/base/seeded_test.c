#include "base/seeded.h"
#include "check.h"

TEST(seeded, the_numbers_are_those_of_the_paper)
{
    /* The first three of the reference implementation with seed 1234567. */
    uint64_t state = 1234567;
    CHECK(seeded_next(&state) == UINT64_C(6457827717110365317));
    CHECK(seeded_next(&state) == UINT64_C(3203168211198807973));
    CHECK(seeded_next(&state) == UINT64_C(9817491932198370423));
}

TEST(seeded, what_is_below_stays_below)
{
    uint64_t state = 0;
    int64_t seen = 0;
    for (int i = 0; i < 1000; i++) {
        int64_t one = seeded_below(&state, 7);
        CHECK(one >= 0 && one < 7);
        seen |= INT64_C(1) << one;
    }
    CHECK(seen == 127);
    CHECK(seeded_below(&state, 1) == 0 && seeded_below(&state, 0) == 0 && seeded_below(&state, -5) == 0);
}
