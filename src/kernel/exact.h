/* exact.h: JSON numbers of any length compared exactly, without floating point, for schema checks and calculators. */
#ifndef KERNEL_EXACT_H
#define KERNEL_EXACT_H
#include "base/value.h"

/* 0.DIGITS × 10^point, digits without zeros at either end; no digits: zero. */
struct exact {
    struct str digits;
    int64_t point;
    bool negative;
};

/* Reads a V_INT, V_NUMBER, V_DECIMAL or V_RATIO; false for another kind, a malformed text, or an exhausted arena. */
bool exact_read(struct arena *arena, const struct value *number, struct exact *out);
/* Negative, 0 or positive as a is less than, equal to or greater than b. */
int exact_compare(const struct exact *a, const struct exact *b);
/* Whether it is a whole number (3, 3.0, 3e2). */
bool exact_whole(const struct exact *a);
/* Whether a is a whole multiple of `unit` (not zero, at most 15 digits). */
bool exact_multiple(const struct exact *a, const struct exact *unit);
/* The value as int64_t when it is whole and fits. */
bool exact_int(const struct exact *a, int64_t *out);
#endif
