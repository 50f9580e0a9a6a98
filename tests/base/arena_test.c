#include "base/arena.h"
#include "base/buf.h"
#include "check.h"

TEST(arena, gives_zeroed_and_aligned_memory)
{
    struct arena *a = arena_new(0);
    for (int round = 0; round < 2; round++) {
        for (size_t n = 0; n < 5000; n = n * 2 + 1) {
            char *p = arena_alloc(a, n);
            CHECK(p != NULL && (uintptr_t)p % 16 == 0);
            for (size_t i = 0; i < n; i++)
                CHECK(p[i] == 0);
            memset(p, 0xff, n);
        }
        CHECK(arena_used(a) >= 5000);
        arena_reset(a); /* the same memory again */
        CHECK_INT(arena_used(a), 0);
    }
    arena_free(a);
    arena_free(NULL);
}

TEST(arena, grows_to_its_cap_and_no_further)
{
    struct arena *a = arena_new((size_t)1024 * 1024);
    size_t count = 0;
    CHECK(arena_alloc(a, (size_t)2 * 1024 * 1024) == NULL);
    CHECK(arena_alloc(a, SIZE_MAX) == NULL);
    CHECK(arena_array(a, SIZE_MAX / 2, 4) == NULL);
    CHECK(arena_exhausted(a));
    while (count < 2000 && arena_alloc(a, 1024))
        count++;
    CHECK(count > 300 && count <= 1024);
    arena_reset(a);
    CHECK(!arena_exhausted(a));
    CHECK(arena_alloc(a, (size_t)512 * 1024) != NULL);
    arena_free(a);
}

TEST(arena, makes_texts)
{
    struct arena *a = arena_new(0);
    struct str parts[] = {STR("a"), STR(""), STR("bc")};
    CHECK_STR(arena_copy(a, S("text")).p, "text");
    CHECK_STR(arena_copy(a, (struct str){NULL, 0}).p, "");
    CHECK_STR(arena_printf(a, "%d-%s", 5, "x").p, "5-x");
    CHECK_INT(arena_printf(a, "%d-%s", 5, "x").n, 3);
    CHECK_STR(arena_cstr(a, str_part(S("abc"), 1, 1)), "b");
    CHECK_STR(arena_join(a, parts, 3, S(", ")).p, "a, , bc");
    CHECK_STR(arena_join(a, parts, 0, S(", ")).p, "");
    arena_free(a);
}

static char order[8];

static void note(void *p)
{
    order[strlen(order)] = *(const char *)p;
}

TEST(arena, runs_deferred_calls_latest_first)
{
    struct arena *a = arena_new(0);
    char one[] = "1", two[] = "2", three[] = "3";
    memset(order, 0, sizeof order);
    CHECK(arena_defer(a, note, one) && arena_defer(a, note, two));
    arena_reset(a);
    CHECK_STR(order, "21");
    CHECK(arena_defer(a, note, three));
    arena_free(a);
    CHECK_STR(order, "213");
    a = arena_new(0);
    memset(order, 0, sizeof order);
    arena_fail_at(1);
    CHECK(!arena_defer(a, note, one)); /* called at once */
    arena_fail_at(0);
    CHECK_STR(order, "1");
    arena_free(a);
    CHECK_STR(order, "1");
}

TEST(arena, fails_when_a_test_says_so)
{
    struct arena *a = arena_new(0);
    arena_fail_at(2);
    CHECK(arena_alloc(a, 1) != NULL);
    CHECK(arena_alloc(a, 1) == NULL);
    CHECK(arena_alloc(a, 1) != NULL);
    arena_fail_at(1);
    CHECK(arena_copy(a, S("x")).p == NULL);
    arena_fail_at(1);
    CHECK(arena_printf(a, "x").p == NULL);
    arena_fail_at(0);
    arena_free(a);
}

TEST(buf, grows_and_ends_in_nul)
{
    struct arena *a = arena_new(0);
    struct buf b = buf_init(a, 0);
    CHECK_STR(buf_str(&b).p, "");
    for (int i = 0; i < 2000; i++)
        buf_printf(&b, "%d,", i % 10);
    buf_lit(&b, "end");
    buf_char(&b, '.');
    buf_add(&b, (struct str){NULL, 0});
    CHECK_INT(buf_str(&b).n, 4004);
    CHECK(str_ends(buf_str(&b), S("8,9,end.")) && strlen(b.p) == 4004);
    arena_free(a);
}

TEST(buf, stays_failed_past_its_cap)
{
    struct arena *a = arena_new(0);
    struct buf b = buf_init(a, 2000);
    for (int i = 0; i < 2000; i++)
        buf_char(&b, 'x');
    CHECK(!b.failed);
    for (int i = 0; i < 2000; i++)
        buf_char(&b, 'x');
    CHECK(b.failed && buf_str(&b).p == NULL && buf_room(&b, 0) == NULL);
    buf_lit(&b, "more");
    CHECK(b.failed);
    struct buf c = buf_init(a, 0);
    CHECK(buf_room(&c, SIZE_MAX) == NULL && c.failed);
    arena_free(a);
}
