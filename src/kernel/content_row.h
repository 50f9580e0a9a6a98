/* content_row.h: bodies and rows of content, for the files that keep, move and remove them. */
#ifndef KERNEL_CONTENT_ROW_H
#define KERNEL_CONTENT_ROW_H
#include "kernel/content.h"

#define CONTENT_COLUMNS                                                                                          \
    "audience_id, body_key, document_id, version, organisation_id, name, media_type, sha256, size, created_at, " \
    "created_by"
/* The row of a statement that selects CONTENT_COLUMNS first. */
enum err content_row(struct arena *arena, struct str tenant, struct stmt *stmt, struct content *out) MUST_CHECK;

/* The name that a file of this hash has in the audience: keyed by the audience's secret, which is made when it is
 * missing. */
enum err content_key(struct work *work, struct str tenant, struct str audience, struct str sha256,
                     struct str *key) MUST_CHECK;
/* Keeps the bytes under content->body, unless they are there. */
enum err content_body_keep(struct work *work, const struct content *content,
                           const struct content_file *file) MUST_CHECK;
/* Removes the bytes when no file has them any more. */
enum err content_body_drop(struct work *work, const struct content *content) MUST_CHECK;
enum err content_row_insert(struct work *work, const struct content *content) MUST_CHECK;
/* Adds to what the organisation's files come to, and gives the sum. */
enum err content_total_add(struct work *work, const struct content *content, int64_t bytes, int64_t *sum) MUST_CHECK;
#endif
