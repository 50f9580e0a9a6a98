/* Findings about hand-offs: late, unanswered, accepted and not paid, or without criteria by which to accept them. */
#include "engines/economics/findings_rules.h"
#include "engines/economics/milestone_dues.h"
#include "engines/economics/pages.h"

enum { GRAVE_DAYS = 30, ANSWER_DAYS = 14, VAGUE_AHEAD_DAYS = 60 };

static struct value *party_word(struct scan *scan, const struct value *milestone, const char *field)
{
    const struct value *party = value_get(milestone, field);
    return value_text(scan->arena, party && party->kind == V_REF && party->label.n ? party->label : S(""));
}

static void add_one(struct scan *scan, enum severity severity, const struct value *row, const struct value *alliance,
                    int64_t since, const char *act)
{
    struct value *finding =
        scan_add(scan, severity, alliance, since,
                 scan_words(scan, NULL, "name", scan_word(scan, row, "name"), "from",
                            party_word(scan, row, "from_party"), "to", party_word(scan, row, "to_party"), "alliance",
                            scan_word(scan, alliance, "name"), "date", scan_day(scan, since), NULL));
    scan_why(scan, finding, &milestone_kind, row);
    scan_open(scan, finding, act, &milestone_kind, row);
}

void find_milestone_late(struct scan *scan)
{
    VALUE_EACH (row, scan_rows(scan, &milestone_kind)) {
        const struct value *alliance = value_get_bool(row, "late") ? scan_alliance(scan, row) : NULL;
        int64_t due = day_of(row, "due");
        if (alliance)
            add_one(scan, due < scan->today - GRAVE_DAYS ? SEVERITY_HIGH : SEVERITY_MEDIUM, row, alliance, due,
                    "hand-off");
    }
}

void find_milestone_unanswered(struct scan *scan)
{
    VALUE_EACH (row, scan_rows(scan, &milestone_kind)) {
        int64_t since = day_of(row, "delivered_on");
        bool waits = milestone_state_of(row) == MILESTONE_DELIVERED && since != NO_DAY;
        const struct value *alliance = waits && since < scan->today - ANSWER_DAYS ? scan_alliance(scan, row) : NULL;
        if (alliance)
            add_one(scan, SEVERITY_MEDIUM, row, alliance, since, "accept");
    }
}

/* Nobody can tell when it is good enough, and it is due soon. */
void find_milestone_vague(struct scan *scan)
{
    VALUE_EACH (row, scan_rows(scan, &milestone_kind)) {
        enum milestone_state state = milestone_state_of(row);
        bool lacks = state != MILESTONE_ACCEPTED && !is_given(row, "criteria");
        const struct value *alliance =
            lacks && day_of(row, "due") <= scan->today + VAGUE_AHEAD_DAYS ? scan_alliance(scan, row) : NULL;
        if (alliance)
            add_one(scan, SEVERITY_MEDIUM, row, alliance, day_of(row, "due"), "criteria");
    }
}

/* One finding for each alliance. */
static void tell_unbooked(struct scan *scan, const struct value *alliance, const struct value *milestones)
{
    struct value *sheets = NULL, *list = value_list(scan->arena);
    struct str id = value_get_text(alliance, "id");
    const struct value *first = NULL;
    VALUE_EACH (row, milestones) {
        if (scan->err || !str_eq(value_get_text(row, "alliance"), id) || milestone_state_of(row) != MILESTONE_ACCEPTED)
            continue;
        if (!sheets)
            scan->err = deal_sheets_agreed(scan->work, scan->viewer, id, S(""), &sheets);
        int64_t before = count_of(list);
        if (!scan->err)
            scan->err = milestone_unbooked(scan->work, scan->viewer, sheets, row, list);
        if (!first && count_of(list) > before)
            first = row;
    }
    if (scan->err || !first)
        return;
    struct value *finding = scan_add(scan, SEVERITY_MEDIUM, alliance, day_of(first, "answered_on"),
                                     scan_words(scan, NULL, "count", value_int(scan->arena, count_of(list)), "name",
                                                scan_word(scan, first, "name"), "amount",
                                                again(scan->arena, value_get(list->first, "missing")), "alliance",
                                                scan_word(scan, alliance, "name"), NULL));
    scan_why(scan, finding, &milestone_kind, first);
    scan_go(scan, finding, "book",
            arena_printf(scan->arena, "/alliances/%.*s" HAND_OFFS_PATH, STR_ARG(value_get_text(alliance, "id"))));
}

void find_milestone_unbooked(struct scan *scan)
{
    const struct value *milestones = scan_rows(scan, &milestone_kind);
    VALUE_EACH (alliance, count_of(milestones) ? scan_rows(scan, kind_by_plural(S("alliances"))) : NULL)
        if (!scan->err && !str_is(value_get_text(alliance, "stage"), "ended"))
            tell_unbooked(scan, alliance, milestones);
}
