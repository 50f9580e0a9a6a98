#include "engines/registry/support.h"

static const char *const types[] = {"capability", "cash",          "plant",    "intellectual_property",
                                    "people",     "market_access", "standing", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "what", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "type", .type = FIELD_CHOICE, .flags = F_LIST, .choices = types},
    {.name = "capability", .type = FIELD_REF, .target = "capabilities"},
    {.name = "strength", .type = FIELD_INT, .flags = F_LIST, .min = 0, .max = 5},
    {.name = "value", .type = FIELD_MONEY, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    return check_within(work, viewer, change, "party", "alliance", "registry.other-alliance");
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    (void)viewer;
    default_choice(work, change, "type", "capability");
    return OK;
}

/* What a party brings in. */
struct kind contribution_kind = {
    .name = "contribution",
    .plural = "contributions",
    .table = "contribution",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "what",
    .rights = "work",
    .sort = "what",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
};
