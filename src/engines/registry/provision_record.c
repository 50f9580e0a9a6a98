#include "engines/registry/support.h"

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "source", .type = FIELD_CHOICE, .flags = F_REQUIRED | F_LIST, .choices = incompleteness_codes},
    {.name = "what", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "clause", .type = FIELD_REF, .flags = F_LIST, .target = "clauses"},
    {.name = "body", .type = FIELD_TEXT, .flags = F_LIST},
    {.name = "decision", .type = FIELD_TEXT, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* What provides is an adaptive clause of an agreement of the alliance, or a body or a decision in words. */
static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct str clause = value_get_text(change->after, "clause"), agreement = {NULL, 0}, kind = {NULL, 0};
    if (is_leaving(change))
        return OK;
    if (!clause.n && !is_given(change->after, "body") && !is_given(change->after, "decision"))
        refuse(work, "clause", "provision.nothing");
    if (!clause.n)
        return OK;
    enum err err = column_of(work, viewer, &clause_kind, clause, "kind", &kind);
    if (err == OK && !str_is(kind, "adaptive"))
        refuse(work, "clause", "provision.adaptive");
    if (err == OK)
        err = column_of(work, viewer, &clause_kind, clause, "agreement_id", &agreement);
    return err ? err : check_agreement(work, viewer, change, "clause", agreement);
}

/* What provides for a source of incompleteness: an adaptive clause, a body or a decision. */
struct kind provision_kind = {
    .name = "provision",
    .plural = "provisions",
    .table = "provision",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "what",
    .rights = "work",
    .sort = "source",
    FIELDS(fields),
    .check = check,
};
