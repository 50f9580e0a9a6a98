#include "base/date.h"
#include "check.h"
#include "engines/governance/alignment.h"
#include "engines/governance/recurrence.h"

TEST(alignment, example)
{
    static const struct supporter three[] = {{2, 2, 5, true}, {-1, 1, 4, true}, {1, 2, 3, true}};
    struct alignment result = alignment_of(three, 3);
    CHECK_INT(result.given, 9);
    CHECK_INT(result.needed, 20);
    CHECK_NEAR(result.spread, 1.247, 0.0005);
    CHECK(result.mixed);
}

TEST(alignment, only_those_who_talk_send_messages)
{
    static const struct supporter silent[] = {{2, 2, 5, true}, {-2, 2, 5, false}};
    struct alignment result = alignment_of(silent, 2);
    CHECK_INT(result.talkers, 1);
    CHECK(result.spread == 0 && !result.mixed);
    CHECK_INT(result.given, 0); /* 10 − 10 */
    static const struct supporter apart[] = {{1, 1, 1, true}, {-1, 1, 1, true}};
    CHECK(alignment_of(apart, 2).mixed); /* the spread is 1, not over it; but they are on both sides */
    static const struct supporter nearly[] = {{2, 2, 1, true}, {0, 1, 1, true}};
    CHECK(!alignment_of(nearly, 2).mixed);
    static const struct supporter against[] = {{-2, 1, 5, false}, {1, 1, 1, false}};
    CHECK_INT(alignment_of(against, 2).given, 0); /* not below 0 */
    CHECK_INT(alignment_of(against, 2).talkers, 0);
}

/* The first `most` days of a rule as "2026-01-31 …", or the key of what is wrong. */
static const char *days_of(const char *start, const char *text, size_t most)
{
    static char out[11 * 64];
    struct recurrence rule;
    struct str part;
    int64_t from, days[64];
    const char *fault = recurrence_read(str_of(text), &rule, &part);
    if (fault)
        return fault;
    CHECK(date_parse(str_of(start), &from));
    size_t n = recurrence_days(&rule, from, most, days);
    out[0] = 0;
    for (size_t i = 0; i < n; i++) {
        date_write(days[i], out + 11 * i);
        out[11 * i + 10] = i + 1 < n ? ' ' : 0;
    }
    return out;
}

TEST(recurrence, examples)
{
    CHECK_STR(days_of("2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1", 4), "2026-01-31 2026-02-28 2026-03-31 2026-04-30");
    CHECK_STR(days_of("2026-01-31", "FREQ=MONTHLY", 3), "2026-01-31 2026-03-31 2026-05-31");
    CHECK_STR(days_of("2024-02-29", "FREQ=YEARLY", 3), "2024-02-29 2028-02-29 2032-02-29");
    CHECK_STR(days_of("2026-03-02", "FREQ=DAILY;INTERVAL=10;COUNT=3", 9), "2026-03-02 2026-03-12 2026-03-22");
    CHECK_STR(days_of("2026-03-02", "FREQ=WEEKLY;UNTIL=20260316", 9), "2026-03-02 2026-03-09 2026-03-16");
    CHECK_STR(days_of("2026-03-02", "freq=weekly;byday=tu,th", 3), "2026-03-03 2026-03-05 2026-03-10");
    CHECK_STR(days_of("2026-01-01", "FREQ=MONTHLY;BYDAY=1TU", 3), "2026-01-06 2026-02-03 2026-03-03");
    CHECK_STR(days_of("2026-01-01", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", 3),
              "2026-01-30 2026-02-27 2026-03-31");
    /* From RFC 5545: the weeks' start decides which Tuesdays and Sundays go together. */
    CHECK_STR(days_of("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", 9),
              "1997-08-05 1997-08-10 1997-08-19 1997-08-24");
    CHECK_STR(days_of("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", 9),
              "1997-08-05 1997-08-17 1997-08-19 1997-08-31");
    CHECK_STR(days_of("1997-05-12", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", 3), "1997-05-12 1998-05-11 1999-05-17");
    CHECK_STR(days_of("1997-05-19", "FREQ=YEARLY;BYDAY=20MO", 3), "1997-05-19 1998-05-18 1999-05-17");
    CHECK_STR(days_of("1997-09-02", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", 3), "1998-02-13 1998-03-13 1998-11-13");
    CHECK_STR(days_of("1996-11-05", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", 3),
              "1996-11-05 2000-11-07 2004-11-02");
    CHECK_STR(days_of("1997-01-01", "FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200", 9),
              "1997-01-01 1997-04-10 1997-07-19 2000-01-01");
}

TEST(recurrence, ends)
{
    CHECK_STR(days_of("2026-01-01", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 4), "");
    CHECK_STR(days_of("2026-01-01", "FREQ=DAILY;UNTIL=20251231", 4), "");
    CHECK_STR(days_of("9999-12-30", "FREQ=DAILY", 9), "9999-12-30 9999-12-31");
}

TEST(recurrence, refuses)
{
    static const struct {
        const char *rule, *fault;
    } cases[] = {{"BYDAY=MO", "recur.frequency-missing"},
                 {"FREQ=HOURLY", "recur.value"},
                 {"FREQ=DAILY;", "recur.part"},
                 {"FREQ=DAILY;BYHOUR=3", "recur.part"},
                 {"FREQ=DAILY;FREQ=DAILY", "recur.twice"},
                 {"FREQ=DAILY;INTERVAL=0", "recur.value"},
                 {"FREQ=DAILY;INTERVAL=+1", "recur.value"},
                 {"FREQ=DAILY;COUNT=-1", "recur.value"},
                 {"FREQ=DAILY;COUNT=3;UNTIL=20260101", "recur.count-and-until"},
                 {"FREQ=DAILY;UNTIL=20260231", "recur.value"},
                 {"FREQ=DAILY;UNTIL=20260101T000000Z", "recur.value"},
                 {"FREQ=MONTHLY;BYMONTHDAY=32", "recur.value"},
                 {"FREQ=MONTHLY;BYMONTHDAY=0", "recur.value"},
                 {"FREQ=MONTHLY;BYMONTHDAY=1,", "recur.value"},
                 {"FREQ=MONTHLY;BYDAY=XX", "recur.value"},
                 {"FREQ=WEEKLY;BYDAY=1MO", "recur.numbered"},
                 {"FREQ=WEEKLY;BYMONTHDAY=1", "recur.monthday"},
                 {"FREQ=MONTHLY;BYWEEKNO=1", "recur.weekno"},
                 {"FREQ=MONTHLY;BYYEARDAY=1", "recur.yearday"},
                 {"FREQ=MONTHLY;BYSETPOS=1", "recur.setpos-alone"},
                 {"FREQ=MONTHLY;BYMONTH=13", "recur.value"},
                 {"FREQ=MONTHLY;WKST=M", "recur.value"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_STR(days_of("2026-01-01", cases[i].rule, 1), cases[i].fault);
}
