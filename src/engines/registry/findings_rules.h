/* findings_rules.h: the registry's rules of findings: rows of the table in findings.c. */
#ifndef ENGINES_REGISTRY_FINDINGS_RULES_H
#define ENGINES_REGISTRY_FINDINGS_RULES_H
#include "engines/registry/support.h"
#include "kernel/scan.h"

/* The registry's own rules, ended by code NULL. */
extern const struct finding_row registry_findings[];

/* Agreements (findings_agreement.c). */
void find_notice(struct scan *scan);
void find_ending(struct scan *scan);
void find_no_agreement(struct scan *scan);
void find_class_clauses(struct scan *scan);
/* People (findings_people.c). */
void find_no_partner(struct scan *scan);
void find_staffing(struct scan *scan);
void find_no_sponsor(struct scan *scan);
void find_contacts(struct scan *scan);
/* Design (findings_design.c). */
void find_test(struct scan *scan);
void find_unprovided(struct scan *scan);
void find_rerate(struct scan *scan);
void find_opposed(struct scan *scan);
void find_drift(struct scan *scan);
/* Forums (findings_forum.c). */
void find_forum_unanswered(struct scan *scan);
void find_forum_dormant(struct scan *scan);
void find_forum_small(struct scan *scan);
void find_forum_unnamed(struct scan *scan);
/* Value and strategy (findings_value.c). */
void find_below_zero(struct scan *scan);
void find_needs(struct scan *scan);
void find_no_need(struct scan *scan);
#endif
