#include "engines/economics/review.h"
#include "base/date.h"

int64_t review_spread(const int64_t *effects, size_t count)
{
    int64_t least = count ? effects[0] : 0, most = least;
    for (size_t i = 1; i < count; i++) {
        least = effects[i] < least ? effects[i] : least;
        most = effects[i] > most ? effects[i] : most;
    }
    return most - least;
}

bool review_opens(int64_t spread)
{
    return spread >= SPREAD_OPENS;
}

int64_t review_next(int64_t last, bool specialisation)
{
    return date_add_months(last, specialisation ? 6 : 12);
}
