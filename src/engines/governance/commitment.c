#include "engines/governance/commitment.h"

enum commitment_act commitment_step(enum commitment_state from, enum commitment_state to)
{
    static const enum commitment_act steps[5][5] = {
        [COMMITMENT_OPEN] = {COMMITMENT_NOT_SO, COMMITMENT_BY_OWNER, COMMITMENT_NOT_SO, COMMITMENT_BY_RECEIVER,
                             COMMITMENT_NOT_SO},
        [COMMITMENT_DELIVERED] = {COMMITMENT_BY_OWNER, COMMITMENT_NOT_SO, COMMITMENT_BY_RECEIVER,
                                  COMMITMENT_BY_RECEIVER, COMMITMENT_BY_RECEIVER},
        [COMMITMENT_ACCEPTED] = {COMMITMENT_NOT_SO, COMMITMENT_NOT_SO, COMMITMENT_NOT_SO, COMMITMENT_NOT_SO,
                                 COMMITMENT_BY_RECEIVER},
        [COMMITMENT_WAIVED] = {COMMITMENT_BY_RECEIVER, COMMITMENT_NOT_SO, COMMITMENT_NOT_SO, COMMITMENT_NOT_SO,
                               COMMITMENT_NOT_SO},
        [COMMITMENT_DISPUTED] = {COMMITMENT_NOT_SO, COMMITMENT_BY_OWNER, COMMITMENT_BY_RECEIVER, COMMITMENT_BY_RECEIVER,
                                 COMMITMENT_NOT_SO},
    };
    return steps[from][to];
}

/* 1970-01-01 was a Thursday. */
static bool is_weekend(int64_t day)
{
    int64_t weekday = ((day + 3) % 7 + 7) % 7; /* 0: Monday */
    return weekday > 4;
}

static bool is_holiday(int64_t day, const int64_t *holidays, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (holidays[i] == day)
            return true;
    return false;
}

int64_t working_days_after(int64_t day, int days, const int64_t *holidays, size_t count)
{
    while (days > 0) {
        day++;
        if (!is_weekend(day) && !is_holiday(day, holidays, count))
            days--;
    }
    return day;
}

bool commitment_late(enum commitment_state state, int64_t due, int64_t today)
{
    return state == COMMITMENT_OPEN && due != NO_DAY && due < today;
}

bool commitment_on_time(const struct commitment *commitment, int64_t today, const int64_t *holidays, size_t count)
{
    int64_t delivered = commitment->delivered_on;
    if (delivered == NO_DAY || delivered > commitment->original_due)
        return false;
    if (commitment->state == COMMITMENT_ACCEPTED)
        return true;
    return commitment->state == COMMITMENT_DELIVERED &&
           working_days_after(delivered, UNANSWERED_WORKING_DAYS, holidays, count) <= today;
}

int64_t on_time_rate(const struct commitment *all, size_t n, int64_t from, int64_t until, int64_t today,
                     const int64_t *holidays, size_t count, int64_t *base)
{
    int64_t good = 0;
    *base = 0;
    for (size_t i = 0; i < n; i++) {
        if (all[i].original_due < from || all[i].original_due > until || all[i].state == COMMITMENT_WAIVED)
            continue;
        ++*base;
        good += commitment_on_time(&all[i], today, holidays, count);
    }
    return *base ? (good * 1000000 + *base / 2) / *base : 0;
}
