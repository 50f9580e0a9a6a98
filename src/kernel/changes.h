/* changes.h: what other people changed in somebody's alliances since they last said that they had looked. Read from the
 * log of events, with their own sight; what they said themselves, and what the system did, is left out. The mark is an
 * event's id: what comes while a list is being read is later than its newest, and so still new. docs/decisions/0051. */
#ifndef KERNEL_CHANGES_H
#define KERNEL_CHANGES_H
#include "kernel/day.h"

enum { CHANGES_DAYS = 14 }; /* a list never reaches further back */

struct changes {
    bool marked;         /* they have said "seen" within that time */
    int64_t since;       /* ms: when they did; else where the list begins */
    int64_t count;       /* records that were changed */
    struct str newest;   /* id of the newest event among them; p NULL: none */
    struct value *items; /* the first `shown` records */
};

/* The records that were changed in the alliances of `day`, those first that concern the person: whose change names
 * them, then those of the kinds `weighty` (names, ended by NULL), then others, parts of records last; of these the
 * newest. An item is the event that tells most of the record, as event_list gives it, with: alliance: reference, times:
 * how many events, concerns: whether one of them names the person. `shown` may be 0. Nothing for whoever looks with
 * other eyes.
 */
enum err changes_read(struct day *day, const char *const *weighty, size_t shown, struct changes *out) MUST_CHECK;
/* Says that the viewer has looked at everything up to event `newest` (empty: up to now). The mark never moves back.
 * ERR_INPUT at /newest where that is no id, or one of the time to come; ERR_FORBIDDEN for tokens of less than
 * everything.
 */
enum err changes_seen(struct work *work, const struct viewer *viewer, struct str newest) MUST_CHECK;
#endif
