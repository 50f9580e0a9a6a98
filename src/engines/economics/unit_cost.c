#include "engines/economics/unit_cost.h"

enum { MILLION = 1000000 };

bool unit_cost(__int128 amount, __int128 quantity, int64_t *out)
{
    const __int128 scale = (__int128)MILLION * MILLION, most = INT64_MAX;
    __int128 unit;
    if (quantity <= 0 || amount > most * MILLION || amount < -most * MILLION)
        return false;
    unit = amount * scale / quantity;
    *out = (int64_t)unit;
    return unit <= most && unit >= -most;
}

/* The weight of the i-th of n values in the line's value at the next place is (6i − 2n + 2) ⁄ n(n − 1), i from 0. */
bool unit_cost_trend(const int64_t *earlier, size_t count, int64_t *out)
{
    __int128 sum = 0, n = (__int128)count;
    if (count < TREND_LEAST)
        return false;
    for (size_t i = 0; i < count; i++)
        sum += (6 * (__int128)i - 2 * n + 2) * earlier[i];
    sum /= n * (n - 1);
    *out = (int64_t)sum;
    return sum > 0 && sum <= INT64_MAX;
}

int64_t unit_cost_money(int64_t unit)
{
    int64_t whole = unit / MILLION, rest = unit % MILLION;
    return whole + (rest >= MILLION / 2) - (rest <= -MILLION / 2);
}

bool unit_cost_above(int64_t unit, int64_t than)
{
    return than > 0 && (__int128)unit * 10 > (__int128)than * 11;
}
