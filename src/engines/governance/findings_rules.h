/* findings_rules.h: governance's rules of findings: rows of the table in findings.c. */
#ifndef ENGINES_GOVERNANCE_FINDINGS_RULES_H
#define ENGINES_GOVERNANCE_FINDINGS_RULES_H
#include "engines/governance/records.h"
#include "kernel/scan.h"

/* Governance's own rules, ended by code NULL. */
extern const struct finding_row governance_findings[];

/* Bodies (findings_bodies.c). */
void find_chairs(struct scan *scan);
void find_pins(struct scan *scan);
void find_pairs(struct scan *scan);
void find_thin(struct scan *scan);
void find_dormant(struct scan *scan);
void find_gaps(struct scan *scan);
void find_no_rule(struct scan *scan);
/* Pulses of working rules (findings_pulse.c). */
void find_slip(struct scan *scan);
void find_ask(struct scan *scan);
/* Work (findings_work.c). */
void find_late(struct scan *scan);
void find_unanswered(struct scan *scan);
void find_accountability(struct scan *scan);
void find_told(struct scan *scan);
void find_unheard(struct scan *scan);
void find_unheard_before_signing(struct scan *scan);

/* The visible records of `kind` whose reference `field` is `id`, as a list of the same nodes again. */
struct value *scan_of(struct scan *scan, const struct kind *kind, const char *field, struct str id);
#endif
