/* findings_rules.h: this engine's rules of findings: rows of the table in engine.c. */
#ifndef ENGINES_ECONOMICS_FINDINGS_RULES_H
#define ENGINES_ECONOMICS_FINDINGS_RULES_H
#include "kernel/scan.h"

void find_model_misfit(struct scan *scan);
void find_model_unclear(struct scan *scan);
#endif
