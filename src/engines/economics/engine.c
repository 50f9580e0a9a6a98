#include "engines/economics/calculators.h"
#include "engines/economics/day.h"
#include "engines/economics/economics.h"
#include "engines/economics/findings_rules.h"
#include "engines/economics/pages.h"
#include "engines/economics/records.h"

/* The kinds of record, one line each, in an order in which a kind comes after those it refers to. */
#define KINDS(X)               \
    X(deal_sheet_kind)         \
    X(deal_consent_kind)       \
    X(settlement_period_kind)  \
    X(milestone_kind)          \
    X(ledger_entry_kind)       \
    X(period_consent_kind)     \
    X(settlement_payment_kind) \
    X(exchange_rate_kind)      \
    X(model_answer_kind)       \
    X(outside_change_kind)     \
    X(change_effect_kind)      \
    X(model_review_kind)       \
    X(review_consent_kind)     \
    X(yearly_plan_kind)        \
    X(plan_part_kind)          \
    X(plan_target_kind)        \
    X(plan_consent_kind)       \
    X(opportunity_kind)        \
    X(pipeline_target_kind)    \
    X(outside_price_kind)      \
    X(benefit_kind)            \
    X(outside_effect_kind)

#define LIST(name) &name,
static struct kind *const kinds[] = {KINDS(LIST) NULL};

static const struct calculator *const calculators[] = {
    &model_calculator,   &sharing_calculator, &shared_cost_calculator,
    &royalty_calculator, &fund_calculator,    &gainshare_calculator,
    &deal_calculator,    &balance_calculator, NULL};

static const struct route routes[] = {
    {"GET", "/settlement_periods/{id}", period_page, 0, "route.settlement-period", "record:settlement_periods"},
    {"GET", "/deal_sheets/{id}", deal_sheet_page, 0, "route.deal-sheet", "record:deal_sheets"},
    {"GET", "/deal_sheets/{id}/parts/{place}", deal_part_page, 0, "route.deal-part", "deal_part"},
    {"POST", "/deal_sheets/{id}/parts/{place}", deal_part_write, ROUTE_WRITE, "route.deal-part.write",
     "record:deal_sheets"},
    {"GET", "/settlement_periods/{id}/statement", statement_page, 0, "route.statement", "statement"},
    {"GET", "/alliances/{id}/model", model_page, 0, "route.model", "alliance_model"},
    {"GET", "/alliances/{id}/deal", alliance_deal_page, 0, "route.alliance-deal", "alliance_deal"},
    {"GET", "/alliances/{id}/fund", fund_page, 0, "route.fund", "alliance_fund"},
    {"GET", "/alliances/{id}/balance", balance_page, 0, "route.balance", "alliance_balance"},
    {"GET", "/alliances/{id}/cost-watch", cost_watch_page, 0, "route.cost-watch", "cost_watch"},
    {"GET", "/alliances/{id}/hand-offs", hand_offs_page, 0, "route.hand-offs", "hand_offs"},
    {"GET", "/alliances/{id}/pipeline", pipeline_page, 0, "route.pipeline", "pipeline"},
    {"GET", "/alliances/{id}/plan", yearly_plan_page, 0, "route.yearly-plan", "alliance_plans"},
    {"GET", "/alliances/{id}/results", results_page, 0, "route.results", "alliance_results"},
    {"GET", "/alliances/{id}/reviews", model_reviews_page, 0, "route.model-reviews", "model_reviews"},
    {"GET", "/model_reviews/{id}", model_review_page, 0, "route.model-review", "record:model_reviews"},
    {"POST", "/alliances/{id}/model/bodies", model_bodies_make, ROUTE_WRITE, "route.model-bodies", "model_bodies"},
    {.method = NULL},
};

static const struct finding_row findings[] = {
    {"balance-off", find_balance},
    {"cost-offload", find_cost_offload},
    {"ledger-disputed", find_ledger_disputed},
    {"milestone-late", find_milestone_late},
    {"milestone-unanswered", find_milestone_unanswered},
    {"milestone-unbooked", find_milestone_unbooked},
    {"milestone-vague", find_milestone_vague},
    {"model-misfit", find_model_misfit},
    {"model-unclear", find_model_unclear},
    {"pipeline-off-path", find_pipeline_off_path},
    {"pipeline-silent", find_pipeline_silent},
    {"plan-missing", find_plan_missing},
    {"plan-untold", find_plan_untold},
    {"results-moved", find_results_moved},
    {"review-change", find_review_change},
    {"review-due", find_review_due},
    {NULL, NULL},
};

static const struct alliance_tab tabs[] = {{PART_MONEY, "model.tab", "/model"},
                                           {PART_MONEY, "alliance_deal.tab", DEAL_PATH},
                                           {PART_MONEY, "hand_offs.tab", HAND_OFFS_PATH},
                                           {PART_MONEY, "cost_watch.tab", COST_WATCH_PATH},
                                           {PART_MONEY, "balance.tab", BALANCE_PATH},
                                           {PART_MONEY, "results.tab", RESULTS_PATH},
                                           {PART_MONEY, "fund.tab", "/fund"},
                                           {PART_MONEY, "yearly_plan.tab", "/plan"},
                                           {PART_MONEY, "pipeline.tab", "/pipeline"},
                                           {PART_MONEY, "model_reviews.tab", REVIEWS_PATH},
                                           {0}};

const struct engine economics_engine = {
    .name = "economics",
    .kinds = kinds,
    .routes = routes,
    .calculators = calculators,
    .day = economics_day,
    .findings = findings,
    .tabs = tabs,
};
