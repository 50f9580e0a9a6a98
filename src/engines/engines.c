#include "engines/engine.h"
#include "engines/governance/governance.h"
#include "engines/registry/registry.h"

const struct engine *const engines[] = {&registry_engine, &governance_engine, NULL};
