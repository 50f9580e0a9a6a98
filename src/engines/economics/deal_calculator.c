#include "engines/economics/calculators.h"
#include "engines/economics/deal.h"

const struct calculator deal_calculator = {.name = "settle-deal", .check = deal_check, .run = deal_settle};
