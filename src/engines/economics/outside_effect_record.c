#include "engines/economics/answered.h"
#include "engines/economics/records.h"

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "period", .type = FIELD_REF, .flags = F_REQUIRED | F_LIST, .target = "settlement_periods"},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_LIST, .target = "parties"},
    {.name = "person", .type = FIELD_REF, .target = "people"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "decision", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "decided_by", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "decided_on", .type = FIELD_DATE},
    {.name = "amount", .type = FIELD_MONEY, .flags = F_REQUIRED | F_LIST},
    {.name = "reason", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "booked_by", .type = FIELD_REF, .flags = F_SET_BY_US, .target = "organisations"},
    {.name = "answer", .type = FIELD_CHOICE, .flags = F_LIST, .choices = answer_codes},
    {.name = "dispute", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "answered_by", .type = FIELD_REF, .flags = F_SET_BY_US, .target = "organisations"},
    {.name = "answered_on", .type = FIELD_DATE, .flags = F_SET_BY_US},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    static const char *const within[] = {"period", "party", NULL};
    const struct value *amount = value_get(change->after, "amount");
    enum err err = OK;
    answered_check(work, viewer, change, &outside_effect_kind);
    if (is_leaving(change))
        return OK;
    if (amount && amount->kind == V_MONEY && !amount->i)
        refuse(work, "amount", "outside_effect.nothing");
    for (size_t i = 0; within[i] && !err; i++)
        err = check_within(work, viewer, change, within[i], "alliance", "economics.other-alliance");
    return err;
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    enum err err = default_name(work, viewer, change, "name", "person");
    return err ? err : answered_write(work, viewer, change, &outside_effect_kind);
}

static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    answered_put_state(work, viewer, record);
    return OK;
}

/* What a decision that others took did to the result of a party in a period, for which somebody of it answers (S1 3.3:
 * a manager is judged on what they decide): above 0 it helped. One side writes it, the others answer. */
struct kind outside_effect_kind = {
    .name = "outside_effect",
    .plural = "outside_effects",
    .table = "outside_effect",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "decision",
    .rights = "money",
    .sort = "-decided_on",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
    .derive = derive,
};
