#include "engines/registry/support.h"

static const char *const origins[] = {"inside", "outside", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "happened_on", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "what", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST, .max = 500},
    {.name = "origin", .type = FIELD_CHOICE, .flags = F_LIST, .choices = origins},
    {.name = "source", .type = FIELD_CHOICE, .flags = F_REQUIRED | F_LIST, .choices = incompleteness_codes},
    {.name = "silent_clause", .type = FIELD_REF, .target = "clauses"},
    {.name = "decided", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct str agreement, clause = value_get_text(change->after, "silent_clause");
    if (is_leaving(change))
        return OK;
    if (day_of(change->after, "happened_on") > today_of(work))
        refuse(work, "happened_on", "registry.future");
    enum err err = clause.n ? column_of(work, viewer, &clause_kind, clause, "agreement_id", &agreement) : OK;
    return err || !clause.n ? err : check_agreement(work, viewer, change, "silent_clause", agreement);
}

/* An event that nobody foresaw; it tests the ratings of incompleteness. */
struct kind surprise_kind = {
    .name = "surprise",
    .plural = "surprises",
    .table = "surprise",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "what",
    .rights = "work",
    .sort = "-happened_on",
    FIELDS(fields),
    .check = check,
};
