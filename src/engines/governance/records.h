/* records.h: the kinds of record of governance, one file each (<thing>_record.c). For governance only; other engines
 * use governance.h. */
#ifndef ENGINES_GOVERNANCE_RECORDS_H
#define ENGINES_GOVERNANCE_RECORDS_H
#include "engines/governance/commitment.h"
#include "kernel/hooks.h"

/* In an order in which a kind comes after those it refers to. */
extern struct kind body_kind;
extern struct kind seat_kind;
extern struct kind charter_goal_kind;
extern struct kind meeting_kind;
extern struct kind agenda_item_kind;
extern struct kind attendance_kind;
extern struct kind decision_row_kind;
extern struct kind decision_voice_kind;
extern struct kind approval_step_kind;
extern struct kind decision_kind;
extern struct kind decision_option_kind;
extern struct kind acknowledgement_kind;
extern struct kind commitment_kind;
extern struct kind accountability_kind;
extern struct kind stakeholder_kind;
extern struct kind partner_change_kind;
extern struct kind withdrawal_kind;
extern struct kind off_limit_kind;
extern struct kind working_rule_kind;
extern struct kind campaign_kind;
extern struct kind holiday_kind;
extern struct kind rule_meaning_kind;
extern struct kind meaning_seal_kind;
extern struct kind exchange_kind;
extern struct kind exchange_trait_kind;
extern struct kind perception_kind;
extern struct kind exchange_seal_kind;
extern struct kind difference_kind;

/* The state that the record of a commitment is in; open where it names none. */
enum commitment_state commitment_state_of(const struct value *record);

/* Codes of the tiers, from the lowest (1) to the highest (4). */
extern const char *const body_tiers[];
#endif
