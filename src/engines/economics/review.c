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
    struct civil on = date_civil(last);
    int64_t months = on.month - 1 + (specialisation ? 6 : 12);
    struct civil next = {on.year + months / 12, months % 12 + 1, on.day};
    int64_t days = date_month_days(next.year, next.month);
    next.day = next.day < days ? next.day : days;
    return date_days(next);
}
