#include "check.h"
#include "web/request.h"
#include <stdlib.h>

static enum err parse(struct arena *arena, const char *raw, struct target *out)
{
    struct problems problems = problems_init(arena);
    return target_parse(arena, str_of(raw), &problems, out);
}

static void refused(const char *raw)
{
    struct arena *arena = arena_new(0);
    struct target target;
    if (parse(arena, raw, &target) != ERR_MALFORMED)
        CHECK_FAIL("\"%s\" was not refused", raw);
    arena_free(arena);
}

TEST(request, path_and_query_are_decoded)
{
    struct arena *arena = arena_new(0);
    struct target target;
    CHECK_INT(parse(arena, "/alliances/a%20b?name.contains=A%26B+C&x=&y", &target), OK);
    CHECK_STR(target.path.p, "/alliances/a b");
    CHECK_INT(target.count, 2);
    CHECK_MEM(target.segments[1].p, target.segments[1].n, "a b", 3);
    CHECK_STR(value_get_text(target.query, "name.contains").p, "A&B C");
    CHECK(value_get(target.query, "x") && value_get_text(target.query, "x").n == 0);
    CHECK(value_get(target.query, "y") && value_get_text(target.query, "y").n == 0);
    arena_free(arena);
}

TEST(request, root_has_no_segments)
{
    struct arena *arena = arena_new(0);
    struct target target;
    CHECK_INT(parse(arena, "/", &target), OK);
    CHECK_INT(target.count, 0);
    CHECK_STR(target.path.p, "/");
    CHECK_INT(parse(arena, "/?next=%2Fa", &target), OK);
    CHECK_INT(target.count, 0);
    CHECK_STR(value_get_text(target.query, "next").p, "/a");
    arena_free(arena);
}

TEST(request, absolute_form_is_taken)
{
    struct arena *arena = arena_new(0);
    struct target target;
    CHECK_INT(parse(arena, "http://127.0.0.1:8080/people?x=1", &target), OK);
    CHECK_STR(target.path.p, "/people");
    CHECK_INT(parse(arena, "https://example.com", &target), OK);
    CHECK_STR(target.path.p, "/");
    arena_free(arena);
}

TEST(request, empty_segments_are_kept_so_that_nothing_stands_there)
{
    struct arena *arena = arena_new(0);
    struct target target;
    CHECK_INT(parse(arena, "//example.com/", &target), OK);
    CHECK_INT(target.count, 3);
    CHECK_INT(target.segments[0].n, 0);
    arena_free(arena);
}

TEST(request, hostile_targets_are_refused)
{
    static const char *const hostile[] = {"",         "*",           "people", "/a/../b",  "/a/%2e%2E/b",
                                          "/a/./b",   "/%2e",        "/a%2fb", "/a%2Fb",   "/a%5cb",
                                          "/a\\b",    "/a%00b",      "/a%",    "/a%4",     "/a%g0",
                                          "/a%0ab",   "/a%0d%0ab",   "/a%09b", "/a%7fb",   "/a%ff",
                                          "/a%c0%af", "/a%ed%a0%80", "/a#b",   "/a?b=%00", "/a?b=%ff",
                                          "/a?%=1",   "/a?b=%zz",    "/a?=x",  "/a?[]=x",  "javascript:alert(1)",
                                          NULL};
    for (size_t i = 0; hostile[i]; i++)
        refused(hostile[i]);
}

TEST(request, many_segments_are_counted_not_kept)
{
    struct arena *arena = arena_new(0);
    struct target target;
    CHECK_INT(parse(arena, "/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0", &target), OK);
    CHECK_INT(target.count, 20);
    arena_free(arena);
}

/* Whatever comes, it is taken or refused, and what is taken holds neither control characters nor dots as segments. */
TEST(request, random_targets_do_no_harm)
{
    static const char alphabet[] = "/%?&=+.#ab20efg\\:[]";
    struct arena *arena = arena_new(0);
    unsigned seed = 7;
    for (int round = 0; round < 20000; round++) {
        char raw[64];
        size_t n = (size_t)(rand_r(&seed) % 60);
        for (size_t i = 0; i < n; i++)
            raw[i] =
                (char)(round % 3 ? alphabet[(size_t)rand_r(&seed) % (sizeof alphabet - 1)] : 1 + rand_r(&seed) % 255);
        raw[n] = 0;
        struct target target;
        struct problems problems = problems_init(arena);
        enum err err = target_parse(arena, (struct str){raw, n}, &problems, &target);
        CHECK(err == OK || err == ERR_MALFORMED);
        for (size_t i = 0; err == OK && i < target.count && i < SEGMENTS_MAX; i++) {
            struct str segment = target.segments[i];
            CHECK(!str_is(segment, "..") && !str_is(segment, ".") && str_find(segment, '/') < 0 && str_utf8(segment));
            CHECK(str_find(segment, '\n') < 0 && str_find(segment, '\0') < 0);
        }
        arena_reset(arena);
    }
    arena_free(arena);
}
