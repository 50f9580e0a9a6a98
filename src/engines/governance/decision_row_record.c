#include "engines/governance/records.h"

static const char *const class_codes[] = {"key", "daily", "exception", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "decision", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "topic", .type = FIELD_TEXT, .flags = F_LIST, .max = 60},
    {.name = "class", .type = FIELD_CHOICE, .flags = F_REQUIRED | F_LIST, .choices = class_codes},
    {.name = "decider_body", .type = FIELD_REF, .flags = F_LIST, .target = "bodies"},
    {.name = "decider_person", .type = FIELD_REF, .target = "people"},
    {.name = "decider_name", .type = FIELD_TEXT, .flags = F_LIST},
    {.name = "allowed_days", .type = FIELD_INT, .flags = F_LIST, .min = 1, .max = 1000},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* A decision that will matter and can be foreseen (S5a principle 1). */
struct kind decision_row_kind = {
    .name = "decision_row",
    .plural = "decision_rows",
    .table = "decision_row",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "decision",
    .rights = "work",
    .sort = "class",
    FIELDS(fields),
};
