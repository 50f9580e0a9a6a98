#include "engines/governance/records.h"

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "topic", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "words", .type = FIELD_TEXT, .flags = F_LIST, .max = 500},
    {.name = "why", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* A side's private list of what may not be shared. */
struct kind off_limit_kind = {
    .name = "off_limit",
    .plural = "off_limits",
    .table = "off_limit",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .private_first = true,
    .title = "topic",
    .rights = "work",
    .sort = "topic",
    FIELDS(fields),
};
