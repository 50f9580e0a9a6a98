/* review_records.h: outside changes, their effects and reviews as records, and what pages and findings ask of them. */
#ifndef ENGINES_ECONOMICS_REVIEW_RECORDS_H
#define ENGINES_ECONOMICS_REVIEW_RECORDS_H
#include "engines/economics/ledger.h"

enum { REVIEWS_MOST = 500, EFFECTS_MOST = 2000, PARTIES_MOST = 200 };

/* What the parties sign: the outcome and what goes with it. */
struct str review_digest(struct arena *arena, const struct value *review);
enum err review_consents(struct work *work, const struct viewer *viewer, const struct value *review,
                         struct consents *out) MUST_CHECK;
/* The effect (of those records) on a party that was given last; NULL when there is none. */
const struct value *effect_of(const struct value *effects, struct str change, struct str party);
/* The spread of the effects (records) that are of that change. */
int64_t effects_spread(const struct value *effects, struct str change);
/* The review that an outside change has led to, or one held since it happened; NULL when there is none. */
const struct value *review_of_change(const struct value *reviews, const struct value *change);
/* The day of the next review by the calendar, from the last one that was held, else from the alliance's start; NO_DAY
 * when neither is known. */
int64_t review_due(const struct value *alliance, const struct value *reviews);
#endif
