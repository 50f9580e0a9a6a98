#include "engines/governance/calculators.h"
#include "engines/governance/calendar.h"
#include "engines/governance/day_work.h"
#include "engines/governance/decision_map_edit.h"
#include "engines/governance/decision_view.h"
#include "engines/governance/exchange_view.h"
#include "engines/governance/findings_rules.h"
#include "engines/governance/governance.h"
#include "engines/governance/governance_pages.h"
#include "engines/governance/meeting_view.h"
#include "engines/governance/off_limit.h"
#include "engines/governance/pulse_view.h"
#include "engines/governance/records.h"

/* The kinds of record, one line each, in an order in which a kind comes after those it refers to. */
#define KINDS(X)            \
    X(body_kind)            \
    X(seat_kind)            \
    X(charter_goal_kind)    \
    X(meeting_kind)         \
    X(agenda_item_kind)     \
    X(attendance_kind)      \
    X(decision_row_kind)    \
    X(decision_voice_kind)  \
    X(approval_step_kind)   \
    X(decision_kind)        \
    X(decision_option_kind) \
    X(acknowledgement_kind) \
    X(commitment_kind)      \
    X(accountability_kind)  \
    X(stakeholder_kind)     \
    X(partner_change_kind)  \
    X(withdrawal_kind)      \
    X(off_limit_kind)       \
    X(working_rule_kind)    \
    X(campaign_kind)        \
    X(holiday_kind)         \
    X(rule_meaning_kind)    \
    X(meaning_seal_kind)    \
    X(exchange_kind)        \
    X(exchange_trait_kind)  \
    X(perception_kind)      \
    X(exchange_seal_kind)   \
    X(difference_kind)

#define DECLARE(name) extern struct kind name;
#define LIST(name)    &name,
KINDS(DECLARE)
static struct kind *const kinds[] = {KINDS(LIST) NULL};

static const struct calculator *const calculators[] = {&alignment_calculator, &recur_calculator, NULL};

static const struct route routes[] = {
    {"GET", "/day", day_page, ROUTE_PAGE | ROUTE_KEPT, "route.day", "day"},
    {"GET", "/day/new", day_new, 0, "route.day.new", "day-new"},
    {"POST", "/day/seen", day_seen, ROUTE_WRITE, "route.day.seen", "day-seen"},
    {"GET", "/calendar", calendar_page, ROUTE_PAGE | ROUTE_KEPT, "route.calendar", "calendar"},
    {"GET", "/alliances/{id}/calendar", alliance_calendar_page, ROUTE_KEPT, "route.calendar.alliance", "calendar"},
    {"POST", "/calendar/feeds", calendar_feed_make, ROUTE_WRITE, "route.calendar.feed-make", "feed"},
    {"POST", "/calendar/feeds/{id}/end", calendar_feed_end, ROUTE_WRITE, "route.calendar.feed-end", "ended"},
    {"GET", "/feeds/{secret}", calendar_feed, ROUTE_OPEN | ROUTE_LIMITED, "route.calendar.feed", "file"},
    {"GET", "/meetings/{id}", meeting_page, 0, "route.meeting", "record:meetings"},
    {"POST", "/meetings/{id}/agenda", meeting_agenda_take, ROUTE_WRITE, "route.meeting.agenda", "agenda-taken"},
    {"POST", "/meetings/{id}/pack", meeting_pack_read, ROUTE_WRITE, "route.meeting.pack-read", "record:attendances"},
    {"GET", "/meetings/{id}/pack", meeting_pack_page, 0, "route.meeting.pack", "pack"},
    {"GET", "/meetings/{id}/entry.ics", calendar_entry, 0, "route.meeting.entry", "file"},
    {"GET", "/alliances/{id}/support", stakeholder_page, 0, "route.stakeholders", "stakeholders"},
    {"GET", "/alliances/{id}/governance", governance_page, 0, "route.governance", "governance"},
    {"GET", "/alliances/{id}/decision-map", decision_map_page, 0, "route.decision-map", "decision_map"},
    {"POST", "/alliances/{id}/decision-map/try", decision_map_try, 0, "route.decision-map.try", "decision-judged"},
    {"POST", "/alliances/{id}/decision-map", decision_map_write, ROUTE_WRITE, "route.decision-map.write",
     "decision-judged"},
    {"GET", "/alliances/{id}/decision-log", decision_log_page, 0, "route.decision-log", "decision_log"},
    {"GET", "/decisions/{id}", decision_page, 0, "route.decision", "record:decisions"},
    {"GET", "/alliances/{id}/perception", perception_page, 0, "route.perception", "alliance_perception"},
    {"POST", "/alliances/{id}/perception", perception_begin, ROUTE_WRITE, "route.perception.begin", "exchange-begun"},
    {"GET", "/alliances/{id}/working-rules", working_rules_page, 0, "route.working-rules", "working_rules"},
    {"GET", "/alliances/{id}/pulses", pulse_pools_list, ROUTE_LIST, "route.pulse.pools", "pulse-pools"},
    {"GET", "/pulse/{secret}", pulse_link_page, ROUTE_OPEN | ROUTE_PAGE | ROUTE_LIMITED | ROUTE_UNNAMED,
     "route.pulse.link", "pulse"},
    {"POST", "/pulse/{secret}", pulse_link_answer, ROUTE_OPEN | ROUTE_WRITE | ROUTE_LIMITED | ROUTE_UNNAMED,
     "route.pulse.link-answer", "pulse-answered"},
    {"GET", "/campaigns/{id}/answer", pulse_own_page, ROUTE_PAGE, "route.pulse.own", "pulse"},
    {"POST", "/campaigns/{id}/answer", pulse_own_answer, ROUTE_WRITE | ROUTE_UNNAMED, "route.pulse.own-answer",
     "pulse-answered"},
    {"POST", "/campaigns/{id}/addresses", pulse_links_make, ROUTE_WRITE, "route.pulse.links", "pulse-links"},
    {"GET", "/exchanges/{id}", exchange_page, 0, "route.exchange", "record:exchanges"},
    {"POST", "/exchanges/{id}/views", exchange_views_write, ROUTE_WRITE, "route.exchange.views", "exchange-views"},
    {"GET", "/alliances/{id}/commitment-lists", commitment_lists_page, 0, "route.commitment-lists", "commitment_lists"},
    {.method = NULL},
};

static const struct alliance_tab tabs[] = {{PART_GOVERNANCE, "governance.tab", "/governance"},
                                           {PART_GOVERNANCE, "governance.tab.map", "/decision-map"},
                                           {PART_GOVERNANCE, "governance.tab.log", "/decision-log"},
                                           {PART_WORK, "governance.tab.commitments", "/commitment-lists"},
                                           {PART_WORK, "governance.tab.calendar", "/calendar"},
                                           {PART_RELATIONSHIP, "governance.tab.rules", "/working-rules"},
                                           {PART_RELATIONSHIP, "governance.tab.perception", "/perception"},
                                           {PART_RELATIONSHIP, "governance.tab.support", "/support"},
                                           {0}};

const struct engine governance_engine = {
    .name = "governance",
    .kinds = kinds,
    .calculators = calculators,
    .routes = routes,
    .findings = governance_findings,
    .day = governance_day,
    .tabs = tabs,
    .share_judge = off_limit_judge,
};
