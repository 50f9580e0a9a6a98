/* calculators.h: the engine's rules as calculators (kernel/calc.h). For engine.c. */
#ifndef ENGINES_GOVERNANCE_CALCULATORS_H
#define ENGINES_GOVERNANCE_CALCULATORS_H
#include "kernel/calc.h"

extern const struct calculator alignment_calculator;
extern const struct calculator recur_calculator;
#endif
