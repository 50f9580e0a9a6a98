#include "check.h"
#include "engines/economics/payments.h"
#include "engines/economics/sharing.h"

static struct arena *arena;

/* Settles, checks that everything is settled, and returns how many payments that took. */
static size_t settle(const int64_t *balances, size_t n)
{
    struct payment *payments = NULL;
    size_t count = 0;
    int64_t left[64] = {0};
    CHECK_INT(payments_settle(arena, balances, n, &payments, &count), OK);
    for (size_t i = 0; i < n; i++)
        left[i] = balances[i];
    for (size_t i = 0; i < count; i++) {
        CHECK(payments[i].amount > 0);
        left[payments[i].from] += payments[i].amount;
        left[payments[i].to] -= payments[i].amount;
        if (i)
            CHECK(payments[i - 1].from < payments[i].from ||
                  (payments[i - 1].from == payments[i].from && payments[i - 1].to < payments[i].to));
    }
    for (size_t i = 0; i < n; i++)
        CHECK_INT(left[i], 0);
    return count;
}

TEST(payments, are_the_fewest)
{
    arena = arena_new(0);
    CHECK_INT(settle((int64_t[]){0, 0}, 2), 0);
    CHECK_INT(settle((int64_t[]){-85, 85}, 2), 1);
    CHECK_INT(settle((int64_t[]){-5, -5, 5, 5}, 4), 2);
    /* Largest to largest would need five: 6 and 4 settle 10; 7, 2 settle 9. */
    CHECK_INT(settle((int64_t[]){-6, -4, -7, -2, 10, 9}, 6), 4);
    CHECK_INT(settle((int64_t[]){3, 3, 3, -9, 4, 4, -8, 5, 6, 7, -11, -7}, 12), 8);
    CHECK_INT(settle((int64_t[]){INT64_MAX, -INT64_MAX, INT64_MAX, -INT64_MAX, 1, -1}, 6), 3);
    arena_free(arena);
}

TEST(payments, settle_many_parties_too)
{
    arena = arena_new(0);
    uint64_t state = 1;
    for (int round = 0; round < 200; round++) {
        int64_t balances[60], sum = 0;
        size_t n = 17 + (size_t)round % 43;
        for (size_t i = 0; i + 1 < n; i++) {
            state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
            balances[i] = (int64_t)(state >> 40) % 2000 - 1000;
            sum += balances[i];
        }
        balances[n - 1] = -sum;
        CHECK(settle(balances, n) < n);
    }
    arena_free(arena);
}

TEST(apportion, largest_remainders)
{
    arena = arena_new(0);
    int64_t parts[3];
    const struct fraction *weights[] = {fraction_of(arena, 1, 6), fraction_of(arena, 1, 3), fraction_of(arena, 1, 2)};
    CHECK_INT(apportion(arena, 10, weights, 3, parts), OK); /* 1.67, 3.33, 5 */
    CHECK(parts[0] == 2 && parts[1] == 3 && parts[2] == 5);
    CHECK_INT(apportion(arena, -10, weights, 3, parts), OK);
    CHECK(parts[0] == -2 && parts[1] == -3 && parts[2] == -5);
    CHECK_INT(apportion(arena, INT64_MAX, weights, 3, parts), OK);
    CHECK((__int128)parts[0] + parts[1] + parts[2] == INT64_MAX);
    CHECK_INT(apportion(arena, 0, weights, 3, parts), OK);
    CHECK(parts[0] == 0 && parts[1] == 0 && parts[2] == 0);
    arena_free(arena);
}

TEST(sharing, offloading_pays_by_what_counts_and_the_partners_share)
{
    arena = arena_new(0);
    const struct fraction *half = fraction_of(arena, 1, 2);
    const struct fraction *whole = sharing_offload(arena, fraction_int(arena, 1), half);
    const struct fraction *old_fuel = sharing_offload(arena, fraction_of(arena, 3, 5), half);
    CHECK_INT(fraction_compare(whole, half), 0);
    CHECK_INT(fraction_compare(old_fuel, fraction_of(arena, 3, 10)), 0);
    CHECK_INT(fraction_sign(sharing_offload(arena, fraction_int(arena, 0), half)), 0);
    CHECK(!sharing_offload(arena, NULL, half));
    arena_free(arena);
}
