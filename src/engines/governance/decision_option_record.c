#include "engines/governance/records.h"

static const struct field fields[] = {
    {.name = "decision", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "decisions"},
    {.name = "rank", .type = FIELD_INT, .flags = F_LIST, .min = 1, .max = 99},
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "speaks_for", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "speaks_against", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "chosen", .type = FIELD_BOOL, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* An option weighed in a decision. */
struct kind decision_option_kind = {
    .name = "decision_option",
    .plural = "decision_options",
    .table = "decision_option",
    .scope = SCOPE_PARENT,
    .parent = "decision",
    .title = "name",
    .rights = "work",
    .sort = "rank",
    FIELDS(fields),
};
