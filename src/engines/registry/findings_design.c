/* Findings about how an alliance is made: the alliance test, incompleteness, objectives, the intended end. */
#include "engines/registry/alliance_readings.h"
#include "engines/registry/findings_rules.h"

/* An alliance that by its own answers is something else. */
void find_test(struct scan *scan)
{
    VALUE_EACH (alliance, scan_rows(scan, &alliance_kind)) {
        struct str reading = value_get_text(alliance, "alliance_reading");
        if (!reading.n || str_is(reading, "alliance") || str_is(value_get_text(alliance, "stage"), "ended"))
            continue;
        struct str what = scan_words(scan, arena_cstr(scan->arena, reading), "alliance",
                                     scan_name(scan, &alliance_kind, alliance), NULL);
        struct value *finding = scan_add(scan, SEVERITY_LOW, alliance, NO_DAY, what);
        scan_why(scan, finding, &alliance_kind, alliance);
        scan_go(scan, finding, "test",
                arena_printf(scan->arena, "/alliances/%.*s/test", STR_ARG(value_get_text(alliance, "id"))));
    }
}

/* The names of the sources for which `wanted` is true, with commas; *count of them. */
static struct value *source_names(struct scan *scan, const bool wanted[SOURCE_COUNT], int64_t *count)
{
    struct buf words = buf_init(scan->arena, 0);
    *count = 0;
    for (int i = 0; i < SOURCE_COUNT; i++) {
        struct str key = arena_printf(scan->arena, "incompleteness.%s.in-text", incompleteness_codes[i]);
        if (!wanted[i] || !key.p)
            continue;
        struct str name = message(scan->arena, scan->work->locale.language, key.p, NULL);
        buf_printf(&words, "%s%.*s", (*count)++ ? ", " : "", STR_ARG(name));
    }
    return value_text(scan->arena, buf_str(&words));
}

void find_unprovided(struct scan *scan)
{
    VALUE_EACH (alliance, scan_rows(scan, &alliance_kind)) {
        struct alliance_readings readings;
        bool open[SOURCE_COUNT];
        int64_t count;
        if (str_is(value_get_text(alliance, "stage"), "ended"))
            continue;
        scan->err = alliance_read(scan->work, scan->viewer, alliance, &readings);
        if (scan->err)
            return;
        for (int i = 0; i < SOURCE_COUNT; i++)
            open[i] = alliance_open(&readings, i);
        struct value *names = source_names(scan, open, &count);
        if (!count)
            continue;
        struct str what = scan_words(scan, NULL, "alliance", scan_name(scan, &alliance_kind, alliance), "sources",
                                     names, "count", value_int(scan->arena, count), NULL);
        enum severity severity = scan_reached(alliance, "launch") ? SEVERITY_MEDIUM : SEVERITY_LOW;
        struct value *finding = scan_add(scan, severity, alliance, NO_DAY, what);
        scan_why(scan, finding, &alliance_kind, alliance);
        scan_append(scan, finding, "provision", &provision_kind, &alliance_kind, alliance);
    }
}

void find_rerate(struct scan *scan)
{
    VALUE_EACH (alliance, scan_rows(scan, &alliance_kind)) {
        struct alliance_readings readings;
        int64_t count;
        const struct value *rerate = value_get(alliance, "rerate");
        if (!rerate || !rerate->count || str_is(value_get_text(alliance, "stage"), "ended"))
            continue;
        scan->err = alliance_read(scan->work, scan->viewer, alliance, &readings);
        if (scan->err)
            return;
        struct value *names = source_names(scan, readings.rerate, &count);
        struct str what = scan_words(scan, NULL, "alliance", scan_name(scan, &alliance_kind, alliance), "sources",
                                     names, "count", value_int(scan->arena, count), NULL);
        struct value *finding = scan_add(scan, SEVERITY_MEDIUM, alliance, NO_DAY, what);
        VALUE_EACH (surprise, scan_rows(scan, &surprise_kind)) {
            int source = incompleteness_source(value_get_text(surprise, "source"));
            bool here = str_eq(value_get_text(surprise, "alliance"), value_get_text(alliance, "id"));
            if (here && source >= 0 && readings.rerate[source])
                scan_why(scan, finding, &surprise_kind, surprise);
        }
        scan_edit(scan, finding, "rerate", &alliance_kind, alliance);
    }
}

void find_opposed(struct scan *scan)
{
    VALUE_EACH (objective, scan_rows(scan, &objective_kind)) {
        const struct value *alliance = scan_alliance(scan, objective), *opposed = value_get(objective, "opposes");
        if (!alliance || !opposed || opposed->kind != V_REF)
            continue;
        struct str what =
            scan_words(scan, NULL, "objective", scan_name(scan, &objective_kind, objective), "other",
                       again(scan->arena, opposed), "alliance", scan_name(scan, &alliance_kind, alliance), NULL);
        struct value *finding = scan_add(scan, SEVERITY_MEDIUM, alliance, scan_day_of(objective, "created_at"), what);
        scan_why(scan, finding, &objective_kind, objective);
        value_push(value_get(finding, "why"), again(scan->arena, opposed));
        scan_open(scan, finding, "opposed", &objective_kind, objective);
    }
}

void find_drift(struct scan *scan)
{
    VALUE_EACH (stance, scan_rows(scan, &stance_kind)) {
        const struct value *alliance = scan_alliance(scan, stance);
        if (!alliance || !value_get_bool(stance, "drift"))
            continue;
        struct str what = scan_words(scan, NULL, "alliance", scan_name(scan, &alliance_kind, alliance), "start",
                                     again(scan->arena, value_get(stance, "intended_end_at_start")), "now",
                                     again(scan->arena, value_get(stance, "intended_end")), NULL);
        struct value *finding = scan_add(scan, SEVERITY_LOW, alliance, scan_day_of(stance, "updated_at"), what);
        scan_why(scan, finding, &stance_kind, stance);
        scan_open(scan, finding, "drift", &stance_kind, stance);
    }
}
