/* rates.h: dated rates of exchange, as the sides of an alliance agreed them. */
#ifndef ENGINES_ECONOMICS_RATES_H
#define ENGINES_ECONOMICS_RATES_H
#include "kernel/fraction.h"
#include "kernel/hooks.h"

/* The rates of a circle, as settle-deal takes them: [{from, to, on, rate}]. One that a side keeps to itself does not
 * count. ERR_STORE, ERR_MEMORY. */
enum err rates_read(struct work *work, const struct viewer *viewer, struct str alliance, struct str circle,
                    struct value **out) MUST_CHECK;
/* The latest rate from one currency to another of a day on or before `on` (empty: the latest of all). NULL when there
 * is none. */
const struct value *rate_for(const struct value *rates, struct str from, struct str to, struct str on);
/* An amount in minor units of `from` as one of `to`, rounded half away from zero. False when it does not fit. */
bool rate_convert(struct arena *arena, __int128 amount, struct str from, struct str to, const struct value *rate,
                  int64_t *out);
#endif
