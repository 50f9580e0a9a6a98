/* Findings about results: somebody would be judged on what others decided. */
#include "engines/economics/findings_rules.h"
#include "engines/economics/pages.h"
#include "engines/economics/results.h"

static void tell(struct scan *scan, const struct value *alliance, const struct result *result)
{
    struct arena *a = scan->arena;
    struct value *scratch = value_map(a);
    const struct value *who = NULL;
    VALUE_EACH (row, result->rows)
        if (is_given(row, "name"))
            who = row;
    struct str what = scan_words(
        scan, who ? "person" : NULL, "person", who ? scan_word(scan, who, "name") : value_text(a, S("")), "party",
        value_text(a, result->name), "period", scan_word(scan, result->period, "name"), "alliance",
        scan_word(scan, alliance, "name"), "actual", put_money(a, scratch, "actual", result->actual, result->currency),
        "effects", put_money(a, scratch, "effects", result->effects, result->currency), "adjusted",
        put_money(a, scratch, "adjusted", result_adjusted(result), result->currency), NULL);
    struct value *finding = scan_add(scan, SEVERITY_LOW, alliance, day_of(result->period, "ends"), what);
    scan_why(scan, finding, &settlement_period_kind, result->period);
    VALUE_EACH (row, result->rows)
        scan_why(scan, finding, &outside_effect_kind, row);
    scan_go(scan, finding, "results",
            arena_printf(a, "/alliances/%.*s" RESULTS_PATH, STR_ARG(value_get_text(alliance, "id"))));
}

void find_results_moved(struct scan *scan)
{
    const struct value *effects = scan_rows(scan, &outside_effect_kind);
    VALUE_EACH (alliance, count_of(effects) ? scan_rows(scan, kind_by_plural(S("alliances"))) : NULL) {
        struct result *results;
        size_t count;
        if (scan->err || str_is(value_get_text(alliance, "stage"), "ended"))
            continue;
        scan->err = results_read(scan->work, scan->viewer, value_get_text(alliance, "id"), &results, &count);
        for (size_t i = 0; !scan->err && i < count; i++)
            if (result_moved(&results[i]) && day_of(results[i].period, "ends") < scan->today)
                tell(scan, alliance, &results[i]);
    }
}
