#include "engines/registry/agreement.h"

const char *agreement_status_code(enum agreement_status status)
{
    static const char *const codes[] = {"draft", "signed", "in_force", "ended"};
    return codes[status];
}

enum agreement_status agreement_status(const struct agreement_dates *dates, int64_t today)
{
    if (dates->ends != NO_DAY && dates->ends < today)
        return AGREEMENT_ENDED;
    if (dates->in_force != NO_DAY && dates->in_force <= today)
        return AGREEMENT_IN_FORCE;
    return dates->signed_on != NO_DAY && dates->signed_on <= today ? AGREEMENT_SIGNED : AGREEMENT_DRAFT;
}

bool agreement_notice_by(const struct agreement_dates *dates, int64_t *day)
{
    if (dates->ends == NO_DAY || dates->notice_days < 0)
        return false;
    *day = dates->ends - dates->notice_days;
    return true;
}
