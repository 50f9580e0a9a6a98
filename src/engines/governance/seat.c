#include "engines/governance/seat.h"

bool seat_leads(const struct value *seat)
{
    struct str role = value_get_text(seat, "role");
    return str_is(role, "chair") || str_is(role, "co_chair");
}

bool seat_serves(const struct value *seat, int64_t today)
{
    int64_t from = day_of(seat, "from_date"), to = day_of(seat, "to_date");
    return (from == NO_DAY || from <= today) && (to == NO_DAY || to >= today);
}

bool seat_same_person(const struct value *a, const struct value *b)
{
    struct str x = value_get_text(a, "person"), y = value_get_text(b, "person");
    if (x.n && y.n)
        return str_eq(x, y);
    return str_eq(value_get_text(a, "name"), value_get_text(b, "name"));
}
