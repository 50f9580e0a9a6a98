/* What hand-offs ask of a person: to hand over, to accept or return, to look after what the other side owes. */
#include "engines/economics/day.h"
#include "engines/economics/milestone.h"
#include "engines/economics/records.h"

static struct value *party_name(struct day *day, const struct value *row, const char *field)
{
    const struct value *party = value_get(row, field);
    return value_text(day->arena, party && party->kind == V_REF && party->label.n ? party->label : S(""));
}

/* To hand over: by the one who is named for it, or where nobody is, by those who may name somebody. */
static void owe(struct day *day, const struct value *row, const struct value *alliance)
{
    bool named = is_given(row, "owner_person") || is_given(row, "owner_name");
    bool mine = day->person.n && str_eq(value_get_text(row, "owner_person"), day->person);
    bool soon = day_of(row, "due") <= day->today + DAY_AHEAD;
    bool may = viewer_may(day->viewer, &milestone_kind, ACTION_CHANGE, value_get_text(row, "circle"));
    if (!mine && (named || !soon || !may))
        return;
    bool returned = milestone_state_of(row) == MILESTONE_RETURNED;
    struct value *item = day_add(day, DAY_OWE,
                                 returned ? "returned"
                                 : mine   ? "hand-over"
                                          : "unnamed",
                                 &milestone_kind, row, alliance, day_of(row, "due"));
    day_say(day, item,
            returned ? "returned"
            : mine   ? "hand-over"
                     : "unnamed",
            "party", party_name(day, row, "to_party"), "why", day_word(day, row, "answer"), NULL);
    day_edit(day, item, mine || returned ? "hand-over" : "name", &milestone_kind, row);
}

static void owed(struct day *day, const struct value *row, const struct value *alliance)
{
    if (day_of(row, "due") > day->today + DAY_AHEAD)
        return;
    struct value *item = day_add(day, DAY_OWED, "hand-off", &milestone_kind, row, alliance, day_of(row, "due"));
    bool named = is_given(row, "owner_name");
    day_say(day, item, named ? "owed.by" : "owed", "party", party_name(day, row, "from_party"), "name",
            day_word(day, row, "owner_name"), NULL);
    day_next(day, item, "look", arena_printf(day->arena, "/milestones/%.*s", STR_ARG(value_get_text(row, "id"))));
}

static void find_open(struct day *day, const char *state)
{
    struct query query = {.sort = S("due")};
    query_add(&query, "state", str_of(state));
    VALUE_EACH (row, day_rows(day, &milestone_kind, query)) {
        const struct value *alliance = day_alliance(day, row);
        if (alliance && day_ours(day, value_get_text(row, "from_party")))
            owe(day, row, alliance);
        else if (alliance && day_ours(day, value_get_text(row, "to_party")))
            owed(day, row, alliance);
    }
}

/* Handed over to our side, which has not said whether it is good. */
static void find_to_accept(struct day *day)
{
    struct query query = {.sort = S("delivered_on")};
    query_add(&query, "state", S("delivered"));
    VALUE_EACH (row, day_rows(day, &milestone_kind, query)) {
        const struct value *alliance = day_alliance(day, row);
        if (!alliance || !day_ours(day, value_get_text(row, "to_party")))
            continue;
        struct value *item = day_add(day, DAY_ASKED, "accept", &milestone_kind, row, alliance, NO_DAY);
        day_say(day, item, "accept", "party", party_name(day, row, "from_party"), "delivered",
                again(day->arena, value_get(row, "delivered_on")), NULL);
        day_act(day, item, "accept", &milestone_kind, row, "state", S("accepted"));
        day_edit(day, item, "return", &milestone_kind, row);
    }
}

void day_milestones(struct day *day)
{
    find_open(day, "open");
    find_open(day, "returned");
    find_to_accept(day);
}
