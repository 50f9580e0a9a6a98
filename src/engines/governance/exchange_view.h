/* exchange_view.h: how the sides see each other, and what became of their differences.
 *
 * GET /exchanges/{id} (template "exchange"): the record, and overview: {revealed, revealed_on, sides: [{party, name,
 * ours, sealed_on: date or null}], missing: answers that one's own side still owes, seal: {id, version} of one's own
 * side or null, traits: [{trait, name, low_end, high_end, views: [{by: name, own: of one's own side, about: name,
 * itself, position, words}], between, seen (trait_gap, null: unknown), counts, difference: reference or null}]}. Until
 * the reveal the views are those of one's own side.
 *
 * POST /exchanges/{id}/views writes one's own side's answers: {"position.TRAIT.PARTY": 1 to 7, "words.TRAIT.PARTY":
 * text, "version.TRAIT.PARTY": of an answer that is there; ready: whether the side is ready then}. Answers {written,
 * missing, revealed}.
 *
 * GET /alliances/{id}/perception (template "perception"): {alliance, answer, exchanges: [{exchange, opened, revealed,
 *   waiting: names, private}], differences, the unused first: [{difference, name, trait, views (as above), restatement,
 *   used_for, commitment, working_rule, paid, used, private}], unused}.
 * POST there begins an exchange on the traits that are shipped: {title}. Answers {exchange}.
 *
 * GET /alliances/{id}/working-rules (template "working_rules"): {alliance, answer, rules: [{working_rule, version,
 *   principle, meaning: that all agreed on, state, agreed_on, revealed, agreed, unseen: whether sides may write what it
 *   means to them, mine: {id, version, meaning} or null, seal: {id, version} or null, sides: [{name, ours, sealed_on,
 *   meaning: as far as the viewer may read it}], pulse (pulse_view.h), private}], library: those not taken over yet:
 * [{code, principle, meaning}]}. */
#ifndef ENGINES_GOVERNANCE_EXCHANGE_VIEW_H
#define ENGINES_GOVERNANCE_EXCHANGE_VIEW_H
#include "engines/governance/blind.h"
#include "engines/governance/governance_pages.h"
#include "engines/governance/perception.h"

enum err exchange_page(struct request *request, struct reply *reply);
enum err exchange_views_write(struct request *request, struct reply *reply);
enum err working_rules_page(struct request *request, struct reply *reply);
enum err perception_page(struct request *request, struct reply *reply);
enum err perception_begin(struct request *request, struct reply *reply);

/* Puts the views of a trait that the viewer sees, ordered by the parties: by, then about. */
enum err put_trait_views(struct request *request, struct value *map, const struct value *parties,
                         const struct value *perceptions, struct str trait) MUST_CHECK;
/* One's own side's answer about a party; NULL where there is none. */
const struct value *own_answer(const struct viewer *viewer, const struct value *perceptions, struct str trait,
                               struct str about);
#endif
