/* search_words.h: what search.c and its variant for PostgreSQL share. Only they include it. */
#ifndef KERNEL_SEARCH_WORDS_H
#define KERNEL_SEARCH_WORDS_H
#include "kernel/search.h"

enum { SEARCH_WORDS_MAX = 8, SEARCH_WORD_CHARS = 40 };

/* The words that are looked for, as they were typed and as they compare (name_key). */
struct search_words {
    struct str typed[SEARCH_WORDS_MAX], keys[SEARCH_WORDS_MAX];
    size_t count;
};

/* The next word from `*at` on, of at most `most` characters (more are passed over); p NULL at the end. */
struct str search_next_word(struct str text, size_t *at, size_t most);

/* On PostgreSQL: puts or replaces an entry, and the statement for the hits in their order, at most `limit`. */
enum err search_postgres_put(struct work *work, const struct viewer *viewer, const struct kind *kind, struct str id,
                             struct str audience, struct str title, struct str body) MUST_CHECK;
struct stmt *search_postgres_find(struct work *work, const struct viewer *viewer, const struct search_words *words,
                                  size_t limit);
#endif
