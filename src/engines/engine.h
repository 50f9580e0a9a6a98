/* engine.h: what an engine offers to the rest of the house: its kinds of record, its pages and acts, its calculators.
 */
#ifndef ENGINES_ENGINE_H
#define ENGINES_ENGINE_H
#include "kernel/calc.h"
#include "kernel/day.h"
#include "kernel/route.h"
#include "kernel/scan.h"
#include "kernel/share.h"

/* The parts of an alliance's pages, in the order of the bar that is on all of them. */
enum alliance_part { PART_OVERVIEW, PART_MONEY, PART_GOVERNANCE, PART_WORK, PART_RELATIONSHIP, ALLIANCE_PARTS };

/* A page of an engine about one alliance. */
struct alliance_tab {
    enum alliance_part part; /* under which it is found; its first page is where the part opens */
    const char *label;       /* key of the catalogue */
    const char *path;        /* behind /alliances/{id}: "/governance" */
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
/* Somebody's day with the items of all engines, in their order (kernel/day.h). Errors of day_begin. */
enum err engines_day(struct work *work, const struct viewer *viewer, struct day *out) MUST_CHECK;
/* Makes their kinds, calculators and judges known to the kernel, in the order of the list. The lists live in `arena`,
 * until kinds_release. */
enum err engines_register(struct arena *arena) MUST_CHECK;
#endif
