/* name_fold.h: characters as name.c compares them. */
#ifndef BASE_NAME_FOLD_H
#define BASE_NAME_FOLD_H
#include "base/str.h"

/* Writes what stands for a code point into `out` and returns its length: a Latin letter without its accent and in lower
 * case ("ss" for ß), other letters in lower case, figures as they are, a space for punctuation and signs, nothing for
 * apostrophes and combining marks. */
size_t name_fold(uint32_t code, char out[4]);
#endif
