/* portfolio_mix.h: which business models a portfolio's alliances follow, beside those of a published survey. */
#ifndef ENGINES_REGISTRY_PORTFOLIO_MIX_H
#define ENGINES_REGISTRY_PORTFOLIO_MIX_H
#include "kernel/hooks.h"

/* Puts "mix" of `view`: {base, models: [{model (null: mixed or none), count, share, survey}], chart} of the items of
 * view.items that have not ended; null where there is none. The survey is of 142 alliances (S1 2). */
enum err portfolio_put_mix(struct work *work, struct value *view) MUST_CHECK;
/* The sentence about it, or empty. */
struct str portfolio_mix_words(struct work *work, const struct value *view);
#endif
