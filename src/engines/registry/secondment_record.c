#include "engines/registry/support.h"

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "sent_by", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "works_at", .type = FIELD_REF, .flags = F_REQUIRED | F_LIST, .target = "parties"},
    {.name = "person", .type = FIELD_REF, .target = "people"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "task", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "from_date", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "to_date", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct str from = value_get_text(change->after, "sent_by"), to = value_get_text(change->after, "works_at");
    if (is_leaving(change))
        return OK;
    if (from.n && str_eq(from, to))
        refuse(work, "works_at", "secondment.one-side");
    check_somebody(work, change);
    check_order(work, change, "from_date", "to_date");
    enum err err = check_within(work, viewer, change, "sent_by", "alliance", "registry.other-alliance");
    return err ? err : check_within(work, viewer, change, "works_at", "alliance", "registry.other-alliance");
}

/* Who works at a partner's, from when to when. */
struct kind secondment_kind = {
    .name = "secondment",
    .plural = "secondments",
    .table = "secondment",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "name",
    .rights = "work",
    .sort = "from_date",
    FIELDS(fields),
    .check = check,
    .before_write = name_of_somebody,
};
