#include "web/resource.h"
#include "base/log.h"

/* ---- The kinds' ways to hang together ---- */

bool resource_is_attached(const struct kind *kind)
{
    return kind->scope == SCOPE_SUBJECT;
}

const struct field *resource_link(const struct kind *child, const struct kind *parent)
{
    if (child->parent) {
        const struct field *field = kind_field(child, str_of(child->parent));
        return field && field->target && !strcmp(field->target, parent->plural) ? field : NULL;
    }
    for (size_t i = 0; i < child->count; i++) {
        const struct field *field = &child->fields[i];
        if (field->type == FIELD_REF && (field->flags & F_REQUIRED))
            return !strcmp(field->target, parent->plural) ? field : NULL;
    }
    return NULL;
}

bool resource_filter(struct query *query, struct str field, struct str value)
{
    if (query->filter_count >= sizeof query->filters / sizeof *query->filters)
        return false;
    query->filters[query->filter_count++] = (struct filter){field, value};
    return true;
}

void resource_below(struct request *request, struct query *query, const struct kind *kind, const struct kind *parent,
                    struct str id)
{
    const struct field *link = resource_link(kind, parent);
    (void)request;
    if (link) {
        (void)resource_filter(query, str_of(link->name), id);
        return;
    }
    (void)resource_filter(query, S("about_kind"), str_of(parent->plural));
    (void)resource_filter(query, S("about"), id);
}

bool resource_is_beside(struct str name)
{
    static const char *const beside[] = {"sort", "cursor",  "limit", "total", "withdrawn", "format",
                                         "csrf", "version", "why",   "next",  NULL};
    for (size_t i = 0; beside[i]; i++)
        if (str_is(name, beside[i]))
            return true;
    return str_starts(name, S("_"));
}

enum err resource_of(struct request *request, struct resource *out)
{
    struct str rest = str_of(request->route->path), part, parts[4] = {{NULL, 0}};
    size_t count = 0;
    *out = (struct resource){.id = request->ids[0]};
    (void)str_cut(&rest, '/', &part); /* what stands before the first slash */
    while (count < 4 && str_cut(&rest, '/', &part))
        parts[count++] = part;
    out->kind = kind_by_plural(parts[0]);
    const struct kind *below = count >= 3 ? kind_by_plural(parts[2]) : NULL;
    if (!out->kind)
        return ERR_NOT_FOUND;
    if (!below)
        return OK;
    out->parent = out->kind;
    out->kind = below;
    out->link = resource_link(below, out->parent);
    out->parent_id = request->ids[0];
    out->id = (struct str){NULL, 0};
    return record_get(&request->work, request->viewer, out->parent, out->parent_id, &out->above);
}

struct str resource_base(const struct request *request, const struct resource *resource)
{
    if (resource->parent)
        return page_path(request, "/%s/%.*s/%s", resource->parent->plural, STR_ARG(resource->parent_id),
                         resource->kind->plural);
    return page_path(request, "/%s", resource->kind->plural);
}

bool resource_may_create(const struct request *request, const struct resource *resource)
{
    const struct viewer *viewer = request->viewer;
    const struct kind *kind = resource->kind;
    if (!viewer_may(viewer, kind, ACTION_CREATE, (struct str){NULL, 0}))
        return false;
    if (!resource->above || value_get(resource->above, "withdrawn_at"))
        return !resource->above;
    if (kind->scope == SCOPE_OWNER)
        return viewer_may(viewer, kind, ACTION_CREATE, viewer->organisation);
    const struct viewer_audience *there = viewer_audience(viewer, page_seen_by(resource->above));
    if (!there || there->kind == AUDIENCE_OWNER || kind->scope == SCOPE_PARENT)
        return there && viewer_may(viewer, kind, ACTION_CREATE, there->id);
    for (int each = AUDIENCE_JOINT; each <= AUDIENCE_SIDE; each++) {
        const struct viewer_audience *circle = viewer_circle(viewer, there->alliance, (enum audience_kind)each);
        if (circle && viewer_may(viewer, kind, ACTION_CREATE, circle->id))
            return true;
    }
    return false;
}

void resource_crumbs(struct request *request, struct reply *reply, const struct resource *resource, bool list_is_page)
{
    if (resource->parent) {
        page_crumb(request, reply, page_kind_word(request, resource->parent, "other"),
                   page_path(request, "/%s", resource->parent->plural));
        page_crumb(request, reply, page_title(request, resource->parent, resource->above),
                   page_address(request, resource->parent, resource->above));
    }
    if (!list_is_page || resource->parent) /* a way of one step says what the heading says */
        page_crumb(request, reply, page_kind_word(request, resource->kind, "other"),
                   list_is_page ? S("") : resource_base(request, resource));
}

/* ---- Routes ---- */

/* One route of a kind: the path's first %s is the kind (or the one above), its second the kind below. */
struct pattern {
    const char *method, *path;
    enum err (*handle)(struct request *, struct reply *);
    unsigned flags;
    const char *summary, *schema; /* schema: "%s" stands for the kind */
};

static const struct pattern own[] = {
    {"GET", "/%s", resource_list, ROUTE_LIST, "route.resource.list", "list:%s"},
    {"POST", "/%s", resource_create, ROUTE_WRITE, "route.resource.create", "record:%s"},
    {"GET", "/%s/new", resource_new, ROUTE_PAGE, "route.resource.new", "form"},
    {"GET", "/%s/{id}", resource_read, 0, "route.resource.read", "record:%s"},
    {"PATCH", "/%s/{id}", resource_change, ROUTE_WRITE, "route.resource.change", "record:%s"},
    {"DELETE", "/%s/{id}", resource_withdraw, ROUTE_WRITE, "route.resource.withdraw", "record:%s"},
    {"POST", "/%s/{id}", resource_post, ROUTE_WRITE, "route.resource.post", "record:%s"},
    {"GET", "/%s/{id}/edit", resource_edit, ROUTE_PAGE, "route.resource.edit", "form"},
    {"GET", "/%s/{id}/history", resource_history, 0, "route.resource.history", "history"},
    {"POST", "/%s/{id}/restore", resource_restore, ROUTE_WRITE, "route.resource.restore", "record:%s"},
};

static const struct pattern nested[] = {
    {"GET", "/%s/{id}/%s", resource_list, ROUTE_LIST, "route.resource.list-below", "list:%s"},
    {"POST", "/%s/{id}/%s", resource_create, ROUTE_WRITE, "route.resource.create-below", "record:%s"},
    {"GET", "/%s/{id}/%s/new", resource_new, ROUTE_PAGE, "route.resource.new-below", "form"},
};

static struct {
    struct arena *arena;
    struct route *routes;
    size_t count, size;
} table;

static bool add_route(const struct pattern *pattern, const struct kind *above, const struct kind *kind)
{
    struct arena *a = table.arena;
    if (table.count + 1 >= table.size) {
        size_t size = table.size ? table.size * 2 : 256;
        struct route *routes = ARENA_ARRAY(a, size, struct route);
        if (!routes)
            return false;
        if (table.count)
            memcpy(routes, table.routes, table.count * sizeof *routes);
        table.routes = routes;
        table.size = size;
    }
    struct buf path = buf_init(a, 0), schema = buf_init(a, 0);
    const char *names[] = {above ? above->plural : kind->plural, kind->plural};
    size_t n = 0;
    for (const char *c = pattern->path; *c; c++) {
        if (c[0] == '%')
            buf_add(&path, str_of(names[n++])), c++;
        else
            buf_char(&path, *c);
    }
    ptrdiff_t at = str_find(str_of(pattern->schema), '%');
    buf_add(&schema, at < 0 ? str_of(pattern->schema) : str_part(str_of(pattern->schema), 0, (size_t)at));
    if (at >= 0)
        buf_add(&schema, str_of(kind->plural));
    unsigned flags = pattern->flags | (pattern->handle == resource_create && kind->files ? ROUTE_FILE : 0u);
    table.routes[table.count] =
        (struct route){pattern->method, buf_str(&path).p, pattern->handle, flags, pattern->summary, buf_str(&schema).p};
    return table.routes[table.count++].path != NULL && !schema.failed;
}

static bool add_nested(const struct kind *above, const struct kind *kind)
{
    bool good = true;
    for (size_t i = 0; i < sizeof nested / sizeof *nested; i++)
        good = good && add_route(&nested[i], above, kind);
    return good;
}

static bool add_kind(const struct kind *kind)
{
    bool good = true;
    const struct kind *other;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        good = good && add_route(&own[i], NULL, kind);
    for (size_t i = 0; good && (other = kind_child_at(kind, i)); i++)
        good = resource_is_attached(other) || !resource_link(other, kind) || add_nested(kind, other);
    if (resource_is_attached(kind))
        return good;
    for (size_t i = 0; good && (other = kind_at(i)); i++)
        good = !resource_is_attached(other) || add_nested(kind, other);
    return good;
}

const struct route *resource_routes(void)
{
    if (table.arena)
        return table.routes;
    table.arena = arena_new(0);
    bool good = table.arena != NULL;
    for (size_t i = 0; good && kind_at(i); i++)
        good = add_kind(kind_at(i));
    if (good && table.routes)
        return table.routes;
    log_write(LOG_ERROR, "resource.routes", "what", "out of memory, or no kinds", NULL);
    return NULL;
}
