/* Findings about the joint business plan: a year without one that all have approved where partners specialise, and last
 * year's of which nobody has said what became. */
#include "base/message.h"
#include "engines/economics/findings_rules.h"
#include "engines/economics/plan_records.h"

enum {
    GRACE_DAYS = 31,
    REACH_DAYS = 800
}; /* a month into the year; plans that may matter ended this long ago at most */

/* The joint plans that have ended lately or not yet, of one alliance or all. */
static const struct value *plans_read(struct scan *scan)
{
    struct value *rows = NULL;
    struct query query = {0};
    query_add(&query, "ends.from", date_text(scan->arena, scan->today - REACH_DAYS));
    if (scan->only.n)
        query_add(&query, "alliance", scan->only);
    if (!scan->err)
        scan->err = rows_where(scan->work, scan->viewer, &yearly_plan_kind, query, SCAN_MOST, &rows);
    return scan->err ? NULL : rows;
}

/* Those of an alliance that are no side's own drafts; NULL when memory ran out. */
static struct value *joint_of(struct scan *scan, const struct value *plans, const struct value *alliance)
{
    struct value *list = value_list(scan->arena);
    VALUE_EACH (plan, plans) {
        const struct viewer_audience *there = viewer_audience(scan->viewer, value_get_text(plan, "circle"));
        bool own = there && there->kind == AUDIENCE_SIDE;
        if (!own && str_eq(value_get_text(plan, "alliance"), value_get_text(alliance, "id")) &&
            !value_push(list, value_copy(scan->arena, plan)))
            return NULL;
    }
    return list;
}

static void lead_to_page(struct scan *scan, struct value *finding, const struct value *alliance)
{
    scan_go(scan, finding, "plan",
            arena_printf(scan->arena, "/alliances/%.*s/plan", STR_ARG(value_get_text(alliance, "id"))));
}

static bool lives(const struct value *alliance)
{
    return str_is(value_get_text(alliance, "stage"), "operation");
}

/* Since when an alliance is without a plan: the first of the year, or the day after the last one ended. */
static int64_t without_since(const struct scan *scan, const struct value *plans)
{
    struct civil civil = date_civil(scan->today);
    const struct value *last = plan_before(plans, scan->today);
    int64_t year = date_days((struct civil){civil.year, 1, 1}), after = last ? day_of(last, "ends") + 1 : year;
    return after > year ? after : year;
}

void find_plan_missing(struct scan *scan)
{
    const struct value *plans = plans_read(scan);
    VALUE_EACH (alliance, scan_rows(scan, kind_by_plural(S("alliances")))) {
        bool specialised = str_is(value_get_text(alliance, "business_model"), "specialisation");
        const struct value *own = scan->err || !lives(alliance) ? NULL : joint_of(scan, plans, alliance);
        if (!own)
            continue;
        const struct value *now = plan_on(own, scan->today);
        int64_t since = now ? day_of(now, "starts") : without_since(scan, own);
        bool approved = now && str_is(value_get_text(now, "state"), "approved");
        if (approved || (!now && !specialised) || scan->today < since + GRACE_DAYS)
            continue;
        struct str what = scan_words(scan, now ? "open" : NULL, "alliance", scan_word(scan, alliance, "name"), "plan",
                                     now ? scan_word(scan, now, "name") : value_text(scan->arena, S("")), "date",
                                     scan_day(scan, since), NULL);
        struct value *finding = scan_add(scan, specialised ? SEVERITY_MEDIUM : SEVERITY_LOW, alliance, since, what);
        if (now)
            scan_why(scan, finding, &yearly_plan_kind, now);
        lead_to_page(scan, finding, alliance);
    }
}

void find_plan_untold(struct scan *scan)
{
    const struct value *plans = plans_read(scan);
    VALUE_EACH (alliance, scan_rows(scan, kind_by_plural(S("alliances")))) {
        const struct value *own = scan->err || !lives(alliance) ? NULL : joint_of(scan, plans, alliance);
        const struct value *last = own ? plan_before(own, scan->today) : NULL;
        struct value *targets = NULL;
        if (!last || scan->today < day_of(last, "ends") + GRACE_DAYS ||
            !str_is(value_get_text(last, "state"), "approved"))
            continue;
        scan->err = rows_of(scan->work, scan->viewer, &plan_target_kind, "yearly_plan", value_get_text(last, "id"),
                            PLAN_ROWS_MOST, &targets);
        if (scan->err || plan_told(last, targets))
            continue;
        struct str what =
            scan_words(scan, NULL, "plan", scan_word(scan, last, "name"), "alliance", scan_word(scan, alliance, "name"),
                       "date", scan_day(scan, day_of(last, "ends")), NULL);
        struct value *finding = scan_add(scan, SEVERITY_LOW, alliance, day_of(last, "ends"), what);
        scan_why(scan, finding, &yearly_plan_kind, last);
        lead_to_page(scan, finding, alliance);
    }
}
