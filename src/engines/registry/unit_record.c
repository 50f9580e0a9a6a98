#include "engines/registry/support.h"

static const char *const types[] = {"business_unit", "function", "region", NULL};

static const struct field fields[] = {
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "organisation", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "organisations"},
    {.name = "parent", .type = FIELD_REF, .flags = F_LIST, .target = "units"},
    {.name = "type", .type = FIELD_CHOICE, .flags = F_LIST, .choices = types},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    enum err err = check_tree(work, viewer, change, "parent");
    return err ? err : check_within(work, viewer, change, "parent", "organisation", "registry.other-organisation");
}

/* A part of an organisation; units form a tree. */
struct kind unit_kind = {
    .name = "unit",
    .plural = "units",
    .table = "unit",
    .scope = SCOPE_OWNER,
    .title = "name",
    .rights = "people",
    .sort = "name",
    FIELDS(fields),
    .check = check,
};
