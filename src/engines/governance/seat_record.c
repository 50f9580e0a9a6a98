#include "engines/governance/support.h"

static const char *const role_codes[] = {"chair", "co_chair", "member", "observer", NULL};

static const struct field fields[] = {
    {.name = "body", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "bodies"},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "person", .type = FIELD_REF, .target = "people"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "role", .type = FIELD_CHOICE, .flags = F_REQUIRED | F_LIST, .choices = role_codes},
    {.name = "hours_a_month", .type = FIELD_DECIMAL, .flags = F_LIST, .min = 0, .max = 744000000},
    {.name = "from_date", .type = FIELD_DATE},
    {.name = "to_date", .type = FIELD_DATE},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    check_somebody(work, change);
    check_order(work, change, "from_date", "to_date");
    return check_alliance_of_whole(work, viewer, change, "body", "party");
}

/* A member of a body, of one side. */
struct kind seat_kind = {
    .name = "seat",
    .plural = "seats",
    .table = "seat",
    .scope = SCOPE_PARENT,
    .parent = "body",
    .title = "name",
    .rights = "work",
    .sort = "role",
    FIELDS(fields),
    .check = check,
    .before_write = name_of_somebody,
};
