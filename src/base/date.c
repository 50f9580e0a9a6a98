#include "base/date.h"
#include <stdatomic.h>
#include <time.h>

enum { FIRST_YEAR = 1600, LAST_YEAR = 9999 };
#define DAY_MS    INT64_C(86400000)
#define FIRST_DAY INT64_C(-135140) /* 1600-01-01 */
#define LAST_DAY  INT64_C(2932896) /* 9999-12-31 */
#define OWN_CLOCK INT64_MIN

/* Howard Hinnant, "chrono-compatible low-level date algorithms": days_from_civil and civil_from_days. */
int64_t date_days(struct civil c)
{
    int64_t y = c.year - (c.month <= 2), era = (y < 0 ? y - 399 : y) / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct civil date_civil(int64_t days)
{
    int64_t z = days + 719468, era = (z < 0 ? z - 146096 : z) / 146097, of_era = z - era * 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    struct civil c = {y + era * 400, m < 10 ? m + 3 : m - 9, of_year - (153 * m + 2) / 5 + 1};
    c.year += c.month <= 2;
    return c;
}

/* `n` figures at `at`, or -1. */
static int64_t figures(struct str s, size_t at, size_t n)
{
    int64_t value = 0;
    if (s.n < at + n)
        return -1;
    for (size_t i = at; i < at + n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return -1;
        value = value * 10 + (s.p[i] - '0');
    }
    return value;
}

int64_t date_month_days(int64_t year, int64_t month)
{
    static const char lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return lengths[month - 1] + (month == 2 && leap);
}

int64_t date_add_months(int64_t days, int64_t months)
{
    struct civil civil = date_civil(days);
    int64_t month = civil.year * 12 + civil.month - 1 + months, last;
    civil.year = month / 12;
    civil.month = month % 12 + 1;
    last = date_month_days(civil.year, civil.month);
    civil.day = civil.day > last ? last : civil.day;
    return date_days(civil);
}

bool date_parse(struct str text, int64_t *days)
{
    if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-')
        return false;
    struct civil c = {figures(text, 0, 4), figures(text, 5, 2), figures(text, 8, 2)};
    if (c.year < FIRST_YEAR || c.month < 1 || c.month > 12 || c.day < 1 || c.day > date_month_days(c.year, c.month))
        return false;
    *days = date_days(c);
    return true;
}

/* The last `n` figures of `value` at `out`. */
static void put_figures(char *out, size_t n, int64_t value)
{
    while (n--) {
        out[n] = (char)('0' + value % 10);
        value /= 10;
    }
}

void date_write(int64_t days, char out[11])
{
    struct civil c = date_civil(days < FIRST_DAY ? FIRST_DAY : days > LAST_DAY ? LAST_DAY : days);
    memcpy(out, "YYYY-MM-DD", 11);
    put_figures(out, 4, c.year);
    put_figures(out + 5, 2, c.month);
    put_figures(out + 8, 2, c.day);
}

struct str date_text(struct arena *arena, int64_t days)
{
    char text[11];
    date_write(days, text);
    return arena_copy(arena, str_of(text));
}

/* The fraction of a second at `*at`, if any, in milliseconds; -1 when it is none or finer. */
static int64_t fraction_ms(struct str s, size_t *at)
{
    static const int64_t scale[] = {0, 100, 10, 1};
    if (*at >= s.n || s.p[*at] != '.')
        return 0;
    size_t n = 0;
    while (*at + 1 + n < s.n && s.p[*at + 1 + n] >= '0' && s.p[*at + 1 + n] <= '9')
        n++;
    if (n == 0 || n > 3)
        return -1;
    int64_t ms = figures(s, *at + 1, n) * scale[n];
    *at += 1 + n;
    return ms;
}

/* "Z", "+01:00", "-05:30" in minutes east. */
static bool offset_minutes(struct str s, int64_t *minutes)
{
    *minutes = 0;
    if (s.n == 1 && (s.p[0] == 'Z' || s.p[0] == 'z'))
        return true;
    if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':')
        return false;
    int64_t h = figures(s, 1, 2), m = figures(s, 4, 2);
    if (h < 0 || h > 23 || m < 0 || m > 59)
        return false;
    *minutes = s.p[0] == '-' ? -(h * 60 + m) : h * 60 + m;
    return true;
}

bool instant_parse(struct str text, int64_t *ms)
{
    int64_t days, offset;
    if (text.n < 20 || (text.p[10] != 'T' && text.p[10] != 't') || text.p[13] != ':' || text.p[16] != ':')
        return false;
    int64_t h = figures(text, 11, 2), m = figures(text, 14, 2), s = figures(text, 17, 2);
    if (!date_parse(str_part(text, 0, 10), &days) || h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59)
        return false;
    size_t at = 19;
    int64_t part = fraction_ms(text, &at);
    if (part < 0 || !offset_minutes(str_part(text, at, text.n), &offset))
        return false;
    *ms = days * DAY_MS + ((h * 60 + m - offset) * 60 + s) * 1000 + part;
    return true;
}

void instant_write(int64_t ms, char out[25])
{
    int64_t least = FIRST_DAY * DAY_MS, most = (LAST_DAY + 1) * DAY_MS - 1;
    ms = ms < least ? least : ms > most ? most : ms;
    int64_t days = ms / DAY_MS - (ms % DAY_MS < 0), rest = ms - days * DAY_MS;
    memcpy(out, "YYYY-MM-DDThh:mm:ss.000Z", 25);
    date_write(days, out);
    out[10] = 'T';
    put_figures(out + 11, 2, rest / 3600000);
    put_figures(out + 14, 2, rest / 60000 % 60);
    put_figures(out + 17, 2, rest / 1000 % 60);
    put_figures(out + 20, 3, rest % 1000);
}

size_t instant_write_short(int64_t ms, char out[25])
{
    instant_write(ms, out);
    if (memcmp(out + 19, ".000Z", 5) != 0)
        return 24;
    memcpy(out + 19, "Z", 2);
    return 20;
}

static _Atomic int64_t clock_at = OWN_CLOCK;

int64_t clock_now(void)
{
    int64_t at = atomic_load(&clock_at);
    while (at != OWN_CLOCK)
        if (atomic_compare_exchange_weak(&clock_at, &at, at + 1))
            return at;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void clock_set(int64_t ms)
{
    atomic_store(&clock_at, ms ? ms : OWN_CLOCK);
}

int64_t monotonic_ms(void)
{
    return monotonic_us() / 1000;
}

int64_t monotonic_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}
