/* support.h: checks that several records of governance share. */
#ifndef ENGINES_GOVERNANCE_SUPPORT_H
#define ENGINES_GOVERNANCE_SUPPORT_H
#include "engines/governance/records.h"

/* References of a change that must lead into its alliance: a party, a body, a meeting … Fields that the kind lacks are
 * passed over; what leads elsewhere is refused at its field. The list ends with NULL. */
enum err check_alliance_of(struct work *work, const struct viewer *viewer, const struct change *change, ...) MUST_CHECK
    __attribute__((sentinel));
/* The same for a part of a record (a seat of a body): `field` must lead into the alliance of what `whole` names. */
enum err check_alliance_of_whole(struct work *work, const struct viewer *viewer, const struct change *change,
                                 const char *whole, const char *field) MUST_CHECK;
/* A day that has not come yet is refused. */
void check_past(struct work *work, const struct change *change, const char *field);
/* A rule of recurrence that is given must be one (recurrence.h). */
void check_recurrence(struct work *work, const struct change *change, const char *field);
#endif
