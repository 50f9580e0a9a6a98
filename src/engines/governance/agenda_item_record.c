#include "engines/governance/support.h"

static const struct field fields[] = {
    {.name = "meeting", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "meetings"},
    {.name = "rank", .type = FIELD_INT, .flags = F_LIST, .min = 1, .max = 999},
    {.name = "title", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "minutes_for", .type = FIELD_INT, .flags = F_LIST, .min = 1, .max = 1440},
    {.name = "about_kind", .type = FIELD_KIND, .flags = F_FIXED},
    {.name = "about", .type = FIELD_TEXT, .flags = F_FIXED},
    {.name = "outcome", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    (void)viewer;
    if (!is_leaving(change) && is_given(change->after, "about") != is_given(change->after, "about_kind"))
        refuse(work, is_given(change->after, "about") ? "about_kind" : "about", "input.required");
    return OK;
}

/* subject: the record that the item is about, where the viewer may see it. */
static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    return put_subject(work, viewer, record);
}

/* An item of a meeting's agenda, which may lead to a record. */
struct kind agenda_item_kind = {
    .name = "agenda_item",
    .plural = "agenda_items",
    .table = "agenda_item",
    .scope = SCOPE_PARENT,
    .parent = "meeting",
    .title = "title",
    .rights = "work",
    .sort = "rank",
    FIELDS(fields),
    .check = check,
    .derive = derive,
};
