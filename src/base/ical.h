/* ical.h: writes a calendar as iCalendar (RFC 5545). Instants are written in UTC, so that every reader shows them right
 * in its own zone, before and after a change of clocks; whole days as dates. Text is escaped, lines are folded at 75
 * octets and never within a character. */
#ifndef BASE_ICAL_H
#define BASE_ICAL_H
#include "base/buf.h"

struct ical_event {
    struct str uid;     /* the same for the same thing at every reading */
    struct str summary; /* one line */
    struct str text;    /* may be empty, and have several lines */
    struct str place;   /* may be empty */
    struct str url;     /* may be empty */
    int64_t stamp_ms;   /* when it was last changed */
    int64_t sequence;   /* counts changes */
    bool whole_day;     /* then start and end are days since 1970, end the day after the last */
    int64_t start, end; /* else milliseconds since 1970 UTC */
    bool cancelled;
};

/* The beginning of a calendar of that name, which readers should ask for again after `refresh_minutes`. */
void ical_begin(struct buf *out, struct str name, int refresh_minutes);
void ical_event(struct buf *out, const struct ical_event *event);
void ical_end(struct buf *out);
#endif
