#include "engines/governance/support.h"

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "person", .type = FIELD_REF, .target = "people"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "planned", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "effect", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "notice_given", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "answer", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "answered", .type = FIELD_DATE},
    {.name = "hand_over", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    check_somebody(work, change);
    check_order(work, change, "notice_given", "answered");
    return check_alliance_of(work, viewer, change, "party", NULL);
}

/* A planned withdrawal of people: effect, notice, answer, hand-over (S5f). */
struct kind withdrawal_kind = {
    .name = "withdrawal",
    .plural = "withdrawals",
    .table = "withdrawal",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "name",
    .rights = "work",
    .sort = "planned",
    FIELDS(fields),
    .check = check,
    .before_write = name_of_somebody,
};
