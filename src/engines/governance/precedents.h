/* precedents.h: earlier decisions that speak of the same things (precedents found by search: S5c). */
#ifndef ENGINES_GOVERNANCE_PRECEDENTS_H
#define ENGINES_GOVERNANCE_PRECEDENTS_H
#include "kernel/hooks.h"

enum { PRECEDENTS_MOST = 5, PRECEDENT_WORDS = 8, PRECEDENT_LETTERS = 5 };

/* Decisions taken, of all that the viewer sees, which have most of the longer words (PRECEDENT_LETTERS and more, the
 * first PRECEDENT_WORDS of them) of this one's question and criteria; the last taken first among equals: [{decision,
 * question, taken, outcome, alliance, private}]. */
enum err precedents_of(struct work *work, const struct viewer *viewer, const struct value *decision,
                       struct value **out) MUST_CHECK;
#endif
