/* pages.h: the pages of this engine (see engine.c), and what they share. */
#ifndef ENGINES_ECONOMICS_PAGES_H
#define ENGINES_ECONOMICS_PAGES_H
#include "engines/economics/ledger.h"
#include "kernel/overview.h"

/* What a settlement (the output of settle-deal) says, in words and money: {payments: [{from, to, amount}], parties:
 * [{party, amount}], parts: [{name, kind, lines: [{text, party, to, amount}], moves: [{party, amount}]}], own: [{text,
 * amount}], conversions: [text], balance: [{account, debit, credit, balance}], chart}, under `key` of `to`. */
enum err put_settlement(struct overview *o, struct value *to, const char *key, const struct value *settled,
                        struct str currency) MUST_CHECK;
/* Settles an input in the form of settle-deal, or lists what is wrong with it under "problems" of `to`: [{text}].
 * *settled is NULL then. */
enum err settle_for_page(struct overview *o, const struct value *input, struct value *to,
                         struct value **settled) MUST_CHECK;
/* The consents as page members: `consents`, and page.may_agree, whether the viewer's side has one to give. */
void put_consents(struct overview *o, const struct kind *kind, const struct consents *consents);
/* Of what may be done to a record, leaves its history only: what all have agreed to stands. */
void leave_history(struct overview *o);

enum err period_page(struct request *request, struct reply *reply);
enum err deal_sheet_page(struct request *request, struct reply *reply);
/* One party's statement for a period (?party=, else the own side's): {period, party, party_name, alliance, starts,
 * ends, state, deal, consents, problems, entries: [{entry, kind, booked_on, amount, state, converted}], parts: [{name,
 * kind, lines: [{text, amount}], move}], opening (the result booked), moved, closing, payments: [{receives, other,
 * amount}], chart, answer}.
 */
enum err statement_page(struct request *request, struct reply *reply);
enum err model_page(struct request *request, struct reply *reply);
/* POST: makes the bodies that the model proposes and that are not there yet: {bodies: [body]}. */
enum err model_bodies_make(struct request *request, struct reply *reply);
#endif
