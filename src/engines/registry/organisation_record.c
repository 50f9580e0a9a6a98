#include "engines/registry/support.h"

static const char *const kinds[] = {"own", "partner", "candidate", "competitor", "customer", "public_body", NULL};
static const char *const value_chains[] = {
    "raw_materials", "components", "manufacturing", "distribution", "service", "platform", "finance", "public", NULL};

static const struct field fields[] = {
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "legal_name", .type = FIELD_TEXT, .flags = F_SEARCH},
    {.name = "kind", .type = FIELD_CHOICE, .flags = F_LIST, .choices = kinds},
    {.name = "parent", .type = FIELD_REF, .target = "organisations"},
    {.name = "industry", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "value_chain", .type = FIELD_CHOICE, .choices = value_chains},
    {.name = "country", .type = FIELD_COUNTRY, .flags = F_LIST},
    {.name = "domain", .type = FIELD_DOMAIN, .flags = F_UNIQUE | F_IDENTIFIER | F_SEARCH | F_LIST},
    {.name = "lei", .type = FIELD_LEI, .flags = F_UNIQUE | F_IDENTIFIER},
    {.name = "ticker", .type = FIELD_TEXT, .max = 20},
    {.name = "fiscal_year_start", .type = FIELD_INT, .min = 1, .max = 12},
    {.name = "employees", .type = FIELD_INT, .min = 0, .max = 100000000},
    {.name = "revenue", .type = FIELD_MONEY},
    {.name = "seat_hours", .type = FIELD_INT, .min = 1, .max = 700},
    {.name = "aliases", .type = FIELD_TEXT, .flags = F_SEARCH, .max = 1000},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    return is_leaving(change) ? OK : check_tree(work, viewer, change, "parent");
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    (void)viewer;
    default_choice(work, change, "kind", "candidate");
    return OK;
}

/* A firm or public body, as its owner knows it. */
struct kind organisation_kind = {
    .name = "organisation",
    .plural = "organisations",
    .table = "organisation",
    .scope = SCOPE_OWNER,
    .firm_name = true,
    .title = "name",
    .rights = "registry",
    .sort = "name",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
};
