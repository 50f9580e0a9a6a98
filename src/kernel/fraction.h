/* fraction.h: exact fractions, for money and thresholds: no floating point inside. A fraction is never changed and
 * lives in an arena. Every function takes NULL for an operand and then gives NULL (or 0, or false), so that a formula
 * is checked once, at its end: a NULL there is an exhausted arena, or a number that could not be read. */
#ifndef KERNEL_FRACTION_H
#define KERNEL_FRACTION_H
#include "base/err.h"
#include "base/value.h"

struct fraction;

/* More figures than this in a number, before or after the point, are not read. */
enum { FRACTION_FIGURES_MAX = 1200 };

const struct fraction *fraction_int(struct arena *arena, int64_t i);
const struct fraction *fraction_wide(struct arena *arena, __int128 i);
/* `over` ⁄ `under`, which is not 0. */
const struct fraction *fraction_of(struct arena *arena, int64_t over, int64_t under);
/* A JSON number, exactly: V_INT, V_NUMBER, V_DECIMAL, V_RATIO. */
const struct fraction *fraction_number(struct arena *arena, const struct value *number);
/* A JSON number, or a text of two whole numbers such as "1/3". */
const struct fraction *fraction_share(struct arena *arena, const struct value *share);
/* The same from a text: "1/3", "0.35". */
const struct fraction *fraction_text(struct arena *arena, struct str text);

const struct fraction *fraction_add(struct arena *arena, const struct fraction *a, const struct fraction *b);
const struct fraction *fraction_less(struct arena *arena, const struct fraction *a, const struct fraction *b);
const struct fraction *fraction_times(struct arena *arena, const struct fraction *a, const struct fraction *b);
/* NULL when b is 0. */
const struct fraction *fraction_over(struct arena *arena, const struct fraction *a, const struct fraction *b);
const struct fraction *fraction_least(const struct fraction *a, const struct fraction *b);
const struct fraction *fraction_most(const struct fraction *a, const struct fraction *b);

/* Negative, 0 or positive. */
int fraction_sign(const struct fraction *a);
int fraction_compare(const struct fraction *a, const struct fraction *b);
/* Thresholds hold to 1e-9: whether a is at least b, or short of it by no more; whether both are the same to 1e-9. */
bool fraction_reaches(struct arena *arena, const struct fraction *a, const struct fraction *b);
bool fraction_near(struct arena *arena, const struct fraction *a, const struct fraction *b);

/* The whole number next to it, halves away from zero; the greatest one not above it. False when it does not fit. */
bool fraction_round(const struct fraction *a, int64_t *out);
bool fraction_floor(const struct fraction *a, int64_t *out);
/* A leaf that reads back the same: V_INT where whole and within 53 bits, else the shortest decimal of the nearest
 * double. NULL when exhausted. */
struct value *fraction_value(struct arena *arena, const struct fraction *a);
/* The same for a number that is no fraction (a root): the shortest decimal. */
struct value *fraction_double(struct arena *arena, double d);
double fraction_near_double(const struct fraction *a);
#endif
