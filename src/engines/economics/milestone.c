#include "engines/economics/milestone.h"
#include "base/date.h"

const char *const milestone_state_codes[] = {"open", "delivered", "accepted", "returned", NULL};

enum milestone_state milestone_state_of(const struct value *record)
{
    struct str code = value_get_text(record, "state");
    for (unsigned i = 0; milestone_state_codes[i]; i++)
        if (str_is(code, milestone_state_codes[i]))
            return (enum milestone_state)i;
    return MILESTONE_OPEN;
}

enum milestone_act milestone_step(enum milestone_state from, enum milestone_state to)
{
    static const enum milestone_act steps[4][4] = {
        [MILESTONE_OPEN] = {MILESTONE_NOT_SO, MILESTONE_BY_GIVER, MILESTONE_NOT_SO, MILESTONE_NOT_SO},
        [MILESTONE_DELIVERED] = {MILESTONE_BY_GIVER, MILESTONE_NOT_SO, MILESTONE_BY_TAKER, MILESTONE_BY_TAKER},
        [MILESTONE_ACCEPTED] = {MILESTONE_NOT_SO, MILESTONE_BY_TAKER, MILESTONE_NOT_SO, MILESTONE_NOT_SO},
        [MILESTONE_RETURNED] = {MILESTONE_NOT_SO, MILESTONE_BY_GIVER, MILESTONE_BY_TAKER, MILESTONE_NOT_SO},
    };
    return steps[from][to];
}

bool milestone_late(enum milestone_state state, int64_t due, int64_t today)
{
    return (state == MILESTONE_OPEN || state == MILESTONE_RETURNED) && due != NO_DAY && due < today;
}

struct milestone_dues milestone_dues(const struct milestone_terms *terms, int64_t due, int64_t delivered)
{
    struct milestone_dues out = {.payment = terms->payment};
    int64_t days = due == NO_DAY || delivered == NO_DAY ? 0 : delivered - due;
    if (days <= 0) {
        out.reward = due == NO_DAY || delivered == NO_DAY ? 0 : terms->reward;
        return out;
    }
    if (__builtin_mul_overflow(terms->penalty_a_day, days, &out.penalty))
        out.penalty = INT64_MAX;
    if (terms->penalty_most >= 0 && out.penalty > terms->penalty_most)
        out.penalty = terms->penalty_most;
    return out;
}
