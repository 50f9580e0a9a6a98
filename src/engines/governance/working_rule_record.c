#include "engines/governance/blind.h"
#include "engines/governance/rule_library.h"
#include "engines/governance/support.h"

static const char *const state_codes[] = {"proposed", "agreed", "retired", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "principle", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "meaning", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "library_code", .type = FIELD_TEXT, .flags = F_SET_BY_US, .max = 60},
    {.name = "state", .type = FIELD_CHOICE, .flags = F_LIST, .choices = state_codes},
    {.name = "agreed_on", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* An agreed rule has a meaning; where sides have begun to write theirs unseen, it is agreed once all are revealed. */
static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct value *seals;
    bool revealed, was = change->before && str_is(value_get_text(change->before, "state"), "agreed");
    if (is_leaving(change) || was || !str_is(value_get_text(change->after, "state"), "agreed"))
        return OK;
    if (!is_given(change->after, "meaning"))
        refuse(work, "meaning", "working_rule.no-meaning");
    if (!change->before)
        return OK;
    enum err err = blind_seals(work, viewer, &meaning_blind, change->before, &seals, &revealed);
    if (err == OK && seals->count && !revealed)
        refuse(work, "state", "working_rule.unrevealed");
    return err;
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    (void)viewer;
    default_choice(work, change, "state", "proposed");
    size_t known = change->before ? RULE_LIBRARY : rule_library_find(work, value_get_text(change->after, "principle"));
    if (known < RULE_LIBRARY)
        value_set(change->after, "library_code", value_text(work->arena, str_of(rule_library_code(known))));
    if (str_is(value_get_text(change->after, "state"), "agreed") && !is_given(change->after, "agreed_on"))
        put_day(work->arena, change->after, "agreed_on", today_of(work));
    return OK;
}

/* A rule of working together that both sides agreed on (S5a principle 4). */
struct kind working_rule_kind = {
    .name = "working_rule",
    .plural = "working_rules",
    .table = "working_rule",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "principle",
    .rights = "work",
    .sort = "principle",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
};
