/* unit_cost.h: what one unit of a cost comes to, and whether that is more than it should be (S1 3.5: partners may load
 * costs onto an alliance). Unit costs are millionths of a minor unit of money. */
#ifndef ENGINES_ECONOMICS_UNIT_COST_H
#define ENGINES_ECONOMICS_UNIT_COST_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TREND_LEAST = 3 };

/* `amount` (minor units) for `quantity` (millionths), rounded down; false where there is no quantity or it does not
 * fit. */
bool unit_cost(__int128 amount, __int128 quantity, int64_t *out);
/* What the straight line through earlier unit costs (least squares, in their order) leads one to expect next; false
 * with fewer than TREND_LEAST of them, or where it does not lie above 0. */
bool unit_cost_trend(const int64_t *earlier, size_t count, int64_t *out);
/* In whole minor units, rounded half away from zero. */
int64_t unit_cost_money(int64_t unit);
/* More than a tenth above. */
bool unit_cost_above(int64_t unit, int64_t than);
#endif
