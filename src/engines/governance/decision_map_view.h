/* decision_map_view.h: the decision map of one alliance as its pages read it: its rows judged as they stand, or as
 * somebody is about to write them. */
#ifndef ENGINES_GOVERNANCE_DECISION_MAP_VIEW_H
#define ENGINES_GOVERNANCE_DECISION_MAP_VIEW_H
#include "engines/governance/decision_map.h"
#include "engines/governance/governance_pages.h"
#include "engines/governance/records.h"

enum { DECISION_PARTS = 5 };
extern const char *const decision_parts[DECISION_PARTS]; /* codes, in the order of enum decision_part */

struct map {
    struct overview o;
    struct value *view;
    struct value *rows, *bodies, *steps, *decisions, *sides; /* sides: as put_sides puts them into the view */
    int64_t today;
};
/* Begins the page of the alliance that the request names and reads all that its map rests on. */
enum err map_begin(struct request *request, struct reply *reply, const char *template, struct map *out) MUST_CHECK;

/* The record of that id in a list; NULL when it is not there. */
const struct value *map_find(const struct value *rows, struct str id);
/* Whether the decision is of the row's kind: the row's own, or of a row with the same topic. */
bool map_alike(const struct map *map, const struct value *row, const struct value *decision);
/* The voices of a row: [record], as they are stored. */
enum err map_voices(const struct map *map, const struct value *row, struct value **out) MUST_CHECK;

/* Judges a row with these voices ({part, party, name}), stored or not, and puts into `item`: {fitting_tier, needed_days
 * (null: not known, or never), median_days, firms: [{name, days, passed}] (who needs how long if asked today; null:
 * their calendars never meet), faults: [{code, what}]}. *faults: how many. */
enum err map_judge(struct map *map, const struct value *row, const struct value *voices, struct value *item,
                   int64_t *faults) MUST_CHECK;
#endif
