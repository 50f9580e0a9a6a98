/* seat.h: what a seat of a body says: who leads, who sits there now, who is the same person. */
#ifndef ENGINES_GOVERNANCE_SEAT_H
#define ENGINES_GOVERNANCE_SEAT_H
#include "kernel/hooks.h"

/* Whether it is a chair's or a co-chair's. */
bool seat_leads(const struct value *seat);
/* Whether it is held on `today` (days since 1970). */
bool seat_serves(const struct value *seat, int64_t today);
/* Whether both are the same person's: by the person where both name one, else by name. */
bool seat_same_person(const struct value *a, const struct value *b);
#endif
