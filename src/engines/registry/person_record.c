#include "engines/registry/support.h"
#include "kernel/account.h"

static const struct field fields[] = {
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "organisation", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "organisations"},
    {.name = "unit", .type = FIELD_REF, .target = "units"},
    {.name = "title", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "level", .type = FIELD_CHOICE, .flags = F_LIST, .choices = person_levels},
    {.name = "email", .type = FIELD_EMAIL, .flags = F_UNIQUE | F_IDENTIFIER | F_SEARCH | F_LIST},
    {.name = "zone", .type = FIELD_ZONE},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    return check_within(work, viewer, change, "unit", "organisation", "registry.other-organisation");
}

static enum err after_write(struct work *work, struct viewer *viewer, struct change *change)
{
    if (change->action != ACTION_CHANGE)
        return OK;
    struct str email = value_get_text(change->after, "email");
    return account_email_follow(work, viewer, change->id, email.p ? email : S(""));
}

/* Someone who works for an organisation. Who moves to another one is entered there anew. */
struct kind person_kind = {
    .name = "person",
    .plural = "people",
    .table = "person",
    .scope = SCOPE_OWNER,
    .title = "name",
    .rights = "people",
    .sort = "name",
    FIELDS(fields),
    .check = check,
    .after_write = after_write,
};
