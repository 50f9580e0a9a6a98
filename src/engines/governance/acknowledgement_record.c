#include "engines/governance/support.h"

static const struct field fields[] = {
    {.name = "decision", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "decisions"},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "person", .type = FIELD_REF, .target = "people"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "acknowledged", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    check_somebody(work, change);
    check_past(work, change, "acknowledged");
    return check_alliance_of_whole(work, viewer, change, "decision", "party");
}

/* Who carries out a decision, and when they took note. */
struct kind acknowledgement_kind = {
    .name = "acknowledgement",
    .plural = "acknowledgements",
    .table = "acknowledgement",
    .scope = SCOPE_PARENT,
    .parent = "decision",
    .title = "name",
    .rights = "work",
    .sort = "name",
    FIELDS(fields),
    .check = check,
    .before_write = name_of_somebody,
};
