/* Fiscal years and quarters. */
#include "check.h"
#include "engines/economics/fiscal.h"

static void check_quarter(const char *day, int64_t first_month, int64_t year, int64_t quarter, const char *starts,
                          const char *ends)
{
    int64_t days;
    char from[11], until[11];
    CHECK(date_parse(str_of(day), &days));
    struct fiscal_quarter of = fiscal_quarter_of(days, first_month);
    date_write(of.starts, from);
    date_write(of.ends, until);
    CHECK_INT(of.year, year);
    CHECK_INT(of.quarter, quarter);
    CHECK_STR(from, starts);
    CHECK_STR(until, ends);
}

TEST(fiscal, quarters_of_years_that_begin_in_any_month)
{
    check_quarter("2026-02-28", 1, 2026, 1, "2026-01-01", "2026-03-31");
    check_quarter("2026-12-31", 1, 2026, 4, "2026-10-01", "2026-12-31");
    /* From April on: March 2026 ends the year 2026. */
    check_quarter("2026-03-31", 4, 2026, 4, "2026-01-01", "2026-03-31");
    check_quarter("2026-04-01", 4, 2027, 1, "2026-04-01", "2026-06-30");
    /* From November on a quarter crosses the turn of the year, and one holds February 29. */
    check_quarter("2025-12-31", 11, 2026, 1, "2025-11-01", "2026-01-31");
    check_quarter("2026-01-31", 11, 2026, 1, "2025-11-01", "2026-01-31");
    check_quarter("2024-02-29", 12, 2024, 1, "2023-12-01", "2024-02-29");
    check_quarter("2026-11-30", 12, 2026, 4, "2026-09-01", "2026-11-30");
}

TEST(fiscal, each_day_lies_in_its_quarter_and_the_next_begins_where_it_ends)
{
    for (int64_t month = 1; month <= 12; month++)
        for (int64_t day = 19000; day < 21000; day++) {
            struct fiscal_quarter of = fiscal_quarter_of(day, month), next = fiscal_quarter_of(of.ends + 1, month);
            CHECK(of.starts <= day && day <= of.ends);
            CHECK_INT(next.starts, of.ends + 1);
            CHECK_INT(next.quarter, of.quarter % 4 + 1);
            CHECK_INT(next.year, of.year + (of.quarter == 4));
        }
}
