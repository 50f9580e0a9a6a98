#include "engines/governance/support.h"

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "result", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "person", .type = FIELD_REF, .target = "people"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "in_goals", .type = FIELD_BOOL, .flags = F_LIST},
    {.name = "rewarded", .type = FIELD_BOOL, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    check_somebody(work, change);
    return check_alliance_of(work, viewer, change, "party", NULL);
}

/* Who answers for which result, whether it stands in personal goals and is rewarded (S5c, S5e 15). */
struct kind accountability_kind = {
    .name = "accountability",
    .plural = "accountabilities",
    .table = "accountability",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "result",
    .rights = "work",
    .sort = "result",
    FIELDS(fields),
    .check = check,
    .before_write = name_of_somebody,
};
