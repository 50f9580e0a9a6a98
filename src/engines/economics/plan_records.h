/* plan_records.h: joint business plans of a year, and what their pages and findings ask of them (S1 2.2, 3.2). */
#ifndef ENGINES_ECONOMICS_PLAN_RECORDS_H
#define ENGINES_ECONOMICS_PLAN_RECORDS_H
#include "engines/economics/ledger.h"

/* PLANS_MOST: of an alliance; PLAN_ROWS_MOST: parts, or targets, of a plan. */
enum { PLANS_MOST = 200, PLAN_ROWS_MOST = 500 };

/* Who has approved a plan as it stands: its text, its parts, and what is planned of its targets. What became of it is
 * written later, and no part of that. */
enum err plan_consents(struct work *work, const struct viewer *viewer, const struct value *plan,
                       struct consents *out) MUST_CHECK;
/* The plan of the list whose time a day falls into; of several the one that began last. NULL when there is none. */
const struct value *plan_on(const struct value *plans, int64_t day);
/* The plan that ended last before a day; NULL when there is none. */
const struct value *plan_before(const struct value *plans, int64_t day);
/* Whether it is said what became of a plan: in words, or of each of its targets (all records of the kind). */
bool plan_told(const struct value *plan, const struct value *targets);
#endif
