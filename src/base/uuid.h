/* uuid.h: identifiers, UUIDv7 in canonical text (36 characters, lower case). */
#ifndef BASE_UUID_H
#define BASE_UUID_H
#include "base/arena.h"

enum { UUID_TEXT = 36 };
/* A fresh identifier in `arena` (time from clock_now, the rest random; increasing within a process within one
 * millisecond). p NULL when exhausted. */
struct str uuid_new(struct arena *arena);
/* Whether `s` is a canonical UUID of any version. */
bool uuid_valid(struct str s);
/* The least identifier of that time (ms since 1970): all that are made earlier sort before it. p NULL when exhausted.
 */
struct str uuid_floor(struct arena *arena, int64_t ms);
/* From now on identifiers come from a seeded generator (the demo, tests); 0: random again. Process-wide. */
void uuid_seed(uint64_t seed);
#endif
