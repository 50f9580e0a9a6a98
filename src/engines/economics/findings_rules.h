/* findings_rules.h: this engine's rules of findings: rows of the table in engine.c. */
#ifndef ENGINES_ECONOMICS_FINDINGS_RULES_H
#define ENGINES_ECONOMICS_FINDINGS_RULES_H
#include "kernel/scan.h"

void find_balance(struct scan *scan);
void find_cost_offload(struct scan *scan);
void find_ledger_disputed(struct scan *scan);
void find_milestone_late(struct scan *scan);
void find_milestone_unanswered(struct scan *scan);
void find_milestone_unbooked(struct scan *scan);
void find_milestone_vague(struct scan *scan);
void find_model_misfit(struct scan *scan);
void find_model_unclear(struct scan *scan);
void find_pipeline_off_path(struct scan *scan);
void find_pipeline_silent(struct scan *scan);
void find_plan_missing(struct scan *scan);
void find_plan_untold(struct scan *scan);
void find_results_moved(struct scan *scan);
void find_review_change(struct scan *scan);
void find_review_due(struct scan *scan);
#endif
