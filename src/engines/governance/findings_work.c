/* Findings about the work between the sides: what is owed, who answers for results, what the partner was not told (S5c,
 * S5e 2, 3, 15, S5f). */
#include "engines/governance/commitment.h"
#include "engines/governance/findings_rules.h"
#include "engines/governance/holiday.h"

enum { WHY_MOST = 6, TELL_DAYS = 14, LATE_GRAVE_DAYS = 30, ACCOUNTABLE_PERCENT = 90, NOTICE_AHEAD_DAYS = 90 };

static bool is_first_of_party(const struct value *list, const struct value *row)
{
    VALUE_EACH (other, list) {
        if (other == row)
            return true;
        if (str_eq(value_get_text(other, "owner_party"), value_get_text(row, "owner_party")))
            return false;
    }
    return true;
}

static struct value *party_name(struct scan *scan, struct str id)
{
    VALUE_EACH (party, scan_rows(scan, kind_by_plural(S("parties"))))
        if (str_eq(value_get_text(party, "id"), id))
            return scan_word(scan, party, "name");
    return value_text(scan->arena, S(""));
}

/* What is owed and late, one finding for each side of an alliance: notice of it, without blame. */
void find_late(struct scan *scan)
{
    struct value *late = value_list(scan->arena);
    VALUE_EACH (row, scan_in_state(scan, &commitment_kind, "open"))
        if (value_get_bool(row, "late") && scan_alliance(scan, row))
            value_push(late, again(scan->arena, row));
    VALUE_EACH (row, late) {
        if (!is_first_of_party(late, row))
            continue;
        const struct value *alliance = scan_alliance(scan, row);
        struct str party = value_get_text(row, "owner_party");
        int64_t oldest = scan->today, count = 0;
        VALUE_EACH (other, late)
            if (str_eq(value_get_text(other, "owner_party"), party)) {
                count++;
                oldest = day_of(other, "due") < oldest ? day_of(other, "due") : oldest;
            }
        struct str what =
            scan_words(scan, NULL, "party", party_name(scan, party), "count", value_int(scan->arena, count), "date",
                       scan_day(scan, oldest), "title", scan_word(scan, row, "title"), "alliance",
                       scan_word(scan, alliance, "name"), NULL);
        bool grave = oldest < scan->today - LATE_GRAVE_DAYS;
        struct value *finding = scan_add(scan, grave ? SEVERITY_HIGH : SEVERITY_MEDIUM, alliance, oldest, what);
        int named = 0;
        VALUE_EACH (other, late)
            if (named < WHY_MOST && str_eq(value_get_text(other, "owner_party"), party)) {
                scan_why(scan, finding, &commitment_kind, other);
                named++;
            }
        scan_open(scan, finding, "late", &commitment_kind, row);
    }
}

/* Delivered, and the other side has said nothing for ten working days: it counts as good from then on. */
void find_unanswered(struct scan *scan)
{
    VALUE_EACH (row, scan_in_state(scan, &commitment_kind, "delivered")) {
        const struct value *alliance = scan_alliance(scan, row);
        int64_t delivered = day_of(row, "delivered_on");
        if (!alliance || delivered == NO_DAY)
            continue;
        struct holidays off = holidays_of(scan->arena, scan_rows(scan, &holiday_kind), value_get_text(row, "alliance"));
        int64_t by = working_days_after(delivered, UNANSWERED_WORKING_DAYS, off.days, off.count);
        if (by > scan->today + 5)
            continue;
        struct str what = scan_words(scan, by > scan->today ? NULL : "over", "title", scan_word(scan, row, "title"),
                                     "delivered", scan_day(scan, delivered), "date", scan_day(scan, by), "alliance",
                                     scan_word(scan, alliance, "name"), NULL);
        struct value *finding = scan_add(scan, SEVERITY_LOW, alliance, delivered, what);
        scan_why(scan, finding, &commitment_kind, row);
        scan_edit(scan, finding, "answer", &commitment_kind, row);
    }
}

/* Below 90 % of those who answer for a result have it in their own goals and pay. */
void find_accountability(struct scan *scan)
{
    const struct kind *alliances = kind_by_plural(S("alliances"));
    VALUE_EACH (alliance, scan_rows(scan, alliances)) {
        struct value *all = scan_of(scan, &accountability_kind, "alliance", value_get_text(alliance, "id"));
        int64_t counted = 0, total = count_of(all);
        VALUE_EACH (row, all)
            counted += value_get_bool(row, "in_goals") && value_get_bool(row, "rewarded");
        if (str_is(value_get_text(alliance, "stage"), "ended") || !total ||
            counted * 100 >= total * ACCOUNTABLE_PERCENT)
            continue;
        struct str what =
            scan_words(scan, NULL, "counted", value_int(scan->arena, counted), "count", value_int(scan->arena, total),
                       "alliance", scan_word(scan, alliance, "name"), NULL);
        struct value *finding = scan_add(scan, SEVERITY_LOW, alliance, NO_DAY, what);
        int named = 0;
        VALUE_EACH (row, all)
            if (named < WHY_MOST && !(value_get_bool(row, "in_goals") && value_get_bool(row, "rewarded"))) {
                scan_why(scan, finding, &accountability_kind, row);
                named++;
            }
        scan_go(scan, finding, "accountability",
                arena_printf(scan->arena, "/alliances/%.*s/accountabilities", STR_ARG(value_get_text(alliance, "id"))));
    }
}

/* A change that the partner was told of late, or not yet. */
void find_told(struct scan *scan)
{
    VALUE_EACH (row, scan_rows(scan, &partner_change_kind)) {
        const struct value *alliance = scan_alliance(scan, row);
        int64_t known = day_of(row, "known"), told = day_of(row, "told");
        int64_t days = (told == NO_DAY ? scan->today : told) - known;
        if (!alliance || known == NO_DAY || days <= TELL_DAYS)
            continue;
        struct str what =
            scan_words(scan, told == NO_DAY ? "not" : NULL, "title", scan_word(scan, row, "title"), "count",
                       value_int(scan->arena, days), "alliance", scan_word(scan, alliance, "name"), NULL);
        struct value *finding =
            scan_add(scan, told == NO_DAY ? SEVERITY_MEDIUM : SEVERITY_LOW, alliance, known + TELL_DAYS, what);
        scan_why(scan, finding, &partner_change_kind, row);
        scan_edit(scan, finding, "told", &partner_change_kind, row);
    }
}

/* People who leave soon, and the partner was not heard about it. */
void find_unheard(struct scan *scan)
{
    VALUE_EACH (row, scan_rows(scan, &withdrawal_kind)) {
        const struct value *alliance = scan_alliance(scan, row);
        int64_t planned = day_of(row, "planned");
        if (!alliance || is_given(row, "answer") || planned < scan->today || planned > scan->today + NOTICE_AHEAD_DAYS)
            continue;
        struct str what = scan_words(
            scan, is_given(row, "notice_given") ? NULL : "untold", "name", scan_word(scan, row, "name"), "date",
            again(scan->arena, value_get(row, "planned")), "alliance", scan_word(scan, alliance, "name"), NULL);
        struct value *finding = scan_add(scan, SEVERITY_MEDIUM, alliance, planned, what);
        scan_why(scan, finding, &withdrawal_kind, row);
        scan_edit(scan, finding, "unheard", &withdrawal_kind, row);
    }
}

/* Units that the alliance affects and nobody has asked, while it is not yet signed (S5a principle 5). */
void find_unheard_before_signing(struct scan *scan)
{
    VALUE_EACH (row, scan_rows(scan, &stakeholder_kind)) {
        const struct value *alliance = scan_alliance(scan, row);
        if (!alliance || !value_get_bool(row, "affected") || is_given(row, "heard") || scan_reached(alliance, "launch"))
            continue;
        struct str what = scan_words(scan, NULL, "name", scan_word(scan, row, "name"), "alliance",
                                     scan_word(scan, alliance, "name"), NULL);
        struct value *finding = scan_add(scan, SEVERITY_MEDIUM, alliance, scan_day_of(row, "created_at"), what);
        scan_why(scan, finding, &stakeholder_kind, row);
        scan_edit(scan, finding, "unasked", &stakeholder_kind, row);
    }
}
