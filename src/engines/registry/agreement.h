/* agreement.h: where an agreement stands on a day, and by when notice has to be given. Days since 1970-01-01. */
#ifndef ENGINES_REGISTRY_AGREEMENT_H
#define ENGINES_REGISTRY_AGREEMENT_H
#include "base/date.h"

struct agreement_dates {
    int64_t signed_on, in_force, ends; /* NO_DAY: not given */
    int64_t notice_days;               /* below 0: not given */
};
enum agreement_status { AGREEMENT_DRAFT, AGREEMENT_SIGNED, AGREEMENT_IN_FORCE, AGREEMENT_ENDED };
const char *agreement_status_code(enum agreement_status status); /* "draft", "signed", "in_force", "ended" */

/* Ended after its last day; in force from its first; signed before that, or while no first day is known; else a draft.
 */
enum agreement_status agreement_status(const struct agreement_dates *dates, int64_t today);
/* The last day on which notice can be given: the end less the notice period. False when either is not given. */
bool agreement_notice_by(const struct agreement_dates *dates, int64_t *day);
#endif
