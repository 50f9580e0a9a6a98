/* need.h: whether a need is met by what is to supply it. Days since 1970-01-01, NO_DAY where not given; levels 0 to 5,
 * below 0 where not given. Source: S3 (goal → success factor → need → source). */
#ifndef ENGINES_REGISTRY_NEED_H
#define ENGINES_REGISTRY_NEED_H
#include <stdbool.h>
#include <stdint.h>

/* Whether a source brings the level that is needed by the day that it is needed. What is not known does not count
 * against it. */
bool need_met(int64_t level, int64_t by, int64_t source_level, int64_t available);
#endif
