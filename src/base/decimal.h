/* decimal.h: exact numbers as whole millionths, and money as minor units of a currency. No floating point. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H
#include "base/buf.h"

#define DECIMAL_ONE INT64_C(1000000)

/* Reads "12", "-0.35", "1e3", "1.50" exactly; false when not a number, more than six decimals, or out of range. */
bool decimal_parse(struct str text, int64_t *millionths);
/* The shortest exact form: "0.35", "12", "-1.5". */
void decimal_write(struct buf *out, int64_t millionths);
/* a·b⁄c rounded half away from zero, 128 bits inside; false when c is 0 or the result does not fit. */
bool decimal_mul_div(int64_t a, int64_t b, int64_t c, int64_t *out);

/* Number of decimals of an ISO 4217 code (EUR 2, JPY 0, KWD 3), or -1 for a code that is not in the list. */
int currency_decimals(struct str code);
/* All codes in use, for choices: the i-th in alphabetical order, empty past the end. */
struct str currency_at(size_t i);
/* "1,234.50" is not taken; "1234.5", "1234.50", "-3" are. False when not a number of that currency (too many decimals).
 */
bool money_parse(struct str amount, struct str currency, int64_t *minor);
/* "1234.50" for 123450 EUR. */
void money_write(struct buf *out, int64_t minor, struct str currency);
/* ISO 3166-1 alpha-2: whether the code is in the list; the i-th code for choices (names are in the catalogue under
 * country.<code>). */
bool country_known(struct str code);
struct str country_at(size_t i);
#endif
