#include "base/date.h"
#include "base/decimal.h"
#include "base/json.h"
#include <stdlib.h>

/* Written for speed: a text is looked through once for what must be escaped, and copied whole when nothing must. */

struct style {
    struct arena *arena; /* for the canonical form: room to sort members in; else NULL */
    bool pretty;
};

/* How many bytes each byte takes up when escaped, as \n or as \u003c; 0 where it stands as it is. Mark-up is escaped so
 * that JSON can stand in HTML. */
static const unsigned char widths[256] = {
    6, 6, 6, 6, 6, 6, 6, 6, 2, 2, 2, 6, 2, 2,         6,          6,         6,         6,         6,
    6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, ['"'] = 2, ['\\'] = 2, ['<'] = 6, ['>'] = 6, ['&'] = 6,
};

static void escape(char **to, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    static const char letters[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    *(*to)++ = '\\';
    if (widths[c] == 2) {
        *(*to)++ = c < sizeof letters ? letters[c] : (char)c;
        return;
    }
    memcpy(*to, "u00", 3);
    (*to)[3] = hex[c >> 4];
    (*to)[4] = hex[c & 15];
    *to += 5;
}

/* Whether none of sixteen bytes must be escaped: all are looked at together. */
static bool are_plain(const char *p)
{
    typedef unsigned char bytes __attribute__((vector_size(16)));
    typedef uint64_t halves __attribute__((vector_size(16)));
    bytes c;
    memcpy(&c, p, sizeof c);
    halves bad = (halves)((c < 0x20) | (c == '"') | (c == '\\') | (c == '<') | (c == '>') | (c == '&'));
    return !(bad[0] | bad[1]);
}

/* The same for a text of four to sixteen bytes: its beginning and its end, which overlap, side by side. */
static bool is_plain(struct str s)
{
    char both[] = "0123456789abcdef";
    if (s.n >= 8) {
        memcpy(both, s.p, 8);
        memcpy(both + 8, s.p + s.n - 8, 8);
    } else {
        memcpy(both, s.p, 4);
        memcpy(both + 8, s.p + s.n - 4, 4);
    }
    return are_plain(both);
}

/* How many bytes `s` takes up more when escaped. */
static size_t widened(struct str s)
{
    size_t more = 0, i = 0;
    if (s.n >= 4 && s.n <= 16 && is_plain(s))
        return 0;
    while (s.n - i >= 16 && are_plain(s.p + i))
        i += 16;
    if (i && s.n - i < 16 && are_plain(s.p + s.n - 16))
        i = s.n;
    size_t plain = i;
    for (; i < s.n; i++)
        more += widths[(unsigned char)s.p[i]];
    if (more) /* a sum of widths, less the bytes that they replace */
        for (i = plain; i < s.n; i++)
            more -= widths[(unsigned char)s.p[i]] != 0;
    return more;
}

/* Writes `s` in quotes, with `before` and `after` around it where they are not 0: a member's name in one go. */
static void put_around(struct buf *out, char before, struct str s, char after)
{
    size_t more = widened(s), n = s.n + more + 2 + (before != 0) + (after != 0);
    char *to = buf_room(out, n);
    if (!to)
        return;
    if (before)
        *to++ = before;
    *to++ = '"';
    if (more == 0 && s.n) {
        memcpy(to, s.p, s.n);
        to += s.n;
    } else {
        for (size_t i = 0; i < s.n; i++) {
            if (widths[(unsigned char)s.p[i]])
                escape(&to, (unsigned char)s.p[i]);
            else
                *to++ = s.p[i];
        }
    }
    *to++ = '"';
    if (after)
        *to = after;
    out->n += n;
}

static void put_text(struct buf *out, struct str s)
{
    put_around(out, 0, s, 0);
}

static void put_int(struct buf *out, int64_t i)
{
    char text[24];
    size_t at = sizeof text;
    uint64_t rest = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    do
        text[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (i < 0)
        text[--at] = '-';
    buf_add(out, (struct str){text + at, sizeof text - at});
}

static void put_line(struct buf *out, int indent)
{
    buf_char(out, '\n');
    for (int i = 0; i < indent; i++)
        buf_lit(out, "  ");
}

static int by_key(const void *x, const void *y)
{
    const struct value *a = *(const struct value *const *)x, *b = *(const struct value *const *)y;
    return str_cmp(a->key, b->key);
}

static void put(struct buf *out, const struct value *v, struct style style, int indent);

/* A member without a value, of which there are many, in one go. */
static bool put_none(struct buf *out, struct str key, bool first)
{
    static const char none[] = "\":null";
    char *to = widened(key) == 0 && key.n ? buf_room(out, key.n + sizeof none + 1) : NULL;
    if (!to)
        return false;
    if (!first)
        *to++ = ',';
    *to++ = '"';
    memcpy(to, key.p, key.n);
    memcpy(to + key.n, none, sizeof none - 1);
    out->n += key.n + sizeof none + !first;
    return true;
}

static void put_child(struct buf *out, const struct value *parent, const struct value *child, bool first,
                      struct style style, int indent)
{
    bool map = parent->kind == V_MAP;
    if (map && !style.pretty && child->kind == V_NULL && put_none(out, child->key, first))
        return;
    if (map && !style.pretty) {
        put_around(out, first ? 0 : ',', child->key, ':');
    } else {
        if (!first)
            buf_char(out, ',');
        if (style.pretty)
            put_line(out, indent + 1);
        if (map) {
            put_text(out, child->key);
            buf_lit(out, ": ");
        }
    }
    put(out, child, style, indent + 1);
}

/* The members in the order of their keys' bytes. */
static void put_sorted(struct buf *out, const struct value *map, struct style style, int indent)
{
    size_t n = 0;
    const struct value **sorted = ARENA_ARRAY(style.arena, map->count, const struct value *);
    if (!sorted) {
        out->failed = true;
        return;
    }
    VALUE_EACH (child, map)
        sorted[n++] = child;
    qsort(sorted, n, sizeof *sorted, by_key);
    for (size_t i = 0; i < n; i++)
        put_child(out, map, sorted[i], i == 0, style, indent);
}

static void put_children(struct buf *out, const struct value *parent, struct style style, int indent)
{
    bool map = parent->kind == V_MAP;
    buf_char(out, map ? '{' : '[');
    if (map && style.arena) {
        put_sorted(out, parent, style, indent);
    } else {
        VALUE_EACH (child, parent)
            put_child(out, parent, child, child == parent->first, style, indent);
    }
    if (style.pretty && parent->first)
        put_line(out, indent);
    buf_char(out, map ? '}' : ']');
}

static void put_money(struct buf *out, const struct value *v)
{
    buf_lit(out, "{\"amount\":");
    put_int(out, v->i);
    buf_lit(out, ",\"currency\":");
    put_text(out, v->text);
    buf_char(out, '}');
}

static void put_instant(struct buf *out, int64_t ms)
{
    char text[25];
    size_t n = instant_write_short(ms, text);
    buf_char(out, '"');
    buf_add(out, (struct str){text, n});
    buf_char(out, '"');
}

static void put(struct buf *out, const struct value *v, struct style style, int indent)
{
    switch (v ? v->kind : V_NULL) {
    case V_NULL:
        buf_lit(out, "null");
        return;
    case V_BOOL:
        buf_add(out, v->b ? S("true") : S("false"));
        return;
    case V_INT:
    case V_BYTES:
        put_int(out, v->i);
        return;
    case V_NUMBER:
        buf_add(out, v->text.n ? v->text : S("0"));
        return;
    case V_DECIMAL:
    case V_RATIO:
        decimal_write(out, v->i);
        return;
    case V_MONEY:
        put_money(out, v);
        return;
    case V_INSTANT:
        put_instant(out, v->i);
        return;
    case V_TEXT:
    case V_DATE:
    case V_CHOICE:
    case V_REF:
    case V_MARKUP:
        put_text(out, v->text);
        return;
    case V_CHART:
        put(out, v->first, style, indent);
        return;
    case V_LIST:
    case V_MAP:
        put_children(out, v, style, indent);
        return;
    }
}

void json_write(struct buf *out, const struct value *v)
{
    put(out, v, (struct style){0}, 0);
}

void json_write_pretty(struct buf *out, const struct value *v)
{
    put(out, v, (struct style){.pretty = true}, 0);
}

struct str json_text(struct arena *arena, const struct value *v)
{
    struct buf out = buf_init(arena, 0);
    json_write(&out, v);
    return buf_str(&out);
}

struct str json_canonical(struct arena *arena, const struct value *v)
{
    struct buf out = buf_init(arena, 0);
    put(&out, v, (struct style){.arena = arena}, 0);
    return buf_str(&out);
}
