/* When a business model is looked at anew. */
#include "base/date.h"
#include "check.h"
#include "engines/economics/review.h"

TEST(review, a_spread_of_three_opens_one)
{
    CHECK_INT(review_spread((int64_t[]){-3, 0}, 2), 3); /* the price of fuel */
    CHECK(review_opens(3));
    CHECK(!review_opens(2));
    CHECK_INT(review_spread((int64_t[]){2, 2, 2}, 3), 0);
    CHECK_INT(review_spread((int64_t[]){-1, 3, -3}, 3), 6);
    CHECK_INT(review_spread((int64_t[]){-3}, 1), 0); /* of one party alone nothing can be said */
    CHECK_INT(review_spread(NULL, 0), 0);
}

static void check_next(const char *last, bool specialisation, const char *next)
{
    int64_t day;
    char text[11];
    CHECK(date_parse(str_of(last), &day));
    date_write(review_next(day, specialisation), text);
    CHECK_STR(text, next);
}

TEST(review, by_the_calendar_after_six_months_or_a_year)
{
    check_next("2026-01-15", true, "2026-07-15");
    check_next("2026-08-31", true, "2027-02-28");
    check_next("2026-01-15", false, "2027-01-15");
    check_next("2024-02-29", false, "2025-02-28");
    check_next("2026-07-01", true, "2027-01-01");
}
