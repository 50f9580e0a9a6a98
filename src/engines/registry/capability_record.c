#include "engines/registry/support.h"

static const struct field fields[] = {
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "parent", .type = FIELD_REF, .flags = F_LIST, .target = "capabilities"},
    {.name = "description", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    return is_leaving(change) ? OK : check_tree(work, viewer, change, "parent");
}

/* An entry of the shared catalogue (a tree) that needs, profiles and contributions speak of. */
struct kind capability_kind = {
    .name = "capability",
    .plural = "capabilities",
    .table = "capability",
    .scope = SCOPE_OWNER,
    .title = "name",
    .rights = "registry",
    .sort = "name",
    FIELDS(fields),
    .check = check,
};
