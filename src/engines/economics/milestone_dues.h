/* milestone_dues.h: what the agreed deals of an alliance pay for its milestones, and what of that is not in the ledger
 * (S1 2.3: milestones, rewards, penalties). */
#ifndef ENGINES_ECONOMICS_MILESTONE_DUES_H
#define ENGINES_ECONOMICS_MILESTONE_DUES_H
#include "engines/economics/ledger.h"
#include "engines/economics/milestone.h"

/* One instrument's word about one milestone. */
struct milestone_deal {
    struct milestone_terms terms;
    struct str instrument, currency;
    struct str payer, payee;   /* identifiers of parties; a penalty goes the other way */
    struct str category;       /* as the deal calls the milestone, and entries do */
    const struct value *names; /* of parties, by identifier */
};
/* What the deal of the milestone's circle lays down for it on a day; false where it says nothing, or where the
 * milestone belongs to one side. `sheets`: all agreed ones of the alliance. */
enum err milestone_deal_read(struct work *work, const struct viewer *viewer, struct value *sheets,
                             const struct value *milestone, int64_t day, struct milestone_deal *out,
                             bool *found) MUST_CHECK;
/* What follows from one that was accepted and is not booked, as entries to make: adds to `list` {milestone, kind, from,
 * to: references and choice, instrument, category, amount, booked, missing: money, accepted_on}. The deal in force on
 * the day of the answer counts; drafts of the viewer's side count as booked, and so does an entry in another currency.
 */
enum err milestone_unbooked(struct work *work, const struct viewer *viewer, struct value *sheets,
                            const struct value *milestone, struct value *list) MUST_CHECK;
#endif
