/* Findings of the off-loading watch: costs that are dear where it pays to move them in, revenue that stays away. */
#include "engines/economics/cost_watch.h"
#include "engines/economics/findings_rules.h"
#include "engines/economics/pages.h"
#include "engines/economics/unit_cost.h"

static void tell(struct scan *scan, const struct value *alliance, const struct cost_watch *watch,
                 const struct watched *one, const char *variant)
{
    struct arena *a = scan->arena;
    const struct value *name = value_get_str(watch->names, one->party);
    const struct watched_point *last = &one->points[one->count - 1];
    struct value *scratch = value_map(a);
    struct str what = scan_words(
        scan, variant, "party", value_text(a, name ? name->text : S("")), "category", value_text(a, one->category),
        "alliance", scan_word(scan, alliance, "name"), "gain", put_ratio(a, scratch, "gain", one->gain), "unit",
        put_money(a, scratch, "unit", unit_cost_money(last->unit), watch->currency), "outside",
        put_money(a, scratch, "outside", unit_cost_money(one->over_outside ? one->outside : one->trend),
                  watch->currency),
        "period", scan_word(scan, last->period, "name"), NULL);
    struct value *finding = scan_add(scan, SEVERITY_MEDIUM, alliance, day_of(last->period, "ends"), what);
    scan_why(scan, finding, &settlement_period_kind, last->period);
    scan_go(scan, finding, "cost-watch",
            arena_printf(a, "/alliances/%.*s" COST_WATCH_PATH, STR_ARG(value_get_text(alliance, "id"))));
}

static bool read(struct scan *scan, const struct value *alliance, struct cost_watch *watch)
{
    if (scan->err || str_is(value_get_text(alliance, "stage"), "ended"))
        return false;
    scan->err = cost_watch_read(scan->work, scan->viewer, value_get_text(alliance, "id"), watch);
    return !scan->err;
}

/* Both in one pass: the books are read once for each alliance. */
void find_cost_offload(struct scan *scan)
{
    struct cost_watch watch;
    const struct value *periods = scan_rows(scan, &settlement_period_kind);
    VALUE_EACH (alliance, count_of(periods) ? scan_rows(scan, kind_by_plural(S("alliances"))) : NULL) {
        if (!read(scan, alliance, &watch))
            continue;
        for (size_t i = 0; i < watch.count; i++) {
            const struct watched *one = &watch.all[i];
            if (watched_tells(one))
                tell(scan, alliance, &watch, one, one->over_outside ? NULL : "trend");
            else if (one->missing && one->gain >= 0)
                tell(scan, alliance, &watch, one, "revenue");
        }
    }
}
