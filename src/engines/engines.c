#include "engines/economics/economics.h"
#include "engines/engine.h"
#include "engines/governance/governance.h"
#include "engines/registry/registry.h"

const struct engine *const engines[] = {&registry_engine, &economics_engine, &governance_engine, NULL};
