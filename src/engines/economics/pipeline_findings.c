/* Findings about the pipeline: sides that leave the path that they set themselves, and specialised partners whose
 * pipeline nobody writes up. */
#include "engines/economics/findings_rules.h"
#include "engines/economics/pipeline.h"
#include "engines/economics/records.h"

enum { QUARTER_DAYS = 92 };

static bool read_line(struct scan *scan, const struct value *alliance, struct pipeline *out)
{
    scan->err = pipeline_read(scan->arena, scan->viewer, value_get_text(alliance, "id"),
                              scan_rows(scan, &opportunity_kind), scan_rows(scan, &pipeline_target_kind),
                              scan_rows(scan, kind_by_plural(S("parties"))), scan->today, out);
    return !scan->err;
}

static void lead_to_page(struct scan *scan, struct value *finding, const struct value *alliance)
{
    scan_go(scan, finding, "pipeline",
            arena_printf(scan->arena, "/alliances/%.*s/pipeline", STR_ARG(value_get_text(alliance, "id"))));
}

static bool lives(const struct value *alliance)
{
    return str_is(value_get_text(alliance, "stage"), "operation");
}

/* The targets of a party in force on the day. */
static void rest_on_targets(struct scan *scan, struct value *finding, const struct value *party)
{
    VALUE_EACH (target, scan_rows(scan, &pipeline_target_kind))
        if (str_eq(value_get_text(target, "party"), value_get_text(party, "id")) &&
            pipeline_joint(scan->viewer, target) && day_of(target, "starts") <= scan->today)
            scan_why(scan, finding, &pipeline_target_kind, target);
}

void find_pipeline_off_path(struct scan *scan)
{
    VALUE_EACH (alliance, scan_rows(scan, kind_by_plural(S("alliances")))) {
        struct pipeline line;
        if (scan->err || !lives(alliance) || !read_line(scan, alliance, &line))
            continue;
        for (size_t i = 0; i < line.count; i++) {
            const struct pipeline_side *side = &line.sides[i];
            if (!pipeline_tells(&line, side))
                continue;
            int64_t gap = side->balance < 0 ? -side->balance : side->balance;
            struct value *amount = put_money(scan->arena, value_map(scan->arena), "amount", gap, line.currency);
            struct str what =
                scan_words(scan, side->balance < 0 ? NULL : "more", "party", scan_word(scan, side->party, "name"),
                           "amount", amount, "alliance", scan_word(scan, alliance, "name"), NULL);
            struct value *finding = scan_add(scan, SEVERITY_MEDIUM, alliance, NO_DAY, what);
            rest_on_targets(scan, finding, side->party);
            lead_to_page(scan, finding, alliance);
        }
    }
}

void find_pipeline_silent(struct scan *scan)
{
    VALUE_EACH (alliance, scan_rows(scan, kind_by_plural(S("alliances")))) {
        struct pipeline line;
        bool specialised = str_is(value_get_text(alliance, "business_model"), "specialisation");
        if (scan->err || !specialised || !lives(alliance) || !read_line(scan, alliance, &line) ||
            (line.latest != NO_DAY && line.latest > scan->today - QUARTER_DAYS))
            continue;
        struct str what = scan_words(scan, line.latest == NO_DAY ? "never" : NULL, "alliance",
                                     scan_word(scan, alliance, "name"), "date", scan_day(scan, line.latest), NULL);
        lead_to_page(scan, scan_add(scan, SEVERITY_LOW, alliance, line.latest, what), alliance);
    }
}
