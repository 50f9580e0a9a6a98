/* recurrence.h: what recurs, by rules of RFC 5545 (RRULE) on days: FREQ of days, weeks, months or years; INTERVAL,
 * COUNT, UNTIL, BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY, BYSETPOS, WKST. What that standard does not allow on
 * days is refused. */
#ifndef ENGINES_GOVERNANCE_RECURRENCE_H
#define ENGINES_GOVERNANCE_RECURRENCE_H
#include "base/str.h"

/* No more days than this are given, and none after the last year that a date can have: a rule may go on for ever, or
 * never come true. */
enum { RECURRENCE_MAX = 10000, RECURRENCE_INTERVAL_MAX = 10000, RECURRENCE_RULE_MAX = 4000 };

enum frequency { DAILY, WEEKLY, MONTHLY, YEARLY, FREQUENCIES };

/* A rule that has been read. Days are numbered from either end: n from the start, −n from the end. */
struct recurrence {
    enum frequency frequency;
    int64_t interval, count, until; /* count 0: no limit; until INT64_MAX: no last day */
    int week_start;                 /* 0: Monday */
    bool by_month, by_week, by_year_day, by_month_day, by_day, by_place, numbered;
    bool month[13];
    bool week[2 * 53 + 1], year_day[2 * 366 + 1], month_day[2 * 31 + 1], place[2 * 366 + 1]; /* [n + most] */
    bool day[7], nth[7][2 * 53 + 1];
};

/* Reads "FREQ=MONTHLY;BYMONTHDAY=-1". NULL when it may stand, else the message key that says what is wrong; `*part` is
 * then the piece of the rule at fault, or empty. */
const char *recurrence_read(struct str text, struct recurrence *out, struct str *part);
/* The first days from `start` on, as days since 1970, at most `most`. What the rule leaves open (the day of the month,
 * the weekday, the month) it takes from the start; a start that does not fit its own rule is not among them. Returns
 * how many there are. Costs, at worst, a look at each day up to the last year. */
size_t recurrence_days(const struct recurrence *rule, int64_t start, size_t most, int64_t *days);
#endif
