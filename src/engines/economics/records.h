/* records.h: the kinds of record of this engine, one file each (<thing>_record.c), and what their hooks and pages
 * share. For this engine only; other engines use economics.h. */
#ifndef ENGINES_ECONOMICS_RECORDS_H
#define ENGINES_ECONOMICS_RECORDS_H
#include "kernel/hooks.h"

extern struct kind deal_sheet_kind;
extern struct kind deal_consent_kind;
extern struct kind settlement_period_kind;
extern struct kind ledger_entry_kind;
extern struct kind period_consent_kind;
extern struct kind exchange_rate_kind;
extern struct kind model_answer_kind;
#endif
