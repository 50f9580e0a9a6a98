/* viewer_cache.h: the viewers of a server's latest callers. Reading a viewer anew takes as long as it has circles; here
 * it is taken again as long as what it rests on stands. The store counts that: triggers let the numbers of table
 * viewer_change grow for the account, the person and the organisation whenever a membership, a circle, an account, a
 * right or a name changes, whoever changes it (schema/0051_viewer_change). They are read in the transaction of the
 * request itself (by access_find, or else here), so a viewer is never older than what the request reads. */
#ifndef KERNEL_VIEWER_CACHE_H
#define KERNEL_VIEWER_CACHE_H
#include "kernel/viewer.h"

/* Shared by all threads. NULL when out of memory. */
struct viewer_cache *viewer_cache_new(void);
/* After the arenas of all who took viewers from it are empty. */
void viewer_cache_free(struct viewer_cache *cache);

/* The caller's viewer, if it is there and stands: a copy of its own for the work's arena, over what it shares with
 * others. Else *out is NULL. */
enum err viewer_cache_take(struct work *work, const struct caller *caller, struct viewer **out) MUST_CHECK;
/* Keeps what was read in the read transaction that is open, and gives the viewer its stamp. What a writer has read is
 * not kept: it may yet be undone. */
enum err viewer_cache_keep(struct work *work, const struct caller *caller, struct viewer *viewer) MUST_CHECK;

/* The number about whomever the expression of SQL `about` names, in a workspace that `tenant` names. */
#define VIEWER_MARK(tenant, about) \
    "coalesce((SELECT v.version FROM viewer_change v WHERE v.tenant_id = " tenant " AND v.about = " about "), 0)"
/* Marks from three such columns, the first of which is `first`. */
struct viewer_marks viewer_marks_read(struct stmt *stmt, int first);
#endif
