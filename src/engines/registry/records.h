/* records.h: the kinds of record of the registry, one file each (<thing>_record.c), and what their hooks share. For
 * the registry only; other engines use registry.h. */
#ifndef ENGINES_REGISTRY_RECORDS_H
#define ENGINES_REGISTRY_RECORDS_H
#include "engines/registry/incompleteness.h"
#include "kernel/record.h"

/* In an order in which a kind comes after those it refers to. */
extern struct kind organisation_kind;
extern struct kind unit_kind;
extern struct kind person_kind;
extern struct kind capability_kind;
extern struct kind profile_kind;
extern struct kind goal_kind;
extern struct kind success_factor_kind;
extern struct kind need_kind;
extern struct kind alliance_class_kind;
extern struct kind alliance_kind;
extern struct kind source_kind;
extern struct kind stance_kind;
extern struct kind party_kind;
extern struct kind objective_kind;
extern struct kind contribution_kind;
extern struct kind contact_kind;
extern struct kind secondment_kind;
extern struct kind staffing_kind;
extern struct kind membership_kind;
extern struct kind forum_kind;
extern struct kind forum_member_kind;
extern struct kind forum_seat_kind;
extern struct kind forum_meeting_kind;
extern struct kind forum_invitation_kind;
extern struct kind business_case_kind;
extern struct kind agreement_kind;
extern struct kind clause_kind;
extern struct kind provision_kind;
extern struct kind surprise_kind;
extern struct kind document_kind;
extern struct kind note_kind;
extern struct kind link_kind;

/* Codes of FIELD_CHOICE fields that several kinds share. */
extern const char *const person_levels[];

#endif
