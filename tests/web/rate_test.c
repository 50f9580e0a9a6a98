#include "check.h"
#include "web/rate.h"
#include <pthread.h>
#include <stdio.h>

static const struct rate_limit three = {"three", 3, 1000}, other = {"other", 3, 1000};

TEST(rate, refuses_after_the_burst_and_fills_again)
{
    struct rate *rate = rate_new();
    int wait;
    for (int i = 0; i < 3; i++)
        CHECK(rate_take(rate, &three, S("a"), 1000, &wait));
    CHECK(!rate_take(rate, &three, S("a"), 1000, &wait));
    CHECK(wait >= 1 && wait <= 2);
    CHECK(!rate_take(rate, &three, S("a"), 1999, &wait));
    CHECK(rate_take(rate, &three, S("a"), 2000, &wait));
    CHECK(!rate_take(rate, &three, S("a"), 2000, &wait));
    rate_free(rate);
}

TEST(rate, keys_and_limits_are_apart)
{
    struct rate *rate = rate_new();
    int wait;
    for (int i = 0; i < 4; i++)
        (void)rate_take(rate, &three, S("a"), 0, &wait);
    CHECK(!rate_take(rate, &three, S("a"), 0, &wait));
    CHECK(rate_take(rate, &three, S("b"), 0, &wait));
    CHECK(rate_take(rate, &other, S("a"), 0, &wait));
    rate_free(rate);
}

TEST(rate, a_success_is_given_back)
{
    struct rate *rate = rate_new();
    int wait;
    for (int i = 0; i < 100; i++) {
        CHECK(rate_take(rate, &three, S("a"), 0, &wait));
        rate_give(rate, &three, S("a"), 0);
    }
    for (int i = 0; i < 10; i++)
        rate_give(rate, &three, S("a"), 0);
    for (int i = 0; i < 3; i++)
        CHECK(rate_take(rate, &three, S("a"), 0, &wait));
    CHECK(!rate_take(rate, &three, S("a"), 0, &wait));
    rate_free(rate);
}

TEST(rate, a_full_table_forgets_the_harmless_first)
{
    struct rate *rate = rate_new();
    char key[32];
    int wait;
    for (int i = 0; i < 3; i++)
        (void)rate_take(rate, &three, S("guesser"), 0, &wait);
    for (int i = 0; i < 30000; i++) {
        int n = snprintf(key, sizeof key, "visitor %d", i);
        CHECK(rate_take(rate, &three, (struct str){key, (size_t)n}, 0, &wait));
    }
    CHECK(!rate_take(rate, &three, S("guesser"), 0, &wait));
    rate_free(rate);
}

TEST(rate, a_clock_that_goes_back_does_no_harm)
{
    struct rate *rate = rate_new();
    int wait;
    CHECK(rate_take(rate, &three, S("a"), 1000000, &wait));
    CHECK(rate_take(rate, &three, S("a"), 0, &wait));
    CHECK(rate_take(rate, &three, S("a"), 0, &wait));
    CHECK(!rate_take(rate, &three, S("a"), 0, &wait));
    rate_free(rate);
}

TEST(rate, an_address_is_its_network)
{
    CHECK(str_is(rate_address(S("192.0.2.7")), "192.0.2.7"));
    CHECK(str_is(rate_address(S("2001:db8:1:2:3:4:5:6")), "2001:db8:1:2"));
    CHECK(str_eq(rate_address(S("2001:db8:1:2:aaaa:4:5:6")), rate_address(S("2001:db8:1:2:bbbb::1"))));
    CHECK(str_is(rate_address(S("2001:db8::1")), "2001:db8"));
    CHECK(str_is(rate_address(S("::1")), ""));
    CHECK(str_is(rate_address(S("")), ""));
}

static void *take_many(void *user)
{
    long taken = 0;
    int wait;
    for (int i = 0; i < 5000; i++)
        taken += rate_take(user, &three, S("shared"), 0, &wait);
    return (void *)taken;
}

TEST(rate, threads_share_the_tokens)
{
    struct rate *rate = rate_new();
    pthread_t threads[4];
    long taken = 0;
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, take_many, rate);
    for (int i = 0; i < 4; i++) {
        void *part;
        pthread_join(threads[i], &part);
        taken += (long)part;
    }
    CHECK_INT(taken, 3);
    rate_free(rate);
}
