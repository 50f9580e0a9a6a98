#include "engines/registry/records.h"

static const struct field fields[] = {
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "description", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "by_date", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* What the company wants to reach. */
struct kind goal_kind = {
    .name = "goal",
    .plural = "goals",
    .table = "goal",
    .scope = SCOPE_OWNER,
    .title = "name",
    .rights = "strategy",
    .sort = "name",
    FIELDS(fields),
};
