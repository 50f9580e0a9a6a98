/* agenda_proposal.h: what the records say a meeting should speak about (meetings: open issues, decisions due,
 * commitments late; S5c). Proposed by the program, taken or left by people. */
#ifndef ENGINES_GOVERNANCE_AGENDA_PROPOSAL_H
#define ENGINES_GOVERNANCE_AGENDA_PROPOSAL_H
#include "kernel/hooks.h"

enum { AGENDA_MOST = 20 };

/* For a meeting that is still to be held: [{code: choice, title, what: sentence, about_kind, about, record: reference,
 * minutes_for}], what weighs most first, at most AGENDA_MOST; without what is on its agenda already. Nothing of it
 * rests on a record that others who read the meeting may not read: of a joint meeting all of it is joint.
 *
 *   escalated  a decision of a body below, over the time agreed for it
 *   decide     an open decision of this body (or of none), the longest asked first
 *   disputed   what was delivered and is disputed
 *   late       what is owed and late; of other bodies' meetings only when it is late by over a month
 *   unanswered delivered, and nobody has answered for five working days
 *   left       an item of this body's last meeting without an outcome
 *   change     a change that the partner was told of and that nobody has reviewed together
 *   withdrawal somebody who is about to leave, and the partner has not answered
 *   chairs, pin, no-rule: what is missing in the body itself */
enum err agenda_proposed(struct work *work, const struct viewer *viewer, const struct value *meeting,
                         struct value **out) MUST_CHECK;
#endif
