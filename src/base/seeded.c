#include "base/seeded.h"

uint64_t seeded_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

int64_t seeded_below(uint64_t *state, int64_t below)
{
    uint64_t next = seeded_next(state);
    return below > 1 ? (int64_t)(next % (uint64_t)below) : 0;
}
