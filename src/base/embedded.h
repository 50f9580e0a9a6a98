/*
 * The files that the program carries inside itself: the schema's migrations ("schema/0001_x.sql"),
 * the content ("content/..."), the page templates ("templates/...") and the built user interface
 * ("assets/NAME.HASH.ext" with ".br" and ".gz" beside it, and "assets/manifest.json", which maps a
 * logical name such as "app.css" to the hashed one). tools/embed makes the table at build time.
 */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

/* One file. `data` is valid for the life of the program; a zero byte follows its `size` bytes. */
struct embedded {
    const char *path;
    const unsigned char *data;
    size_t size;
};

/* Returns the file of that very path, or NULL. Costs a binary search. */
const struct embedded *embedded_find(const char *path);

/* Returns the file at place `i` of the list sorted by the bytes of the paths, or NULL past its end. */
const struct embedded *embedded_at(size_t i);

/*
 * Returns the place of the first file whose path is not before `prefix`: walk on from there with
 * embedded_at() while the paths begin with `prefix` to list a folder.
 */
size_t embedded_first(const char *prefix);

/* Returns how many files there are. */
size_t embedded_count(void);

#endif
