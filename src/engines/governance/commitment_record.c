#include "engines/governance/records.h"

static const char *const source_codes[] = {"promised", "contractual", NULL};
static const char *const state_codes[] = {"open", "delivered", "accepted", "waived", "disputed", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "title", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "source", .type = FIELD_CHOICE, .flags = F_LIST, .choices = source_codes},
    {.name = "owner_party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "owner_person", .type = FIELD_REF, .target = "people"},
    {.name = "owner_name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "to_party", .type = FIELD_REF, .target = "parties"},
    {.name = "due", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "original_due", .type = FIELD_DATE, .flags = F_SET_BY_US},
    {.name = "repeats", .type = FIELD_TEXT, .max = 500},
    {.name = "clause", .type = FIELD_REF, .target = "clauses"},
    {.name = "decision", .type = FIELD_REF, .target = "decisions"},
    {.name = "meeting", .type = FIELD_REF, .target = "meetings"},
    {.name = "evidence_asked", .type = FIELD_TEXT},
    {.name = "evidence", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "state", .type = FIELD_CHOICE, .flags = F_LIST, .choices = state_codes},
    {.name = "delivered_on", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "answered_on", .type = FIELD_DATE},
    {.name = "our_part", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "their_part", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* Anything one side owes: delivered by the owner, accepted by the receiver (S5c). */
struct kind commitment_kind = {
    .name = "commitment",
    .plural = "commitments",
    .table = "commitment",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "title",
    .rights = "work",
    .sort = "due",
    FIELDS(fields),
};
