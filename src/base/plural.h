/* plural.h: which plural form a number takes in a language, by the rules of CLDR for whole numbers. */
#ifndef BASE_PLURAL_H
#define BASE_PLURAL_H
#include "base/value.h"

/* "zero", "one", "two", "few", "many" or "other" for `count` (an integer leaf; NULL and other kinds: "other"). */
const char *plural_form(const char *language, const struct value *count);
/* Whether `form` is one of these words. */
bool plural_known(struct str form);
#endif
