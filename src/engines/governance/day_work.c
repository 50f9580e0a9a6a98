/* What governance asks of a person, day by day: commitments to keep and to answer, decisions to take, decisions to
 * carry out (S5c: tracking within and across). */
#include "engines/governance/day_work.h"
#include "engines/governance/commitment.h"
#include "engines/governance/holiday.h"
#include "engines/governance/records.h"
#include "engines/governance/seat.h"

static struct value *party_name(struct day *day, const struct value *record, const char *field)
{
    const struct value *party = value_get(record, field);
    return value_text(day->arena, party && party->kind == V_REF && party->label.n ? party->label : S(""));
}

static struct value *shown(struct day *day, int64_t date)
{
    return put_day(day->arena, value_map(day->arena), "day", date);
}

/* ---- commitments ---- */

/* What the person is named for and has not delivered, or delivered in a way that was disputed. */
static void find_owed_by_me(struct day *day, const char *state)
{
    struct query query = {0};
    query_add(&query, "owner_person", day->person);
    query_add(&query, "state", str_of(state));
    VALUE_EACH (row, day_rows(day, &commitment_kind, query)) {
        const struct value *alliance = day_alliance(day, row);
        if (!alliance)
            continue;
        bool disputed = commitment_state_of(row) == COMMITMENT_DISPUTED;
        struct value *item = day_add(day, DAY_OWE, disputed ? "disputed" : "deliver", &commitment_kind, row, alliance,
                                     day_of(row, "due"));
        bool named = is_given(row, "to_party");
        day_say(day, item,
                disputed ? "disputed"
                : named  ? "deliver.to"
                         : "deliver",
                "party", party_name(day, row, "to_party"), NULL);
        day_act(day, item, "deliver", &commitment_kind, row, "state", S("delivered"));
        day_edit(day, item, "say", &commitment_kind, row);
    }
}

/* Who looks after an alliance also has what their side owes and nobody is named for. */
static void find_unnamed(struct day *day, const struct value *row, const struct value *alliance)
{
    if (is_given(row, "owner_person") || is_given(row, "owner_name") ||
        !viewer_may(day->viewer, &commitment_kind, ACTION_CHANGE, value_get_text(row, "circle")))
        return;
    struct value *item = day_add(day, DAY_OWE, "unnamed", &commitment_kind, row, alliance, day_of(row, "due"));
    day_say(day, item, "unnamed", NULL);
    day_edit(day, item, "name", &commitment_kind, row);
}

/* What the other side owes ours: late, or due within a week. */
static void find_owed_to_us(struct day *day)
{
    struct query query = {.sort = S("due")};
    query_add(&query, "state", S("open"));
    query_add(&query, "due.to", date_text(day->arena, day->today + DAY_AHEAD));
    VALUE_EACH (row, day_rows(day, &commitment_kind, query)) {
        const struct value *alliance = day_alliance(day, row);
        bool ours = day_ours(day, value_get_text(row, "owner_party"));
        if (alliance && ours)
            find_unnamed(day, row, alliance);
        if (!alliance || ours || (is_given(row, "to_party") && !day_ours(day, value_get_text(row, "to_party"))))
            continue;
        struct value *item = day_add(day, DAY_OWED, "owed", &commitment_kind, row, alliance, day_of(row, "due"));
        bool named = is_given(row, "owner_name");
        day_say(day, item, named ? "owed.by" : "owed", "party", party_name(day, row, "owner_party"), "name",
                day_word(day, row, "owner_name"), NULL);
        day_next(day, item, "look", arena_printf(day->arena, "/commitments/%.*s", STR_ARG(value_get_text(row, "id"))));
    }
}

/* Delivered to our side, which has not said whether that is what was owed. */
static void find_to_answer(struct day *day)
{
    struct query query = {.sort = S("delivered_on")}, any = {0};
    query_add(&query, "state", S("delivered"));
    const struct value *delivered_rows = day_rows(day, &commitment_kind, query);
    const struct value *off = count_of(delivered_rows) ? day_rows(day, &holiday_kind, any) : NULL;
    VALUE_EACH (row, delivered_rows) {
        const struct value *alliance = day_alliance(day, row);
        int64_t delivered = day_of(row, "delivered_on");
        bool to_us = is_given(row, "to_party") ? day_ours(day, value_get_text(row, "to_party"))
                                               : !day_ours(day, value_get_text(row, "owner_party"));
        if (!alliance || !to_us || delivered == NO_DAY)
            continue;
        struct holidays rest = holidays_of(day->arena, off, value_get_text(row, "alliance"));
        int64_t by = working_days_after(delivered, UNANSWERED_WORKING_DAYS, rest.days, rest.count);
        struct value *item = day_add(day, DAY_ASKED, "answer", &commitment_kind, row, alliance, by);
        day_say(day, item, by < day->today ? "answer.over" : "answer", "party", party_name(day, row, "owner_party"),
                "delivered", shown(day, delivered), "by", shown(day, by), NULL);
        day_act(day, item, "accept", &commitment_kind, row, "state", S("accepted"));
        day_edit(day, item, "dispute", &commitment_kind, row);
    }
}

void day_commitments(struct day *day)
{
    find_owed_by_me(day, "open");
    find_owed_by_me(day, "disputed");
    find_owed_to_us(day);
    find_to_answer(day);
}

/* ---- decisions ---- */

/* Whether the person sits in the body now, otherwise than to observe. */
static bool sits_in(const struct day *day, const struct value *seats, struct str body)
{
    VALUE_EACH (seat, seats)
        if (body.n && str_eq(value_get_text(seat, "body"), body) && seat_serves(seat, day->today) &&
            !str_is(value_get_text(seat, "role"), "observer"))
            return true;
    return false;
}

static const struct value *row_of(const struct value *rows, struct str id)
{
    VALUE_EACH (row, rows)
        if (str_eq(value_get_text(row, "id"), id))
            return row;
    return NULL;
}

const struct value *day_seats(struct day *day)
{
    struct query query = {0};
    query_add(&query, "person", day->person);
    return day_rows(day, &seat_kind, query);
}

bool day_meets(const struct day *day, const struct value *meeting, const struct value *seats)
{
    struct str body = value_get_text(meeting, "body");
    VALUE_EACH (seat, body.n ? seats : NULL)
        if (str_eq(value_get_text(seat, "body"), body) && seat_serves(seat, day->today))
            return true;
    return !body.n;
}

/* Open ones that the person decides, alone or as a member of the body that does. */
void day_decisions(struct day *day)
{
    struct query query = {.sort = S("asked")}, any = {0};
    query_add(&query, "state", S("open"));
    const struct value *seats = day_seats(day), *decisions = day_rows(day, &decision_kind, query);
    const struct value *rows = count_of(decisions) ? day_rows(day, &decision_row_kind, any) : NULL;
    VALUE_EACH (decision, decisions) {
        const struct value *alliance = day_alliance(day, decision);
        const struct value *row = row_of(rows, value_get_text(decision, "row"));
        struct str body = value_get_text(is_given(decision, "body") ? decision : row,
                                         is_given(decision, "body") ? "body" : "decider_body");
        bool alone = row && str_eq(value_get_text(row, "decider_person"), day->person);
        if (!alliance || !(alone || sits_in(day, seats, body)))
            continue;
        int64_t asked = day_of(decision, "asked"), allowed = value_get_int(row, "allowed_days", 0);
        int64_t due = asked != NO_DAY && allowed > 0 ? asked + allowed : NO_DAY;
        struct value *item = day_add(day, DAY_ASKED, "decide", &decision_kind, decision, alliance, due);
        day_say(day, item, due == NO_DAY ? "decide" : "decide.within", "days",
                value_int(day->arena, day->today - asked), "count", value_int(day->arena, allowed), NULL);
        day_edit(day, item, "decide", &decision_kind, decision);
    }
}

/* Decisions taken that the person is to carry out and has not yet acknowledged. */
void day_acknowledgements(struct day *day)
{
    struct query query = {0};
    query_add(&query, "person", day->person);
    query_add(&query, "acknowledged.none", S("1"));
    VALUE_EACH (row, day_rows(day, &acknowledgement_kind, query)) {
        struct value *decision = NULL;
        enum err err = record_get(day->work, day->viewer, &decision_kind, value_get_text(row, "decision"), &decision);
        if (err && err != ERR_NOT_FOUND)
            day->err = err;
        const struct value *alliance = decision ? day_alliance(day, decision) : NULL;
        if (!alliance || !str_is(value_get_text(decision, "state"), "taken"))
            continue;
        struct value *item = day_add(day, DAY_ASKED, "acknowledge", &decision_kind, decision, alliance, NO_DAY);
        day_say(day, item, "acknowledge", "date", again(day->arena, value_get(decision, "taken")), NULL);
        day_act(day, item, "acknowledge", &acknowledgement_kind, row, "acknowledged",
                date_text(day->arena, today_of(day->work)));
        day_next(day, item, "look",
                 arena_printf(day->arena, "/decisions/%.*s", STR_ARG(value_get_text(decision, "id"))));
    }
}

const day_rule governance_day[] = {day_commitments, day_decisions, day_acknowledgements, day_pulses, NULL};
