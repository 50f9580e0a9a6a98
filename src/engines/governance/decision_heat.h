/* decision_heat.h: where decisions are slow or contested, by topic and quarter, and whether they are taken where the
 * business model has them (lead times: S5a principle 1, S5c). Days since 1970-01-01. */
#ifndef ENGINES_GOVERNANCE_DECISION_HEAT_H
#define ENGINES_GOVERNANCE_DECISION_HEAT_H
#include "engines/governance/decision_map.h"

/* A decision as the map of heat counts it. */
struct heat_decision {
    int64_t asked, taken; /* taken: NO_DAY while it is open */
    int64_t allowed_days; /* 0: not agreed */
    bool contested;
};
/* A cell: the decisions of a topic that were asked in a quarter. */
struct heat_cell {
    int64_t count, contested;
    double median_days; /* asked to taken, open ones until today; below 0: none */
    bool agreed;        /* a time was agreed for at least one of them */
    int level;          /* 0 none, 1 within the agreed time, 2 up to half more, 3 up to twice, 4 over that */
};
/* Of those that were asked on the days [from, until]. The level weighs each decision by its own agreed time and takes
 * the median; where no time was agreed for any it is 1. */
struct heat_cell heat_cell_of(struct arena *arena, const struct heat_decision *all, size_t count, int64_t from,
                              int64_t until, int64_t today);

/* The first day of the quarter in which a day lies, and of the one that lies `back` quarters before. */
int64_t quarter_of(int64_t day, int back);
#endif
