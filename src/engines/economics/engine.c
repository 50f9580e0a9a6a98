#include "engines/economics/calculators.h"
#include "engines/economics/economics.h"

static const struct calculator *const calculators[] = {
    &model_calculator, &sharing_calculator,   &shared_cost_calculator, &royalty_calculator,
    &fund_calculator,  &gainshare_calculator, &deal_calculator,        NULL};

const struct engine economics_engine = {.name = "economics", .calculators = calculators};
