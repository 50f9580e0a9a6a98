#include "base/zone_rule.h"
#include "base/date.h"

enum { DAY_S = 86400 };

static bool pass(struct str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = str_part(*s, 1, s->n);
    return true;
}

static bool take_number(struct str *s, int64_t *out)
{
    int64_t value = 0;
    size_t n = 0;
    for (; n < s->n && n < 4 && s->p[n] >= '0' && s->p[n] <= '9'; n++)
        value = value * 10 + (s->p[n] - '0');
    *s = str_part(*s, n, s->n);
    *out = value;
    return n > 0;
}

/* "[+-]hh[:mm[:ss]]" in seconds. */
static bool take_time(struct str *s, int64_t *seconds)
{
    int64_t h, m = 0, sec = 0;
    bool negative = pass(s, '-');
    if (!negative)
        pass(s, '+');
    if (!take_number(s, &h) || (pass(s, ':') && !take_number(s, &m)) || (pass(s, ':') && !take_number(s, &sec)))
        return false;
    *seconds = (h * 60 + m) * 60 + sec;
    if (negative)
        *seconds = -*seconds;
    return true;
}

/* The name of a kind of time: letters, or anything between angle brackets. */
static bool take_name(struct str *s)
{
    size_t n = 0;
    if (pass(s, '<')) {
        ptrdiff_t end = str_find(*s, '>');
        *s = str_part(*s, end < 0 ? s->n : (size_t)end + 1, s->n);
        return end > 0;
    }
    while (n < s->n && ((s->p[n] >= 'A' && s->p[n] <= 'Z') || (s->p[n] >= 'a' && s->p[n] <= 'z')))
        n++;
    *s = str_part(*s, n, s->n);
    return n > 0;
}

static bool take_change(struct str *s, struct zone_change *out)
{
    *out = (struct zone_change){.kind = 0, .time_s = 2 * 3600};
    if (!pass(s, ','))
        return false;
    if (pass(s, 'M')) {
        out->kind = 'M';
        if (!take_number(s, &out->month) || !pass(s, '.') || !take_number(s, &out->week) || !pass(s, '.'))
            return false;
        if (out->month < 1 || out->month > 12 || out->week < 1 || out->week > 5)
            return false;
    } else if (pass(s, 'J')) {
        out->kind = 'J';
    }
    if (!take_number(s, &out->day) || out->day > (out->kind == 'M' ? 6 : 365))
        return false;
    return !pass(s, '/') || take_time(s, &out->time_s);
}

struct zone_rule zone_rule_parse(struct str s)
{
    struct zone_rule rule = {0}, none = {0};
    if (!take_name(&s) || !take_time(&s, &rule.standard_s))
        return none;
    rule.standard_s = -rule.standard_s; /* POSIX counts west */
    rule.known = true;
    if (s.n == 0)
        return rule;
    rule.summer = true;
    rule.summer_s = rule.standard_s + 3600;
    if (!take_name(&s))
        return none;
    if (s.n && s.p[0] != ',') {
        if (!take_time(&s, &rule.summer_s))
            return none;
        rule.summer_s = -rule.summer_s;
    }
    return take_change(&s, &rule.start) && take_change(&s, &rule.end) && s.n == 0 ? rule : none;
}

/* The change's second in a year, by the clock that it ends. */
static int64_t change_s(const struct zone_change *change, int64_t year)
{
    int64_t day = date_days((struct civil){year, 1, 1});
    bool leap = date_month_days(year, 2) == 29;
    if (change->kind == 'M') {
        int64_t first = date_days((struct civil){year, change->month, 1});
        int64_t weekday = ((first + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
        day = first + (change->day - weekday + 7) % 7 + (change->week - 1) * 7;
        while (day >= first + date_month_days(year, change->month))
            day -= 7;
    } else if (change->kind == 'J') {
        day += change->day - 1 + (leap && change->day >= 60);
    } else {
        day += change->day;
    }
    return day * DAY_S + change->time_s;
}

int64_t zone_rule_offset_s(const struct zone_rule *rule, int64_t s)
{
    if (!rule->summer)
        return rule->standard_s;
    int64_t local = s + rule->standard_s;
    int64_t year = date_civil(local / DAY_S - (local % DAY_S < 0)).year;
    int64_t start = change_s(&rule->start, year) - rule->standard_s;
    int64_t end = change_s(&rule->end, year) - rule->summer_s;
    bool summer = start < end ? s >= start && s < end : s >= start || s < end;
    return summer ? rule->summer_s : rule->standard_s;
}
