/* shared_cost.h: costs that the parties bear by agreed shares, whoever paid them (S1 2.2): bᵢ = paidᵢ − shareᵢ · total.
 */
#ifndef ENGINES_ECONOMICS_SHARED_COST_H
#define ENGINES_ECONOMICS_SHARED_COST_H
#include "engines/economics/payments.h"

struct shared_cost {
    int64_t total;
    int64_t *share, *balance; /* by party; a balance above 0 is to be received */
    bool within;              /* no balance is beyond tolerance × |total|, to 1e-9 */
    struct payment *payments; /* they settle in full, also within the tolerance */
    size_t payment_count;
};

/* Whether no balance is beyond tolerance × |total|, to 1e-9. ERR_MEMORY. */
enum err shared_cost_within(struct arena *arena, const int64_t *balance, size_t count, int64_t total,
                            const struct fraction *tolerance, bool *within) MUST_CHECK;
/* ERR_INPUT where the total or the balance of party `*at` does not fit (`count` for the total); ERR_MEMORY. */
enum err shared_cost_settle(struct arena *arena, const struct fraction *const *weights, const int64_t *paid,
                            size_t count, const struct fraction *tolerance, struct shared_cost *out,
                            size_t *at) MUST_CHECK;
#endif
