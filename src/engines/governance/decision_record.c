#include "engines/governance/support.h"

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

/* A decision that was taken says when and what. */
static void check_taken(struct work *work, const struct change *change)
{
    bool taken = str_is(value_get_text(change->after, "state"), "taken");
    if (taken && !is_given(change->after, "outcome"))
        refuse(work, "outcome", "decision.no-outcome");
    if (!taken && is_given(change->after, "taken"))
        refuse(work, "state", "decision.not-taken");
    check_order(work, change, "asked", "taken");
    check_past(work, change, "asked");
    check_past(work, change, "taken");
}

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    check_taken(work, change);
    enum err err = check_alliance_of(work, viewer, change, "row", "body", "meeting", "part_of", NULL);
    return err ? err : check_tree(work, viewer, change, "part_of");
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    (void)viewer;
    default_choice(work, change, "state", "open");
    if (!change->before && !is_given(change->after, "asked"))
        put_day(work->arena, change->after, "asked", today_of(work));
    if (str_is(value_get_text(change->after, "state"), "taken") && !is_given(change->after, "taken"))
        put_day(work->arena, change->after, "taken", today_of(work));
    return OK;
}

/* lead_days: from asked to taken. */
static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    int64_t asked = day_of(record, "asked"), taken = day_of(record, "taken");
    if (asked != NO_DAY && taken != NO_DAY)
        value_put_int(work->arena, record, "lead_days", taken - asked);
    return OK;
}

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
    .check = check,
    .before_write = before_write,
    .derive = derive,
};
