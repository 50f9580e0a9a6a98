#include "base/date.h"
#include "engines/governance/recurrence.h"
#include <stdio.h>

enum rule_part {
    PART_FREQ,
    PART_INTERVAL,
    PART_COUNT,
    PART_UNTIL,
    PART_BYMONTH,
    PART_BYWEEKNO,
    PART_BYYEARDAY,
    PART_BYMONTHDAY,
    PART_BYDAY,
    PART_BYSETPOS,
    PART_WKST,
    PART_KINDS
};
static const char *const part_names[] = {"FREQ",      "INTERVAL",   "COUNT", "UNTIL",    "BYMONTH", "BYWEEKNO",
                                         "BYYEARDAY", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"};
static const char *const frequencies[] = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};

static int place_of(struct str word, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (str_eq_nocase(word, str_of(words[i])))
            return i;
    return -1;
}

/* A whole number with 1 ≤ |n| ≤ high, below 0 only where `negative`; 0 when it is none. */
static int64_t number_of(struct str text, int64_t high, bool negative)
{
    int64_t n;
    bool sign = text.n && (text.p[0] == '-' || text.p[0] == '+');
    struct str figures = sign ? str_part(text, 1, text.n) : text;
    for (size_t i = 0; i < figures.n; i++)
        if (figures.p[i] < '0' || figures.p[i] > '9')
            return 0;
    if ((sign && !negative) || !figures.n || !str_int(figures, &n) || n > high)
        return 0;
    return sign && text.p[0] == '-' ? -n : n;
}

static int weekday_of(struct str text)
{
    static const char *const days[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    return place_of(text, days, 7);
}

static bool read_day(struct recurrence *rule, struct str item)
{
    int day = item.n < 2 ? -1 : weekday_of(str_part(item, item.n - 2, 2));
    if (day < 0)
        return false;
    if (item.n == 2) {
        rule->day[day] = true;
        return true;
    }
    int64_t n = number_of(str_part(item, 0, item.n - 2), 53, true);
    rule->numbered = rule->nth[day][n + 53] = true;
    return n != 0;
}

static bool read_item(struct recurrence *rule, enum rule_part part, struct str item)
{
    const struct {
        bool *table;
        int64_t high;
    } tables[PART_KINDS] = {[PART_BYWEEKNO] = {rule->week, 53},
                            [PART_BYYEARDAY] = {rule->year_day, 366},
                            [PART_BYMONTHDAY] = {rule->month_day, 31},
                            [PART_BYSETPOS] = {rule->place, 366}};
    if (part == PART_BYDAY)
        return read_day(rule, item);
    int64_t n = number_of(item, part == PART_BYMONTH ? 12 : tables[part].high, part != PART_BYMONTH);
    if (part == PART_BYMONTH)
        rule->month[n] = true;
    else
        tables[part].table[n + tables[part].high] = true;
    return n != 0;
}

static bool read_list(struct recurrence *rule, enum rule_part part, struct str list)
{
    struct str item;
    if (!list.n || list.p[list.n - 1] == ',')
        return false;
    while (str_cut(&list, ',', &item))
        if (!read_item(rule, part, item))
            return false;
    return true;
}

/* "20261231", the only form that goes with a start that is a day. */
static bool read_until(struct recurrence *rule, struct str text)
{
    char date[11];
    if (text.n != 8)
        return false;
    (void)snprintf(date, sizeof date, "%.4s-%.2s-%.2s", text.p, text.p + 4, text.p + 6);
    return date_parse(str_of(date), &rule->until);
}

static bool read_value(struct recurrence *rule, enum rule_part part, struct str value)
{
    int place;
    switch (part) {
    case PART_FREQ:
        place = place_of(value, frequencies, FREQUENCIES);
        rule->frequency = (enum frequency)place;
        return place >= 0;
    case PART_INTERVAL:
        return (rule->interval = number_of(value, RECURRENCE_INTERVAL_MAX, false)) > 0;
    case PART_COUNT:
        return (rule->count = number_of(value, INT32_MAX, false)) > 0;
    case PART_UNTIL:
        return read_until(rule, value);
    case PART_WKST:
        return (rule->week_start = weekday_of(value)) >= 0;
    default:
        return read_list(rule, part, value);
    }
}

/* What RFC 5545 says of parts together. */
static const char *together_fault(const struct recurrence *rule)
{
    bool other = rule->by_month || rule->by_week || rule->by_year_day || rule->by_month_day || rule->by_day;
    if (rule->count && rule->until != INT64_MAX)
        return "recur.count-and-until";
    if (rule->by_place && !other)
        return "recur.setpos-alone";
    if (rule->by_week && rule->frequency != YEARLY)
        return "recur.weekno";
    if (rule->by_year_day && rule->frequency != YEARLY)
        return "recur.yearday";
    if (rule->by_month_day && rule->frequency == WEEKLY)
        return "recur.monthday";
    if (rule->numbered && (rule->frequency < MONTHLY || rule->by_week))
        return "recur.numbered";
    return NULL;
}

const char *recurrence_read(struct str text, struct recurrence *out, struct str *part)
{
    bool seen[PART_KINDS] = {false};
    struct str rest = text, piece;
    *out = (struct recurrence){.interval = 1, .until = INT64_MAX};
    *part = S("");
    if (text.n > RECURRENCE_RULE_MAX)
        return "recur.long";
    while (str_cut(&rest, ';', &piece)) {
        ptrdiff_t equals = str_find(piece, '=');
        int which = equals < 0 ? -1 : place_of(str_part(piece, 0, (size_t)equals), part_names, PART_KINDS);
        *part = piece;
        if (which < 0)
            return "recur.part";
        if (seen[which])
            return "recur.twice";
        seen[which] = true;
        if (!read_value(out, (enum rule_part)which, str_part(piece, (size_t)equals + 1, piece.n)))
            return "recur.value";
    }
    *part = S("");
    out->by_month = seen[PART_BYMONTH];
    out->by_week = seen[PART_BYWEEKNO];
    out->by_year_day = seen[PART_BYYEARDAY];
    out->by_month_day = seen[PART_BYMONTHDAY];
    out->by_day = seen[PART_BYDAY];
    out->by_place = seen[PART_BYSETPOS];
    return seen[PART_FREQ] ? together_fault(out) : "recur.frequency-missing";
}
