#include "engines/registry/records.h"

static const char *const kinds[] = {"protective", "adaptive", "coordination", "exit", "intellectual_property",
                                    "money",      NULL};

static const struct field fields[] = {
    {.name = "agreement", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "agreements"},
    {.name = "number", .type = FIELD_TEXT, .flags = F_LIST, .max = 40},
    {.name = "heading", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "kind", .type = FIELD_CHOICE, .flags = F_LIST, .choices = kinds},
    {.name = "text", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* A clause of an agreement. */
struct kind clause_kind = {
    .name = "clause",
    .plural = "clauses",
    .table = "clause",
    .scope = SCOPE_PARENT,
    .parent = "agreement",
    .title = "heading",
    .rights = "money",
    .sort = "number",
    FIELDS(fields),
};
