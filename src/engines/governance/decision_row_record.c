#include "engines/governance/support.h"

static const char *const class_codes[] = {"key", "daily", "exception", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "decision", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "topic", .type = FIELD_TEXT, .flags = F_LIST, .max = 60},
    {.name = "class", .type = FIELD_CHOICE, .flags = F_REQUIRED | F_LIST, .choices = class_codes},
    {.name = "decider_body", .type = FIELD_REF, .flags = F_LIST, .target = "bodies"},
    {.name = "decider_person", .type = FIELD_REF, .target = "people"},
    {.name = "decider_name", .type = FIELD_TEXT, .flags = F_LIST},
    {.name = "allowed_days", .type = FIELD_INT, .flags = F_LIST, .min = 1, .max = 1000},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* One decides: a body, or a person (S5a, S5c); nobody yet is a fault that the map shows. */
static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    if (is_given(change->after, "decider_body") && is_given(change->after, "decider_person"))
        refuse(work, "decider_person", "decision_row.two-deciders");
    return check_alliance_of(work, viewer, change, "decider_body", NULL);
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    enum err err = default_name(work, viewer, change, "decider_name", "decider_body");
    return err ? err : default_name(work, viewer, change, "decider_name", "decider_person");
}

/* A decision that will matter and can be foreseen (S5a principle 1). */
struct kind decision_row_kind = {
    .name = "decision_row",
    .plural = "decision_rows",
    .table = "decision_row",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "decision",
    .rights = "work",
    .sort = "class",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
};
