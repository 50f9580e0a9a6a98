/* purge.h: what is kept no longer than needed. A command and the server's daily pass call it; it looks at everything,
 * without a viewer. docs/operations.md says what is kept for how long. */
#ifndef KERNEL_PURGE_H
#define KERNEL_PURGE_H
#include "kernel/viewer.h"

struct purge_terms {
    int64_t withdrawn_days; /* a withdrawn record can be restored for so long; at least 30 */
    int64_t event_days;     /* what events say is kept for so long; 0: for good */
};
struct purge_counts {
    int64_t records; /* withdrawn ones deleted, with what their events said */
    int64_t access;  /* links, sessions and tokens that have ended or expired */
    int64_t answers; /* remembered ones older than 24 hours */
    int64_t events;  /* whose details were erased as their days were over */
};
/* Deletes and erases what is over at work->now_ms, in the caller's transaction. A withdrawn record stays while anything
 * still refers to it. Erasures leave their trace in the chains (erasure.h). */
enum err purge(struct work *work, const struct viewer *viewer, const struct purge_terms *terms,
               struct purge_counts *out) MUST_CHECK;
#endif
