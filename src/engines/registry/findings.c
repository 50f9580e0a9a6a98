#include "engines/registry/findings.h"
#include "engines/engine.h"
#include "engines/registry/findings_rules.h"

const struct finding_row registry_findings[] = {
    {"notice", find_notice},
    {"ending", find_ending},
    {"no-agreement", find_no_agreement},
    {"no-partner", find_no_partner},
    {"staffing", find_staffing},
    {"no-sponsor", find_no_sponsor},
    {"below-zero", find_below_zero},
    {"test", find_test},
    {"unprovided", find_unprovided},
    {"rerate", find_rerate},
    {"opposed", find_opposed},
    {"drift", find_drift},
    {"contacts", find_contacts},
    {"class", find_class_clauses},
    {"needs", find_needs},
    {"no-need", find_no_need},
    {"forum-unanswered", find_forum_unanswered},
    {"forum-dormant", find_forum_dormant},
    {"forum-small", find_forum_small},
    {"forum-unnamed", find_forum_unnamed},
    {NULL, NULL},
};

enum err findings_gather(struct work *work, const struct viewer *viewer, struct str alliance, struct value **out)
{
    struct scan scan = {
        .work = work, .viewer = viewer, .arena = work->arena, .only = alliance, .today = today_of(work)};
    scan.findings = value_list(work->arena);
    if (!scan.findings)
        return ERR_MEMORY;
    for (size_t i = 0; engines[i]; i++)
        scan_run(&scan, engines[i]->findings);
    return scan.err ? scan.err : scan_ordered(&scan, out);
}
