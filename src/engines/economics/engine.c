#include "engines/economics/calculators.h"
#include "engines/economics/day.h"
#include "engines/economics/economics.h"
#include "engines/economics/findings_rules.h"
#include "engines/economics/pages.h"
#include "engines/economics/records.h"

/* The kinds of record, one line each, in an order in which a kind comes after those it refers to. */
#define KINDS(X)              \
    X(deal_sheet_kind)        \
    X(deal_consent_kind)      \
    X(settlement_period_kind) \
    X(ledger_entry_kind)      \
    X(period_consent_kind)    \
    X(exchange_rate_kind)     \
    X(model_answer_kind)

#define LIST(name) &name,
static struct kind *const kinds[] = {KINDS(LIST) NULL};

static const struct calculator *const calculators[] = {
    &model_calculator, &sharing_calculator,   &shared_cost_calculator, &royalty_calculator,
    &fund_calculator,  &gainshare_calculator, &deal_calculator,        NULL};

static const struct route routes[] = {
    {"GET", "/settlement_periods/{id}", period_page, 0, "route.settlement-period", "record:settlement_periods"},
    {"GET", "/deal_sheets/{id}", deal_sheet_page, 0, "route.deal-sheet", "record:deal_sheets"},
    {"GET", "/settlement_periods/{id}/statement", statement_page, 0, "route.statement", "statement"},
    {"GET", "/alliances/{id}/model", model_page, 0, "route.model", "alliance_model"},
    {"POST", "/alliances/{id}/model/bodies", model_bodies_make, ROUTE_WRITE, "route.model-bodies", "model_bodies"},
    {.method = NULL},
};

static const struct finding_row findings[] = {
    {"model-misfit", find_model_misfit},
    {"model-unclear", find_model_unclear},
    {NULL, NULL},
};

static const struct alliance_tab tabs[] = {{"model.tab", "/model"}, {NULL, NULL}};

const struct engine economics_engine = {
    .name = "economics",
    .kinds = kinds,
    .routes = routes,
    .calculators = calculators,
    .day = economics_day,
    .findings = findings,
    .tabs = tabs,
};
