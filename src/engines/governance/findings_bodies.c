/* Findings about bodies: what can be seen from members, meetings and charters without asking anybody (S1 2.1, S5b,
 * S5f).
 */
#include "engines/governance/findings_rules.h"
#include "engines/governance/seat.h"

enum { THIN_HOURS = 40, MISSED_CADENCES = 2 };

static struct value *seats_of(struct scan *scan, const struct value *body)
{
    struct value *now = value_list(scan->arena);
    VALUE_EACH (seat, scan_rows(scan, &seat_kind))
        if (str_eq(value_get_text(seat, "body"), value_get_text(body, "id")) && seat_serves(seat, scan->today))
            value_push(now, again(scan->arena, seat));
    return now;
}

static bool is_joint(const struct scan *scan, const struct value *record)
{
    const struct viewer_audience *audience = viewer_audience(scan->viewer, value_get_text(record, "circle"));
    return audience && audience->kind == AUDIENCE_JOINT;
}

/* Every joint body above a team has a lead from each side. */
void find_chairs(struct scan *scan)
{
    const struct kind *parties = kind_by_plural(S("parties"));
    VALUE_EACH (body, scan_rows(scan, &body_kind)) {
        const struct value *alliance = scan_alliance(scan, body);
        if (!alliance || !is_joint(scan, body) || str_is(value_get_text(body, "tier"), "team"))
            continue;
        struct value *seats = seats_of(scan, body);
        VALUE_EACH (party, scan_of(scan, parties, "alliance", value_get_text(alliance, "id"))) {
            bool led = is_given(party, "left_on");
            VALUE_EACH (seat, seats)
                led |= seat_leads(seat) && str_eq(value_get_text(seat, "party"), value_get_text(party, "id"));
            if (led)
                continue;
            struct str what =
                scan_words(scan, NULL, "body", scan_word(scan, body, "name"), "party", scan_word(scan, party, "name"),
                           "alliance", scan_word(scan, alliance, "name"), NULL);
            struct value *finding = scan_add(scan, SEVERITY_MEDIUM, alliance, scan_day_of(body, "created_at"), what);
            scan_why(scan, finding, &body_kind, body);
            scan_append(scan, finding, "seat", &seat_kind, &body_kind, body);
        }
    }
}

/* Upward, someone of each body also sits in the body that it reports to (S5b). */
void find_pins(struct scan *scan)
{
    VALUE_EACH (body, scan_rows(scan, &body_kind)) {
        const struct value *alliance = scan_alliance(scan, body), *above = NULL;
        VALUE_EACH (other, scan_rows(scan, &body_kind))
            if (str_eq(value_get_text(other, "id"), value_get_text(body, "parent_body")))
                above = other;
        if (!alliance || !above)
            continue;
        bool linked = false;
        struct value *upper = seats_of(scan, above);
        VALUE_EACH (seat, seats_of(scan, body))
            VALUE_EACH (other, upper)
                linked |= seat_same_person(seat, other);
        if (linked)
            continue;
        struct str what =
            scan_words(scan, NULL, "body", scan_word(scan, body, "name"), "above", scan_word(scan, above, "name"),
                       "alliance", scan_word(scan, alliance, "name"), NULL);
        struct value *finding = scan_add(scan, SEVERITY_MEDIUM, alliance, scan_day_of(body, "updated_at"), what);
        scan_why(scan, finding, &body_kind, body);
        scan_why(scan, finding, &body_kind, above);
        scan_append(scan, finding, "pin", &seat_kind, &body_kind, above);
    }
}

/* Across, a function has two or more paired contacts (S1 3.2): one pair is a bridge of one plank. */
void find_pairs(struct scan *scan)
{
    const struct kind *contacts = kind_by_plural(S("contacts")), *alliances = kind_by_plural(S("alliances"));
    VALUE_EACH (alliance, scan_rows(scan, alliances)) {
        struct value *all = scan_of(scan, contacts, "alliance", value_get_text(alliance, "id"));
        if (str_is(value_get_text(alliance, "stage"), "ended"))
            continue;
        VALUE_EACH (contact, all) {
            struct str function = value_get_text(contact, "function");
            int pairs = 0;
            VALUE_EACH (other, all)
                pairs += str_eq(value_get_text(other, "function"), function);
            if (!function.n || pairs != 1)
                continue;
            struct str what = scan_words(scan, NULL, "function", scan_word(scan, contact, "function"), "a",
                                         scan_word(scan, contact, "name_a"), "b", scan_word(scan, contact, "name_b"),
                                         "alliance", scan_word(scan, alliance, "name"), NULL);
            struct value *finding = scan_add(scan, SEVERITY_LOW, alliance, NO_DAY, what);
            scan_why(scan, finding, contacts, contact);
            scan_append(scan, finding, "pair", contacts, alliances, alliance);
        }
    }
}

/* How many hours a month are too many: as the viewer's organisation sets it. */
static int64_t most_hours(struct scan *scan)
{
    struct value *own = NULL;
    enum err err = scan->err ? scan->err
                             : record_get(scan->work, scan->viewer, kind_by_plural(S("organisations")),
                                          scan->viewer->organisation, &own);
    if (err && err != ERR_NOT_FOUND)
        scan->err = err;
    return err ? THIN_HOURS : value_get_int(own, "seat_hours", THIN_HOURS);
}

/* A person whose seats take more hours a month than a week has (S5f); over all alliances that the viewer sees. Not said
 * of an alliance without bodies, to whose people the seats say nothing. */
void find_thin(struct scan *scan)
{
    const struct value *all =
        scan->only.n && !count_of(scan_rows(scan, &body_kind)) ? NULL : scan_rows(scan, &seat_kind);
    int64_t most = count_of(all) ? most_hours(scan) : 0;
    VALUE_EACH (seat, scan->err ? NULL : all) {
        struct str person = value_get_text(seat, "person");
        struct value *mine = value_list(scan->arena);
        int64_t hours = 0;
        bool first = true, before = true;
        VALUE_EACH (other, person.n && seat_serves(seat, scan->today) ? all : NULL) {
            before &= other != seat;
            if (!str_eq(value_get_text(other, "person"), person) || !seat_serves(other, scan->today))
                continue;
            first &= !before;
            hours += value_get_int(other, "hours_a_month", 0);
            value_push(mine, again(scan->arena, other));
        }
        if (!first || hours <= most * INT64_C(1000000))
            continue;
        struct value *sum = value_new(scan->arena, V_DECIMAL);
        if (!sum)
            return;
        sum->i = hours;
        struct str what = scan_words(scan, NULL, "person", scan_word(scan, seat, "name"), "hours", sum, "count",
                                     value_int(scan->arena, count_of(mine)), NULL);
        struct value *finding = scan_add(scan, SEVERITY_LOW, NULL, NO_DAY, what);
        VALUE_EACH (other, mine)
            scan_why(scan, finding, &seat_kind, other);
        scan_open(scan, finding, "thin", &seat_kind, seat);
    }
}

/* The day of the last meeting that was held, NO_DAY where there was none; and whether one is in sight. */
static int64_t last_held(struct scan *scan, const struct value *body, bool *planned)
{
    int64_t last = NO_DAY;
    *planned = false;
    VALUE_EACH (meeting, scan_rows(scan, &meeting_kind)) {
        if (!str_eq(value_get_text(meeting, "body"), value_get_text(body, "id")))
            continue;
        int64_t day = scan_day_of(meeting, "starts");
        struct str state = value_get_text(meeting, "state");
        if (str_is(state, "planned") && day >= scan->today)
            *planned = true;
        if (str_is(state, "held") && day <= scan->today && day > last)
            last = day;
    }
    return last;
}

/* A body that has missed two of its cadences. */
void find_dormant(struct scan *scan)
{
    VALUE_EACH (body, scan_rows(scan, &body_kind)) {
        const struct value *alliance = scan_alliance(scan, body);
        int64_t cadence = value_get_int(body, "cadence_days", 0);
        bool planned;
        if (!alliance || cadence <= 0)
            continue;
        int64_t held = last_held(scan, body, &planned);
        int64_t since = held == NO_DAY ? scan_day_of(body, "created_at") : held;
        if (since == NO_DAY || since + MISSED_CADENCES * cadence >= scan->today)
            continue;
        struct str what = scan_words(scan, held == NO_DAY ? "never" : NULL, "body", scan_word(scan, body, "name"),
                                     "date", scan_day(scan, since), "count", value_int(scan->arena, cadence),
                                     "alliance", scan_word(scan, alliance, "name"), NULL);
        struct value *finding = scan_add(scan, SEVERITY_MEDIUM, alliance, since + MISSED_CADENCES * cadence, what);
        scan_why(scan, finding, &body_kind, body);
        scan_append(scan, finding, "meeting", &meeting_kind, kind_by_plural(S("alliances")), alliance);
    }
}

/* A body with decisions of its own and no meeting in sight. */
void find_gaps(struct scan *scan)
{
    VALUE_EACH (body, scan_rows(scan, &body_kind)) {
        const struct value *alliance = scan_alliance(scan, body);
        bool planned;
        if (!alliance || !is_given(body, "key_decisions") || str_is(value_get_text(body, "standing"), "ad_hoc"))
            continue;
        (void)last_held(scan, body, &planned);
        if (planned)
            continue;
        struct str what = scan_words(scan, NULL, "body", scan_word(scan, body, "name"), "alliance",
                                     scan_word(scan, alliance, "name"), NULL);
        struct value *finding = scan_add(scan, SEVERITY_LOW, alliance, NO_DAY, what);
        scan_why(scan, finding, &body_kind, body);
        scan_append(scan, finding, "meeting", &meeting_kind, kind_by_plural(S("alliances")), alliance);
    }
}

/* A body that decides something of the map and has no rule for deciding. */
void find_no_rule(struct scan *scan)
{
    VALUE_EACH (body, scan_rows(scan, &body_kind)) {
        const struct value *alliance = scan_alliance(scan, body);
        if (!alliance || is_given(body, "decision_rule"))
            continue;
        struct value *rows = scan_of(scan, &decision_row_kind, "decider_body", value_get_text(body, "id"));
        if (!count_of(rows))
            continue;
        struct str what =
            scan_words(scan, NULL, "body", scan_word(scan, body, "name"), "count",
                       value_int(scan->arena, count_of(rows)), "alliance", scan_word(scan, alliance, "name"), NULL);
        struct value *finding = scan_add(scan, SEVERITY_LOW, alliance, NO_DAY, what);
        scan_why(scan, finding, &body_kind, body);
        VALUE_EACH (row, rows)
            scan_why(scan, finding, &decision_row_kind, row);
        scan_edit(scan, finding, "rule", &body_kind, body);
    }
}
