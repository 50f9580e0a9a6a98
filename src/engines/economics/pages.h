/* pages.h: the pages of this engine (see engine.c), and what they share. */
#ifndef ENGINES_ECONOMICS_PAGES_H
#define ENGINES_ECONOMICS_PAGES_H
#include "engines/economics/ledger.h"
#include "kernel/overview.h"

/* Of pages about an alliance, behind /alliances/{id}, to which pages of records lead back. */
#define BALANCE_PATH    "/balance"
#define COST_WATCH_PATH "/cost-watch"
#define DEAL_PATH       "/deal"
#define HAND_OFFS_PATH  "/hand-offs"
#define RESULTS_PATH    "/results"
#define REVIEWS_PATH    "/reviews"

/* What a settlement (the output of settle-deal) says, in words and money: {payments: [{from, to, amount}], parties:
 * [{party, amount}], parts: [{name, kind, lines: [{text, party, to, amount}], moves: [{party, amount}]}], own: [{text,
 * amount}], conversions: [text], balance: [{account, debit, credit, balance}], chart}, under `key` of `to`. */
enum err put_settlement(struct overview *o, struct value *to, const char *key, const struct value *settled,
                        struct str currency) MUST_CHECK;
/* Settles an input in the form of settle-deal, or lists what is wrong with it under "problems" of `to`: [{text}].
 * *settled is NULL then. */
enum err settle_for_page(struct overview *o, const struct value *input, struct value *to,
                         struct value **settled) MUST_CHECK;
/* The same for a period that was read. */
enum err settle_ledger_for_page(struct overview *o, const struct ledger *ledger, struct value *to,
                                struct value **settled) MUST_CHECK;
/* The consents as page members: `consents`, and page.may_agree, whether the viewer's side has one to give. */
void put_consents(struct overview *o, const struct kind *kind, const struct consents *consents);
/* Of what may be done to a record, leaves its history only: what all have agreed to stands. */
void leave_history(struct overview *o);

enum err period_page(struct request *request, struct reply *reply);
enum err deal_sheet_page(struct request *request, struct reply *reply);
/* One part of a deal sheet by its place (from 0), or "new" of the ?kind=: {deal_sheet, version, kind, instrument: as in
 * settle-deal, or null}. POST changes it, adds it, or (remove) takes it out, by the names of the form's controls. */
enum err deal_part_page(struct request *request, struct reply *reply);
enum err deal_part_write(struct request *request, struct reply *reply);
/* Settles numbers that are tried with these terms: overview.trial, null where nothing is tried, and .problems; page:
 * {rows: [{place, line, party, to, kind: [{value, label, selected}], category, amount, quantity}], categories}. */
enum err deal_trial(struct overview *o, struct value *terms) MUST_CHECK;
/* Whether an instrument is one that the form can show: a split without sides within sides. */
bool deal_part_has_form(const struct value *given);
/* The funds of an alliance over all of its settled periods: {alliance, funds: [{name, holder, periods: [{period,
 * starts, ends, state, opening, paid, saved, used, closing}], opening, closing, divided, parties: [{party, paid, saved,
 * used, balance, part: what it would have if it were divided now}], chart}], uses: [{entry, party, amount, booked_on,
 * state, period, description}], savings: the same, answer}. */
enum err fund_page(struct request *request, struct reply *reply);
/* The joint pipeline: {alliance, currency, begins, tolerance, sides: [{party, ours, calls, proposals, wins,
 * to_proposal, to_win, path: {calls, proposals, wins, value}, done: the same, part, balance, off, behind}], all:
 * {calls, proposals, wins, to_proposal, to_win}, opportunities: [{opportunity, private, customer, brought_by,
 * carried_out_by, stage, expected, won, since}], unbooked: [{from, to, instrument, period, category, won, booked,
 * missing, payment, book}], chart, answer}. */
enum err pipeline_page(struct request *request, struct reply *reply);
/* The off-loading watch: {alliance, currency, period: the last that is over or null, costs: [{party, category, gain: of
 * a unit moved in, or null where the result is not shared, unit, quantity, trend, outside: money or null, over_trend,
 * over_outside, tells, points: [{period, amount, quantity, unit}]}], missing: [{party, category, amount, period}],
 * answer}. */
enum err cost_watch_page(struct request *request, struct reply *reply);
/* Input and output: {alliance, joint: {currency, parties: [{party, estimated, in: {low, middle, high}, ratio: the same
 * or nulls, benefits, settled, out, alone}], complete, low, middle, high: whether balanced, holds: [{parties: [{party,
 * from, to}]}], settled_counts, left_out,
 * some_left_out, worth_more, worth, alone}, own: the same with what the side keeps to itself,
 * or null, contributions: [{contribution, party, value, value_low, value_high, private}], benefits: [{benefit, party,
 * kind, value, private}], periods, answer}. */
enum err balance_page(struct request *request, struct reply *reply);
/* What the sides hand over to each other: {alliance, open (returned ones too), delivered, accepted: [{milestone,
 * private, from, to, state, due, late, days_late, lateness (words), delivered_on, answered_on, owner_name, handed_over,
 * criteria, answer, in_deal, payment, reward, penalty_a_day, penalty_most; of delivered ones may_answer, version}],
 * unbooked:
 * [{milestone, kind, from, to, instrument, category, amount, booked, missing, accepted_on, period, booked_on, typed,
 * may_book}], answer}. */
enum err hand_offs_page(struct request *request, struct reply *reply);
/* Results less what others decided: {alliance, results: [{period, starts, ends, party, actual, effects, adjusted,
 * disputed (money or null), moved: by a tenth or more, left_out, some_left_out, rows: [{effect, decided_by, decided_on,
 * amount, name, reason, state, dispute, version, private, may_answer}]}], answer}. */
enum err results_page(struct request *request, struct reply *reply);
/* The joint business plans of an alliance, the latest three: {alliance, plans: [{plan, when: choice next | this | last
 * | earlier, starts, ends, state, private, innovation, markets, pipeline, result, parts: [{part, party, summary}],
 * targets: [{target, party, planned, unit, reached, remark, share}], consents, may_approve, add_part, add_target}],
 * answer}. */
enum err yearly_plan_page(struct request *request, struct reply *reply);
/* What stands about money in an alliance: {alliance, deal: the sheet in force or null, effective_from, instruments:
 * [{name, kind}], sheets: [{sheet, effective_from, currency, state, private, in_force}], periods: [{period, starts,
 * ends, final, state, private}], disputed: [{entry, party, amount, booked_on, period, dispute, disputed_by,
 * disputed_on, grave, step: what this side can do, may_step}], drafts: [{entry,
 * party, amount, booked_on, period}], answer}. */
enum err alliance_deal_page(struct request *request, struct reply *reply);
/* One party's statement for a period (?party=, else the own side's): {period, party, party_name, alliance, starts,
 * ends, state, deal, consents, problems, entries: [{entry, kind, booked_on, amount, state, converted}], parts: [{name,
 * kind, lines: [{text, amount}], move}], opening (the result booked), moved, closing, payments: [{receives, other,
 * amount}], chart, answer}.
 */
enum err statement_page(struct request *request, struct reply *reply);
/* {alliance, business_model, parties: [{party, ours}], changes: [{change, field, happened_on, private, effects:
 * [{party, effect, reason}], spread, opens, review, add}], reviews: [{review, opened_on, held_on, reason, outcome,
 * state, private, consents}], due, answer}. */
enum err model_reviews_page(struct request *request, struct reply *reply);
enum err model_review_page(struct request *request, struct reply *reply);
enum err model_page(struct request *request, struct reply *reply);
/* POST: makes the bodies that the model proposes and that are not there yet: {bodies: [body]}. */
enum err model_bodies_make(struct request *request, struct reply *reply);
#endif
