/* staffing.h: whether a side has the people on an alliance that it planned. Full-time equivalents in millionths. */
#ifndef ENGINES_REGISTRY_STAFFING_H
#define ENGINES_REGISTRY_STAFFING_H
#include <stdbool.h>
#include <stdint.h>

/* Below this share of the plan it is a finding (spec: registry). */
#define STAFFING_ENOUGH INT64_C(800000)

/* filled ⁄ planned in millionths; false when nothing is planned. */
bool staffing_ratio(int64_t planned, int64_t filled, int64_t *ratio);
/* Whether the share is below STAFFING_ENOUGH; exact, also where the ratio is rounded. */
bool staffing_short(int64_t planned, int64_t filled);
#endif
