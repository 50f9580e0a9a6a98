#include "engines/engine.h"
#include "engines/registry/registry.h"

const struct engine *const engines[] = {&registry_engine, NULL};
