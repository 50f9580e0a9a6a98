#include "engines/registry/alliance_pages.h"
#include "engines/registry/calculators.h"
#include "engines/registry/day.h"
#include "engines/registry/findings_rules.h"
#include "engines/registry/pages.h"
#include "engines/registry/registry.h"

/* The kinds of record, one line each, in an order in which a kind comes after those it refers to. */
#define KINDS(X)             \
    X(organisation_kind)     \
    X(unit_kind)             \
    X(person_kind)           \
    X(capability_kind)       \
    X(profile_kind)          \
    X(goal_kind)             \
    X(success_factor_kind)   \
    X(need_kind)             \
    X(alliance_class_kind)   \
    X(alliance_kind)         \
    X(source_kind)           \
    X(stance_kind)           \
    X(party_kind)            \
    X(objective_kind)        \
    X(contribution_kind)     \
    X(contact_kind)          \
    X(secondment_kind)       \
    X(staffing_kind)         \
    X(membership_kind)       \
    X(forum_kind)            \
    X(forum_member_kind)     \
    X(forum_seat_kind)       \
    X(forum_meeting_kind)    \
    X(forum_invitation_kind) \
    X(business_case_kind)    \
    X(agreement_kind)        \
    X(clause_kind)           \
    X(provision_kind)        \
    X(surprise_kind)         \
    X(document_kind)         \
    X(note_kind)             \
    X(link_kind)

#define DECLARE(name) extern struct kind name;
#define LIST(name)    &name,
KINDS(DECLARE)
static struct kind *const kinds[] = {KINDS(LIST) NULL};

static const struct calculator *const calculators[] = {&alliance_test_calculator, &incompleteness_calculator, NULL};

static const struct route routes[] = {
    {"GET", "/", home_page, ROUTE_PAGE | ROUTE_KEPT, "route.home", "home"},
    {"GET", "/portfolio", portfolio_page, 0, "route.portfolio", "portfolio"},
    {"GET", "/alliances/{id}", alliance_page, ROUTE_KEPT, "route.alliance", "record:alliances"},
    {"GET", "/alliances/{id}/test", alliance_test_page, 0, "route.alliance-test", "alliance_test"},
    {"GET", "/alliances/{id}/joining", joining_page, 0, "route.joining", "joining"},
    {"GET", "/parties/{id}/leaving", leaving_page, 0, "route.leaving", "leaving"},
    {"GET", "/needs/orphans", orphans_page, 0, "route.orphans", "orphans"},
    {"GET", "/organisations/{id}", organisation_page, 0, "route.organisation", "record:organisations"},
    {"GET", "/people/{id}", person_page, 0, "route.person", "record:people"},
    {"GET", "/forums/{id}", forum_page, 0, "route.forum", "record:forums"},
    {"GET", "/forum_invitations/{id}", forum_invitation_page, 0, "route.forum-invitation", "record:forum_invitations"},
    {"GET", "/agreements/{id}", agreement_page, 0, "route.agreement", "record:agreements"},
    {"GET", "/documents/{id}", document_page, 0, "route.document", "record:documents"},
    {"GET", "/documents/{id}/content", document_content, 0, "route.document.content", "file"},
    {"PUT", "/documents/{id}/content", document_upload, ROUTE_WRITE | ROUTE_FILE, "route.document.upload",
     "record:documents"},
    {"POST", "/documents/{id}/content", document_upload, ROUTE_WRITE | ROUTE_FILE, "route.document.upload",
     "record:documents"},
    {.method = NULL},
};

static const struct alliance_tab tabs[] = {{PART_OVERVIEW, "ui.alliance.tab.overview", ""},
                                           {PART_OVERVIEW, "ui.alliance.tab.test", "/test"},
                                           {PART_OVERVIEW, "circles.tab", "/circles"},
                                           {0}};

const struct engine registry_engine = {
    .name = "registry",
    .kinds = kinds,
    .routes = routes,
    .calculators = calculators,
    .findings = registry_findings,
    .day = registry_day,
    .tabs = tabs,
};
