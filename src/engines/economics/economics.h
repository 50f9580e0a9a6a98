/* economics.h: what the engine of business models and their economics offers to others: its entry in the list of
 * engines. */
#ifndef ENGINES_ECONOMICS_ECONOMICS_H
#define ENGINES_ECONOMICS_ECONOMICS_H
#include "engines/engine.h"

extern const struct engine economics_engine;
#endif
