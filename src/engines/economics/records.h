/* records.h: the kinds of record of this engine, one file each (<thing>_record.c), and what their hooks and pages
 * share. For this engine only; other engines use economics.h. */
#ifndef ENGINES_ECONOMICS_RECORDS_H
#define ENGINES_ECONOMICS_RECORDS_H
#include "kernel/hooks.h"

extern struct kind deal_sheet_kind;
extern struct kind deal_consent_kind;
extern struct kind settlement_period_kind;
extern struct kind milestone_kind;
extern struct kind ledger_entry_kind;
extern struct kind period_consent_kind;
extern struct kind exchange_rate_kind;
extern struct kind settlement_payment_kind;
extern struct kind model_answer_kind;
extern struct kind outside_change_kind;
extern struct kind change_effect_kind;
extern struct kind model_review_kind;
extern struct kind review_consent_kind;
extern struct kind yearly_plan_kind;
extern struct kind plan_part_kind;
extern struct kind plan_target_kind;
extern struct kind plan_consent_kind;
extern struct kind opportunity_kind;
extern struct kind pipeline_target_kind;
extern struct kind outside_price_kind;
extern struct kind benefit_kind;
extern struct kind outside_effect_kind;

/* Of an alliance. */
enum { OPPORTUNITIES_MOST = 20000, TARGETS_MOST = 2000, MILESTONES_MOST = 2000 };
#endif
