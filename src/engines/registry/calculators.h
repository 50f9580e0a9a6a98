/* calculators.h: the registry's rules as calculators (kernel/calc.h). For engine.c. */
#ifndef ENGINES_REGISTRY_CALCULATORS_H
#define ENGINES_REGISTRY_CALCULATORS_H
#include "kernel/calc.h"

extern const struct calculator alliance_test_calculator;
extern const struct calculator incompleteness_calculator;
#endif
