/* engine.h: what an engine offers to the rest of the house: its kinds of record, its pages and acts, its calculators.
 */
#ifndef ENGINES_ENGINE_H
#define ENGINES_ENGINE_H
#include "kernel/calc.h"
#include "kernel/day.h"
#include "kernel/route.h"
#include "kernel/scan.h"
#include "kernel/share.h"

/* A page of an engine about one alliance, led to from the bar on all of them. */
struct alliance_tab {
    const char *label; /* key of the catalogue */
    const char *path;  /* behind /alliances/{id}: "/governance" */
};

struct engine {
    const char *name;
    struct kind *const *kinds;                   /* NULL-terminated, or NULL */
    const struct route *routes;                  /* ends with method NULL, or NULL */
    const struct calculator *const *calculators; /* NULL-terminated, or NULL */
    const struct finding_row *findings;          /* ends with code NULL, or NULL */
    const day_rule *day;                         /* of a person's day; ends with NULL, or NULL */
    const struct alliance_tab *tabs;             /* of the pages of an alliance; ends with label NULL, or NULL */
    share_judge share_judge;                     /* warns before something is shared; or NULL */
};

/* All engines, NULL-terminated: src/engines/engines.c is the one list. */
extern const struct engine *const engines[];
/* Makes their kinds, calculators and judges known to the kernel, in the order of the list. The lists live in `arena`,
 * until kinds_release. */
enum err engines_register(struct arena *arena) MUST_CHECK;
#endif
