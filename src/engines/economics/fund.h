/* fund.h: the alliance's fund (S1 2.3): what was put in and saved, less the joint risks that came; what is left, or
 * what is missing, is divided. */
#ifndef ENGINES_ECONOMICS_FUND_H
#define ENGINES_ECONOMICS_FUND_H
#include "engines/economics/apportion.h"

struct fund {
    int64_t closing; /* opening + Σ savings − Σ costs */
    int64_t *split;  /* by party; a deficit by `deficit` where it is given */
};

/* `opening`, `savings`, `costs` are already sums. ERR_INPUT where the closing balance does not fit; ERR_MEMORY. */
enum err fund_close(struct arena *arena, __int128 opening, __int128 savings, __int128 costs,
                    const struct fraction *const *ratio, const struct fraction *const *deficit, size_t count,
                    struct fund *out) MUST_CHECK;
#endif
