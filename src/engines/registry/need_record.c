#include "engines/registry/support.h"

static const struct field fields[] = {
    {.name = "name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "success_factor", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "success_factors"},
    {.name = "capability", .type = FIELD_REF, .flags = F_REQUIRED | F_LIST, .target = "capabilities"},
    {.name = "level", .type = FIELD_INT, .flags = F_LIST, .min = 0, .max = 5},
    {.name = "by_date", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    return default_name(work, viewer, change, "name", "capability");
}

/* A capability that a success factor requires, at which level, by when. */
struct kind need_kind = {
    .name = "need",
    .plural = "needs",
    .table = "need",
    .scope = SCOPE_OWNER,
    .title = "name",
    .rights = "strategy",
    .sort = "by_date",
    FIELDS(fields),
    .before_write = before_write,
};
