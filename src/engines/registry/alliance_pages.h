/* alliance_pages.h: handlers of the pages about alliances, one and all; their routes are in engine.c. Each view carries
 * `answer`, the sentence that answers the page's question.
 *
 * GET /alliances/{id} (template "alliance"): the record with the member `overview`:
 *   answer, findings (findings.h),
 *   parties, ours first, those that left last: [{party, organisation, name, ours, role, units, sponsor, manager,
 *     operational_leads, equity_share, joined_on, left_on, sample, planned, filled, ratio, short,
 *     contributions: [{contribution, type, capability, strength, value, private}],
 *     objectives: [{objective, rank, opposes, private}]}],
 *   objectives (of the alliance as a whole), agreements: [{agreement, kind, signed, in_force, ends, status, notice_by,
 *   private}], team: [{membership, person, name, organisation, role, from_date, to_date}], contacts: [{contact, name_a,
 *   name_b, level, function, last_met, meet_by}], secondments: [{secondment, sent_by, works_at, task, from_date,
 *   to_date}], sub_alliances: [{alliance, stage, business_model}], needs: [{need, way, level, available, probability}],
 *   case: {current, name, year, status, created_value, captured_value, running_cost, investment, net, capture,
 *   realisation, forecast_net, bias} or null, stance: {stance, attention, origin, intended_end, intended_end_at_start,
 *   drift, potential_value, expected_loss, walk_away} or null, test and incompleteness (alliance_readings.h), circles
 *   (circle_view), next: {what, agreement, date} or null, notes (overview_notes), events: the newest 8 (event_list).
 *
 * GET /alliances/{id}/test (template "alliance_test"): {alliance, answer, test, incompleteness with provisions:
 *   [{provision, source, clause, body, decision, private}] and surprises: [{surprise, source, happened_on, origin,
 *   silent_clause, decided, private}]}.
 *
 * GET /portfolio?stage=&form=&business_model= (template "portfolio"): {answer, items: [see portfolio_put], totals:
 *   [{currency, alliances, net, value}], stages: [{stage, count}], unvalued, chart or null, mix (portfolio_mix.h)}.
 *
 * GET / (template "home"): {answer, findings (at most 50), more, severities: [{severity, count}], alliances, steps:
 *   [{label, text, href}] (what to do first in an empty workspace), mine: items as in the portfolio of the alliances
 * that the person is a member of, dates: the next 5 [{date, what, record, alliance}], events: the newest 6}.
 *
 * GET /needs/orphans (template "orphans"): {answer, needs: [{need, capability, level, by_date, success_factor}], short:
 * the same with {sources}, alliances: [{alliance, stage}]}. */
#ifndef ENGINES_REGISTRY_ALLIANCE_PAGES_H
#define ENGINES_REGISTRY_ALLIANCE_PAGES_H
#include "kernel/route.h"

enum err alliance_page(struct request *request, struct reply *reply);
enum err alliance_test_page(struct request *request, struct reply *reply);
/* Before a party joins or leaves: {answer, alliance, organisation, parties (who reads what is joint from then on),
 * records:
 * [{kind, plural, count}] that stay in the circle until now, and of one that leaves closes: [text], version}. */
enum err joining_page(struct request *request, struct reply *reply);
enum err leaving_page(struct request *request, struct reply *reply);
enum err portfolio_page(struct request *request, struct reply *reply);
enum err home_page(struct request *request, struct reply *reply);
enum err orphans_page(struct request *request, struct reply *reply);
#endif
