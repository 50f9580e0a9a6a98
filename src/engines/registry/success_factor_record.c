#include "engines/registry/records.h"

static const struct field fields[] = {
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "goal", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "goals"},
    {.name = "weight", .type = FIELD_DECIMAL, .flags = F_LIST, .min = 0, .max = 100000000},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* What reaching a goal takes, with its weight. */
struct kind success_factor_kind = {
    .name = "success_factor",
    .plural = "success_factors",
    .table = "success_factor",
    .scope = SCOPE_OWNER,
    .title = "name",
    .rights = "strategy",
    .sort = "-weight",
    FIELDS(fields),
};
