#include "engines/governance/support.h"

static const char *const kind_codes[] = {"strategy", "rival", "market", "reorganisation", "people", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "title", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "kind", .type = FIELD_CHOICE, .flags = F_REQUIRED | F_LIST, .choices = kind_codes},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "known", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "told", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "watcher", .type = FIELD_TEXT, .flags = F_LIST},
    {.name = "reviewed", .type = FIELD_DATE},
    {.name = "impact", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "adaptation", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    check_order(work, change, "known", "told");
    check_past(work, change, "known");
    check_past(work, change, "told");
    check_past(work, change, "reviewed");
    return check_alliance_of(work, viewer, change, "party", NULL);
}

/* days_to_tell: from known to told. */
static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    int64_t known = day_of(record, "known"), told = day_of(record, "told");
    if (known != NO_DAY && told != NO_DAY)
        value_put_int(work->arena, record, "days_to_tell", told - known);
    return OK;
}

/* A change at a party: known, told, reviewed together (S5e 2, 3). */
struct kind partner_change_kind = {
    .name = "partner_change",
    .plural = "partner_changes",
    .table = "partner_change",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "title",
    .rights = "work",
    .sort = "-known",
    FIELDS(fields),
    .check = check,
    .derive = derive,
};
