/* sharing.h: the settlement of the sharing model (S1 2.1): what of each party's revenue and cost belongs to the
 * alliance, what all of it comes to, whose is how much, and who must pay whom. */
#ifndef ENGINES_ECONOMICS_SHARING_H
#define ENGINES_ECONOMICS_SHARING_H
#include "engines/economics/payments.h"

enum book { BOOK_REVENUE, BOOK_COST };

/* Of a category the alliance carries `share`, and no more than `cap` per party and book where there is one. */
struct sharing_rule {
    struct str category;
    const struct fraction *share;
    bool capped;
    int64_t cap; /* minor units, not negative */
};

struct sharing_entry {
    size_t party;
    enum book book;
    struct str category;
    int64_t amount; /* minor units, of any sign */
};

/* What one party booked under one category and book, and what of it counts. */
struct sharing_line {
    size_t party;
    enum book book;
    struct str category;
    int64_t booked, counted;
    const struct sharing_rule *rule; /* NULL: counts whole */
    bool at_cap;
};

struct sharing {
    size_t count;               /* parties */
    struct sharing_line *lines; /* by party, revenue before cost, category */
    size_t line_count;
    int64_t *revenue, *cost, *attributable; /* by party: attributable = revenue − cost, as far as they count */
    int64_t pool;                           /* Π = Σ attributable */
    int64_t *share, *transfer;              /* tᵢ = sᵢ·Π − attributableᵢ; Σt = 0 */
    struct payment *payments;
    size_t payment_count;
};

/* min(cap, share × booked), rounded half away from zero. False when it does not fit. `rule` may be NULL. */
bool sharing_counts(struct arena *arena, int64_t booked, const struct sharing_rule *rule, int64_t *counted,
                    bool *at_cap);

/* What a party gains by each unit of cost that it moves into the alliance: α · (1 − s), with the share α of the
 * category that counts and the party's own share s of the pool (S1 3.1). */
const struct fraction *sharing_offload(struct arena *arena, const struct fraction *counts,
                                       const struct fraction *weight);

/* Settles. `weights`, one for each of `count` parties, divide the pool (apportion.h). ERR_INPUT where a sum does not
 * fit: `*at` is the entry with which it is complete, or `entry_count` for a sum over all. ERR_MEMORY. */
enum err sharing_settle(struct arena *arena, const struct fraction *const *weights, size_t count,
                        const struct sharing_rule *rules, size_t rule_count, const struct sharing_entry *entries,
                        size_t entry_count, struct sharing *out, size_t *at) MUST_CHECK;
#endif
