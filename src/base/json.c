#include "base/json.h"
#include "base/message.h"
#include <sodium.h>

/* The reader copies the text once and undoes escapes in place, so that every string of the tree is a part of that
 * copy: one allocation a value, none a string. Places are told from the original text. */

enum { DEPTH_MAX = 64, PAIRWISE_MAX = 16 };

struct reader {
    struct arena *arena;
    struct problems *problems;
    struct str text;    /* as given */
    char *p, *at, *end; /* the copy */
    const char *key;    /* what is wrong, or NULL; then `fault` is where */
    size_t fault;
    bool memory, seeded;
    unsigned char seed[crypto_shorthash_KEYBYTES];
    int depth;
};

static bool fail(struct reader *r, const char *at, const char *key)
{
    r->key = key;
    r->fault = (size_t)(at - r->p);
    return false;
}

static bool no_memory(struct reader *r)
{
    r->memory = true;
    return false;
}

static void skip_space(struct reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' || *r->at == '\t' || *r->at == '\r'))
        r->at++;
}

static bool next_is(const struct reader *r, char c)
{
    return r->at < r->end && *r->at == c;
}

static bool read_word(struct reader *r, struct str word)
{
    if (!str_eq(str_part((struct str){r->at, (size_t)(r->end - r->at)}, 0, word.n), word))
        return fail(r, r->at, r->at == r->end ? "json.end" : "json.value");
    r->at += word.n;
    return true;
}

/* Four hexadecimal figures at `at`, or -1. */
static int32_t hex4(const char *at, const char *end)
{
    int32_t code = 0;
    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    return code;
}

static char *put_utf8(char *to, int32_t code)
{
    if (code < 0x80) {
        *to++ = (char)code;
    } else if (code < 0x800) {
        *to++ = (char)(0xC0 | code >> 6);
        *to++ = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *to++ = (char)(0xE0 | code >> 12);
        *to++ = (char)(0x80 | (code >> 6 & 0x3F));
        *to++ = (char)(0x80 | (code & 0x3F));
    } else {
        *to++ = (char)(0xF0 | code >> 18);
        *to++ = (char)(0x80 | (code >> 12 & 0x3F));
        *to++ = (char)(0x80 | (code >> 6 & 0x3F));
        *to++ = (char)(0x80 | (code & 0x3F));
    }
    return to;
}

/* "\uXXXX", at the "u"; a pair of surrogates is one character. */
static bool undo_unicode(struct reader *r, char **to)
{
    char *start = r->at - 1;
    int32_t code = hex4(r->at + 1, r->end);
    if (code < 0)
        return fail(r, start, "json.escape");
    r->at += 5;
    if (code >= 0xD800 && code <= 0xDFFF) {
        int32_t low = r->end - r->at >= 6 && r->at[0] == '\\' && r->at[1] == 'u' ? hex4(r->at + 2, r->end) : -1;
        if (code >= 0xDC00 || low < 0xDC00 || low > 0xDFFF)
            return fail(r, start, "json.surrogate");
        r->at += 6;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    *to = put_utf8(*to, code);
    return true;
}

static bool undo_escape(struct reader *r, char **to)
{
    static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
    r->at++;
    if (next_is(r, 'u'))
        return undo_unicode(r, to);
    const char *which = r->at < r->end && *r->at ? strchr(from, *r->at) : NULL;
    if (!which)
        return fail(r, r->at - 1, "json.escape");
    *(*to)++ = into[which - from];
    r->at++;
    return true;
}

/* A string at its opening quote; `out` is a part of the copy. */
static bool read_string(struct reader *r, struct str *out)
{
    char *opened = r->at++, *to = r->at;
    out->p = to;
    for (;;) {
        char *run = r->at;
        while (r->at < r->end && *r->at != '"' && *r->at != '\\' && (unsigned char)*r->at >= 0x20)
            r->at++;
        if (to != run)
            memmove(to, run, (size_t)(r->at - run));
        to += r->at - run;
        if (r->at == r->end)
            return fail(r, opened, "json.quote");
        if (*r->at == '"')
            break;
        if (*r->at != '\\')
            return fail(r, r->at, "json.control");
        if (!undo_escape(r, &to))
            return false;
    }
    r->at++;
    out->n = (size_t)(to - out->p);
    return true;
}

static size_t pass_figures(struct reader *r)
{
    char *from = r->at;
    while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
        r->at++;
    return (size_t)(r->at - from);
}

/* Whether a number is larger than any double: at least 1.7976931348623158079e308, in figures and exponent. */
static bool too_large(struct str number)
{
    static const char most[] = "17976931348623158079";
    char digits[sizeof most] = {0};
    size_t i = 0, kept = 0;
    int64_t exponent = -1, after_e = 0;
    bool point = false, negative = false;
    for (; i < number.n && number.p[i] != 'e' && number.p[i] != 'E'; i++) {
        char c = number.p[i];
        if (c == '.')
            point = true;
        if (c < '0' || c > '9')
            continue;
        if (kept == 0 && c == '0') {
            exponent -= point;
            continue;
        }
        exponent += !point;
        if (kept < sizeof digits - 1)
            digits[kept++] = c;
    }
    for (i++; i < number.n; i++) {
        negative = negative || number.p[i] == '-';
        if (number.p[i] >= '0' && number.p[i] <= '9' && after_e < INT64_C(1000000000000))
            after_e = after_e * 10 + (number.p[i] - '0');
    }
    exponent += negative ? -after_e : after_e;
    return kept && (exponent > 308 || (exponent == 308 && strcmp(digits, most) >= 0));
}

static bool read_number(struct reader *r, struct value **out)
{
    char *start = r->at;
    bool whole = true;
    r->at += next_is(r, '-');
    bool zero = next_is(r, '0');
    size_t n = pass_figures(r);
    if (n == 0 || (zero && n > 1))
        return fail(r, start, "json.number");
    if (next_is(r, '.')) {
        whole = false;
        r->at++;
        if (pass_figures(r) == 0)
            return fail(r, start, "json.number");
    }
    if (next_is(r, 'e') || next_is(r, 'E')) {
        whole = false;
        r->at++;
        r->at += next_is(r, '-') || next_is(r, '+');
        if (pass_figures(r) == 0)
            return fail(r, start, "json.number");
    }
    struct str text = {start, (size_t)(r->at - start)};
    int64_t i;
    if (whole && str_int(text, &i)) {
        *out = value_int(r->arena, i);
        return *out || no_memory(r);
    }
    if (too_large(text))
        return fail(r, start, "json.range");
    *out = value_new(r->arena, V_NUMBER);
    if (!*out)
        return no_memory(r);
    (*out)->text = text;
    return true;
}

/* Says that `again` is a second member of the name of another. Keys are parts of the copy: they tell their place. */
static bool twice(struct reader *r, const struct value *again)
{
    return fail(r, again->key.p - 1, "json.twice");
}

static bool unlike_pairwise(struct reader *r, const struct value *map)
{
    for (const struct value *v = map->first; v; v = v->next)
        for (const struct value *w = map->first; w != v; w = w->next)
            if (str_eq(v->key, w->key))
                return twice(r, v);
    return true;
}

/* A table of hashes with a random key: linear whatever the names are. */
static bool unlike_hashed(struct reader *r, const struct value *map)
{
    size_t size = 64;
    while (size < (size_t)map->count * 2)
        size *= 2;
    const struct value **table = ARENA_ARRAY(r->arena, size, const struct value *);
    if (!table)
        return no_memory(r);
    if (!r->seeded)
        randombytes_buf(r->seed, sizeof r->seed);
    r->seeded = true;
    VALUE_EACH (v, map) {
        uint64_t hash;
        crypto_shorthash((unsigned char *)&hash, (const unsigned char *)v->key.p, v->key.n, r->seed);
        size_t at = hash & (size - 1);
        for (; table[at]; at = (at + 1) & (size - 1))
            if (str_eq(table[at]->key, v->key))
                return twice(r, v);
        table[at] = v;
    }
    return true;
}

static bool read_any(struct reader *r, struct value **out);

static bool read_member(struct reader *r, struct value *map)
{
    struct str key;
    struct value *child;
    skip_space(r);
    if (!next_is(r, '"'))
        return fail(r, r->at, r->at == r->end ? "json.end" : "json.name");
    char *start = r->at;
    if (!read_string(r, &key))
        return false;
    if (memchr(key.p, 0, key.n))
        return fail(r, start, "json.nul");
    skip_space(r);
    if (!next_is(r, ':'))
        return fail(r, r->at, r->at == r->end ? "json.end" : "json.colon");
    r->at++;
    if (!read_any(r, &child))
        return false;
    value_put_str(map, key, child);
    return true;
}

/* What stands between the brackets of a list or map, and the closing one. */
static bool read_children(struct reader *r, struct value *parent, char close)
{
    r->at++;
    skip_space(r);
    if (next_is(r, close)) {
        r->at++;
        return true;
    }
    for (;;) {
        struct value *child;
        if (parent->kind == V_MAP ? !read_member(r, parent) : !read_any(r, &child))
            return false;
        if (parent->kind == V_LIST)
            value_push(parent, child);
        skip_space(r);
        if (!next_is(r, ',') && !next_is(r, close))
            return fail(r, r->at, r->at == r->end ? "json.end" : "json.comma");
        if (*r->at++ == close)
            return true;
    }
}

static bool read_compound(struct reader *r, struct value **out)
{
    bool map = *r->at == '{';
    if (r->depth == DEPTH_MAX)
        return fail(r, r->at, "json.depth");
    *out = map ? value_map(r->arena) : value_list(r->arena);
    if (!*out)
        return no_memory(r);
    r->depth++;
    if (!read_children(r, *out, map ? '}' : ']'))
        return false;
    r->depth--;
    if (!map)
        return true;
    return (*out)->count <= PAIRWISE_MAX ? unlike_pairwise(r, *out) : unlike_hashed(r, *out);
}

static bool read_any(struct reader *r, struct value **out)
{
    struct str text;
    skip_space(r);
    switch (r->at < r->end ? *r->at : 0) {
    case '{':
    case '[':
        return read_compound(r, out);
    case '"':
        if (!read_string(r, &text))
            return false;
        *out = value_text(r->arena, text);
        break;
    case 't':
    case 'f':
        *out = value_bool(r->arena, *r->at == 't');
        if (!read_word(r, *r->at == 't' ? S("true") : S("false")))
            return false;
        break;
    case 'n':
        *out = value_null(r->arena);
        if (!read_word(r, S("null")))
            return false;
        break;
    default:
        if (next_is(r, '-') || (r->at < r->end && *r->at >= '0' && *r->at <= '9'))
            return read_number(r, out);
        return fail(r, r->at, r->at == r->end ? "json.end" : "json.value");
    }
    return *out || no_memory(r);
}

/* Offset of the first byte that is no part of well-formed UTF-8. */
static size_t utf8_fault(struct str text)
{
    size_t good = 0;
    for (size_t n = 1; good < text.n; good += n) {
        for (n = 1; n <= 4 && !str_utf8(str_part(text, good, n)); n++)
            ;
        if (n > 4)
            break;
    }
    return good;
}

static enum err refuse(struct reader *r, size_t offset, const char *key)
{
    struct value *args = NULL;
    int64_t line = 1;
    size_t start = 0;
    for (size_t i = 0; i < offset; i++) {
        if (r->text.p[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    if (r->problems) {
        int64_t column = (int64_t)str_chars(str_part(r->text, start, offset - start)) + 1;
        args = message_args(r->problems->arena, "line", value_int(r->problems->arena, line), "column",
                            value_int(r->problems->arena, column), NULL);
    }
    return problem_say(r->problems, S(""), key, args) == ERR_MEMORY ? ERR_MEMORY : ERR_MALFORMED;
}

enum err json_parse(struct arena *arena, struct str text, struct problems *problems, struct value **out)
{
    struct reader r = {.arena = arena, .problems = problems, .text = text};
    *out = NULL;
    if (str_starts(text, S("\xEF\xBB\xBF")))
        return refuse(&r, 0, "json.bom");
    if (!str_utf8(text))
        return refuse(&r, utf8_fault(text), "json.utf8");
    r.p = r.at = arena_alloc(arena, text.n + 1);
    if (!r.p)
        return ERR_MEMORY;
    if (text.n)
        memcpy(r.p, text.p, text.n);
    r.end = r.p + text.n;
    bool good = read_any(&r, out);
    if (good) {
        skip_space(&r);
        if (r.at < r.end)
            good = fail(&r, r.at, "json.trailing");
    }
    if (good)
        return OK;
    *out = NULL;
    return r.memory ? ERR_MEMORY : refuse(&r, r.fault, r.key);
}
