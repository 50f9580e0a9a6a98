/* row.h: rows of a record table into maps of leaves, and back. Only files of the kernel include it. */
#ifndef KERNEL_ROW_H
#define KERNEL_ROW_H
#include "kernel/kind_sql.h"
#include "kernel/record.h"

/* The current row as a record, references still without names. Texts are copied. NULL when the arena is exhausted. */
struct value *row_read(struct work *work, const struct viewer *viewer, const struct kind *kind, struct stmt *stmt);
/* Reads one record as stored (row_read): what a change starts from, so that references which the viewer may not see are
 * kept. ERR_NOT_FOUND as record_get. */
enum err row_get(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                 struct value **out) MUST_CHECK;
/* Names references that the viewer may see, clears the others, and adds derived leaves. Not while a statement is open.
 */
enum err row_finish(struct work *work, const struct viewer *viewer, const struct kind *kind,
                    struct value *record) MUST_CHECK;
/* Binds the fields of `record` and its match key for kind_sql's insert or update. */
enum err row_bind(struct work *work, const struct kind *kind, const struct value *record, struct stmt *stmt) MUST_CHECK;
/* The text by which names of that kind compare. */
struct str row_match_key(struct arena *arena, const struct kind *kind, struct str title);
#endif
