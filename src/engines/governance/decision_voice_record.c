#include "engines/governance/support.h"

static const char *const part_codes[] = {"affected", "recommends", "consulted", "approves", "informed", NULL};

static const struct field fields[] = {
    {.name = "row", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "decision_rows"},
    {.name = "part", .type = FIELD_CHOICE, .flags = F_REQUIRED | F_LIST, .choices = part_codes},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_LIST, .target = "parties"},
    {.name = "body", .type = FIELD_REF, .target = "bodies"},
    {.name = "unit", .type = FIELD_REF, .target = "units"},
    {.name = "person", .type = FIELD_REF, .target = "people"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    static const char *const who[] = {"name", "body", "unit", "person"};
    bool named = false;
    for (size_t i = 0; i < sizeof who / sizeof *who; i++)
        named |= is_given(change->after, who[i]);
    if (!named)
        refuse(work, "name", "input.required");
    enum err err = check_alliance_of_whole(work, viewer, change, "row", "party");
    return err ? err : check_alliance_of_whole(work, viewer, change, "row", "body");
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    enum err err = default_name(work, viewer, change, "name", "body");
    if (err == OK)
        err = default_name(work, viewer, change, "name", "unit");
    return err ? err : default_name(work, viewer, change, "name", "person");
}

/* Who has a part in a decision of the map, for one side. */
struct kind decision_voice_kind = {
    .name = "decision_voice",
    .plural = "decision_voices",
    .table = "decision_voice",
    .scope = SCOPE_PARENT,
    .parent = "row",
    .title = "name",
    .rights = "work",
    .sort = "part",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
};
