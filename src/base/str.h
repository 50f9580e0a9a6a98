/* str.h: a view of bytes with a length. It owns nothing; what it points to lives in an arena or is constant.
 * Text is UTF-8. A str may hold NUL bytes; `p` is not promised to end in one unless a function says so. */
#ifndef BASE_STR_H
#define BASE_STR_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *p;
    size_t n;
};

/* A constant str from a string literal, usable in initialisers. */
#define STR(literal)                   \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }
/* The same as an expression. */
#define S(literal) ((struct str){(literal), sizeof(literal) - 1})
/* For printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

/* A str over a C string; NULL gives the empty str. */
static inline struct str str_of(const char *c)
{
    return (struct str){c ? c : "", c ? strlen(c) : 0};
}

static inline bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_is(struct str a, const char *literal)
{
    return str_eq(a, str_of(literal));
}

/* Order by bytes, shorter first among equals: negative, 0, positive. */
int str_cmp(struct str a, struct str b);
/* Equality without regard to ASCII case. */
bool str_eq_nocase(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Index of the first `c`, or -1. */
ptrdiff_t str_find(struct str s, char c);
/* Whether `part` occurs in `s`. */
bool str_contains(struct str s, struct str part);
/* The part from byte `from` (clamped) of at most `n` bytes. */
struct str str_part(struct str s, size_t from, size_t n);
/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);
/* Cuts `*rest` at the first `sep`: returns what stands before it and leaves what follows in `*rest`
 * (empty, p NULL, when there was no `sep`). Returns false when `*rest` was exhausted (p NULL). */
bool str_cut(struct str *rest, char sep, struct str *part);
/* Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms). */
bool str_utf8(struct str s);
/* Number of code points of well-formed UTF-8. */
size_t str_chars(struct str s);
/* A decimal integer with optional sign, whole string; false if not one or out of range. */
bool str_int(struct str s, int64_t *out);
/* A number for tables of texts, the same for equal texts; not for texts that an attacker chooses without bound. */
size_t str_hash(struct str s);
#endif
