/* Findings about those who work together: no partner, seats unfilled, no sponsor, pairs that have not met. */
#include "engines/registry/findings_rules.h"
#include "engines/registry/staffing.h"

static bool is_active(const struct value *party)
{
    return !is_given(party, "left_on");
}

void find_no_partner(struct scan *scan)
{
    VALUE_EACH (alliance, scan_rows(scan, &alliance_kind)) {
        int active = 0;
        struct str id = value_get_text(alliance, "id");
        if (str_is(value_get_text(alliance, "stage"), "ended"))
            continue;
        VALUE_EACH (party, scan_rows(scan, &party_kind))
            active += str_eq(value_get_text(party, "alliance"), id) && is_active(party);
        if (active > 1)
            continue;
        bool late = scan_reached(alliance, "design");
        struct str what =
            scan_words(scan, late ? "late" : NULL, "alliance", scan_name(scan, &alliance_kind, alliance), NULL);
        struct value *finding =
            scan_add(scan, late ? SEVERITY_HIGH : SEVERITY_LOW, alliance, day_of(alliance, "start"), what);
        scan_why(scan, finding, &alliance_kind, alliance);
        scan_append(scan, finding, "partner", &party_kind, &alliance_kind, alliance);
    }
}

/* Filled against planned is judged per side: all its lines together. */
void find_staffing(struct scan *scan)
{
    VALUE_EACH (party, scan_rows(scan, &party_kind)) {
        const struct value *alliance = scan_alliance(scan, party);
        int64_t planned = 0, filled = 0, since = NO_DAY;
        struct value *rests_on = value_list(scan->arena);
        VALUE_EACH (line, alliance && is_active(party) ? scan_rows(scan, &staffing_kind) : NULL) {
            if (!str_eq(value_get_text(line, "party"), value_get_text(party, "id")))
                continue;
            planned += value_get_int(line, "planned", 0);
            filled += value_get_int(line, "filled", 0);
            if (value_get_bool(line, "short"))
                value_push(rests_on, again(scan->arena, line));
            if (scan_day_of(line, "updated_at") > since)
                since = scan_day_of(line, "updated_at");
        }
        if (!staffing_short(planned, filled))
            continue;
        struct value *amounts = value_map(scan->arena);
        struct value *plan = value_put(amounts, "planned", value_new(scan->arena, V_DECIMAL));
        struct value *fill = value_put(amounts, "filled", value_new(scan->arena, V_DECIMAL));
        if (!plan || !fill)
            return;
        plan->i = planned;
        fill->i = filled;
        value_put(amounts, "party", scan_name(scan, &party_kind, party));
        value_put(amounts, "alliance", scan_name(scan, &alliance_kind, alliance));
        struct str what = message(scan->arena, scan->work->locale.language, "finding.staffing", amounts);
        struct value *finding = scan_add(scan, SEVERITY_MEDIUM, alliance, since, what);
        VALUE_EACH (line, rests_on)
            scan_why(scan, finding, &staffing_kind, line);
        scan_go(scan, finding, "staffing",
                arena_printf(scan->arena, "/alliances/%.*s/staffing", STR_ARG(value_get_text(alliance, "id"))));
    }
}

/* From the launch on each side has somebody of weight who stands for the alliance. */
void find_no_sponsor(struct scan *scan)
{
    VALUE_EACH (party, scan_rows(scan, &party_kind)) {
        const struct value *alliance = scan_alliance(scan, party);
        bool own = str_eq(value_get_text(party, "organisation"), scan->viewer->organisation);
        /* A partner's people need not be known to us by name. */
        if (!alliance || !own || !is_active(party) || !scan_reached(alliance, "launch") || is_given(party, "sponsor"))
            continue;
        struct str what = scan_words(scan, NULL, "party", scan_name(scan, &party_kind, party), "alliance",
                                     scan_name(scan, &alliance_kind, alliance), NULL);
        struct value *finding = scan_add(scan, SEVERITY_MEDIUM, alliance, day_of(party, "joined_on"), what);
        scan_why(scan, finding, &party_kind, party);
        scan_edit(scan, finding, "sponsor", &party_kind, party);
    }
}

void find_contacts(struct scan *scan)
{
    VALUE_EACH (contact, scan_rows(scan, &contact_kind)) {
        const struct value *alliance = scan_alliance(scan, contact);
        int64_t by = day_of(contact, "meet_by");
        if (!alliance || by == NO_DAY || by >= scan->today)
            continue;
        struct str what = scan_words(scan, NULL, "a", again(scan->arena, value_get(contact, "name_a")), "b",
                                     again(scan->arena, value_get(contact, "name_b")), "date",
                                     again(scan->arena, value_get(contact, "last_met")), "count",
                                     again(scan->arena, value_get(contact, "cadence_days")), "alliance",
                                     scan_name(scan, &alliance_kind, alliance), NULL);
        struct value *finding = scan_add(scan, SEVERITY_LOW, alliance, by, what);
        scan_why(scan, finding, &contact_kind, contact);
        scan_edit(scan, finding, "contact", &contact_kind, contact);
    }
}
