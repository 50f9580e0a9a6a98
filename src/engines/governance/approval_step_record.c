#include "engines/governance/support.h"

static const char *const style_codes[] = {"consensual", "hierarchical", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "topic", .type = FIELD_TEXT, .flags = F_LIST, .max = 60},
    {.name = "rank", .type = FIELD_INT, .flags = F_LIST, .min = 1, .max = 99},
    {.name = "step", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "style", .type = FIELD_CHOICE, .flags = F_LIST, .choices = style_codes},
    {.name = "meets", .type = FIELD_TEXT, .max = 500},
    {.name = "papers_days", .type = FIELD_INT, .flags = F_LIST, .min = 0, .max = 365},
    {.name = "takes_days", .type = FIELD_INT, .flags = F_LIST, .min = 0, .max = 1000},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    check_recurrence(work, change, "meets");
    if (is_given(change->after, "papers_days") && !is_given(change->after, "meets"))
        refuse(work, "meets", "approval_step.no-calendar");
    return check_alliance_of(work, viewer, change, "party", NULL);
}

/* How a firm decides: steps by topic, review bodies with calendars and deadlines for papers (S5a principle 1). */
struct kind approval_step_kind = {
    .name = "approval_step",
    .plural = "approval_steps",
    .table = "approval_step",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "step",
    .rights = "work",
    .sort = "rank",
    FIELDS(fields),
    .check = check,
};
