/* pulse_view.h: pulses on the page of working rules, and the pages on which people answer.
 *
 * Of each agreed rule, pulse: {circle: its id, may_ask: whether the viewer may open a round now,
 * asked_until: last day of the newest round or null, open: {campaign:
 * reference, closes, asked: [{name, ours, count}], may_link: whether the viewer may make links for their side} or null,
 * sides: [{name, ours, pools: [{opens, closes, people, answers, mean: from 1 to 5, favourable: share}], fall: of the
 * mean between the last two, or null}], chart or null}; null of other rules.
 *
 * GET /alliances/{id}/pulses: {items: every pool of its rules that is shown: [{working_rule, principle, organisation:
 * ids, side: its name, opens, closes, people, answers, count_1 … count_5, mean, favourable}], next: null}.
 *
 * GET /pulse/{secret}, /campaigns/{id}/answer (template "pulse"): {question, alliance: its name, closes, answered: of
 * /campaigns whether the person has; of /pulse always false, points: [{value, label}]}. They never answer. POST there
 * {answer: 1 … 5}: {answered: true}.
 * POST /campaigns/{id}/addresses: {links: [{name, address}]}, shown this once: of those of one's own side whom the
 * round asks and who have no account. */
#ifndef ENGINES_GOVERNANCE_PULSE_VIEW_H
#define ENGINES_GOVERNANCE_PULSE_VIEW_H
#include "engines/governance/governance_pages.h"
#include "engines/governance/pulse.h"

/* Puts `pulse` of a rule; `parties` are those of its circle (exchange_parties). */
enum err put_pulse(struct overview *overview, struct value *item, const struct value *rule,
                   const struct value *parties) MUST_CHECK;
/* A chart of the means of all sides over time; NULL where there is too little to draw. `sides` is as in the view. */
struct value *pulse_chart(struct overview *overview, const struct value *sides, struct str principle);

enum err pulse_pools_list(struct request *request, struct reply *reply);
enum err pulse_link_page(struct request *request, struct reply *reply);
enum err pulse_link_answer(struct request *request, struct reply *reply);
enum err pulse_own_page(struct request *request, struct reply *reply);
enum err pulse_own_answer(struct request *request, struct reply *reply);
enum err pulse_links_make(struct request *request, struct reply *reply);
#endif
