/* The first line of a request: path, query, and which route stands there. */
#include "base/uuid.h"
#include "fuzz.h"
#include "web/form.h"
#include "web/request.h"
#include "web/router.h"

static enum err nothing(struct request *request, struct reply *reply)
{
    (void)request, (void)reply;
    return OK;
}

static const struct route routes[] = {
    {"GET", "/", nothing, 0, NULL, NULL},
    {"GET", "/alliances", nothing, ROUTE_LIST, NULL, NULL},
    {"POST", "/alliances", nothing, ROUTE_WRITE, NULL, NULL},
    {"GET", "/alliances/{id}", nothing, 0, NULL, NULL},
    {"PATCH", "/alliances/{id}", nothing, ROUTE_WRITE, NULL, NULL},
    {"DELETE", "/alliances/{id}/parties/{id}", nothing, ROUTE_WRITE, NULL, NULL},
    {"GET", "/alliances/new", nothing, 0, NULL, NULL},
    {"PUT", "/a/{name}", nothing, ROUTE_WRITE, NULL, NULL},
    {"GET", "/sign-in/{secret}", nothing, ROUTE_OPEN, NULL, NULL},
    {0},
};

static struct router *the_router(void)
{
    static struct arena *kept;
    static struct router *router;
    if (router)
        return router;
    kept = arena_new(0);
    router = router_new(kept);
    HOLDS(router_add(router, routes, 1) == OK);
    HOLDS(router_at(router, 0, NULL) != NULL && router_at(router, 9, NULL) == NULL);
    return router;
}

static void check_route(const struct target *target)
{
    struct match match, same;
    bool found = router_find(the_router(), target->segments, target->count, &match);
    HOLDS(router_find_path(the_router(), target->path, &same) == found);
    if (!found)
        return;
    HOLDS(match.allow.n > 0);
    const struct route *route = match_route(&match, S("GET"));
    for (size_t i = 0; route && strstr(route->path, "{id}") && i < 1; i++)
        HOLDS(uuid_valid(match.ids[i]));
    (void)match_route(&match, S("DELETE"));
}

static void fuzz_one(struct arena *arena, struct str input)
{
    struct problems problems = problems_init(arena);
    struct target target;
    enum err err = target_parse(arena, input, &problems, &target);
    HOLDS(err == OK || err == ERR_MALFORMED);
    fuzz_problems(err, &problems);
    if (err)
        return;
    HOLDS(target.path.n && target.path.p[0] == '/' && str_utf8(target.path));
    for (size_t i = 0; i < target.count && i < SEGMENTS_MAX; i++) {
        struct str part = target.segments[i];
        HOLDS(str_utf8(part) && str_find(part, '/') < 0 && str_find(part, 0) < 0 && !str_is(part, ".."));
    }
    VALUE_EACH (item, target.query) {
        HOLDS(item->key.n && str_utf8(item->key) && (item->kind == V_TEXT || item->kind == V_LIST));
        if (item->kind == V_TEXT)
            HOLDS(form_text_holds(item->text) && str_find(item->text, '\r') < 0);
    }
    if (target.count <= SEGMENTS_MAX)
        check_route(&target);
}
