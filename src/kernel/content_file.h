/* content_file.h: a file on its way into the store, in a temporary file without a name: what it is called, how large it
 * is, and whether what is in it is what its name says. Its memory does not grow with the file. */
#ifndef KERNEL_CONTENT_FILE_H
#define KERNEL_CONTENT_FILE_H
#include "base/problem.h"

struct content_file;

/* Media types that are taken, NULL-terminated. What is in a file must fit the ending of its name. */
extern const char *const content_media_types[];

/* Sets what is taken, for the whole process, before it serves: the most bytes of one file (0: 25 MiB), and of all files
 * that the people of one organisation keep, all versions counted (0: 10 GiB). */
void content_limits_set(int64_t file_bytes, int64_t organisation_bytes);
int64_t content_file_most(void);
int64_t content_organisation_most(void);

/* An empty file, gone with the arena. ERR_STORE when no temporary file can be made (in TMPDIR, else /var/tmp). */
enum err content_file_new(struct arena *arena, struct content_file **out) MUST_CHECK;
/* Adds bytes. ERR_TOO_LARGE past content_file_most (nothing more is kept then), ERR_STORE when the disk is full. */
enum err content_file_add(struct content_file *file, struct str bytes) MUST_CHECK;
/* All is there. `name` is what it was called where it comes from: folders, control characters and what turns the
 * direction of writing are taken out of it. `media_type` is what was said of it, or empty. ERR_MEMORY. */
enum err content_file_end(struct content_file *file, struct str name, struct str media_type) MUST_CHECK;
/* The three in one: a file of the disk, or bytes. ERR_NOT_FOUND, ERR_TOO_LARGE. */
enum err content_file_read(struct arena *arena, const char *path, struct content_file **out) MUST_CHECK;
enum err content_file_of(struct arena *arena, struct str bytes, struct str name, struct content_file **out) MUST_CHECK;

/* Whether it may be kept: not empty, not too large, of a type that is taken, and what it is called. Says what is wrong
 * at
 * "/file" (ERR_INPUT, ERR_TOO_LARGE). Afterwards content_file_type is its type, whatever was said of it. */
enum err content_file_check(struct content_file *file, struct problems *problems) MUST_CHECK;

/* Of a file that has ended. Texts live as long as it does. */
struct str content_file_name(const struct content_file *file);
struct str content_file_type(const struct content_file *file);
struct str content_file_sha256(const struct content_file *file); /* 64 hex digits */
int64_t content_file_size(const struct content_file *file);
/* Reads up to `n` bytes at `offset`; false when there are fewer. */
bool content_file_bytes(const struct content_file *file, int64_t offset, void *to, size_t n);
/* Whether all of it is text: no byte of it a control character, but for tabs and ends of lines and pages. */
bool content_file_is_text(const struct content_file *file);

/* A file's name without folders, control characters and what turns the direction of writing; at most 120 bytes, its
 * ending kept; empty when nothing is left. p NULL when the arena is exhausted. */
struct str content_name_clean(struct arena *arena, struct str name);
#endif
