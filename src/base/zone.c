#include "base/zone.h"
#include "base/zone_rule.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define ZONE_FOLDER "/usr/share/zoneinfo/"
enum { NAME_MAX_BYTES = 63, FILE_MAX = 256 * 1024, HEADER = 44, DAY_S = 86400 };

struct zone {
    struct zone *next;
    char name[NAME_MAX_BYTES + 1];
    size_t count;
    int64_t *from_s;       /* from that second on … */
    int32_t *offset_s;     /* … this offset holds */
    int64_t first_s;       /* the offset before the first of them */
    struct zone_rule rule; /* after the last of them */
};

static _Atomic(struct zone *) zones;

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
    zone->rule = zone_rule_parse(foot);
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
        return zone_rule_offset_s(&zone->rule, s);
    return low ? zone->offset_s[low - 1] : zone->first_s;
}

int64_t zone_offset_s(const char *name, int64_t ms)
{
    const struct zone *zone = zone_of(name);
    return zone ? offset_at(zone, ms / 1000 - (ms % 1000 < 0)) : 0;
}

int64_t zone_local(const char *zone, int64_t ms)
{
    return ms + zone_offset_s(zone, ms) * INT64_C(1000);
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
