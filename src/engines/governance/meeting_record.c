#include "engines/governance/records.h"

static const char *const kind_codes[] = {"joint", "internal", "plan", NULL};
static const char *const state_codes[] = {"planned", "held", "cancelled", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "body", .type = FIELD_REF, .flags = F_LIST, .target = "bodies"},
    {.name = "title", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "kind", .type = FIELD_CHOICE, .flags = F_LIST, .choices = kind_codes},
    {.name = "prepares", .type = FIELD_REF, .target = "meetings"},
    {.name = "starts", .type = FIELD_INSTANT, .flags = F_REQUIRED | F_LIST},
    {.name = "minutes_long", .type = FIELD_INT, .min = 5, .max = 2880},
    {.name = "place", .type = FIELD_TEXT},
    {.name = "state", .type = FIELD_CHOICE, .flags = F_LIST, .choices = state_codes},
    {.name = "minutes", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* A meeting: agenda, attendance, minutes; joint, or internal to a side before a joint one (S5a principle 5). */
struct kind meeting_kind = {
    .name = "meeting",
    .plural = "meetings",
    .table = "meeting",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "title",
    .rights = "work",
    .sort = "-starts",
    FIELDS(fields),
};
