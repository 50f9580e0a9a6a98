/* What pulses give to do: the rule that slips most, and the question that waits for a person. */
#include "engines/governance/day_work.h"
#include "engines/governance/findings_rules.h"
#include "engines/governance/pulse.h"

/* The rule that slips most in an alliance, on which side, from when to when; the pools are on the page that it leads
 * to. */
void find_slip(struct scan *scan)
{
    struct id_set asked;
    scan->err = asking_subjects(scan->work, scan->viewer, &asked);
    if (scan->err || !asked.count)
        return;
    VALUE_EACH (alliance, scan_rows(scan, kind_by_plural(S("alliances")))) {
        struct str id = value_get_text(alliance, "id");
        struct slipping most;
        if (scan->err || str_is(value_get_text(alliance, "stage"), "ended"))
            continue;
        scan->err =
            pulse_most_of(scan->work, scan->viewer, scan_of(scan, &working_rule_kind, "alliance", id), &asked, &most);
        if (scan->err || !most.rule)
            continue;
        struct adherence last = pulse_of_pool(most.slip.last), before = pulse_of_pool(most.slip.before);
        struct str side = viewer_face(scan->work, scan->viewer, S("organisations"), most.organisation);
        struct str what = scan_words(
            scan, NULL, "principle", scan_word(scan, most.rule, "principle"), "party",
            value_text(scan->arena, side.p ? side : S("")), "last", pulse_points(scan->arena, last.mean), "before",
            pulse_points(scan->arena, before.mean), "people",
            value_int(scan->arena, value_get_int(most.slip.last, "people", 0)), "from",
            scan_day(scan, day_of(most.slip.last, "opens")), "until", scan_day(scan, day_of(most.slip.last, "closes")),
            "alliance", scan_word(scan, alliance, "name"), NULL);
        struct value *finding = scan_add(scan, most.slip.fall >= PULSE_SLIP_GRAVE ? SEVERITY_MEDIUM : SEVERITY_LOW,
                                         alliance, day_of(most.slip.last, "closes"), what);
        scan_why(scan, finding, &working_rule_kind, most.rule);
        scan_go(scan, finding, "slip",
                arena_printf(scan->arena, "/alliances/%.*s/working-rules#rule-%.*s", STR_ARG(id),
                             STR_ARG(value_get_text(most.rule, "id"))));
    }
}

/* One question waits: of each round that asks the person and that they have not answered. */
void day_pulses(struct day *day)
{
    struct value *waiting = NULL;
    if (day->err || !day->person.n)
        return;
    day->err = asked_waiting(day->work, day->viewer, &waiting);
    VALUE_EACH (one, day->err ? NULL : waiting) {
        struct query query = {0};
        query_add(&query, "id", value_get_text(one, "id"));
        const struct value *round = value_at(day_rows(day, &campaign_kind, query), 0);
        const struct value *alliance = round ? day_alliance(day, round) : NULL;
        if (!alliance)
            continue;
        struct value *item = day_add(day, DAY_ASKED, "pulse", &campaign_kind, round, alliance, day_of(round, "closes"));
        day_say(day, item, "pulse", NULL);
        day_next(day, item, "pulse",
                 arena_printf(day->arena, "/campaigns/%.*s/answer", STR_ARG(value_get_text(round, "id"))));
    }
}
