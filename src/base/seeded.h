/* seeded.h: chance that can be had again: the same seed gives the same numbers on every machine. Not for secrets. */
#ifndef BASE_SEEDED_H
#define BASE_SEEDED_H
#include <stdint.h>

/* The next number of the sequence whose state is *state; any state is a seed (Steele, Lea and Flood, 2014: SplitMix64).
 */
uint64_t seeded_next(uint64_t *state);
/* A number from 0 to below - 1; 0 where `below` is 1 or less. */
int64_t seeded_below(uint64_t *state, int64_t below);
#endif
