/* split.h: a split agreed between parties, as people write it: {"A": 0.5, "Europe": {"share": 0.5, "split": {"B":
 * "4/5", "C": 0.2}}}. A member is a party with its share, or a side that is split in turn; the parties are the leaves.
 */
#ifndef ENGINES_ECONOMICS_SPLIT_H
#define ENGINES_ECONOMICS_SPLIT_H
#include "base/problem.h"
#include "kernel/fraction.h"
#include "kernel/str_map.h"

struct split {
    size_t count;
    struct str *parties;             /* in the order in which they are given */
    const struct fraction **weights; /* of the whole; they add up to 1 */
    struct str_map places;           /* place + 1 by name */
};

/* Adds what a schema cannot say of the split at `at`: a share that is not a fraction from 0 to 1 or has too many
 * figures, shares that do not add up to 1 (to 1e-9), a party that is there twice. What is not as described otherwise is
 * passed over. ERR_MEMORY. */
enum err split_check(struct arena *arena, const struct value *split, struct str at,
                     struct problems *problems) MUST_CHECK;
/* Reads one that may still be wrong: `parties` and `places` are there for as far as it can be read, `weights` (each
 * level brought to exactly 1) are right where split_check found nothing. ERR_MEMORY. */
enum err split_read(struct arena *arena, const struct value *split, struct split *out) MUST_CHECK;
/* The place of a party, or -1. */
ptrdiff_t split_place(const struct split *split, struct str party);

/* Adds a problem where a share (number, or text such as "1/3") cannot be read or lies outside 0 to 1, as far as the
 * schema has not said so. */
enum err share_check(struct arena *arena, const struct value *share, struct str at,
                     struct problems *problems) MUST_CHECK;
/* Adds a problem where shares, one a member of `map`, do not add up to 1; silent where one cannot be read. */
enum err shares_check(struct arena *arena, const struct value *map, struct str at,
                      struct problems *problems) MUST_CHECK;
#endif
