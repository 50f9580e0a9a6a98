/* results.h: the result of a party in a period as it is, and as it would be without what others decided (S1 3.3). */
#ifndef ENGINES_ECONOMICS_RESULTS_H
#define ENGINES_ECONOMICS_RESULTS_H
#include "engines/economics/ledger.h"

enum { EFFECTS_MOST = 2000 };

/* A party in a period of which effects are written. Amounts are minor units of `currency`. */
struct result {
    const struct value *period; /* a record */
    struct str party, name;     /* the party's identifier and its name */
    struct str currency;
    bool known;         /* the period can be settled: `actual` holds */
    int64_t actual;     /* what it booked and what the settlement moves to it */
    int64_t effects;    /* Σ of what is not disputed */
    int64_t disputed;   /* Σ of what is */
    int64_t left_out;   /* effects in other currencies without a rate */
    struct value *rows; /* the effects, as records */
};
/* What of the result is the party's own doing: actual − effects. */
int64_t result_adjusted(const struct result *result);
/* Whether what others decided is a tenth of the result or more. */
bool result_moved(const struct result *result);
/* Of joint records in the joint circle, and of what else the viewer sees; the latest period first. *out is an array in
 * the arena. */
enum err results_read(struct work *work, const struct viewer *viewer, struct str alliance, struct result **out,
                      size_t *count) MUST_CHECK;
#endif
