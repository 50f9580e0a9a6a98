#include "web/router.h"
#include "base/log.h"
#include "base/uuid.h"

enum method { GET, POST, PATCH, PUT, DELETE, METHODS, DEPTH_MAX = 12, IDS_MAX = 4 };
static const char *const method_names[METHODS] = {"GET", "POST", "PATCH", "PUT", "DELETE"};

enum segment_kind { FIXED, UUID, ANY, SEGMENT_KINDS };

struct node {
    enum segment_kind kind;
    struct str text; /* of a fixed segment */
    struct node *children[SEGMENT_KINDS], *next;
    const struct route *routes[METHODS];
    int ranks[METHODS];
    const struct kind *record;
    struct str allow;
};

struct router {
    struct arena *arena;
    struct node root;
    const struct node **sorted; /* nodes with routes, by path */
    size_t count, size;
};

struct router *router_new(struct arena *arena)
{
    struct router *router = ARENA_NEW(arena, struct router);
    if (router)
        router->arena = arena;
    return router;
}

static int method_of(struct str name)
{
    for (int i = 0; i < METHODS; i++)
        if (str_is(name, method_names[i]))
            return i;
    return str_is(name, "HEAD") ? GET : -1;
}

static bool is_placeholder(struct str segment)
{
    return segment.n > 2 && segment.p[0] == '{' && segment.p[segment.n - 1] == '}';
}

static struct node *child_of(struct arena *arena, struct node *parent, struct str segment)
{
    enum segment_kind kind = !is_placeholder(segment) ? FIXED : str_is(segment, "{id}") ? UUID : ANY;
    for (struct node *at = parent->children[kind]; at; at = at->next)
        if (kind != FIXED || str_eq(at->text, segment))
            return at;
    struct node *made = ARENA_NEW(arena, struct node);
    if (!made)
        return NULL;
    made->kind = kind;
    made->text = segment;
    made->record = parent->record;
    const struct kind *named = kind == FIXED ? kind_by_plural(segment) : NULL;
    if (named)
        made->record = named;
    made->next = parent->children[kind];
    parent->children[kind] = made;
    return made;
}

/* The node of a path, made if need be. ERR_CORRUPT for what is no path. */
static enum err node_of(struct router *router, struct str path, struct node **out)
{
    struct node *at = &router->root;
    size_t depth = 0, ids = 0;
    if (!path.n || path.p[0] != '/')
        return ERR_CORRUPT;
    struct str rest = str_part(path, 1, path.n), segment;
    while (path.n > 1 && str_cut(&rest, '/', &segment)) {
        ids += is_placeholder(segment);
        if (!segment.n || ++depth > DEPTH_MAX || ids > IDS_MAX)
            return ERR_CORRUPT;
        if (!(at = child_of(router->arena, at, segment)))
            return ERR_MEMORY;
    }
    *out = at;
    return OK;
}

static const char *path_of(const struct node *node)
{
    for (int i = 0; i < METHODS; i++)
        if (node->routes[i])
            return node->routes[i]->path;
    return "";
}

/* Puts a node that has got its first route in its place. */
static enum err note_node(struct router *router, const struct node *node)
{
    if (router->count == router->size) {
        size_t size = router->size ? router->size * 2 : 256;
        const struct node **grown = ARENA_ARRAY(router->arena, size, const struct node *);
        if (!grown)
            return ERR_MEMORY;
        if (router->count)
            memcpy(grown, router->sorted, router->count * sizeof *grown);
        router->sorted = grown;
        router->size = size;
    }
    size_t low = 0, high = router->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(path_of(router->sorted[middle]), path_of(node)) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    memmove(router->sorted + low + 1, router->sorted + low, (router->count - low) * sizeof(struct node *));
    router->sorted[low] = node;
    router->count++;
    return OK;
}

static struct str allow_of(struct arena *arena, const struct node *node)
{
    struct buf out = buf_init(arena, 0);
    for (int i = 0; i < METHODS; i++)
        if (node->routes[i])
            buf_printf(&out, "%s%s, ", method_names[i], i == GET ? ", HEAD" : "");
    buf_lit(&out, "OPTIONS");
    return buf_str(&out);
}

static enum err add_one(struct router *router, const struct route *route, int rank)
{
    struct node *node;
    int method = method_of(str_of(route->method));
    enum err err = method < 0 ? ERR_CORRUPT : node_of(router, str_of(route->path), &node);
    if (err == OK && node->routes[method] && node->ranks[method] == rank)
        err = ERR_CONFLICT;
    if (err) {
        log_write(LOG_ERROR, "router.refused", "method", route->method, "path", route->path, "error", err_code(err),
                  NULL);
        return err;
    }
    if (node->routes[method] && node->ranks[method] > rank)
        return OK;
    bool is_new = !node->allow.p;
    node->routes[method] = route;
    node->ranks[method] = rank;
    node->allow = allow_of(router->arena, node);
    if (!node->allow.p)
        return ERR_MEMORY;
    return is_new ? note_node(router, node) : OK;
}

enum err router_add(struct router *router, const struct route *routes, int rank)
{
    for (const struct route *route = routes; route && route->method; route++) {
        enum err err = add_one(router, route, rank);
        if (err)
            return err;
    }
    return OK;
}

/* What a walk down the tree has met: the values of placeholders. */
struct walk {
    const struct str *segments;
    size_t count;
    struct str ids[IDS_MAX];
};

static const struct node *descend(const struct node *node, struct walk *walk, size_t depth, size_t ids)
{
    if (depth == walk->count)
        return node->allow.p ? node : NULL;
    struct str segment = walk->segments[depth];
    for (int kind = FIXED; kind < SEGMENT_KINDS; kind++) {
        if (kind == UUID && !uuid_valid(segment))
            continue;
        for (const struct node *child = node->children[kind]; child; child = child->next) {
            if (kind == FIXED && !str_eq(child->text, segment))
                continue;
            const struct node *found = descend(child, walk, depth + 1, ids + (kind != FIXED));
            if (found && kind != FIXED)
                walk->ids[ids] = segment;
            if (found)
                return found;
        }
    }
    return NULL;
}

bool router_find(const struct router *router, const struct str *segments, size_t count, struct match *out)
{
    *out = (struct match){.get = NULL};
    if (count > DEPTH_MAX)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!segments[i].n)
            return false;
    struct walk walk = {.segments = segments, .count = count};
    const struct node *node = descend(&router->root, &walk, 0, 0);
    if (!node)
        return false;
    *out = (struct match){.get = node->routes[GET],
                          .post = node->routes[POST],
                          .patch = node->routes[PATCH],
                          .put = node->routes[PUT],
                          .del = node->routes[DELETE],
                          .kind = node->record,
                          .allow = node->allow};
    memcpy(out->ids, walk.ids, sizeof walk.ids);
    return true;
}

bool router_find_path(const struct router *router, struct str path, struct match *out)
{
    struct str segments[DEPTH_MAX], segment;
    size_t count = 0;
    struct str rest = str_part(path, 1, path.n);
    while (path.n > 1 && str_cut(&rest, '/', &segment)) {
        if (count == DEPTH_MAX)
            return false;
        segments[count++] = segment;
    }
    return path.n && path.p[0] == '/' && router_find(router, segments, count, out);
}

const struct route *match_route(const struct match *match, struct str method)
{
    const struct route *const routes[METHODS] = {match->get, match->post, match->patch, match->put, match->del};
    int at = method_of(method);
    return at < 0 ? NULL : routes[at];
}

const struct route *router_at(const struct router *router, size_t i, const struct kind **kind)
{
    for (size_t n = 0; n < router->count; n++)
        for (int method = 0; method < METHODS; method++) {
            const struct route *route = router->sorted[n]->routes[method];
            if (!route || i--)
                continue;
            if (kind)
                *kind = router->sorted[n]->record;
            return route;
        }
    return NULL;
}
