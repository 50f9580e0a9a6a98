/* holiday.h: the days on which an alliance does not work, as the rules of working days take them (commitment.h). */
#ifndef ENGINES_GOVERNANCE_HOLIDAY_H
#define ENGINES_GOVERNANCE_HOLIDAY_H
#include "base/value.h"

struct holidays {
    int64_t *days; /* since 1970-01-01, in order */
    size_t count;
};
/* Those of one alliance among records of the kind in the order of their days. None where memory ran out. */
struct holidays holidays_of(struct arena *arena, const struct value *rows, struct str alliance);
#endif
