/* dispute.h: a disputed entry keeps its period open, and should not stay so (S1 3.5: reports are read together). */
#ifndef ENGINES_ECONOMICS_DISPUTE_H
#define ENGINES_ECONOMICS_DISPUTE_H
#include "kernel/hooks.h"

/* The day since which an entry (a record) is disputed; where nobody noted it, that of its last change. */
int64_t dispute_since(const struct value *entry);
/* Older than thirty days. */
bool dispute_grave(int64_t since, int64_t today);
#endif
