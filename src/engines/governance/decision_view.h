/* decision_view.h: one decision, and the log of an alliance's decisions.
 *
 * GET /decisions/{id} (template "decision"): the record, and overview: {options: [{decision_option, name, speaks_for,
 *   speaks_against, chosen, version}], parts: [{decision, question, state, outcome, decider_name, taken}],
 *   acknowledgements: [{acknowledgement, name, party, acknowledged, version, ours}], commitments: [{commitment, title,
 *   owner_party, owner_name, due, state}], precedents (precedents.h), allowed_days, days: since it was asked until it
 * was taken or today, late, fitting_tier, row}.
 *
 * GET /alliances/{id}/decision-log (template "decision_log"): {alliance, answer, median_days, count: taken, fitting:
 *   share of those with a tier that were taken on the one that the model asks for, fitting_base, quarters: [{from,
 *   until}], heat: [{topic, cells: [{count, contested, median_days, level}]}], decisions, the last asked first:
 *   [{decision, question, state, asked, taken, days, late, contested, topic, outcome, unacknowledged, private}]}. */
#ifndef ENGINES_GOVERNANCE_DECISION_VIEW_H
#define ENGINES_GOVERNANCE_DECISION_VIEW_H
#include "kernel/overview.h"

enum { HEAT_QUARTERS = 4 };

enum err decision_page(struct request *request, struct reply *reply);
enum err decision_log_page(struct request *request, struct reply *reply);
#endif
