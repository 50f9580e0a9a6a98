/* calculators.h: the engine's rules as calculators (kernel/calc.h). For engine.c. */
#ifndef ENGINES_ECONOMICS_CALCULATORS_H
#define ENGINES_ECONOMICS_CALCULATORS_H
#include "kernel/calc.h"

extern const struct calculator model_calculator;
extern const struct calculator sharing_calculator;
extern const struct calculator shared_cost_calculator;
extern const struct calculator royalty_calculator;
extern const struct calculator fund_calculator;
extern const struct calculator gainshare_calculator;
extern const struct calculator deal_calculator;
extern const struct calculator balance_calculator;
#endif
