#include "base/zone.h"
#include "base/date.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define ZONE_FOLDER "/usr/share/zoneinfo/"
enum { NAME_MAX_BYTES = 63, FILE_MAX = 256 * 1024, HEADER = 44, DAY_S = 86400 };

/* One half of a POSIX rule such as "M3.5.0/2": when summer time starts, or ends. */
struct change {
    char kind; /* M: month, week, weekday; J: day without 29 February, from 1; 0: day from 0 */
    int64_t month, week, day;
    int64_t time_s;
};

struct rule {
    bool known, summer;
    int64_t standard_s, summer_s;
    struct change start, end;
};

struct zone {
    struct zone *next;
    char name[NAME_MAX_BYTES + 1];
    size_t count;
    int64_t *from_s;   /* from that second on … */
    int32_t *offset_s; /* … this offset holds */
    int64_t first_s;   /* the offset before the first of them */
    struct rule rule;  /* after the last of them */
};

static _Atomic(struct zone *) zones;

/* ---- The rule for the time after the last change in the table (RFC 8536 3.3) ---- */

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

static bool take_change(struct str *s, struct change *out)
{
    *out = (struct change){.kind = 0, .time_s = 2 * 3600};
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

static struct rule rule_parse(struct str s)
{
    struct rule rule = {0}, none = {0};
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
static int64_t change_s(const struct change *change, int64_t year)
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

static int64_t rule_offset(const struct rule *rule, int64_t s)
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

/* ---- The file ---- */

static int64_t big_endian(const unsigned char *at, size_t n)
{
    uint64_t value = at[0] & 0x80 ? UINT64_MAX : 0;
    for (size_t i = 0; i < n; i++)
        value = value << 8 | at[i];
    return (int64_t)value;
}

struct counts {
    size_t utc, standard, leaps, changes, types, letters;
    size_t size; /* of the data after the header */
};

/* Reads a header at `at`; `width` is the bytes of a time. */
static bool counts_read(const unsigned char *at, size_t left, size_t width, struct counts *c)
{
    if (left < HEADER || memcmp(at, "TZif", 4) != 0)
        return false;
    size_t *const fields[] = {&c->utc, &c->standard, &c->leaps, &c->changes, &c->types, &c->letters};
    for (size_t i = 0; i < 6; i++) {
        int64_t n = big_endian(at + 20 + 4 * i, 4);
        if (n < 0 || n > FILE_MAX)
            return false;
        *fields[i] = (size_t)n;
    }
    c->size = c->changes * (width + 1) + c->types * 6 + c->letters + c->leaps * (width + 4) + c->standard + c->utc;
    return c->types > 0 && c->size <= left - HEADER;
}

static bool zone_fill(struct zone *zone, const unsigned char *at, const struct counts *c)
{
    const unsigned char *places = at + c->changes * 8, *types = places + c->changes;
    zone->from_s = calloc(c->changes + 1, sizeof *zone->from_s);
    zone->offset_s = calloc(c->changes + 1, sizeof *zone->offset_s);
    if (!zone->from_s || !zone->offset_s)
        return false;
    zone->count = c->changes;
    zone->first_s = big_endian(types, 4);
    for (size_t i = 0; i < c->changes; i++) {
        if (places[i] >= c->types)
            return false;
        zone->from_s[i] = big_endian(at + 8 * i, 8);
        zone->offset_s[i] = (int32_t)big_endian(types + 6 * (size_t)places[i], 4);
        if (i && zone->from_s[i] <= zone->from_s[i - 1])
            return false;
    }
    return true;
}

/* Only the second part of the file is used: times of 8 bytes, and the rule in the last line. Files that count leap
 * seconds ("right/…") are of no use: instants here do not. */
static bool zone_parse(struct zone *zone, const unsigned char *file, size_t n)
{
    struct counts first, second;
    if (!counts_read(file, n, 4, &first) || file[4] < '2')
        return false;
    const unsigned char *at = file + HEADER + first.size;
    size_t left = n - HEADER - first.size;
    if (!counts_read(at, left, 8, &second) || second.leaps || !zone_fill(zone, at + HEADER, &second))
        return false;
    struct str foot = {(const char *)at + HEADER + second.size, left - HEADER - second.size};
    foot = str_trim(foot);
    zone->rule = rule_parse(foot);
    return zone->rule.known || foot.n == 0;
}

static void zone_free(struct zone *zone)
{
    if (zone) {
        free(zone->from_s);
        free(zone->offset_s);
        free(zone);
    }
}

/* A name that cannot lead out of the folder. */
static bool name_safe(const char *name)
{
    size_t n = strlen(name);
    if (n == 0 || n > NAME_MAX_BYTES || name[0] == '/' || strstr(name, "..") || strstr(name, "//"))
        return false;
    return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") == n;
}

static struct zone *zone_load(const char *name)
{
    char path[sizeof ZONE_FOLDER + NAME_MAX_BYTES];
    snprintf(path, sizeof path, "%s%s", ZONE_FOLDER, name);
    FILE *file = fopen(path, "rbe");
    struct zone *zone = calloc(1, sizeof *zone);
    unsigned char *data = malloc(FILE_MAX);
    size_t n = file && data ? fread(data, 1, FILE_MAX, file) : 0;
    bool good = zone && n > 0 && n < FILE_MAX && zone_parse(zone, data, n);
    if (good)
        snprintf(zone->name, sizeof zone->name, "%s", name);
    free(data);
    if (file)
        fclose(file);
    if (!good) {
        zone_free(zone);
        return NULL;
    }
    return zone;
}

static const struct zone *zone_kept(const char *name)
{
    for (const struct zone *zone = atomic_load(&zones); zone; zone = zone->next)
        if (strcmp(zone->name, name) == 0)
            return zone;
    return NULL;
}

/* The zone, read at its first use; NULL when there is none. Only what is there is kept, so that the list is bounded. */
static const struct zone *zone_of(const char *name)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    const struct zone *found = name ? zone_kept(name) : NULL;
    if (found || !name || !name_safe(name))
        return found;
    pthread_mutex_lock(&lock);
    found = zone_kept(name);
    if (!found) {
        struct zone *fresh = zone_load(name);
        if (fresh) {
            fresh->next = atomic_load(&zones);
            atomic_store(&zones, fresh);
        }
        found = fresh;
    }
    pthread_mutex_unlock(&lock);
    return found;
}

static int64_t offset_at(const struct zone *zone, int64_t s)
{
    size_t low = 0, high = zone->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->from_s[middle] <= s)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == zone->count && zone->rule.known)
        return rule_offset(&zone->rule, s);
    return low ? zone->offset_s[low - 1] : zone->first_s;
}

int64_t zone_offset_s(const char *name, int64_t ms)
{
    const struct zone *zone = zone_of(name);
    return zone ? offset_at(zone, ms / 1000 - (ms % 1000 < 0)) : 0;
}

bool zone_known(const char *name)
{
    return zone_of(name) != NULL;
}

int64_t zone_instant(const char *name, int64_t local_ms)
{
    /* The offsets of the day before and the day after are the two that can hold. */
    int64_t before = zone_offset_s(name, local_ms - DAY_S * INT64_C(1000)) * 1000;
    int64_t after = zone_offset_s(name, local_ms + DAY_S * INT64_C(1000)) * 1000;
    if (zone_offset_s(name, local_ms - before) * 1000 == before || before == after)
        return local_ms - before;
    if (zone_offset_s(name, local_ms - after) * 1000 == after)
        return local_ms - after;
    return local_ms - before;
}
