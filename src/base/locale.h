/* locale.h: typed leaves in the words and figures of a viewer's language and time zone. */
#ifndef BASE_LOCALE_H
#define BASE_LOCALE_H
#include "base/buf.h"
#include "base/value.h"

struct locale {
    const char *language; /* "en" */
    const char *zone;     /* IANA name, "Europe/Berlin"; NULL: UTC */
    int64_t now_ms;       /* the request's time, for "tomorrow", "in 3 weeks" */
};

/* Writes a leaf as a person of that locale reads it: integers and decimals with grouping; ratio as a percentage with at
 * most one decimal; money with its currency and that currency's number of decimals ("€1,234.50", "USD 1,234.50" where a
 * symbol is ambiguous); date "2 Mar 2026"; instant "2 Mar 2026, 14:05"; choice by its message key; reference by its
 * name; booleans as the catalogue's yes and no. Null, lists and maps write nothing. Not escaped. `locale` NULL: leaves
 * as JSON prints them, strings without quotes. */
void locale_write(const struct locale *locale, const struct value *leaf, struct buf *out);
struct str locale_text(struct arena *arena, const struct locale *locale, const struct value *leaf);
/* A property of a leaf that templates may name after a dot: raw (as JSON prints it, but strings without quotes and
 * null as nothing: fit for a form's field), id, name, href, label, code, iso,
 * near ("tomorrow", "in 3 weeks", for dates and instants), amount, currency, decimal (money as "1234.50"), count
 * (lists). Returns false when the leaf has none of that name. */
bool locale_property(const struct locale *locale, const struct value *leaf, struct str property, struct buf *out);
#endif
