/* steps.h: what goes by steps, as people write it: tiers of a royalty or side payment, bands around a target cost. */
#ifndef ENGINES_ECONOMICS_STEPS_H
#define ENGINES_ECONOMICS_STEPS_H
#include "engines/economics/gainshare.h"
#include "engines/economics/royalty.h"
#include "engines/economics/split.h"

/* Add what a schema cannot say of the list at `list`: shares that are no fractions, tiers that do not go up, bands over
 * another. What is not as described otherwise is passed over. ERR_MEMORY. */
enum err tiers_check(struct arena *arena, const struct value *tiers, struct str list,
                     struct problems *problems) MUST_CHECK;
enum err bands_check(struct arena *arena, const struct value *bands, struct str list,
                     struct problems *problems) MUST_CHECK;
/* Read lists in which nothing is wrong. NULL when the arena is exhausted. */
const struct tier *tiers_read(struct arena *arena, const struct value *tiers, size_t *count);
const struct band *bands_read(struct arena *arena, const struct value *bands, size_t *count);
#endif
