#include "engines/governance/support.h"

static const char *const standing_codes[] = {"standing", "ad_hoc", NULL};
static const char *const decision_rule_codes[] = {"all", "majority", "expert", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "tier", .type = FIELD_CHOICE, .flags = F_REQUIRED | F_LIST, .choices = body_tiers},
    {.name = "parent_body", .type = FIELD_REF, .flags = F_LIST, .target = "bodies"},
    {.name = "standing", .type = FIELD_CHOICE, .choices = standing_codes},
    {.name = "mission", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "key_decisions", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "responsibilities", .type = FIELD_LONG},
    {.name = "norms", .type = FIELD_LONG},
    {.name = "cadence_days", .type = FIELD_INT, .flags = F_LIST, .min = 1, .max = 730},
    {.name = "quorum", .type = FIELD_INT, .min = 1, .max = 200},
    {.name = "decision_rule", .type = FIELD_CHOICE, .flags = F_LIST, .choices = decision_rule_codes},
    {.name = "tie_break", .type = FIELD_TEXT},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    enum err err = check_alliance_of(work, viewer, change, "parent_body", NULL);
    return err ? err : check_tree(work, viewer, change, "parent_body");
}

/* A body of the governance: tier, charter, decision rule (S1 2.1, S5c). */
struct kind body_kind = {
    .name = "body",
    .plural = "bodies",
    .table = "body",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "name",
    .rights = "work",
    .sort = "tier",
    FIELDS(fields),
    .check = check,
};
