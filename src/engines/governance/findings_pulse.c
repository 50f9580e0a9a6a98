/* What pulses give to do: the rule that slips most, the rule to ask about, and the question that waits for a person. */
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

/* The day until which a rule was asked about last; from when on it is agreed where it never was. NO_DAY where a round
 * is open, or the viewer may not ask. */
static int64_t asked_until(struct scan *scan, const struct value *rule)
{
    int64_t last = day_of(rule, "agreed_on");
    struct str circle = value_get_text(rule, "circle");
    const struct viewer_audience *audience = viewer_audience(scan->viewer, circle);
    if (!str_is(value_get_text(rule, "state"), "agreed") || !audience || audience->kind == AUDIENCE_SIDE ||
        scan->viewer->looker || !viewer_may(scan->viewer, &campaign_kind, ACTION_CREATE, circle))
        return NO_DAY;
    VALUE_EACH (round, scan_of(scan, &campaign_kind, "rule", value_get_text(rule, "id")))
        if (day_of(round, "closes") > last)
            last = day_of(round, "closes");
    return last;
}

/* Of the rules that all agreed on the one whose pulse was taken longest ago, where it is time to ask again. */
void find_ask(struct scan *scan)
{
    VALUE_EACH (alliance, scan_rows(scan, kind_by_plural(S("alliances")))) {
        int64_t oldest = scan->today - PULSE_AGAIN;
        const struct value *next = NULL;
        if (scan->err || str_is(value_get_text(alliance, "stage"), "ended"))
            continue;
        VALUE_EACH (rule, scan_of(scan, &working_rule_kind, "alliance", value_get_text(alliance, "id"))) {
            int64_t last = asked_until(scan, rule);
            if (last == NO_DAY || last >= oldest)
                continue;
            oldest = last;
            next = rule;
        }
        if (!next)
            continue;
        struct value *finding =
            scan_add(scan, SEVERITY_LOW, alliance, oldest + PULSE_AGAIN,
                     scan_words(scan, NULL, "principle", scan_word(scan, next, "principle"), "alliance",
                                scan_word(scan, alliance, "name"), "since", scan_day(scan, oldest), NULL));
        scan_why(scan, finding, &working_rule_kind, next);
        scan_go(scan, finding, "ask",
                arena_printf(scan->arena, "/alliances/%.*s/working-rules#rule-%.*s",
                             STR_ARG(value_get_text(alliance, "id")), STR_ARG(value_get_text(next, "id"))));
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
