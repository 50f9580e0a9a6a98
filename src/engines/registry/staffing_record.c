#include "engines/registry/staffing.h"
#include "engines/registry/support.h"

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "role", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "planned", .type = FIELD_DECIMAL, .flags = F_REQUIRED | F_LIST, .min = 0, .max = 10000000000},
    {.name = "filled", .type = FIELD_DECIMAL, .flags = F_LIST, .min = 0, .max = 10000000000},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    return check_within(work, viewer, change, "party", "alliance", "registry.other-alliance");
}

/* ratio: filled as a share of planned; short: below what is enough. Nothing filled counts as 0. */
static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    int64_t planned = value_get_int(record, "planned", 0), filled = value_get_int(record, "filled", 0), ratio;
    if (staffing_ratio(planned, filled, &ratio))
        put_ratio(work->arena, record, "ratio", ratio);
    value_put_bool(work->arena, record, "short", staffing_short(planned, filled));
    return OK;
}

/* A role in an alliance with the full-time equivalents that a party planned and filled. */
struct kind staffing_kind = {
    .name = "staffing",
    .plural = "staffing",
    .table = "staffing",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "role",
    .rights = "work",
    .sort = "role",
    FIELDS(fields),
    .check = check,
    .derive = derive,
};
