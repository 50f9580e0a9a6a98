#include "engines/registry/incompleteness.h"
#include "base/decimal.h"

const char *const incompleteness_codes[] = {"change",          "needs",      "measurement", "investment",
                                            "interdependence", "protection", NULL};
const struct incompleteness_thresholds incompleteness_usual = {.contract = 5, .committee = 11, .high = 2};

int incompleteness_source(struct str code)
{
    for (int i = 0; i < SOURCE_COUNT; i++)
        if (str_is(code, incompleteness_codes[i]))
            return i;
    return -1;
}

const char *incompleteness_reading_code(enum incompleteness_reading reading)
{
    static const char *const codes[] = {"contract", "committee", "layered"};
    return codes[reading];
}

int incompleteness_total(const int ratings[SOURCE_COUNT])
{
    int total = 0;
    for (int i = 0; i < SOURCE_COUNT; i++)
        total += ratings[i] > 0 ? ratings[i] : 0;
    return total;
}

enum incompleteness_reading incompleteness_read(const int ratings[SOURCE_COUNT],
                                                const struct incompleteness_thresholds *thresholds)
{
    int total = incompleteness_total(ratings);
    if (total > thresholds->committee)
        return CALLS_FOR_LAYERED;
    if (total > thresholds->contract)
        return CALLS_FOR_COMMITTEE;
    for (int i = 0; i < SOURCE_COUNT; i++)
        if (ratings[i] == RATING_MAX)
            return CALLS_FOR_COMMITTEE;
    return CALLS_FOR_CONTRACT;
}

int64_t incompleteness_provided(const int ratings[SOURCE_COUNT], const bool provided[SOURCE_COUNT],
                                const struct incompleteness_thresholds *thresholds, int *high, int *linked)
{
    int all = 0, with = 0;
    for (int i = 0; i < SOURCE_COUNT; i++) {
        bool counts = ratings[i] >= thresholds->high;
        all += counts;
        with += counts && provided[i];
    }
    if (high)
        *high = all;
    if (linked)
        *linked = with;
    int64_t share;
    return all && decimal_mul_div(with, DECIMAL_ONE, all, &share) ? share : -1;
}

bool incompleteness_rerate(int rating, int64_t surprises)
{
    return rating == 0 && surprises > 0;
}
