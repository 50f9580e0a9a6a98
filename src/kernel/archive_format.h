/* archive_format.h: what the files that write and read archives share (archive.h). Only they include it. */
#ifndef KERNEL_ARCHIVE_FORMAT_H
#define KERNEL_ARCHIVE_FORMAT_H
#include "kernel/archive.h"
#include <sodium.h>
#include <stdio.h>

#define ARCHIVE_FORMAT    "entente-archive"
#define ARCHIVE_MANIFEST  "manifest.json"
#define ARCHIVE_DOCUMENTS "documents.jsonl"

enum {
    ARCHIVE_VERSION = 1,
    ARCHIVE_DIGEST = 2 * crypto_hash_sha256_BYTES,
    ARCHIVE_NAME_MOST = 200,
    ARCHIVE_LINE_MOST = 64 << 20,
    ARCHIVE_MANIFEST_MOST = 256 << 20
};

/* ---- which tables (archive_tables.c) ---- */

/* The tables of the store that belong into an archive, as conn_tables gives them, without columns that only one engine
 * has. ERR_INTERNAL for a table without a key, or with a type that archives do not know. */
enum err archive_tables(struct work *work, bool with_access, struct value **out) MUST_CHECK;
/* The table of that name among them, or NULL. */
struct value *archive_table(const struct value *tables, struct str name);
/* Whether an archive may be without that table. */
bool archive_table_optional(struct str name);
/* The condition that rows of the table must meet to be in an archive; NULL: all are. */
const char *archive_table_where(struct str name);
/* "name, name" of the columns, in `arena`. */
struct str archive_column_list(struct arena *arena, const struct value *table);
/* "tables/NAME.jsonl". */
struct str archive_table_file(struct arena *arena, struct str table);

/* ---- a ZIP file or folder, read (archive_source.c) ---- */

struct archive_source;
struct archive_stream;

/* Opens it and looks at the names in it: no others than an archive may have, none twice, no links. Says what is wrong.
 * Close it with archive_source_close. */
enum err archive_source_open(struct arena *arena, const char *path, struct problems *problems,
                             struct archive_source **out) MUST_CHECK;
void archive_source_close(struct archive_source *source);
/* How many files are in it. */
size_t archive_source_count(const struct archive_source *source);
/* One of its files, from its beginning. ERR_NOT_FOUND. */
enum err archive_stream_open(struct archive_source *source, struct str name, struct archive_stream **out) MUST_CHECK;
/* Up to `room` bytes; *n is 0 at the end. ERR_CORRUPT when it cannot be read. */
enum err archive_stream_read(struct archive_stream *stream, char *to, size_t room, size_t *n) MUST_CHECK;
/* The next line without its end, good until the next call; p NULL at the end. ERR_CORRUPT for one that does not end or
 * is too long. */
enum err archive_stream_line(struct archive_stream *stream, struct str *line) MUST_CHECK;
void archive_stream_close(struct archive_stream *stream);
/* Whether a file of an archive may be called so. */
bool archive_name_allowed(struct str name);

/* ---- what is in it (archive_check.c) ---- */

struct archive {
    struct archive_source *source;
    struct value *manifest;
    int64_t schema;
};

/* Says what is wrong at `place` (a file, or "file:line") and gives ERR_CORRUPT. */
enum err archive_bad(struct problems *problems, struct str place, const char *key, const struct value *args);
/* The place of a line: "file:line". */
struct str archive_place(struct arena *arena, struct str file, int64_t line);
/* Reads the manifest and all files once: everything is there, nothing else is, sizes and checksums are right. */
enum err archive_check(struct arena *arena, struct archive *archive, struct problems *problems) MUST_CHECK;

/* ---- an archive on its way, in a folder beside its place (archive_out.c) ---- */

struct archive_writing {
    struct work *work;
    struct arena *scratch; /* of one row */
    const char *folder;
    struct value *manifest, *tables, *files;
    struct archive_counts *counts;
};
/* A file of it; its digest is taken as it is written. */
struct archive_out {
    FILE *file; /* NULL: not open */
    struct str name;
    crypto_hash_sha256_state digest;
    int64_t bytes;
    bool failed;
};
enum err archive_out_open(struct archive_writing *writing, struct str name, struct archive_out *out) MUST_CHECK;
void archive_out_add(struct archive_out *out, struct str bytes);
/* A line of JSON. ERR_CORRUPT for text that is no UTF-8, ERR_TOO_LARGE. Uses the scratch arena, which it empties. */
enum err archive_out_line(struct archive_writing *writing, struct archive_out *out, const struct value *row) MUST_CHECK;
/* Closes it when its bytes are on disk, and with `noted` puts it on the manifest's list. */
enum err archive_out_close(struct archive_writing *writing, struct archive_out *out, bool noted) MUST_CHECK;

/* ---- documents (archive_documents.c) ---- */

/* Writes all files of documents, and what is said of them. */
enum err archive_documents_write(struct archive_writing *writing) MUST_CHECK;
/* Puts them back, in the transaction that is open. */
enum err archive_documents_read(struct work *work, struct archive *archive, struct archive_counts *counts) MUST_CHECK;

/* ---- a folder, packed (archive_pack.c) ---- */

/* Packs the files of those names in `folder` into the new ZIP file `file`. */
enum err archive_pack(const char *folder, const struct value *names, const char *file) MUST_CHECK;
#endif
