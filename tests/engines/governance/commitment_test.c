/* The rules of commitments, with the example of the spec. */
#include "check.h"
#include "engines/governance/commitment.h"

static int64_t day(const char *text)
{
    int64_t days = NO_DAY;
    CHECK(date_parse(str_of(text), &days));
    return days;
}

TEST(commitment, ten_working_days_skip_weekends_and_holidays)
{
    const int64_t holidays[] = {day("2026-04-03"), day("2026-04-06")};
    CHECK_INT(working_days_after(day("2026-03-02"), 10, NULL, 0), day("2026-03-16"));
    CHECK_INT(working_days_after(day("2026-03-27"), 10, NULL, 0), day("2026-04-10"));
    CHECK_INT(working_days_after(day("2026-03-27"), 10, holidays, 2), day("2026-04-14"));
    CHECK_INT(working_days_after(day("2026-03-28"), 1, NULL, 0), day("2026-03-30")); /* from a Saturday */
    CHECK_INT(working_days_after(day("1969-12-31"), 1, NULL, 0), day("1970-01-01"));
}

TEST(commitment, is_late_when_open_past_its_day)
{
    CHECK(!commitment_late(COMMITMENT_OPEN, day("2026-03-02"), day("2026-03-02")));
    CHECK(commitment_late(COMMITMENT_OPEN, day("2026-03-02"), day("2026-03-03")));
    CHECK(!commitment_late(COMMITMENT_DELIVERED, day("2026-03-02"), day("2026-03-03")));
    CHECK(!commitment_late(COMMITMENT_OPEN, NO_DAY, day("2026-03-03")));
}

TEST(commitment, in_time_is_by_the_first_day_and_accepted_or_unanswered)
{
    struct commitment it = {COMMITMENT_ACCEPTED, day("2026-03-02"), day("2026-03-02")};
    CHECK(commitment_on_time(&it, day("2026-03-02"), NULL, 0));
    it.delivered_on = day("2026-03-03");
    CHECK(!commitment_on_time(&it, day("2026-04-02"), NULL, 0));
    it = (struct commitment){COMMITMENT_DELIVERED, day("2026-03-02"), day("2026-03-02")};
    CHECK(!commitment_on_time(&it, day("2026-03-15"), NULL, 0));
    CHECK(commitment_on_time(&it, day("2026-03-16"), NULL, 0));
    it.state = COMMITMENT_DISPUTED;
    CHECK(!commitment_on_time(&it, day("2026-05-02"), NULL, 0));
}

/* governance-and-work.md: 10 due, 1 waived, 6 good: 0.67. */
TEST(commitment, rate_of_the_spec)
{
    struct commitment all[12];
    int64_t base, due = day("2026-02-10"), from = day("2026-01-01"), until = day("2026-03-31");
    for (size_t i = 0; i < 12; i++)
        all[i] = (struct commitment){COMMITMENT_ACCEPTED, due, i < 6 ? due : due + 1};
    all[6].state = COMMITMENT_WAIVED;
    all[7] = (struct commitment){COMMITMENT_OPEN, due, NO_DAY};
    all[10].original_due = until + 1; /* another quarter's */
    all[11].original_due = from - 1;
    CHECK_INT(on_time_rate(all, 12, from, until, until, NULL, 0, &base), 666667);
    CHECK_INT(base, 9);
    CHECK_INT(on_time_rate(all, 0, from, until, until, NULL, 0, &base), 0);
    CHECK_INT(base, 0);
}

TEST(commitment, owner_delivers_and_receiver_answers)
{
    CHECK_INT(commitment_step(COMMITMENT_OPEN, COMMITMENT_DELIVERED), COMMITMENT_BY_OWNER);
    CHECK_INT(commitment_step(COMMITMENT_OPEN, COMMITMENT_ACCEPTED), COMMITMENT_NOT_SO);
    CHECK_INT(commitment_step(COMMITMENT_DELIVERED, COMMITMENT_ACCEPTED), COMMITMENT_BY_RECEIVER);
    CHECK_INT(commitment_step(COMMITMENT_DELIVERED, COMMITMENT_OPEN), COMMITMENT_BY_OWNER);
    CHECK_INT(commitment_step(COMMITMENT_DELIVERED, COMMITMENT_DISPUTED), COMMITMENT_BY_RECEIVER);
    CHECK_INT(commitment_step(COMMITMENT_DISPUTED, COMMITMENT_DELIVERED), COMMITMENT_BY_OWNER);
    CHECK_INT(commitment_step(COMMITMENT_OPEN, COMMITMENT_WAIVED), COMMITMENT_BY_RECEIVER);
    CHECK_INT(commitment_step(COMMITMENT_WAIVED, COMMITMENT_ACCEPTED), COMMITMENT_NOT_SO);
}
