#include "engines/registry/staffing.h"
#include "base/decimal.h"

bool staffing_ratio(int64_t planned, int64_t filled, int64_t *ratio)
{
    return planned > 0 && decimal_mul_div(filled, DECIMAL_ONE, planned, ratio);
}

bool staffing_short(int64_t planned, int64_t filled)
{
    return planned > 0 && filled * 5 < planned * 4;
}
