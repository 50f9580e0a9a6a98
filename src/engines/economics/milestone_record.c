#include "engines/economics/ledger.h"
#include "engines/economics/milestone.h"

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "handed_over", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "from_party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "to_party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "owner_person", .type = FIELD_REF, .target = "people"},
    {.name = "owner_name", .type = FIELD_TEXT, .flags = F_SEARCH},
    {.name = "due", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "original_due", .type = FIELD_DATE, .flags = F_SET_BY_US},
    {.name = "criteria", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "term", .type = FIELD_TEXT},
    {.name = "state", .type = FIELD_CHOICE, .flags = F_LIST, .choices = milestone_state_codes},
    {.name = "delivered_on", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "evidence", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "answered_on", .type = FIELD_DATE, .flags = F_SET_BY_US},
    {.name = "answer", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* On which sides of it the writer stands. */
struct hands {
    bool gives, takes;
};

static enum err is_own(struct work *work, const struct viewer *viewer, const struct value *record, const char *field,
                       bool *out)
{
    struct str organisation;
    enum err err = column_of(work, viewer, kind_by_plural(S("parties")), value_get_text(record, field),
                             "organisation_id", &organisation);
    *out = !err && str_eq(organisation, viewer->organisation);
    return err;
}

static bool changed(const struct change *change, const char *field)
{
    return !value_equal(value_get(change->before, field), value_get(change->after, field));
}

/* Handing over and accepting are acts of different sides. */
static void check_step(struct work *work, const struct change *change, struct hands hands)
{
    enum milestone_state from = change->before ? milestone_state_of(change->before) : MILESTONE_OPEN;
    enum milestone_state to = milestone_state_of(change->after);
    if (from == to)
        return;
    enum milestone_act act = milestone_step(from, to);
    if (act == MILESTONE_NOT_SO)
        refuse(work, "state", "milestone.not-so");
    else if (act == MILESTONE_BY_GIVER ? !hands.gives : !hands.takes)
        refuse(work, "state", act == MILESTONE_BY_GIVER ? "milestone.giver" : "milestone.taker");
}

/* What is asked for is the taker's to change, what was done the giver's to say: nobody eases their own task. */
static void check_hands(struct work *work, const struct change *change, struct hands hands)
{
    static const char *const of_taker[] = {"due", "criteria", "term"}, *const of_giver[] = {"delivered_on", "evidence"};
    bool accepted = milestone_state_of(change->before) == MILESTONE_ACCEPTED &&
                    milestone_state_of(change->after) == MILESTONE_ACCEPTED;
    for (size_t i = 0; i < 3; i++)
        if (changed(change, of_taker[i]) && (accepted || (!hands.takes && is_given(change->before, of_taker[i]))))
            refuse(work, of_taker[i], accepted ? "milestone.stands" : "milestone.taker-says");
    for (size_t i = 0; i < 2; i++)
        if (changed(change, of_giver[i]) && (accepted || !hands.gives))
            refuse(work, of_giver[i], accepted ? "milestone.stands" : "milestone.giver-says");
    if (changed(change, "answer") && !hands.takes)
        refuse(work, "answer", "milestone.answer-says");
}

/* What the ledger already rests on is not taken back. */
static enum err check_booked(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct value *entries;
    bool was = change->before && milestone_state_of(change->before) == MILESTONE_ACCEPTED;
    if (!was || (!is_leaving(change) && milestone_state_of(change->after) == MILESTONE_ACCEPTED))
        return OK;
    enum err err = rows_of(work, viewer, &ledger_entry_kind, "milestone", change->id, 1, &entries);
    if (!err && count_of(entries))
        refuse(work, "state", "milestone.booked");
    return err;
}

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    const struct viewer_audience *there = viewer_audience(viewer, change->audience);
    struct hands hands = {true, true};
    enum err err = check_booked(work, viewer, change);
    if (err || is_leaving(change))
        return err;
    enum milestone_state state = milestone_state_of(change->after);
    if (str_eq(value_get_text(change->after, "from_party"), value_get_text(change->after, "to_party")))
        refuse(work, "to_party", "milestone.one-side");
    if (state != MILESTONE_OPEN && !is_given(change->after, "evidence"))
        refuse(work, "evidence", "milestone.evidence");
    if (state == MILESTONE_RETURNED && !is_given(change->after, "answer"))
        refuse(work, "answer", "milestone.why");
    if (is_given(change->after, "delivered_on") && day_of(change->after, "delivered_on") > today_of(work))
        refuse(work, "delivered_on", "milestone.ahead");
    /* Inside one side's circle, and for the operator of the machine, there is only one hand. */
    if (!viewer->system && !(there && there->kind == AUDIENCE_SIDE)) {
        err = is_own(work, viewer, change->after, "from_party", &hands.gives);
        if (!err)
            err = is_own(work, viewer, change->after, "to_party", &hands.takes);
        check_step(work, change, hands);
        if (change->before)
            check_hands(work, change, hands);
    }
    if (!err)
        err = check_within(work, viewer, change, "from_party", "alliance", "economics.other-alliance");
    return err ? err : check_within(work, viewer, change, "to_party", "alliance", "economics.other-alliance");
}

/* Dates that acts leave behind: the first day that was named, the day it was handed over, the day of the answer. */
static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    struct arena *a = work->arena;
    struct value *after = change->after;
    default_choice(work, change, "state", "open");
    if (!is_given(after, "original_due"))
        put_day(a, after, "original_due", day_of(after, "due"));
    enum milestone_state state = milestone_state_of(after);
    bool stepped = (change->before ? milestone_state_of(change->before) : MILESTONE_OPEN) != state;
    bool said = is_given(after, "delivered_on") && changed(change, "delivered_on");
    if (stepped && state == MILESTONE_DELIVERED && !said) {
        value_drop(after, "delivered_on");
        put_day(a, after, "delivered_on", today_of(work));
    }
    if (state == MILESTONE_OPEN)
        value_set(after, "delivered_on", value_null(a));
    if (stepped) {
        value_drop(after, "answered_on");
        if (state == MILESTONE_ACCEPTED || state == MILESTONE_RETURNED)
            put_day(a, after, "answered_on", today_of(work));
    }
    return default_name(work, viewer, change, "owner_name", "owner_person");
}

/* late: not handed over, or returned, and past its day. */
static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    bool late = milestone_late(milestone_state_of(record), day_of(record, "due"), today_of(work));
    value_put_bool(work->arena, record, "late", late);
    return OK;
}

/* What one side hands over to another: a milestone with its criteria, handed over by the one, accepted by the other. */
struct kind milestone_kind = {
    .name = "milestone",
    .plural = "milestones",
    .table = "milestone",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "name",
    .rights = "work",
    .sort = "due",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
    .derive = derive,
};
