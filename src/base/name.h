/* name.h: names of firms and people compared as people compare them: without case, accents, punctuation, "and" and
 * "&", and legal suffixes (Inc, GmbH, Co Ltd, S.A. …). */
#ifndef BASE_NAME_H
#define BASE_NAME_H
#include "base/arena.h"

/* The key by which two names of a thing are the same: lower case, accents folded (Latin letters), punctuation as
 * spaces (apostrophes as nothing), runs of space as one, the word "and" left out. Never empty for a text with a letter
 * or figure of any script; one without them is its own key. p NULL when exhausted. */
struct str name_key(struct arena *arena, struct str name);
/* As name_key, and without the legal suffixes at the end (never all of the name) and a leading "the"; single letters
 * with a point, a slash or "&" between them are one word ("J.P.", "H & M"). */
struct str name_key_firm(struct arena *arena, struct str name);
#endif
