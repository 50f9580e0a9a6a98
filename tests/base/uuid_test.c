#include "base/date.h"
#include "base/uuid.h"
#include "check.h"
#include <pthread.h>

TEST(uuid, is_canonical_version_7)
{
    struct arena *a = arena_new(0);
    struct str id = uuid_new(a);
    CHECK_INT(id.n, UUID_TEXT);
    CHECK(uuid_valid(id));
    CHECK(id.p[14] == '7');
    CHECK(strchr("89ab", id.p[19]) != NULL);
    arena_free(a);
}

TEST(uuid, starts_with_the_time)
{
    struct arena *a = arena_new(0);
    uuid_seed(1);
    clock_set(0x0123456789AB);
    CHECK(str_starts(uuid_new(a), S("01234567-89ab-7")));
    clock_set(0);
    uuid_seed(0);
    arena_free(a);
}

TEST(uuid, increases_also_when_the_clock_stands_still_or_goes_back)
{
    struct arena *a = arena_new(0);
    struct str before = uuid_new(a);
    for (int i = 0; i < 20000; i++) { /* more than a millisecond's count holds */
        if (i % 2000 == 0)
            clock_set(1000);
        struct str id = uuid_new(a);
        if (str_cmp(before, id) >= 0)
            CHECK_FAIL("%s then %s", before.p, id.p);
        before = id;
    }
    clock_set(0);
    uuid_seed(0);
    arena_free(a);
}

TEST(uuid, repeats_itself_from_a_seed)
{
    struct arena *a = arena_new(0);
    struct str first[3], other;
    for (int round = 0; round < 2; round++) {
        uuid_seed(42);
        clock_set(1772460300000);
        for (int i = 0; i < 3; i++) {
            struct str id = uuid_new(a);
            if (round == 0)
                first[i] = id;
            else
                CHECK_STR(id.p, first[i].p);
        }
    }
    uuid_seed(43);
    clock_set(1772460300000);
    other = uuid_new(a);
    CHECK(!str_eq(first[0], other));
    clock_set(0);
    uuid_seed(0);
    arena_free(a);
}

enum { THREADS = 4, EACH = 2000 };

static void *make_many(void *arg)
{
    struct arena *a = arg;
    struct str before = uuid_new(a);
    for (int i = 1; i < EACH; i++) {
        struct str id = uuid_new(a);
        if (str_cmp(before, id) >= 0)
            return a;
        before = id;
    }
    return NULL;
}

TEST(uuid, increases_in_each_of_several_threads)
{
    pthread_t threads[THREADS];
    struct arena *arenas[THREADS];
    for (int i = 0; i < THREADS; i++) {
        arenas[i] = arena_new(0);
        CHECK_INT(pthread_create(&threads[i], NULL, make_many, arenas[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *fault;
        pthread_join(threads[i], &fault);
        CHECK(fault == NULL);
        arena_free(arenas[i]);
    }
}

TEST(uuid, refuses_other_spellings)
{
    CHECK(uuid_valid(S("01a20308-4c51-7205-9365-74fc88f16890")));
    CHECK(uuid_valid(S("00000000-0000-0000-0000-000000000000")));
    CHECK(!uuid_valid(S("01A20308-4c51-7205-9365-74fc88f16890")));
    CHECK(!uuid_valid(S("01a203084c517205936574fc88f16890")));
    CHECK(!uuid_valid(S("01a20308-4c51-7205-9365-74fc88f1689")));
    CHECK(!uuid_valid(S("01a20308-4c51-7205-9365-74fc88f168900")));
    CHECK(!uuid_valid(S("01a20308-4c51-7205-9365x74fc88f16890")));
    CHECK(!uuid_valid(S("01a20308-4c51-7205-9365-74fc88f1689g")));
    CHECK(!uuid_valid(S("")));
}

TEST(uuid, says_when_memory_is_short)
{
    struct arena *a = arena_new(0);
    arena_fail_at(1);
    CHECK(uuid_new(a).p == NULL);
    arena_fail_at(0);
    arena_free(a);
}
