/* event_tell.h: what the log's readers in the kernel share: events as they are stored, and told in words. */
#ifndef KERNEL_EVENT_TELL_H
#define KERNEL_EVENT_TELL_H
#include "kernel/event.h"

/* One event as it is stored; payload p NULL: erased. */
struct event_entry {
    struct str id, actor, kind, record, action, audience, payload;
    int64_t at, version;
};

/* Reads up to `limit` entries that the viewer may read, newest first, without query->alliance; *more is the id after
 * which others follow, p NULL when none does. `entries` has room for `limit`. */
enum err event_read(struct work *work, const struct viewer *viewer, const struct event_query *query, int limit,
                    struct event_entry *entries, size_t *count, struct str *more) MUST_CHECK;
/* Pushes each as event_list gives it. */
enum err event_tell(struct work *work, const struct viewer *viewer, const struct event_entry *entries, size_t count,
                    struct value *items) MUST_CHECK;
#endif
