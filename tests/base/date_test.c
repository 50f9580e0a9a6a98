#include "base/date.h"
#include "check.h"

static bool parses(const char *text)
{
    int64_t days;
    return date_parse(str_of(text), &days);
}

TEST(date, counts_days_from_1970)
{
    static const struct {
        const char *text;
        int64_t days;
    } cases[] = {{"1970-01-01", 0},       {"1969-12-31", -1},      {"2026-03-02", 20514}, {"2000-02-29", 11016},
                 {"1600-01-01", -135140}, {"9999-12-31", 2932896}, {"2024-12-31", 20088}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t days = 0;
        char text[11];
        CHECK(date_parse(str_of(cases[i].text), &days));
        CHECK_INT(days, cases[i].days);
        date_write(days, text);
        CHECK_STR(text, cases[i].text);
    }
}

TEST(date, goes_there_and_back_for_each_day)
{
    int64_t before = -135141;
    for (int64_t year = 1600; year <= 2400; year++) {
        for (int64_t month = 1; month <= 12; month++) {
            for (int64_t day = 1; day <= date_month_days(year, month); day++) {
                int64_t days = date_days((struct civil){year, month, day});
                struct civil c = date_civil(days);
                if (days != before + 1 || c.year != year || c.month != month || c.day != day)
                    CHECK_FAIL("%lld-%lld-%lld", (long long)year, (long long)month, (long long)day);
                before = days;
            }
        }
    }
}

TEST(date, refuses_days_that_are_not_there)
{
    static const char *const bad[] = {
        "",           "2026-3-2",   "2026-02-29", "1900-02-29",  "2026-13-01", "2026-00-10", "2026-01-00",
        "2026-04-31", "1599-12-31", "2026/03/02", "2026-03-02 ", "20260302",   "2026-03-0x", "-026-03-02"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (parses(bad[i]))
            CHECK_FAIL("taken: \"%s\"", bad[i]);
    CHECK(parses("2000-02-29") && parses("2024-02-29"));
}

TEST(date, writes_days_out_of_range_as_the_nearest)
{
    char text[11];
    date_write(INT64_MAX, text);
    CHECK_STR(text, "9999-12-31");
    date_write(INT64_MIN, text);
    CHECK_STR(text, "1600-01-01");
    struct arena *a = arena_new(0);
    CHECK_STR(date_text(a, 0).p, "1970-01-01");
    arena_free(a);
}

static int64_t instant(const char *text)
{
    int64_t ms;
    return instant_parse(str_of(text), &ms) ? ms : -1;
}

TEST(date, reads_instants_with_zone_or_offset)
{
    CHECK_INT(instant("1970-01-01T00:00:00.001Z"), 1);
    CHECK_INT(instant("2026-03-02T14:05:00Z"), 1772460300000);
    CHECK_INT(instant("2026-03-02t14:05:00.5z"), 1772460300500);
    CHECK_INT(instant("2026-03-02T15:05:00.12+01:00"), 1772460300120);
    CHECK_INT(instant("2026-03-02T08:35:00.123-05:30"), 1772460300123);
    CHECK_INT(instant("2026-03-03T00:05:00+10:00"), 1772460300000);
}

TEST(date, refuses_other_instants)
{
    static const char *const bad[] = {"",
                                      "2026-03-02",
                                      "2026-03-02T14:05:00",
                                      "2026-03-02 14:05:00Z",
                                      "2026-03-02T24:00:00Z",
                                      "2026-03-02T14:60:00Z",
                                      "2026-03-02T14:05:60Z",
                                      "2026-03-02T14:05:00.Z",
                                      "2026-03-02T14:05:00.1234Z",
                                      "2026-03-02T14:05:00+1:00",
                                      "2026-03-02T14:05:00+0100",
                                      "2026-03-02T14:05:00+24:00",
                                      "2026-03-02T14:05:00+01:60",
                                      "2026-03-02T14:05:00Zx",
                                      "2026-02-30T14:05:00Z",
                                      "2026-03-02T14-05-00Z"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (instant(bad[i]) != -1)
            CHECK_FAIL("taken: \"%s\"", bad[i]);
}

TEST(date, writes_instants)
{
    char text[25];
    instant_write(1772460300123, text);
    CHECK_STR(text, "2026-03-02T14:05:00.123Z");
    instant_write(-1, text);
    CHECK_STR(text, "1969-12-31T23:59:59.999Z");
    instant_write(INT64_MAX, text);
    CHECK_STR(text, "9999-12-31T23:59:59.999Z");
    instant_write(INT64_MIN, text);
    CHECK_STR(text, "1600-01-01T00:00:00.000Z");
    CHECK_INT(instant_write_short(1772460300000, text), 20);
    CHECK_STR(text, "2026-03-02T14:05:00Z");
    CHECK_INT(instant_write_short(1772460300120, text), 24);
    CHECK_STR(text, "2026-03-02T14:05:00.120Z");
}

TEST(date, clock_can_be_set)
{
    int64_t before = clock_now();
    clock_set(1000);
    CHECK_INT(clock_now(), 1000);
    CHECK_INT(clock_now(), 1001);
    CHECK_INT(clock_now(), 1002);
    clock_set(0);
    CHECK(clock_now() >= before);
}

static const char *months_later(const char *day, int64_t months, char out[11])
{
    int64_t days = 0;
    CHECK(date_parse(str_of(day), &days));
    date_write(date_add_months(days, months), out);
    return out;
}

TEST(date, months_are_added_up_to_the_last_day_of_a_shorter_one)
{
    char out[11];
    CHECK_STR(months_later("2026-01-31", 1, out), "2026-02-28");
    CHECK_STR(months_later("2024-01-31", 1, out), "2024-02-29");
    CHECK_STR(months_later("2024-02-29", 12, out), "2025-02-28");
    CHECK_STR(months_later("2026-11-15", 2, out), "2027-01-15");
    CHECK_STR(months_later("2026-01-15", -1, out), "2025-12-15");
    CHECK_STR(months_later("2026-03-31", -13, out), "2025-02-28");
    CHECK_STR(months_later("2026-03-31", 0, out), "2026-03-31");
}
