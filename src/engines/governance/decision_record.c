#include "engines/governance/records.h"

static const char *const state_codes[] = {"open", "taken", "dropped", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "question", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "row", .type = FIELD_REF, .target = "decision_rows"},
    {.name = "body", .type = FIELD_REF, .flags = F_LIST, .target = "bodies"},
    {.name = "meeting", .type = FIELD_REF, .target = "meetings"},
    {.name = "part_of", .type = FIELD_REF, .target = "decisions"},
    {.name = "state", .type = FIELD_CHOICE, .flags = F_LIST, .choices = state_codes},
    {.name = "asked", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "taken", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "tier", .type = FIELD_CHOICE, .flags = F_LIST, .choices = body_tiers},
    {.name = "decider_name", .type = FIELD_TEXT},
    {.name = "outcome", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "criteria", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "rationale", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "trade_offs", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "would_change", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "took_part", .type = FIELD_LONG},
    {.name = "precedent", .type = FIELD_REF, .target = "decisions"},
    {.name = "contested", .type = FIELD_BOOL},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* A decision: question, options, criteria, rationale, trade-offs; asked and taken (S5c). */
struct kind decision_kind = {
    .name = "decision",
    .plural = "decisions",
    .table = "decision",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "question",
    .rights = "work",
    .sort = "-asked",
    FIELDS(fields),
};
