/* payments.h: who pays whom so that all balances are settled, by the fewest payments. */
#ifndef ENGINES_ECONOMICS_PAYMENTS_H
#define ENGINES_ECONOMICS_PAYMENTS_H
#include "engines/economics/apportion.h"

/* From this many parties with a balance on, the fewest are looked for by rule of thumb. */
enum { PAYMENTS_EXACT = 16 };

struct payment {
    size_t from, to; /* places among the parties */
    int64_t amount;  /* minor units, above 0 */
};

/* Settles `balances` (above 0: is to receive), which add up to 0 and fit (money_fits). The parties fall into as many
 * groups as possible whose balances add up to 0; a group of k is settled by k − 1 payments, and no settlement needs
 * fewer than parties less groups. Exact up to PAYMENTS_EXACT parties with a balance; beyond, two that settle each other
 * do so and the largest pay the largest. `*out` has room for `count`. In order of payer, then payee. */
enum err payments_settle(struct arena *arena, const int64_t *balances, size_t count, struct payment **out,
                         size_t *paid) MUST_CHECK;
#endif
