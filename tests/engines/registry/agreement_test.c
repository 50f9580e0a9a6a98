#include "check.h"
#include "engines/registry/agreement.h"

#define STATUS(s, f, e, today) \
    agreement_status_code(     \
        agreement_status(&(struct agreement_dates){.signed_on = (s), .in_force = (f), .ends = (e)}, (today)))

TEST(agreement, goes_from_draft_to_ended)
{
    CHECK_STR(STATUS(NO_DAY, NO_DAY, NO_DAY, 100), "draft");
    CHECK_STR(STATUS(90, NO_DAY, NO_DAY, 100), "signed");
    CHECK_STR(STATUS(90, 110, 200, 100), "signed");
    CHECK_STR(STATUS(90, 100, 200, 100), "in_force"); /* its first day */
    CHECK_STR(STATUS(90, 95, 100, 100), "in_force");  /* its last day */
    CHECK_STR(STATUS(90, 95, 99, 100), "ended");
}

TEST(agreement, what_is_still_to_come_does_not_count)
{
    CHECK_STR(STATUS(101, NO_DAY, NO_DAY, 100), "draft");
    CHECK_STR(STATUS(NO_DAY, 95, NO_DAY, 100), "in_force"); /* in force without a day of signing */
}

TEST(agreement, notice)
{
    int64_t day;
    CHECK(agreement_notice_by(&(struct agreement_dates){.ends = 200, .notice_days = 90}, &day));
    CHECK_INT(day, 110);
    CHECK(agreement_notice_by(&(struct agreement_dates){.ends = 200, .notice_days = 0}, &day));
    CHECK_INT(day, 200);
    CHECK(!agreement_notice_by(&(struct agreement_dates){.ends = NO_DAY, .notice_days = 90}, &day));
    CHECK(!agreement_notice_by(&(struct agreement_dates){.ends = 200, .notice_days = -1}, &day));
}
