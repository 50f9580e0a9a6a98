/* Findings about value and strategy: cases below zero, needs that nobody serves, alliances that serve no need. */
#include "engines/registry/findings_rules.h"
#include "engines/registry/need.h"

void find_below_zero(struct scan *scan)
{
    VALUE_EACH (record, scan_rows(scan, &business_case_kind)) {
        const struct value *alliance = scan_alliance(scan, record), *net = value_get(record, "net");
        if (!alliance || !net || net->i >= 0)
            continue;
        struct str year = arena_printf(scan->arena, "%lld", (long long)value_get_int(record, "year", 0));
        struct str what = scan_words(scan, NULL, "alliance", scan_name(scan, &alliance_kind, alliance), "case",
                                     scan_name(scan, &business_case_kind, record), "year",
                                     value_text(scan->arena, year), "net", again(scan->arena, net), NULL);
        struct value *finding = scan_add(scan, SEVERITY_HIGH, alliance, scan_day_of(record, "updated_at"), what);
        scan_why(scan, finding, &business_case_kind, record);
        scan_open(scan, finding, "case", &business_case_kind, record);
    }
}

static bool is_met(const struct value *need, const struct value *source)
{
    return need_met(value_get_int(need, "level", -1), day_of(need, "by_date"), value_get_int(source, "level", -1),
                    day_of(source, "available"));
}

/* A need without a source, or whose sources all come too late or too weak. */
void find_needs(struct scan *scan)
{
    if (scan->only.n)
        return;
    VALUE_EACH (need, scan_rows(scan, &need_kind)) {
        bool any = false, met = false;
        VALUE_EACH (source, scan_rows(scan, &source_kind))
            if (str_eq(value_get_text(source, "need"), value_get_text(need, "id"))) {
                any = true;
                met |= is_met(need, source);
            }
        if (met)
            continue;
        bool dated = is_given(need, "by_date");
        const char *variant = any ? "short" : dated ? "dated" : NULL;
        struct str what = scan_words(scan, variant, "need", scan_name(scan, &need_kind, need), "date",
                                     again(scan->arena, value_get(need, "by_date")), NULL);
        int64_t by = day_of(need, "by_date");
        enum severity severity = by != NO_DAY && by < scan->today + 365 ? SEVERITY_MEDIUM : SEVERITY_LOW;
        struct value *finding = scan_add(scan, severity, NULL, scan_day_of(need, "created_at"), what);
        scan_why(scan, finding, &need_kind, need);
        scan_append(scan, finding, "need", &source_kind, &need_kind, need);
    }
}

/* Said only where needs are kept at all, and not of parts of an alliance. */
void find_no_need(struct scan *scan)
{
    VALUE_EACH (alliance, scan_rows(scan, &alliance_kind)) {
        bool serves = str_is(value_get_text(alliance, "stage"), "ended") || is_given(alliance, "parent");
        VALUE_EACH (source, scan_rows(scan, &source_kind))
            serves |= str_eq(value_get_text(source, "alliance"), value_get_text(alliance, "id"));
        if (serves || !count_of(scan_rows(scan, &need_kind)))
            continue;
        struct str what = scan_words(scan, NULL, "alliance", scan_name(scan, &alliance_kind, alliance), NULL);
        struct value *finding = scan_add(scan, SEVERITY_LOW, alliance, NO_DAY, what);
        scan_why(scan, finding, &alliance_kind, alliance);
        scan_go(scan, finding, "no-need", S("/needs"));
    }
}
