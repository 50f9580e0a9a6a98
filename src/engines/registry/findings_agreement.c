/* Findings about agreements: notice to be given, an end near, none in force, clauses that the class asks for. */
#include "engines/registry/findings_rules.h"

enum { NOTICE_DAYS = 90, NOTICE_SOON_DAYS = 14 };

static bool stands(const struct value *agreement)
{
    struct str status = value_get_text(agreement, "status");
    return str_is(status, "signed") || str_is(status, "in_force");
}

void find_notice(struct scan *scan)
{
    VALUE_EACH (agreement, scan_rows(scan, &agreement_kind)) {
        const struct value *alliance = scan_alliance(scan, agreement);
        int64_t by = day_of(agreement, "notice_by");
        if (!alliance || !stands(agreement) || by == NO_DAY || by < scan->today || by > scan->today + NOTICE_DAYS)
            continue;
        enum severity severity = by <= scan->today + NOTICE_SOON_DAYS ? SEVERITY_HIGH : SEVERITY_MEDIUM;
        struct str what = scan_words(scan, NULL, "agreement", scan_name(scan, &agreement_kind, agreement), "alliance",
                                     scan_name(scan, &alliance_kind, alliance), "date", scan_day(scan, by), "count",
                                     value_int(scan->arena, by - scan->today), NULL);
        struct value *finding = scan_add(scan, severity, alliance, by - NOTICE_DAYS, what);
        scan_why(scan, finding, &agreement_kind, agreement);
        scan_open(scan, finding, "notice", &agreement_kind, agreement);
    }
}

/* An end that is near, where no notice (or no longer any) is to be given before it. */
void find_ending(struct scan *scan)
{
    VALUE_EACH (agreement, scan_rows(scan, &agreement_kind)) {
        const struct value *alliance = scan_alliance(scan, agreement);
        int64_t ends = day_of(agreement, "ends"), by = day_of(agreement, "notice_by");
        bool notice_open = by != NO_DAY && by >= scan->today;
        if (!alliance || !stands(agreement) || notice_open || ends == NO_DAY || ends > scan->today + NOTICE_DAYS)
            continue;
        struct str what =
            scan_words(scan, by == NO_DAY ? NULL : "late", "agreement", scan_name(scan, &agreement_kind, agreement),
                       "alliance", scan_name(scan, &alliance_kind, alliance), "date", scan_day(scan, ends), NULL);
        struct value *finding = scan_add(scan, SEVERITY_HIGH, alliance, ends - NOTICE_DAYS, what);
        scan_why(scan, finding, &agreement_kind, agreement);
        scan_open(scan, finding, "renew", &agreement_kind, agreement);
    }
}

/* From its launch on an alliance works under an agreement in force. */
void find_no_agreement(struct scan *scan)
{
    VALUE_EACH (alliance, scan_rows(scan, &alliance_kind)) {
        struct value *last = NULL;
        struct str id = value_get_text(alliance, "id");
        bool in_force = false, any = false;
        if (!scan_reached(alliance, "launch") || str_is(value_get_text(alliance, "stage"), "ended"))
            continue;
        VALUE_EACH (agreement, scan_rows(scan, &agreement_kind)) {
            if (!str_eq(value_get_text(agreement, "alliance"), id))
                continue;
            any = true;
            in_force |= str_is(value_get_text(agreement, "status"), "in_force");
            if (str_is(value_get_text(agreement, "status"), "ended") &&
                (!last || day_of(agreement, "ends") > day_of(last, "ends")))
                last = agreement;
        }
        if (in_force)
            continue;
        int64_t since = last ? day_of(last, "ends") : day_of(alliance, "start");
        struct str what = scan_words(scan,
                                     last  ? "ended"
                                     : any ? "draft"
                                           : NULL,
                                     "alliance", scan_name(scan, &alliance_kind, alliance), NULL);
        struct value *finding = scan_add(scan, SEVERITY_HIGH, alliance, since, what);
        scan_why(scan, finding, &alliance_kind, alliance);
        if (last)
            scan_why(scan, finding, &agreement_kind, last);
        scan_append(scan, finding, "agreement", &agreement_kind, &alliance_kind, alliance);
    }
}

/* The kinds of clause that no agreement of the alliance has, as words; empty when all are there. */
static struct str clauses_missing(struct scan *scan, struct str alliance, struct str wanted)
{
    struct buf words = buf_init(scan->arena, 0);
    struct str code;
    while (wanted.n && str_cut(&wanted, ';', &code)) {
        bool found = false;
        code = str_trim(code);
        VALUE_EACH (agreement, scan_rows(scan, &agreement_kind)) {
            if (!str_eq(value_get_text(agreement, "alliance"), alliance) ||
                str_is(value_get_text(agreement, "status"), "ended"))
                continue;
            VALUE_EACH (clause, scan_rows(scan, &clause_kind))
                found |= str_eq(value_get_text(clause, "agreement"), value_get_text(agreement, "id")) &&
                         str_eq(value_get_text(clause, "kind"), code);
        }
        struct str key = arena_printf(scan->arena, "choice.clause.kind.%.*s", STR_ARG(code));
        if (!found && code.n && key.p)
            buf_printf(&words, "%s%s", words.n ? ", " : "",
                       message(scan->arena, scan->work->locale.language, key.p, NULL).p);
    }
    return buf_str(&words);
}

void find_class_clauses(struct scan *scan)
{
    VALUE_EACH (alliance, scan_rows(scan, &alliance_kind)) {
        struct str id = value_get_text(alliance, "class");
        if (!id.n || !scan_reached(alliance, "launch") || str_is(value_get_text(alliance, "stage"), "ended"))
            continue;
        VALUE_EACH (class, scan_rows(scan, &alliance_class_kind)) {
            if (!str_eq(value_get_text(class, "id"), id))
                continue;
            struct str missing =
                clauses_missing(scan, value_get_text(alliance, "id"), value_get_text(class, "clause_kinds"));
            if (!missing.n)
                continue;
            struct str what = scan_words(scan, NULL, "alliance", scan_name(scan, &alliance_kind, alliance), "class",
                                         scan_name(scan, &alliance_class_kind, class), "kinds",
                                         value_text(scan->arena, missing), NULL);
            struct value *finding = scan_add(scan, SEVERITY_LOW, alliance, NO_DAY, what);
            scan_why(scan, finding, &alliance_class_kind, class);
            scan_open(scan, finding, "class", &alliance_kind, alliance);
        }
    }
}
