/* governance.h: what governance offers to other engines: its entry in the list of engines, and pure rules. */
#ifndef ENGINES_GOVERNANCE_GOVERNANCE_H
#define ENGINES_GOVERNANCE_GOVERNANCE_H
#include "engines/engine.h"

extern const struct engine governance_engine;
#endif
