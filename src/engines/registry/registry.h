/* registry.h: what the registry offers to other engines: its entry in the list of engines, and pure rules. */
#ifndef ENGINES_REGISTRY_REGISTRY_H
#define ENGINES_REGISTRY_REGISTRY_H
#include "engines/engine.h"

extern const struct engine registry_engine;
#endif
