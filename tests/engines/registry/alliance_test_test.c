#include "check.h"
#include "engines/registry/alliance_test.h"

static const char *read(bool combines, bool separate, bool shared, bool open)
{
    bool holds[QUESTION_COUNT] = {combines, separate, shared, open};
    return alliance_reading_code(alliance_test(holds));
}

TEST(alliance_test, all_four_make_an_alliance)
{
    CHECK_STR(read(true, true, true, true), "alliance");
}

TEST(alliance_test, what_fails_says_what_it_is)
{
    CHECK_STR(read(true, true, true, false), "contract"); /* the spec's example */
    CHECK_STR(read(true, true, false, true), "contract");
    CHECK_STR(read(true, false, true, true), "merger");
    CHECK_STR(read(false, true, true, true), "none");
}

TEST(alliance_test, the_first_rule_that_fits_wins)
{
    CHECK_STR(read(false, false, false, false), "merger");
    CHECK_STR(read(false, true, false, false), "contract");
    CHECK_STR(read(true, false, false, true), "merger");
}
