/* waterfall.h: how a settlement moves a party from what it booked to what it has in the end, as steps and as a picture
 * (docs/charts.md: waterfall). */
#ifndef ENGINES_ECONOMICS_WATERFALL_H
#define ENGINES_ECONOMICS_WATERFALL_H
#include "kernel/overview.h"

/* The result of `party` (a name) before a settlement: revenue less costs, investments and costs of joint risks that it
 * booked, in the currency of `input` (in the form of settle-deal), as `settled` converted them. False when a sum does
 * not fit. */
bool result_booked(struct arena *arena, const struct value *input, const struct value *settled, struct str party,
                   int64_t *out);
/* The amounts of all entries of the input in the currency of the deal; NULL when exhausted. */
int64_t *entries_converted(struct arena *arena, const struct value *input, const struct value *settled);
/* What an entry of that kind does to the result booked: 1 adds to it, −1 takes off it, 0 does neither. */
int booked_sign(struct str kind);
/* The steps as a chart: the result booked, what each instrument of `settled` moves to the party, the result in the end.
 * NULL where memory ran out, or a sum does not fit. */
struct value *waterfall_chart(struct overview *o, const struct value *input, const struct value *settled,
                              struct str party, struct str currency);
#endif
