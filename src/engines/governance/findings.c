#include "engines/governance/findings_rules.h"

const struct finding_row governance_findings[] = {
    {"late", find_late},
    {"unanswered", find_unanswered},
    {"chairs", find_chairs},
    {"pin", find_pins},
    {"pairs", find_pairs},
    {"thin", find_thin},
    {"dormant", find_dormant},
    {"gap", find_gaps},
    {"no-rule", find_no_rule},
    {"told", find_told},
    {"unheard", find_unheard},
    {"accountability", find_accountability},
    {"slip", find_slip},
    {"ask", find_ask},
    {"unasked", find_unheard_before_signing},
    {NULL, NULL},
};

struct value *scan_of(struct scan *scan, const struct kind *kind, const char *field, struct str id)
{
    struct value *list = value_list(scan->arena);
    VALUE_EACH (row, scan_rows(scan, kind))
        if (str_eq(value_get_text(row, field), id))
            value_push(list, again(scan->arena, row));
    return list;
}
