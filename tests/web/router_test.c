#include "check.h"
#include "web/router.h"

#define ID "01890000-0000-7000-8000-000000000001"

static enum err answer(struct request *request, struct reply *reply)
{
    (void)request, (void)reply;
    return OK;
}

static const struct route generic[] = {
    {.method = "GET", .path = "/alliances", .handle = answer},
    {.method = "POST", .path = "/alliances", .handle = answer},
    {.method = "GET", .path = "/alliances/{id}", .handle = answer, .summary = "generic"},
    {.method = "PATCH", .path = "/alliances/{id}", .handle = answer},
    {.method = "GET", .path = "/alliances/new", .handle = answer},
    {.method = "GET", .path = "/alliances/{id}/parties", .handle = answer},
    {.method = "GET", .path = "/calc/{name}", .handle = answer},
    {.method = "GET", .path = "/calc/{name}/x/{other}", .handle = answer},
    {.method = "GET", .path = "/", .handle = answer},
    {.method = NULL},
};
static const struct route higher[] = {
    {.method = "GET", .path = "/alliances/{id}", .handle = answer, .summary = "higher"},
    {.method = "GET", .path = "/mixed/{id}/a", .handle = answer},
    {.method = "GET", .path = "/mixed/{word}/b", .handle = answer},
    {.method = "GET", .path = "/mixed/fixed/c", .handle = answer},
    {.method = NULL},
};

static struct router *filled(struct arena *arena)
{
    struct router *router = router_new(arena);
    CHECK_INT(router_add(router, higher, 2), OK);
    CHECK_INT(router_add(router, generic, 0), OK);
    return router;
}

static void leads(const struct router *router, const char *path, const char *to)
{
    struct match match;
    bool found = router_find_path(router, str_of(path), &match);
    CHECK_STR(found && match.get ? match.get->path : "nowhere", to);
}

TEST(router, fixed_segments_win)
{
    struct arena *arena = arena_new(0);
    struct router *router = filled(arena);
    leads(router, "/", "/");
    leads(router, "/alliances", "/alliances");
    leads(router, "/alliances/new", "/alliances/new");
    leads(router, "/alliances/" ID, "/alliances/{id}");
    leads(router, "/alliances/" ID "/parties", "/alliances/{id}/parties");
    leads(router, "/calc/alliance-test", "/calc/{name}");
    leads(router, "/calc/new/x/y", "/calc/{name}/x/{other}");
    arena_free(arena);
}

TEST(router, an_id_is_a_uuid)
{
    struct arena *arena = arena_new(0);
    struct router *router = filled(arena);
    leads(router, "/alliances/1", "nowhere");
    leads(router, "/alliances/01890000-0000-7000-8000-00000000000", "nowhere");
    leads(router, "/alliances/" ID "/nothing", "nowhere");
    leads(router, "/alliances/", "nowhere");
    leads(router, "//", "nowhere");
    leads(router, "/nothing", "nowhere");
    leads(router, "/1/2/3/4/5/6/7/8/9/10/11/12/13/14", "nowhere");
    arena_free(arena);
}

TEST(router, tries_the_next_way_when_one_ends)
{
    struct arena *arena = arena_new(0);
    struct router *router = filled(arena);
    struct match match;
    leads(router, "/mixed/" ID "/a", "/mixed/{id}/a");
    leads(router, "/mixed/" ID "/b", "/mixed/{word}/b");
    leads(router, "/mixed/fixed/b", "/mixed/{word}/b");
    leads(router, "/mixed/fixed/c", "/mixed/fixed/c");
    CHECK(router_find_path(router, S("/calc/a/x/b"), &match));
    CHECK(str_is(match.ids[0], "a") && str_is(match.ids[1], "b") && match.ids[2].n == 0);
    arena_free(arena);
}

TEST(router, a_higher_rank_replaces)
{
    struct arena *arena = arena_new(0);
    struct router *router = filled(arena);
    struct match match;
    CHECK(router_find_path(router, S("/alliances/" ID), &match));
    CHECK_STR(match.get->summary, "higher");
    CHECK(match.patch && !match.del && !match.post);
    CHECK_STR(match.allow.p, "GET, HEAD, PATCH, OPTIONS");
    CHECK_INT(router_add(router, higher, 2), ERR_CONFLICT);
    arena_free(arena);
}

TEST(router, methods)
{
    struct arena *arena = arena_new(0);
    struct router *router = filled(arena);
    struct match match;
    CHECK(router_find_path(router, S("/alliances"), &match));
    CHECK(match_route(&match, S("HEAD")) == match.get && match_route(&match, S("GET")) == match.get);
    CHECK(match_route(&match, S("POST")) == match.post);
    CHECK(!match_route(&match, S("TRACE")) && !match_route(&match, S("get")) && !match_route(&match, S("")));
    arena_free(arena);
}

TEST(router, lists_what_is_in_force)
{
    struct arena *arena = arena_new(0);
    struct router *router = filled(arena);
    size_t n = 0;
    const struct route *route, *before = NULL;
    for (; (route = router_at(router, n, NULL)); n++) {
        CHECK(!before || strcmp(before->path, route->path) <= 0);
        before = route;
    }
    CHECK_INT(n, 12);
    arena_free(arena);
}

TEST(router, refuses_what_is_no_route)
{
    static const struct route bad_method[] = {{.method = "FETCH", .path = "/a"}, {.method = NULL}};
    static const struct route bad_path[] = {{.method = "GET", .path = "a"}, {.method = NULL}};
    static const struct route empty_segment[] = {{.method = "GET", .path = "/a//b"}, {.method = NULL}};
    static const struct route many[] = {{.method = "GET", .path = "/{a}/{b}/{c}/{d}/{e}"}, {.method = NULL}};
    struct arena *arena = arena_new(0);
    struct router *router = router_new(arena);
    CHECK_INT(router_add(router, bad_method, 0), ERR_CORRUPT);
    CHECK_INT(router_add(router, bad_path, 0), ERR_CORRUPT);
    CHECK_INT(router_add(router, empty_segment, 0), ERR_CORRUPT);
    CHECK_INT(router_add(router, many, 0), ERR_CORRUPT);
    CHECK_INT(router_add(router, NULL, 0), OK);
    arena_free(arena);
}
