/* content.h: what documents hold. A version of a document may bring a file; its bytes lie in the store, in pieces,
 * under a name within their audience that only that audience's secret gives. Files come in as struct content_file and
 * go out piece by piece, so that neither way takes memory with their size. docs/decisions/0016-attachments.md says why.
 *
 * Into a record: set work->file and create or change a record of a kind with `files`; the kernel does the rest, in the
 * same transaction: checks, the fields file_name, media_type, size, sha256, uploaded_at, uploaded_by, the event.
 *
 * For back-ups that are no copies of the store: content_each gives every file of a workspace, each with what
 * content_put takes to put it back. Write the documents first, then the files in the order in which they came. */
#ifndef KERNEL_CONTENT_H
#define KERNEL_CONTENT_H
#include "kernel/content_file.h"
#include "kernel/record.h"

enum { CONTENT_CHUNK = 64 * 1024 };

/* One file of a document as it is stored. Texts in the arena of the work that read it. */
struct content {
    struct str tenant, audience, body; /* where its bytes are: for content_chunk */
    struct str document;
    int64_t version;         /* of the document that brought it */
    struct str organisation; /* whose people put it in */
    struct str name, media_type, sha256;
    int64_t size, created_at;
    struct str created_by; /* a person's id; p NULL: the operator */
};

/* ---- Reading ---- */

/* The file of a document that the viewer has read: of that version, or the newest (`version` 0). ERR_NOT_FOUND, also
 * for what the viewer may not see. */
enum err content_find(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str document,
                      int64_t version, struct content *out) MUST_CHECK;
/* All its files that the viewer may see, the newest first: [{version, name, media_type, size, sha256, uploaded_at,
 * uploaded_by}]. */
enum err content_list(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str document,
                      struct value **out) MUST_CHECK;
/* Copies the bytes from `offset` to the end of their piece, at most `room`, and says how many. `conn` must see their
 * audience. ERR_NOT_FOUND when they are gone. */
enum err content_chunk(struct conn *conn, const struct content *content, int64_t offset, char *to, size_t room,
                       size_t *n) MUST_CHECK;

/* ---- For record_write.c ---- */

/* Checks work->file and puts what it is into `after`; unless `before` holds the same file already. */
enum err content_describe(struct work *work, const struct viewer *viewer, const struct value *before,
                          struct value *after) MUST_CHECK;
/* Keeps work->file as that of the change's record in this version, if it is another than before. */
enum err content_keep(struct work *work, const struct viewer *viewer, const struct change *change,
                      int64_t version) MUST_CHECK;

/* ---- Moving and removing ---- */

/* A document goes to another audience: its newest file goes with it, earlier ones stay where they are, readable to
 * those who could read them. For circle_bring. The connection sees all audiences. */
enum err content_bring(struct work *work, struct str tenant, struct str document, struct str to) MUST_CHECK;
/* Removes all files of documents that were withdrawn before that moment, with bytes that no other file has, and counts
 * the files. For whoever removes the documents' rows after their 30 days, before that. */
enum err content_purge(struct work *work, struct str tenant, int64_t withdrawn_before_ms, int64_t *removed) MUST_CHECK;

/* ---- All of a workspace, without a viewer ---- */

/* Calls `take` with each file, by document and version; work->conn sees all audiences then, for content_chunk. The
 * content, and what is allocated in that work's arena, is gone after the next. An error of `take` ends it. */
enum err content_each(struct work *work, struct str tenant,
                      enum err (*take)(struct work *work, const struct content *content, void *user),
                      void *user) MUST_CHECK;
/* Puts a file back as content_each gave it (`body` is worked out anew). ERR_CORRUPT when it is not the one whose size
 * and hash are given; nothing when that version of the document has its file already. */
enum err content_put(struct work *work, const struct content *content, const struct content_file *file) MUST_CHECK;
#endif
