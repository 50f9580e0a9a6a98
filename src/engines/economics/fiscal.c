#include "engines/economics/fiscal.h"

struct fiscal_quarter fiscal_quarter_of(int64_t day, int64_t first_month)
{
    struct civil on = date_civil(day);
    int64_t since = (on.month - first_month + 12) % 12; /* months since the fiscal year began */
    int64_t begun = on.year - (on.month < first_month), quarter = since / 3;
    int64_t from = first_month - 1 + 3 * quarter, after = from + 3; /* months since January of that year */
    return (struct fiscal_quarter){
        .year = begun + (first_month > 1),
        .quarter = quarter + 1,
        .starts = date_days((struct civil){begun + from / 12, from % 12 + 1, 1}),
        .ends = date_days((struct civil){begun + after / 12, after % 12 + 1, 1}) - 1,
    };
}
