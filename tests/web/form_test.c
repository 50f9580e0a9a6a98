#include "base/json.h"
#include "check.h"
#include "web/form.h"
#include <stdio.h>
#include <stdlib.h>

static struct value *pairs(struct arena *arena, const char *raw)
{
    struct problems problems = problems_init(arena);
    struct value *map = NULL;
    return pairs_parse(arena, str_of(raw), &problems, &map) == OK ? map : NULL;
}

static void becomes(const char *raw, const char *json)
{
    struct arena *arena = arena_new(0);
    struct value *map = pairs(arena, raw);
    CHECK_STR(map ? json_text(arena, map).p : "refused", json);
    arena_free(arena);
}

TEST(form, pairs_become_texts)
{
    becomes("", "{}");
    becomes("a=1&b=two+words&c=%C3%A9", "{\"a\":\"1\",\"b\":\"two words\",\"c\":\"é\"}");
    becomes("a=b=c", "{\"a\":\"b=c\"}");
    becomes("&&a&", "{\"a\":\"\"}");
    becomes("price.amount=12.50&price.currency=EUR", "{\"price.amount\":\"12.50\",\"price.currency\":\"EUR\"}");
}

TEST(form, the_last_of_a_name_wins_unless_it_is_a_list)
{
    becomes("a=1&b=2&a=3", "{\"a\":\"3\",\"b\":\"2\"}");
    becomes("roles[]=head&roles[]=member", "{\"roles\":[\"head\",\"member\"]}");
    becomes("roles%5B%5D=head", "{\"roles\":[\"head\"]}");
    becomes("x=1&x[]=2&y=3", "{\"x\":[\"2\"],\"y\":\"3\"}");
    becomes("x[]=2&x=1&y=3", "{\"x\":\"1\",\"y\":\"3\"}");
}

TEST(form, line_ends_are_single)
{
    becomes("a=one%0D%0Atwo%0Athree%0Dfour%0D%0A", "{\"a\":\"one\\ntwo\\nthree\\nfour\\n\"}");
}

TEST(form, hostile_pairs_are_refused)
{
    static const char *const hostile[] = {"a=%00", "a=%1b", "a=%ff", "%ff=a",       "a=%",
                                          "a=%2",  "=x",    "[]=x",  "a=%ed%a0%80", NULL};
    for (size_t i = 0; hostile[i]; i++)
        becomes(hostile[i], "refused");
}

TEST(form, too_many_pairs_are_refused)
{
    struct arena *arena = arena_new(0);
    struct buf out = buf_init(arena, 0);
    for (int i = 0; i < PAIRS_MAX; i++)
        buf_printf(&out, "k%d=v&", i);
    CHECK(pairs(arena, buf_str(&out).p) != NULL);
    buf_lit(&out, "more=1");
    CHECK(pairs(arena, buf_str(&out).p) == NULL);
    arena_free(arena);
}

TEST(form, body_is_read_by_its_type)
{
    struct arena *arena = arena_new(0);
    struct problems problems = problems_init(arena);
    struct value *body = NULL;
    enum body_style style;
    CHECK_INT(body_parse(arena, S("application/json; charset=utf-8"), S("{\"a\":1}"), &problems, &body, &style), OK);
    CHECK_INT(style, BODY_JSON);
    CHECK_INT(value_get_int(body, "a", 0), 1);
    CHECK_INT(body_parse(arena, S("Application/Merge-Patch+JSON"), S("{\"a\":null}"), &problems, &body, &style), OK);
    CHECK_INT(body_parse(arena, S("application/x-www-form-urlencoded"), S("a=1"), &problems, &body, &style), OK);
    CHECK_INT(style, BODY_FORM);
    CHECK_INT(body_parse(arena, S(""), S(""), &problems, &body, &style), OK);
    CHECK(body == NULL);
    CHECK_INT(body_parse(arena, S("multipart/form-data; boundary=x"), S("--x"), &problems, &body, &style),
              ERR_MEDIA_TYPE);
    CHECK_INT(body_parse(arena, S("text/plain"), S("{}"), &problems, &body, &style), ERR_MEDIA_TYPE);
    CHECK_INT(body_parse(arena, S(""), S("{}"), &problems, &body, &style), ERR_MEDIA_TYPE);
    CHECK_INT(body_parse(arena, S("application/json"), S("{\"a\":1}x"), &problems, &body, &style), ERR_MALFORMED);
    CHECK(problems.count > 0);
    arena_free(arena);
}

TEST(form, random_bodies_do_no_harm)
{
    static const char alphabet[] = "ab=&%+[]0dDaA%";
    struct arena *arena = arena_new(0);
    unsigned seed = 11;
    for (int round = 0; round < 20000; round++) {
        char raw[80];
        size_t n = (size_t)(rand_r(&seed) % 80);
        for (size_t i = 0; i < n; i++)
            raw[i] = (char)(round % 2 ? alphabet[(size_t)rand_r(&seed) % (sizeof alphabet - 1)] : rand_r(&seed) % 256);
        struct problems problems = problems_init(arena);
        struct value *map = NULL;
        enum err err = pairs_parse(arena, (struct str){raw, n}, &problems, &map);
        CHECK(err == OK || err == ERR_MALFORMED);
        if (err == OK)
            CHECK(json_text(arena, map).p && str_utf8(json_text(arena, map)));
        arena_reset(arena);
    }
    arena_free(arena);
}
