#include "base/value_pack.h"

/* A node: its kind and which parts follow (a byte each), the key, the texts that it has, a number or its children. A
 * text is followed by a NUL byte, as in an arena. */
enum { HAS_TEXT = 1, HAS_LABEL = 2, HAS_HREF = 4, HAS_NUMBER = 8, HAS_CHILDREN = 16, DEEPEST = 64 };

static void pack_count(struct buf *out, uint64_t n)
{
    while (n >= 0x80) {
        buf_char(out, (char)(n | 0x80));
        n >>= 7;
    }
    buf_char(out, (char)n);
}

static void pack_text(struct buf *out, struct str text)
{
    pack_count(out, text.n);
    buf_add(out, text);
    buf_char(out, 0);
}

static bool holds_children(const struct value *node)
{
    return node->kind == V_LIST || node->kind == V_MAP || node->kind == V_CHART;
}

/* A number is written with its sign in the last place, so that small ones are short. */
static uint64_t folded(int64_t i)
{
    return ((uint64_t)i << 1) ^ (i < 0 ? UINT64_MAX : 0);
}

static int64_t unfolded(uint64_t n)
{
    return (int64_t)(n >> 1) ^ (n & 1 ? -1 : 0);
}

void value_pack(struct buf *out, const struct value *tree)
{
    if (!tree)
        return;
    bool children = holds_children(tree);
    int64_t number = children ? 0 : tree->kind == V_BOOL ? tree->b : tree->i;
    unsigned has = (tree->text.p ? HAS_TEXT : 0) | (tree->label.p ? HAS_LABEL : 0) | (tree->href.p ? HAS_HREF : 0) |
                   (number ? HAS_NUMBER : 0) | (children ? HAS_CHILDREN : 0);
    buf_char(out, (char)tree->kind);
    buf_char(out, (char)has);
    pack_text(out, tree->key);
    if (has & HAS_TEXT)
        pack_text(out, tree->text);
    if (has & HAS_LABEL)
        pack_text(out, tree->label);
    if (has & HAS_HREF)
        pack_text(out, tree->href);
    if (has & HAS_NUMBER)
        pack_count(out, folded(number));
    if (!children)
        return;
    pack_count(out, tree->count);
    VALUE_EACH (child, tree)
        value_pack(out, child);
}

/* ---- back ---- */

struct unpacking {
    struct arena *arena;
    const unsigned char *at, *end;
    bool failed;
};

static unsigned take_byte(struct unpacking *u)
{
    if (u->at == u->end) {
        u->failed = true;
        return 0;
    }
    return *u->at++;
}

static uint64_t take_count(struct unpacking *u)
{
    uint64_t n = 0;
    unsigned byte = 0x80;
    for (unsigned shift = 0; (byte & 0x80) && shift < 64; shift += 7) {
        byte = take_byte(u);
        n |= (uint64_t)(byte & 0x7f) << shift;
    }
    return n;
}

static struct str take_text(struct unpacking *u)
{
    uint64_t n = take_count(u);
    if (u->failed || n >= (uint64_t)(u->end - u->at) || u->at[n]) {
        u->failed = true;
        return (struct str){NULL, 0};
    }
    struct str text = {(const char *)u->at, (size_t)n};
    u->at += n + 1;
    return text;
}

static struct value *take_node(struct unpacking *u, int depth)
{
    unsigned kind = take_byte(u), has = take_byte(u);
    struct value *node =
        u->failed || kind > V_MAP || depth > DEEPEST ? NULL : value_new(u->arena, (enum value_kind)kind);
    if (!node || !(has & HAS_CHILDREN) != !holds_children(node)) {
        u->failed = true;
        return NULL;
    }
    node->key = take_text(u);
    if (has & HAS_TEXT)
        node->text = take_text(u);
    if (has & HAS_LABEL)
        node->label = take_text(u);
    if (has & HAS_HREF)
        node->href = take_text(u);
    int64_t number = has & HAS_NUMBER ? unfolded(take_count(u)) : 0;
    if (node->kind == V_BOOL)
        node->b = number != 0;
    else if (!(has & HAS_CHILDREN))
        node->i = number;
    for (uint64_t left = has & HAS_CHILDREN ? take_count(u) : 0; left && !u->failed; left--)
        value_push(node, take_node(u, depth + 1));
    return node;
}

struct value *value_unpack(struct arena *arena, struct str bytes)
{
    struct unpacking u = {
        .arena = arena, .at = (const unsigned char *)bytes.p, .end = (const unsigned char *)bytes.p + bytes.n};
    if (!bytes.n)
        return NULL;
    struct value *tree = take_node(&u, 0);
    return u.failed || u.at != u.end ? NULL : tree;
}
