/* search.h: one full-text index over all kinds. The order reveals nothing of hidden records: whole words in the title
 * first, then whole words anywhere, then their beginnings in the same way; of each the newest change first. */
#ifndef KERNEL_SEARCH_H
#define KERNEL_SEARCH_H
#include "kernel/viewer.h"

/* Puts, replaces or (with `body` NULL) removes the entry of a record. Called by record.c within each write. */
enum err search_put(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                    struct str audience, struct str title, struct str body) MUST_CHECK;
/* Puts the entry that the record's searchable fields make (its title and their texts); nothing for a kind without any.
 */
enum err search_record(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                       struct str audience, const struct value *record) MUST_CHECK;
/* After something was erased: on SQLite the index of words keeps traces of what was removed until it is merged. Costs
 * about a second for 100,000 entries. */
enum err search_settle(struct work *work) MUST_CHECK;
/* Finds by words (each a prefix), up to `limit` (1..50): a list of {kind, label, id, title, href, snippet, circle or
 * owner}. */
enum err search_find(struct work *work, const struct viewer *viewer, struct str words, int limit,
                     struct value **out) MUST_CHECK;
#endif
