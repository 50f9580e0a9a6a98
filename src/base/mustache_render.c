#include "base/message.h"
#include "base/mustache.h"
#include "base/mustache_node.h"

/* Rendering walks the tree of a template. What the language says of white space comes down to this: each line of a
 * partial is moved in by its tag's indentation, and a block put in the place of another gives up its own indentation
 * for that place's. Text that comes from the view is never moved. */

enum {
    DEPTH_MAX = 64,         /* of partials, parents and blocks within each other */
    EXPANSIONS_MAX = 200000 /* of them in all: two that call each other twice would never end */
};

/* The stack of contexts, topmost first. */
struct context {
    const struct value *value;
    const struct context *below;
};

/* The blocks that parents in hand were given; the outermost has the word. */
struct overrides {
    const struct node *parent;
    const struct overrides *outer;
};

/* Blocks that are being put in: none is put into itself. */
struct in_hand {
    const struct node *block;
    const struct in_hand *below;
};

/* How lines of the template in hand are moved: `take` bytes of white space off, `indent` on. */
struct shift {
    struct str indent;
    size_t take;
};

struct renderer {
    mustache_partials partials;
    void *user;
    const struct locale *locale;
    struct buf *out;
    struct buf scratch;
    const struct overrides *overrides;
    const struct in_hand *in_hand;
    unsigned depth, expansions;
    bool started; /* the line that comes next has its indentation already */
};

void html_escape(struct buf *out, struct str text)
{
    static const char special[256] = {['&'] = 1, ['<'] = 2, ['>'] = 3, ['"'] = 4, ['\''] = 5};
    static const struct str names[] = {STR(""), STR("&amp;"), STR("&lt;"), STR("&gt;"), STR("&quot;"), STR("&#39;")};
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        int which = special[(unsigned char)text.p[i]];
        if (which == 0)
            continue;
        buf_add(out, str_part(text, from, i - from));
        buf_add(out, names[which]);
        from = i + 1;
    }
    buf_add(out, str_part(text, from, text.n));
}

/* ---- Names ---- */

/* What a name leads to: a value, or words or a leaf's property that were written to the scratch buffer. */
struct found {
    const struct value *value;
    bool written;
};

static const struct value *member_of(const struct value *v, struct str name)
{
    if (v && v->kind == V_CHART)
        v = v->first;
    return value_get_str(v, name);
}

static const struct value *first_of(const struct context *context, struct str name)
{
    if (name.n == 0) /* ".name": of the topmost only */
        return context ? context->value : NULL;
    for (; context; context = context->below) {
        const struct value *v = member_of(context->value, name);
        if (v)
            return v;
    }
    return NULL;
}

/* "t.some.key": a word of the catalogue, with arguments from the topmost context; a missing one shows its key. */
static struct found find_word(struct renderer *r, const struct context *context, struct str key)
{
    const struct value *args = context ? context->value : NULL;
    if (!message_write(&r->scratch, r->locale->language, key, args)) {
        const char *name = arena_cstr(r->out->arena, key);
        buf_add(&r->scratch, name ? message(r->out->arena, r->locale->language, name, NULL) : key);
    }
    return (struct found){.written = true};
}

static struct found find_name(struct renderer *r, const struct context *context, const struct node *node)
{
    r->scratch.n = 0;
    if (node->path_count == 0)
        return (struct found){.value = context ? context->value : NULL};
    if (r->locale && node->path_count > 1 && str_is(node->path[0], "t"))
        return find_word(r, context, str_part(node->text, 2, node->text.n));
    const struct value *v = first_of(context, node->path[0]);
    for (size_t i = 1; v && i < node->path_count; i++) {
        const struct value *member = member_of(v, node->path[i]);
        if (!member && i + 1 == node->path_count)
            return (struct found){.written = locale_property(r->locale, v, node->path[i], &r->scratch)};
        v = member;
    }
    return (struct found){.value = v};
}

static bool holds(const struct value *v)
{
    switch (v ? v->kind : V_NULL) {
    case V_NULL:
        return false;
    case V_BOOL:
        return v->b;
    case V_LIST:
        return v->first != NULL;
    case V_TEXT:
    case V_DATE:
    case V_CHOICE:
    case V_REF:
    case V_MARKUP:
        return v->text.n > 0;
    default:
        return true;
    }
}

/* ---- Lines ---- */

/* Called before what a node writes: gives its line the indentation, once. */
static void start(struct renderer *r, const struct node *node, struct shift shift)
{
    if (node->line_start && !r->started)
        buf_add(r->out, shift.indent);
    r->started = false;
}

static struct str without(struct str space, size_t take)
{
    size_t n = 0;
    while (n < take && n < space.n && (space.p[n] == ' ' || space.p[n] == '\t'))
        n++;
    return str_part(space, n, space.n);
}

static void put_text(struct renderer *r, const struct node *node, struct shift shift)
{
    struct str rest = node->text;
    if (shift.indent.n == 0 && shift.take == 0) {
        r->started = false;
        buf_add(r->out, rest);
        return;
    }
    start(r, node, shift);
    if (node->line_start)
        rest = without(rest, shift.take);
    while (rest.n) {
        ptrdiff_t end = str_find(rest, '\n');
        size_t n = end < 0 ? rest.n : (size_t)end + 1;
        buf_add(r->out, str_part(rest, 0, n));
        rest = str_part(rest, n, rest.n);
        if (rest.n) {
            buf_add(r->out, shift.indent);
            rest = without(rest, shift.take);
        }
    }
}

/* The shift of lines within what stands at `indent` here. */
static struct shift inner_shift(struct renderer *r, struct shift shift, struct str indent, size_t take)
{
    struct str parts[] = {shift.indent, without(indent, shift.take)};
    if (parts[0].n && parts[1].n)
        return (struct shift){arena_join(r->out->arena, parts, 2, S("")), take};
    return (struct shift){parts[0].n ? parts[0] : parts[1], take};
}

/* ---- Nodes ---- */

static void put_nodes(struct renderer *r, const struct node *node, const struct context *context, struct shift shift);

static void put_name(struct renderer *r, const struct node *node, const struct context *context, struct shift shift)
{
    start(r, node, shift);
    struct found found = find_name(r, context, node);
    const struct value *v = found.value;
    struct str text = {r->scratch.p, r->scratch.n};
    if (v && (v->kind == V_TEXT || v->kind == V_MARKUP || (!r->locale && v->kind == V_NUMBER))) {
        text = v->text;
    } else if (!found.written) {
        locale_write(r->locale, v, &r->scratch);
        text = (struct str){r->scratch.p, r->scratch.n};
    }
    if (node->kind == NODE_RAW || (v && v->kind == V_MARKUP))
        buf_add(r->out, text);
    else
        html_escape(r->out, text);
}

static void put_section(struct renderer *r, const struct node *node, const struct context *context, struct shift shift)
{
    if (!node->standalone)
        start(r, node, shift);
    struct found found = find_name(r, context, node);
    struct value text = {.kind = V_TEXT};
    if (found.written) {
        text.text = arena_copy(r->out->arena, (struct str){r->scratch.p, r->scratch.n});
        if (str_is(text.text, "0") && str_is(node->path[node->path_count - 1], "count"))
            text.text.n = 0;
        found.value = &text;
    }
    bool section = node->kind == NODE_SECTION;
    if (holds(found.value) != section)
        return;
    if (section && found.value->kind == V_LIST) {
        VALUE_EACH (element, found.value)
            put_nodes(r, node->first, &(struct context){element, context}, shift);
    } else {
        struct context top = {found.value, context};
        put_nodes(r, node->first, section ? &top : context, shift);
    }
}

static bool deeper(struct renderer *r)
{
    if (r->expansions++ >= EXPANSIONS_MAX)
        r->out->failed = true;
    if (r->depth >= DEPTH_MAX || r->out->failed)
        return false;
    r->depth++;
    return true;
}

/* A partial, or a parent with the blocks that it was given. */
static void put_partial(struct renderer *r, const struct node *node, const struct context *context, struct shift shift)
{
    struct shift inner = {{NULL, 0}, 0};
    struct str name = node->text;
    if (node->dynamic) {
        const struct value *v = find_name(r, context, node).value;
        name = v && v->kind != V_LIST && v->kind != V_MAP ? v->text : S("");
    }
    if (node->standalone)
        inner = inner_shift(r, shift, node->indent, 0);
    else
        start(r, node, shift);
    const struct mustache *partial = r->partials ? r->partials(r->user, name) : NULL;
    if (!partial || !deeper(r))
        return;
    const struct overrides *before = r->overrides, given = {node, before};
    if (node->kind == NODE_PARENT)
        r->overrides = &given;
    put_nodes(r, partial->first, context, inner);
    r->overrides = before;
    r->depth--;
}

/* The block of that name that the outermost parent was given; not one that is being put in. */
static const struct node *override_of(const struct renderer *r, const struct node *block)
{
    const struct node *found = NULL;
    for (const struct overrides *o = r->overrides; o; o = o->outer)
        for (const struct node *n = o->parent->first; n; n = n->next)
            if (n->kind == NODE_BLOCK && str_eq(n->text, block->text))
                found = n;
    for (const struct in_hand *h = r->in_hand; found && h; h = h->below)
        if (h->block == found)
            found = NULL;
    return found;
}

static void put_block(struct renderer *r, const struct node *node, const struct context *context, struct shift shift)
{
    const struct node *override = override_of(r, node);
    if (!node->standalone)
        start(r, node, shift);
    if (!override) {
        put_nodes(r, node->first, context, shift);
        return;
    }
    if (!deeper(r))
        return;
    struct shift inner = inner_shift(r, shift, node->indent, override->standalone ? override->indent.n : 0);
    const struct in_hand *before = r->in_hand, now = {override, before};
    r->in_hand = &now;
    if (!node->standalone)
        r->started = true;
    else if (!override->standalone && !r->started)
        buf_add(r->out, inner.indent);
    put_nodes(r, override->first, context, inner);
    r->started = false;
    r->in_hand = before;
    r->depth--;
}

static void put_nodes(struct renderer *r, const struct node *node, const struct context *context, struct shift shift)
{
    typedef void putter(struct renderer *, const struct node *, const struct context *, struct shift);
    static putter *const putters[] = {
        [NODE_NAME] = put_name,        [NODE_RAW] = put_name,        [NODE_SECTION] = put_section,
        [NODE_INVERTED] = put_section, [NODE_PARTIAL] = put_partial, [NODE_PARENT] = put_partial,
        [NODE_BLOCK] = put_block,
    };
    for (; node && !r->out->failed; node = node->next) {
        if (node->kind == NODE_TEXT)
            put_text(r, node, shift);
        else
            putters[node->kind](r, node, context, shift);
    }
}

void mustache_render(const struct mustache *template, const struct value *page, const struct value *view,
                     mustache_partials partials, void *user, const struct locale *locale, struct buf *out)
{
    struct context bottom = {page, NULL}, top = {view, page ? &bottom : NULL};
    struct renderer r = {.partials = partials, .user = user, .locale = locale, .out = out};
    r.scratch = buf_init(out->arena, 0);
    put_nodes(&r, template->first, view ? &top : top.below, (struct shift){{NULL, 0}, 0});
    out->failed = out->failed || r.scratch.failed;
}
