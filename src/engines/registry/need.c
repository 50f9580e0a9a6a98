#include "engines/registry/need.h"
#include "engines/registry/agreement.h"

bool need_met(int64_t level, int64_t by, int64_t source_level, int64_t available)
{
    bool strong = level < 0 || source_level < 0 || source_level >= level;
    bool in_time = by == NO_DAY || available == NO_DAY || available <= by;
    return strong && in_time;
}
