#include "engines/governance/records.h"

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "unit", .type = FIELD_REF, .target = "units"},
    {.name = "person", .type = FIELD_REF, .target = "people"},
    {.name = "asked", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "support", .type = FIELD_INT, .flags = F_LIST, .min = -2, .max = 2},
    {.name = "needed", .type = FIELD_INT, .flags = F_LIST, .min = -2, .max = 2},
    {.name = "influence", .type = FIELD_INT, .flags = F_LIST, .min = 1, .max = 5},
    {.name = "talks", .type = FIELD_BOOL, .flags = F_LIST},
    {.name = "affected", .type = FIELD_BOOL},
    {.name = "heard", .type = FIELD_DATE},
    {.name = "next_step", .type = FIELD_TEXT, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* Internal stakeholders, private to a side (S5a principle 5). */
struct kind stakeholder_kind = {
    .name = "stakeholder",
    .plural = "stakeholders",
    .table = "stakeholder",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .private_first = true,
    .title = "name",
    .rights = "work",
    .sort = "-influence",
    FIELDS(fields),
};
