/* Goes through the periods (days, weeks, months, years) of a rule, takes the days of each that fit, chooses among them
 * by BYSETPOS, and keeps those from the start on. */
#include "engines/governance/recurrence.h"
#include "base/date.h"

enum { DAYS_MAX = 366, LAST_YEAR = 9999 };

/* Monday is 0; 1970-01-01 was a Thursday. */
static int weekday(int64_t day)
{
    return (int)(((day + 3) % 7 + 7) % 7);
}

static int64_t new_year(int64_t year)
{
    return date_days((struct civil){year, 1, 1});
}

/* The first day of week 1 of a year: that with four days or more in it. */
static int64_t first_week(int64_t year, int week_start)
{
    int64_t day = new_year(year);
    int into = (weekday(day) - week_start + 7) % 7;
    return into <= 3 ? day - into : day - into + 7;
}

/* Whether place n of `length`, or the same counted from the end, is in a table of numbers up to `most`. */
static bool listed(const bool *table, int64_t most, int64_t n, int64_t length)
{
    return (n <= most && table[n + most]) || (length - n + 1 <= most && table[most - (length - n + 1)]);
}

static bool week_fits(const struct recurrence *rule, int64_t day, int64_t year)
{
    int64_t first = first_week(year, rule->week_start), next = first_week(year + 1, rule->week_start);
    if (day < first) {
        next = first;
        first = first_week(year - 1, rule->week_start);
    } else if (day >= next) {
        first = next;
        next = first_week(year + 2, rule->week_start);
    }
    return listed(rule->week, 53, (day - first) / 7 + 1, (next - first) / 7);
}

/* A weekday, or the n-th one of its kind in the month, or in the year where a yearly rule names no month. */
static bool day_fits(const struct recurrence *rule, int64_t day, const struct civil *civil)
{
    int of_week = weekday(day);
    if (rule->day[of_week] || !rule->numbered)
        return rule->day[of_week];
    bool in_year = rule->frequency == YEARLY && !rule->by_month;
    int64_t first = in_year ? new_year(civil->year) : day - civil->day + 1;
    int64_t length = in_year ? new_year(civil->year + 1) - first : date_month_days(civil->year, civil->month);
    int64_t n = (day - first) / 7 + 1, after = (first + length - 1 - day) / 7;
    return listed(rule->nth[of_week], 53, n, n + after);
}

/* The rule with what it leaves open taken from the start. */
static struct recurrence completed(const struct recurrence *rule, int64_t start)
{
    struct recurrence whole = *rule;
    struct civil civil = date_civil(start);
    bool some_day = rule->by_week || rule->by_year_day || rule->by_month_day || rule->by_day;
    if ((rule->frequency == WEEKLY && !rule->by_day) ||
        (rule->by_week && !rule->by_year_day && !rule->by_month_day && !rule->by_day)) {
        whole.by_day = whole.day[weekday(start)] = true;
    } else if (rule->frequency >= MONTHLY && !some_day) {
        whole.by_month_day = whole.month_day[civil.day + 31] = true;
        if (rule->frequency == YEARLY && !rule->by_month)
            whole.by_month = whole.month[civil.month] = true;
    }
    return whole;
}

static bool fits(const struct recurrence *rule, int64_t day)
{
    struct civil civil = date_civil(day);
    if (rule->by_month && !rule->month[civil.month])
        return false;
    if (rule->by_month_day && !listed(rule->month_day, 31, civil.day, date_month_days(civil.year, civil.month)))
        return false;
    if (rule->by_day && !day_fits(rule, day, &civil))
        return false;
    int64_t first = new_year(civil.year);
    if (rule->by_year_day && !listed(rule->year_day, 366, day - first + 1, new_year(civil.year + 1) - first))
        return false;
    return !rule->by_week || week_fits(rule, day, civil.year);
}

/* The first and last day of the period `steps` intervals after that of the start. */
static void period(const struct recurrence *rule, int64_t start, int64_t steps, int64_t *first, int64_t *last)
{
    struct civil civil = date_civil(start);
    int64_t ahead = steps * rule->interval, month = civil.month - 1 + ahead;
    switch (rule->frequency) {
    case WEEKLY:
        *first = start - (weekday(start) - rule->week_start + 7) % 7 + 7 * ahead;
        *last = *first + 6;
        break;
    case MONTHLY:
        civil = (struct civil){civil.year + month / 12, month % 12 + 1, 1};
        *first = date_days(civil);
        *last = *first + date_month_days(civil.year, civil.month) - 1;
        break;
    case YEARLY:
        *first = new_year(civil.year + ahead);
        *last = new_year(civil.year + ahead + 1) - 1;
        break;
    default:
        *first = *last = start + ahead;
    }
}

size_t recurrence_days(const struct recurrence *given, int64_t start, size_t most, int64_t *days)
{
    const struct recurrence rule = completed(given, start);
    int64_t end = new_year(LAST_YEAR + 1) - 1, first, last;
    size_t found = 0;
    if (rule.until < end)
        end = rule.until;
    if (rule.count && (uint64_t)rule.count < most)
        most = (size_t)rule.count;
    for (int64_t steps = 0; found < most; steps++) {
        int64_t set[DAYS_MAX], n = 0;
        period(&rule, start, steps, &first, &last);
        if (first > end)
            break;
        for (int64_t day = first; day <= last; day++)
            if (fits(&rule, day))
                set[n++] = day;
        for (int64_t i = 0; i < n && found < most; i++)
            if (set[i] >= start && set[i] <= end && (!rule.by_place || listed(rule.place, 366, i + 1, n)))
                days[found++] = set[i];
    }
    return found;
}
