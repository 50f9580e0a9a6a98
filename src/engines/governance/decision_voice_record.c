#include "engines/governance/records.h"

static const char *const part_codes[] = {"affected", "recommends", "consulted", "approves", "informed", NULL};

static const struct field fields[] = {
    {.name = "row", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "decision_rows"},
    {.name = "part", .type = FIELD_CHOICE, .flags = F_REQUIRED | F_LIST, .choices = part_codes},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_LIST, .target = "parties"},
    {.name = "body", .type = FIELD_REF, .target = "bodies"},
    {.name = "unit", .type = FIELD_REF, .target = "units"},
    {.name = "person", .type = FIELD_REF, .target = "people"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* Who has a part in a decision of the map, for one side. */
struct kind decision_voice_kind = {
    .name = "decision_voice",
    .plural = "decision_voices",
    .table = "decision_voice",
    .scope = SCOPE_PARENT,
    .parent = "row",
    .title = "name",
    .rights = "work",
    .sort = "part",
    FIELDS(fields),
};
