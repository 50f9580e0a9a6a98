/* Opportunities that the sides of an alliance bring, and what they have set themselves to bring. */
#include "base/message.h"
#include "engines/economics/pipeline.h"
#include "engines/economics/records.h"

static const char *const outcomes[] = {"won", "lost", NULL};

static const struct field opportunity_fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "customer", .type = FIELD_TEXT, .flags = F_SEARCH},
    {.name = "brought_by", .type = FIELD_REF, .flags = F_REQUIRED | F_LIST, .target = "parties"},
    {.name = "carried_out_by", .type = FIELD_REF, .flags = F_LIST, .target = "parties"},
    {.name = "called_on", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "proposed_on", .type = FIELD_DATE},
    {.name = "decided_on", .type = FIELD_DATE},
    {.name = "outcome", .type = FIELD_CHOICE, .choices = outcomes},
    {.name = "stage", .type = FIELD_CHOICE, .flags = F_SET_BY_US | F_LIST, .choices = pipeline_stage_codes},
    {.name = "expected", .type = FIELD_MONEY, .flags = F_LIST},
    {.name = "won", .type = FIELD_MONEY, .flags = F_LIST},
    {.name = "remark", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static void refuse_ahead(struct work *work, const struct value *record, const char *field)
{
    if (is_given(record, field) && day_of(record, field) > today_of(work))
        refuse(work, field, "opportunity.ahead");
}

static void refuse_negative(struct work *work, const struct value *record, const char *field)
{
    const struct value *money = value_get(record, field);
    if (money && money->kind == V_MONEY && money->i < 0)
        refuse(work, field, "opportunity.negative");
}

static enum err check_opportunity(struct work *work, const struct viewer *viewer, struct change *change)
{
    static const char *const days[] = {"called_on", "proposed_on", "decided_on"};
    static const char *const amounts[] = {"expected", "won"};
    const struct value *after = change->after;
    bool won = str_is(value_get_text(after, "outcome"), "won"), decided = is_given(after, "outcome");
    if (is_leaving(change))
        return OK;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        refuse_ahead(work, after, days[i]);
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
        refuse_negative(work, after, amounts[i]);
    check_order(work, change, "called_on", "proposed_on");
    check_order(work, change, is_given(after, "proposed_on") ? "proposed_on" : "called_on", "decided_on");
    if (decided != is_given(after, "decided_on"))
        refuse(work, decided ? "decided_on" : "outcome", decided ? "opportunity.when" : "opportunity.what");
    if (won != is_given(after, "won"))
        refuse(work, "won", won ? "opportunity.how-much" : "opportunity.not-won");
    enum err err = check_within(work, viewer, change, "brought_by", "alliance", "economics.other-alliance");
    return err ? err : check_within(work, viewer, change, "carried_out_by", "alliance", "economics.other-alliance");
}

static enum err write_opportunity(struct work *work, struct viewer *viewer, struct change *change)
{
    (void)viewer;
    const struct value *after = change->after;
    struct str outcome = value_get_text(after, "outcome");
    enum pipeline_stage stage = str_is(outcome, "won")           ? STAGE_WON
                                : str_is(outcome, "lost")        ? STAGE_LOST
                                : is_given(after, "proposed_on") ? STAGE_PROPOSAL
                                                                 : STAGE_CALL;
    value_drop(change->after, "stage");
    return put_choice(work->arena, change->after, "stage", pipeline_stage_codes[stage], "choice.opportunity.stage")
               ? OK
               : ERR_MEMORY;
}

struct kind opportunity_kind = {
    .name = "opportunity",
    .plural = "opportunities",
    .table = "opportunity",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "name",
    .rights = "work",
    .sort = "-called_on",
    FIELDS(opportunity_fields),
    .check = check_opportunity,
    .before_write = write_opportunity,
};

/* ---- targets ---- */

static const struct field target_fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_LIST, .target = "parties"},
    {.name = "starts", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "ends", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "calls", .type = FIELD_INT, .flags = F_LIST, .min = 0, .max = 1000000},
    {.name = "proposals", .type = FIELD_INT, .flags = F_LIST, .min = 0, .max = 1000000},
    {.name = "wins", .type = FIELD_INT, .flags = F_LIST, .min = 0, .max = 1000000},
    {.name = "value", .type = FIELD_MONEY, .flags = F_LIST},
    {.name = "tolerance", .type = FIELD_RATIO},
    {.name = "remark", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* No day of a party's path is asked for twice. */
static enum err check_overlap(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct value *others;
    struct query query = {0};
    int64_t starts = day_of(change->after, "starts"), ends = day_of(change->after, "ends");
    query_add(&query, "alliance", value_get_text(change->after, "alliance"));
    query_add(&query, "party", value_get_text(change->after, "party"));
    query_add(&query, "circle", change->audience);
    enum err err = rows_where(work, viewer, &pipeline_target_kind, query, TARGETS_MOST, &others);
    VALUE_EACH (other, err ? NULL : others)
        if (!str_eq(value_get_text(other, "id"), change->id) && day_of(other, "starts") <= ends &&
            day_of(other, "ends") >= starts) {
            refuse(work, "starts", "pipeline_target.overlap");
            break;
        }
    return err;
}

static enum err check_target(struct work *work, const struct viewer *viewer, struct change *change)
{
    static const char *const asked[] = {"calls", "proposals", "wins", "value"};
    bool any = false;
    if (is_leaving(change))
        return OK;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        any = any || is_given(change->after, asked[i]);
    if (!any)
        refuse(work, "value", "pipeline_target.nothing");
    refuse_negative(work, change->after, "value");
    check_order(work, change, "starts", "ends");
    enum err err = check_within(work, viewer, change, "party", "alliance", "economics.other-alliance");
    return err ? err : check_overlap(work, viewer, change);
}

static enum err derive_target(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    const struct value *party = value_get(record, "party");
    struct value *title = value_map(work->arena);
    value_put_text(work->arena, title, "party", party && party->kind == V_REF ? party->label : S(""));
    value_put(title, "date", again(work->arena, value_get(record, "ends")));
    value_put_text(work->arena, record, "title",
                   message(work->arena, work->locale.language, "pipeline_target.title", title));
    return OK;
}

struct kind pipeline_target_kind = {
    .name = "pipeline_target",
    .plural = "pipeline_targets",
    .table = "pipeline_target",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .rights = "money",
    .sort = "starts",
    FIELDS(target_fields),
    .check = check_target,
    .derive = derive_target,
};
