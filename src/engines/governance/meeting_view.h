/* meeting_view.h: what the pages of one meeting share: the desk at /meetings/{id} and its pack.
 *
 * GET /meetings/{id} (template "meeting"): the record, and overview: {agenda: [{item, rank, title, minutes_for,
 * subject, outcome, version}], planned_minutes, proposed (agenda_proposal.h), attendance: [{attendance, party, name,
 * how, delegate}], seats: [{name, role, party}], decisions: [{decision, question, state, outcome}], commitments:
 *   [{commitment, title, owner_party, owner_name, due, state, late}], prepares, prepared: [{meeting, starts,
 * private}]}.
 *
 * POST /meetings/{id}/agenda takes proposals onto the agenda: {about: [id, …]}; {items: [id, …]}.
 *
 * GET /meetings/{id}/pack (template "meeting_pack"): {meeting, alliance, title, starts, minutes_long, place, private,
 *   answer, body: {body, mission, decision_rule, quorum} or null, seats, agenda: [{title, minutes_for, subject, kind:
 *   words, facts: [{label, value}], options: [{name, speaks_for, speaks_against}]}], last: {meeting, starts, minutes,
 *   outcomes: [{title, outcome}], decisions, commitments} or null}. */
#ifndef ENGINES_GOVERNANCE_MEETING_VIEW_H
#define ENGINES_GOVERNANCE_MEETING_VIEW_H
#include "kernel/overview.h"

enum { MEETING_MOST = 200 };

enum err meeting_page(struct request *request, struct reply *reply);
enum err meeting_agenda_take(struct request *request, struct reply *reply);
/* POST: the viewer has read the pack; their attendance says so. */
enum err meeting_pack_read(struct request *request, struct reply *reply);
enum err meeting_pack_page(struct request *request, struct reply *reply);

/* The last meeting of the same body that was held before this one; NULL where there is none. */
enum err meeting_before(struct work *work, const struct viewer *viewer, const struct value *meeting,
                        struct value **out) MUST_CHECK;
/* Those who sit in the meeting's body now: [{seat, name, role, party: name}]. */
enum err put_meeting_seats(struct request *request, struct value *map, struct str body) MUST_CHECK;
/* What was decided and promised in a meeting, under `decisions` and `commitments`. */
enum err put_meeting_results(struct request *request, struct value *map, struct str meeting) MUST_CHECK;
/* The agenda in its order, as records. */
enum err meeting_agenda(struct request *request, struct str meeting, struct value **rows) MUST_CHECK;
#endif
