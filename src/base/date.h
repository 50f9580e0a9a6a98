/* date.h: civil dates and UTC instants. A date is "YYYY-MM-DD" (years 1600 to 9999); an instant is milliseconds since
 * 1970-01-01T00:00:00Z. The clock can be set for a process that must give the same result each time (the demo). */
#ifndef BASE_DATE_H
#define BASE_DATE_H
#include "base/arena.h"

/* A day that is not given. */
#define NO_DAY INT64_MIN

struct civil {
    int64_t year, month, day; /* month and day from 1 */
};

/* Days since 1970-01-01 of a civil date and back (proleptic Gregorian). Costs a few divisions. */
int64_t date_days(struct civil civil);
struct civil date_civil(int64_t days);
/* Number of days of a month (1 to 12). */
int64_t date_month_days(int64_t year, int64_t month);
/* The same day of the month so many months later (earlier where they are below 0); its last day where that month has no
 * such day. */
int64_t date_add_months(int64_t days, int64_t months);
/* Days since 1970-01-01 of a well-formed, existing date; false otherwise. */
bool date_parse(struct str text, int64_t *days);
/* Ten characters and a NUL into `out`. Days outside the years above are written as the nearest one inside. */
void date_write(int64_t days, char out[11]);
struct str date_text(struct arena *arena, int64_t days);
/* RFC 3339 with Z or an offset, up to milliseconds ("2026-03-02T14:05:00Z"); finer fractions and leap seconds are
 * refused. */
bool instant_parse(struct str text, int64_t *ms);
/* "2026-03-02T14:05:00.123Z" (24 characters and a NUL). */
void instant_write(int64_t ms, char out[25]);
/* The same without ".000" on a whole second, as JSON shows it; returns the length (24 or 20). */
size_t instant_write_short(int64_t ms, char out[25]);
/* The time now in milliseconds; after clock_set, that time, moved on by one millisecond at each call. */
int64_t clock_now(void);
void clock_set(int64_t ms); /* 0: the machine's clock again */
/* Time that only goes forward, from no particular beginning, for limits and durations; clock_set does not touch it. */
int64_t monotonic_ms(void);
int64_t monotonic_us(void);
#endif
