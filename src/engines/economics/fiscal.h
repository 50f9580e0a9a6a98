/* fiscal.h: a firm's own calendar: fiscal years that begin in any month, and their quarters. A fiscal year has the
 * number of the calendar year in which it ends. */
#ifndef ENGINES_ECONOMICS_FISCAL_H
#define ENGINES_ECONOMICS_FISCAL_H
#include "base/date.h"

struct fiscal_quarter {
    int64_t year, quarter; /* quarter from 1 */
    int64_t starts, ends;  /* days, both inside */
};
/* The quarter that a day lies in; `first_month` (1 to 12) is that in which the fiscal year begins. */
struct fiscal_quarter fiscal_quarter_of(int64_t day, int64_t first_month);
#endif
