#include "engines/registry/support.h"

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "statement", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST, .max = 500},
    {.name = "party", .type = FIELD_REF, .flags = F_LIST, .target = "parties"},
    {.name = "rank", .type = FIELD_INT, .flags = F_LIST, .min = 1, .max = 99},
    {.name = "opposes", .type = FIELD_REF, .target = "objectives"},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    enum err err = check_within(work, viewer, change, "party", "alliance", "registry.other-alliance");
    if (err == OK)
        err = check_within(work, viewer, change, "opposes", "alliance", "registry.other-alliance");
    if (err == OK && str_eq(value_get_text(change->after, "opposes"), change->id))
        refuse(work, "opposes", "objective.itself");
    return err;
}

/* What a party, or the alliance as a whole, wants from it; joint or of a side. */
struct kind objective_kind = {
    .name = "objective",
    .plural = "objectives",
    .table = "objective",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "statement",
    .rights = "work",
    .sort = "rank",
    FIELDS(fields),
    .check = check,
};
