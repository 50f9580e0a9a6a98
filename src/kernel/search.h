/* search.h: one full-text index over all kinds. The order reveals nothing of hidden records: matches in the title
 * first, then the newest change. */
#ifndef KERNEL_SEARCH_H
#define KERNEL_SEARCH_H
#include "kernel/viewer.h"

/* Puts, replaces or (with `body` NULL) removes the entry of a record. Called by record.c within each write. */
enum err search_put(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                    struct str audience, struct str title, struct str body) MUST_CHECK;
/* Finds by words (each a prefix), up to `limit` (1..50): a list of {kind, label, id, title, href, snippet, circle or
 * owner}. */
enum err search_find(struct work *work, const struct viewer *viewer, struct str words, int limit,
                     struct value **out) MUST_CHECK;
#endif
