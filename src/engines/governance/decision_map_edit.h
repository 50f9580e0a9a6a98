/* decision_map_edit.h: rows of the decision map written in place.
 *
 * POST /alliances/{id}/decision-map writes a row with its voices; …/try only says what would be wrong with it. Both
 * take {row: id, or nothing for a new one, decision, topic, class, decider_body, decider_name, allowed_days;
 * "PART.PARTY": names with commas between, for each part (decision_parts) and party; "was.PART.PARTY": the names as the
 * writer saw them}. Of the voices only the difference between the two is written, so that nobody takes back what
 * another added meanwhile; the row itself is refused when it was changed meanwhile (version, or If-Match).
 *
 * They answer {decision_row, version, and what map_judge puts}. */
#ifndef ENGINES_GOVERNANCE_DECISION_MAP_EDIT_H
#define ENGINES_GOVERNANCE_DECISION_MAP_EDIT_H
#include "engines/governance/decision_map_view.h"

/* The row that the page shows as a form: by ?edit, or the one that was sent and refused; "new" for one to be added. */
struct str map_edited(const struct map *map);
/* Puts `form` into a row's item: what its fields show (what was typed, where that was refused), and what can be chosen:
 * {version, row, decision, topic, allowed_days, decider_name, classes, bodies: [{value, label, chosen}], sides:
 * [{party, name, cells: [{part, label, name, value, was}]}], problems: [text], stale}. */
enum err map_put_form(struct map *map, struct value *item, const struct value *row,
                      const struct value *voices) MUST_CHECK;
/* The rest of the page; for a form that is refused, too. */
enum err decision_map_show(struct map *map) MUST_CHECK;

enum err decision_map_try(struct request *request, struct reply *reply);
enum err decision_map_write(struct request *request, struct reply *reply);
#endif
