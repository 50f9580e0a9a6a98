/* governance_pages.h: handlers of the pages about an alliance's governance; their routes are in engine.c. Each view
 * carries `answer`, the sentence that answers the page's question.
 *
 * GET /alliances/{id}/governance (template "governance"): {alliance, answer, findings (kernel/scan.h; of governance
 *   only), tiers, the highest first: [{tier, bodies: [{body, mission, cadence_days, decision_rule, quorum, standing,
 *   private, above: {body, linked} or null, last_met, next: {meeting, starts} or null, sides, ours first: [{party,
 * name, ours, led, seats: [{seat, name, role, hours_a_month}]}]}]}], meetings: {next: [{meeting, body, kind, starts,
 * state, private}], past: [the same]}}.
 *
 * GET /alliances/{id}/decision-map (template "decision_map"): {alliance, answer, model, sides: [{party, name, ours}],
 *   rows: [{decision_row, version, decision, topic, class, decider, allowed_days, private, sides: [{party, name,
 * affected, recommends, consulted, approves, informed: [{voice, name}]}], and what map_judge puts}], steps:
 * [{approval_step, step, party, topic, style, meets, says: in words, papers_days, takes_days, private, next: [{meets,
 * papers}]}], open: [{decision, question, asked, days, late, private}], taken: [{decision, question, taken, lead_days,
 *   private}]}. How rows are written: decision_map_edit.h.
 *
 * GET /alliances/{id}/commitment-lists (template "commitment_lists"): {alliance, answer, sides: [{party, name, ours,
 *   rate, base, late, items: [{commitment, title, due, state, late, owner_name, to, repeats, private}]}], quarter:
 * {from, until}}.
 *
 * GET /alliances/{id}/support (template "stakeholders"): {alliance, answer, alignment, spread, mixed (alignment.h),
 * people of one's own side, those first who weigh most: [{stakeholder, private, asked, support, needed, influence,
 * talks, affected, heard, next_step, lacking}]}.
 *
 * GET /day (template "day"): {answer, date, alliances: how many, asked, owe, owed: {items (kernel/day.h), count, late,
 *   more}, meetings: [{meeting, alliance, starts, kind, body, minutes_long, place, private, agenda: how many items,
 *   prepared: reference or null, prepare_href}], findings (kernel/scan.h), severities: [{severity, count}], more,
 *   scanned: whether the alliances are few enough to look for findings, changes: {count, marked, since, newest: id of
 * an event or null, items: [{record, kind, action, actor, what: in words, at, alliance, times, concerns, private}],
 * more}} (kernel/changes.h).
 *
 * GET /day/new: {count: records that others changed since one last looked, what: in words}.
 * POST /day/seen {newest: id of an event; else up to now}: {seen_at}; a form goes back to /day. */
#ifndef ENGINES_GOVERNANCE_GOVERNANCE_PAGES_H
#define ENGINES_GOVERNANCE_GOVERNANCE_PAGES_H
#include "kernel/overview.h"

enum err day_page(struct request *request, struct reply *reply);
enum err day_new(struct request *request, struct reply *reply);
enum err day_seen(struct request *request, struct reply *reply);
enum err governance_page(struct request *request, struct reply *reply);
enum err decision_map_page(struct request *request, struct reply *reply);
enum err stakeholder_page(struct request *request, struct reply *reply);
enum err commitment_lists_page(struct request *request, struct reply *reply);

/* What these pages share (governance_view.c). */
enum { GOVERNANCE_MOST = 500 };
/* The visible records of `plural` of the page's alliance. */
enum err alliance_rows(struct overview *overview, const char *plural, struct value **rows) MUST_CHECK;
/* Those of a list whose member `field` is `id`, as the same nodes again. */
struct value *rows_with(struct arena *arena, const struct value *rows, const char *field, struct str id);
/* Pushes {KIND: reference by its title, private}. */
struct value *push_record(struct overview *overview, struct value *list, const struct kind *kind,
                          const struct value *record);
/* The parties that are in it now, the viewer's own first: [{party, name, ours}]. */
enum err put_sides(struct overview *overview, struct value *map, const char *key) MUST_CHECK;
/* Begins the view of such a page: {alliance, answer}; the page's words are added by overview_say, then end_view. */
struct value *begin_view(struct overview *overview, struct reply *reply);
void end_view(struct overview *overview, struct value *view);
#endif
