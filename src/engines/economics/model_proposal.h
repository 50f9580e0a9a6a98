/* model_proposal.h: what an alliance begins with, by its model (S1 3): the bodies that decide what is key, daily and
 * exceptional. */
#ifndef ENGINES_ECONOMICS_MODEL_PROPOSAL_H
#define ENGINES_ECONOMICS_MODEL_PROPOSAL_H
#include "engines/economics/model.h"
#include "kernel/overview.h"

/* The place of two scopes with a model each, behind the three models. */
enum { PROPOSAL_DUAL = MODEL_COUNT, PROPOSALS };

/* Puts "proposal" of `to`: {model, bodies: [{tier, name, mission, standing, cadence_days, there}], decisions: [{class,
 * tier}] (none for two scopes), facts: [{label, text}], missing}, the highest tier first. */
enum err put_proposal(struct overview *o, struct value *to, int which) MUST_CHECK;
/* Makes the bodies of a proposal that are not there yet, for all parties, in the chain of their tiers. *made is a list
 * of references. */
enum err make_proposal(struct request *request, struct str alliance, int which, struct value **made) MUST_CHECK;
#endif
