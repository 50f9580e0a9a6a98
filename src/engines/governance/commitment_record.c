#include "engines/governance/commitment.h"
#include "engines/governance/recurrence.h"
#include "engines/governance/support.h"

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

enum commitment_state commitment_state_of(const struct value *record)
{
    struct str code = value_get_text(record, "state");
    for (unsigned i = 0; state_codes[i]; i++)
        if (str_is(code, state_codes[i]))
            return (enum commitment_state)i;
    return COMMITMENT_OPEN;
}

/* The organisation behind a party; empty where there is none. */
static enum err organisation_of(struct work *work, const struct viewer *viewer, const struct value *record,
                                const char *field, struct str *out)
{
    struct str id = value_get_text(record, field);
    *out = (struct str){NULL, 0};
    return id.n ? column_of(work, viewer, kind_by_plural(S("parties")), id, "organisation_id", out) : OK;
}

/* To deliver and to accept are different acts by different sides (S5c). Inside one side's circle, and for the operator
 * of the machine, there is only one. */
static enum err check_step(struct work *work, const struct viewer *viewer, const struct change *change)
{
    enum commitment_state from = change->before ? commitment_state_of(change->before) : COMMITMENT_OPEN;
    enum commitment_state to = commitment_state_of(change->after);
    const struct viewer_audience *audience = viewer_audience(viewer, change->audience);
    if (from == to || viewer->system || (audience && audience->kind == AUDIENCE_SIDE))
        return OK;
    enum commitment_act act = commitment_step(from, to);
    struct str owner, receiver;
    enum err err = organisation_of(work, viewer, change->after, "owner_party", &owner);
    if (err == OK)
        err = organisation_of(work, viewer, change->after, "to_party", &receiver);
    if (err)
        return err;
    bool owns = str_eq(owner, viewer->organisation);
    bool receives = receiver.n ? str_eq(receiver, viewer->organisation) : !owns;
    if (act == COMMITMENT_NOT_SO)
        refuse(work, "state", "commitment.not-so");
    else if (act == COMMITMENT_BY_OWNER ? !owns : !receives)
        refuse(work, "state", act == COMMITMENT_BY_OWNER ? "commitment.owner" : "commitment.receiver");
    return OK;
}

/* A rule that counts would begin to count anew each time. */
static void check_repeats(struct work *work, const struct change *change)
{
    struct recurrence rule;
    struct str part, text = value_get_text(change->after, "repeats");
    if (text.n && !recurrence_read(text, &rule, &part) && rule.count > 0)
        refuse(work, "repeats", "commitment.count");
    else
        check_recurrence(work, change, "repeats");
}

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    if (is_given(change->after, "to_party") &&
        str_eq(value_get_text(change->after, "owner_party"), value_get_text(change->after, "to_party")))
        refuse(work, "to_party", "commitment.one-side");
    if (commitment_state_of(change->after) == COMMITMENT_OPEN && is_given(change->after, "delivered_on") &&
        !change->before)
        refuse(work, "delivered_on", "commitment.not-delivered");
    check_past(work, change, "delivered_on");
    check_repeats(work, change);
    enum err err = check_step(work, viewer, change);
    return err ? err : check_alliance_of(work, viewer, change, "owner_party", "to_party", "decision", "meeting", NULL);
}

/* Dates that acts leave behind: the first due day, the day of delivery, the day of the answer. */
static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    struct arena *a = work->arena;
    default_choice(work, change, "state", "open");
    default_choice(work, change, "source", is_given(change->after, "clause") ? "contractual" : "promised");
    if (!is_given(change->after, "original_due"))
        put_day(a, change->after, "original_due", day_of(change->after, "due"));
    enum commitment_state state = commitment_state_of(change->after);
    bool changed = change->before && commitment_state_of(change->before) != state;
    if (state == COMMITMENT_DELIVERED && !is_given(change->after, "delivered_on"))
        put_day(a, change->after, "delivered_on", today_of(work));
    if (state == COMMITMENT_OPEN && changed)
        value_set(change->after, "delivered_on", value_null(a));
    if (changed && state >= COMMITMENT_ACCEPTED)
        put_day(a, change->after, "answered_on", today_of(work));
    return default_name(work, viewer, change, "owner_name", "owner_person");
}

/* The day on which it is due again; NO_DAY where it is not. */
static int64_t due_again(const struct value *record)
{
    struct recurrence rule;
    struct str part;
    int64_t due = day_of(record, "due"), days[2];
    if (!is_given(record, "repeats") || due == NO_DAY ||
        recurrence_read(value_get_text(record, "repeats"), &rule, &part))
        return NO_DAY;
    size_t n = recurrence_days(&rule, due, 2, days);
    for (size_t i = 0; i < n; i++)
        if (days[i] > due)
            return days[i];
    return NO_DAY;
}

/* What repeats is owed again as soon as it is accepted. */
static enum err after_write(struct work *work, struct viewer *viewer, struct change *change)
{
    static const char *const same[] = {"alliance", "title",   "source", "owner_party",    "owner_person", "owner_name",
                                       "to_party", "repeats", "clause", "evidence_asked", "sample"};
    bool accepted = change->before && commitment_state_of(change->before) != COMMITMENT_ACCEPTED &&
                    commitment_state_of(change->after) == COMMITMENT_ACCEPTED;
    int64_t due = accepted ? due_again(change->after) : NO_DAY;
    if (due == NO_DAY)
        return OK;
    struct arena *a = work->arena;
    struct value *next = value_map(a), *made;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (is_given(change->after, same[i]))
            value_put(next, same[i], again(a, value_get(change->after, same[i])));
    put_day(a, next, "due", due);
    value_put_text(a, next, "circle", change->audience);
    return record_create(work, viewer, change->kind, next, INPUT_JSON, &made);
}

/* late: open and past its day. */
static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    bool late = commitment_late(commitment_state_of(record), day_of(record, "due"), today_of(work));
    value_put_bool(work->arena, record, "late", late);
    return OK;
}

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
    .check = check,
    .before_write = before_write,
    .after_write = after_write,
    .derive = derive,
};
