#include "engines/governance/alignment.h"
#include <math.h>

struct alignment alignment_of(const struct supporter *supporters, size_t count)
{
    struct alignment out = {0};
    int64_t sum = 0, squares = 0;
    bool for_it = false, against = false;
    for (size_t i = 0; i < count; i++) {
        const struct supporter *one = &supporters[i];
        out.given += one->influence * (one->support < one->needed ? one->support : one->needed);
        out.needed += one->influence * one->needed;
        if (!one->talks)
            continue;
        out.talkers++;
        sum += one->support;
        squares += one->support * one->support;
        for_it = for_it || one->support >= 1;
        against = against || one->support <= -1;
    }
    int64_t n = (int64_t)out.talkers;
    out.given = out.given < 0 ? 0 : out.given;
    out.variance = n * squares - sum * sum;
    out.spread = n ? sqrt((double)out.variance) / (double)n : 0;
    out.mixed = out.variance > n * n || (for_it && against);
    return out;
}
