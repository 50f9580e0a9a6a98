/* archive.h: a whole workspace in an open form that is read without this program, and from which it is made anew in a
 * store of either kind: docs/archive.md describes it. A folder, or the same packed as a ZIP file:
 *
 *     manifest.json          what is in it, with the SHA-256 of each file
 *     tables/NAME.jsonl      one row a line, a JSON object of all columns, in the order of the key
 *     documents.jsonl        one file of a document a line
 *     documents/…            these files as they are
 *
 * Two archives of one state of a workspace are equal, byte by byte, but for the moment in the manifest, whichever
 * store it stands on. */
#ifndef KERNEL_ARCHIVE_H
#define KERNEL_ARCHIVE_H
#include "kernel/work.h"

struct archive_counts {
    int64_t tables, rows, documents;
};

/* Writes everything to `path`: packed when that ends in ".zip", else as a folder, readable for its owner only. It is
 * written beside it first and has its name when it is whole. Sessions, links and tokens (as digests) only
 * `with_access`. The connection must be in a read transaction, so that all is of one moment. ERR_CONFLICT when
 * something is there already, ERR_STORE when it cannot be written, ERR_CORRUPT for text that is no UTF-8. */
enum err archive_write(struct work *work, const char *path, bool with_access, struct archive_counts *counts) MUST_CHECK;

/* Whether that is an archive, by its look: a folder, or a ZIP file. */
bool archive_is(const char *path);
/* Opens an archive and looks at all of it: form, names, sizes and checksums of all files. ERR_CORRUPT for what is no
 * sound archive: the problems name the file. ERR_CONFLICT when it wants a newer program, ERR_NOT_FOUND when nothing is
 * there. Close it with archive_close. */
struct archive;
enum err archive_open(struct arena *arena, const char *path, struct problems *problems,
                      struct archive **out) MUST_CHECK;
/* Reads it into the store of `work->conn` (a write connection outside a transaction), which must be empty: ERR_CONFLICT
 * otherwise. All is written in one transaction, or nothing; then the schema is brought up to this program's.
 * ERR_CORRUPT when something does not fit: the problems name file and line ("tables/person.jsonl:12"). */
enum err archive_load(struct work *work, struct archive *archive, struct archive_counts *counts) MUST_CHECK;
void archive_close(struct archive *archive);
#endif
