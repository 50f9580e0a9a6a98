#include "engines/governance/records.h"

static const struct field fields[] = {
    {.name = "body", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "bodies"},
    {.name = "rank", .type = FIELD_INT, .flags = F_LIST, .min = 1, .max = 99},
    {.name = "goal", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "challenge", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "plan", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* A line of a charter: goal, challenge, plan. */
struct kind charter_goal_kind = {
    .name = "charter_goal",
    .plural = "charter_goals",
    .table = "charter_goal",
    .scope = SCOPE_PARENT,
    .parent = "body",
    .title = "goal",
    .rights = "work",
    .sort = "rank",
    FIELDS(fields),
};
