/* kept.h: what was worked out for a viewer, kept by a server and given again as long as it would come out the same. It
 * stands while nothing that the viewer sees has changed since: every change is an event of some audience, and no record
 * of an audience that they do not see has any bearing on what they see. So one statement over the latest events tells.
 * What else a page rests on is counted in table viewer_change, about 'pages' and about 'look' and the account
 * (schema/0095_kept_pages); and it is kept for one reading of the viewer (its stamp), which ends with the day.
 * Transactions that take longer than KEPT_SLACK_MS, and servers whose clocks differ by more, would not be noticed. */
#ifndef KERNEL_KEPT_H
#define KERNEL_KEPT_H
#include "kernel/viewer.h"

enum { KEPT_SLACK_MS = 60000 };

/* Room for `most` bytes, the least lately used go first. Shared by all threads; NULL when out of memory. */
struct kept *kept_new(size_t most);
void kept_free(struct kept *kept);

/* What stands under `name` for the viewer, in the work's arena; p NULL: nothing. Only in a read transaction of a server
 * (work->kept), and for viewers that have a stamp. */
enum err kept_take(struct work *work, const struct viewer *viewer, struct str name, struct str *out) MUST_CHECK;
/* Keeps `bytes`, worked out in the read transaction that is open; does nothing where kept_take would find nothing. */
enum err kept_put(struct work *work, const struct viewer *viewer, struct str name, struct str bytes) MUST_CHECK;
#endif
