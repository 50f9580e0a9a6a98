#include "base/str.h"

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    if (c)
        return c;
    return a.n < b.n ? -1 : a.n > b.n;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq(str_part(s, 0, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq(str_part(s, s.n - suffix.n, suffix.n), suffix);
}

ptrdiff_t str_find(struct str s, char c)
{
    const char *at = s.n ? memchr(s.p, c, s.n) : NULL;
    return at ? at - s.p : -1;
}

bool str_contains(struct str s, struct str part)
{
    return part.n == 0 || (s.n >= part.n && memmem(s.p, s.n, part.p, part.n) != NULL);
}

struct str str_part(struct str s, size_t from, size_t n)
{
    if (from > s.n)
        from = s.n;
    if (n > s.n - from)
        n = s.n - from;
    return (struct str){s.p ? s.p + from : s.p, n};
}

static bool space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

struct str str_trim(struct str s)
{
    while (s.n && space(s.p[0]))
        s = str_part(s, 1, s.n);
    while (s.n && space(s.p[s.n - 1]))
        s.n--;
    return s;
}

bool str_cut(struct str *rest, char sep, struct str *part)
{
    if (!rest->p)
        return false;
    ptrdiff_t at = str_find(*rest, sep);
    if (at < 0) {
        *part = *rest;
        *rest = (struct str){NULL, 0};
    } else {
        *part = str_part(*rest, 0, (size_t)at);
        *rest = str_part(*rest, (size_t)at + 1, rest->n);
    }
    return true;
}

/* Length of the well-formed sequence at s[i], or 0. */
static size_t utf8_step(struct str s, size_t i)
{
    unsigned char c = (unsigned char)s.p[i];
    if (c < 0x80)
        return 1;
    size_t n = c >= 0xC2 && c <= 0xDF ? 2 : (c & 0xF0) == 0xE0 ? 3 : c >= 0xF0 && c <= 0xF4 ? 4 : 0;
    if (n == 0 || s.n - i < n)
        return 0;
    unsigned char d = (unsigned char)s.p[i + 1];
    unsigned char low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    unsigned char high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    if (d < low || d > high)
        return 0;
    for (size_t k = 2; k < n; k++)
        if (((unsigned char)s.p[i + k] & 0xC0) != 0x80)
            return 0;
    return n;
}

bool str_utf8(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t n = utf8_step(s, i);
        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

size_t str_chars(struct str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] & 0xC0) != 0x80)
            count++;
    return count;
}

bool str_int(struct str s, int64_t *out)
{
    bool negative = s.n && s.p[0] == '-';
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+') ? 1 : 0;
    if (i == s.n)
        return false;
    int64_t value = 0;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, s.p[i] - '0', &value))
            return false;
    }
    if (!negative && value == INT64_MIN)
        return false;
    *out = negative ? value : -value;
    return true;
}

size_t str_hash(struct str s)
{
    uint64_t h = s.n, word;
    for (size_t i = 0; i < s.n; i += sizeof word) { /* eight bytes at a time: it is asked for each row of a list */
        word = 0;
        memcpy(&word, s.p + i, s.n - i < sizeof word ? s.n - i : sizeof word);
        h = (h ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        h ^= h >> 32;
    }
    return (size_t)h;
}
