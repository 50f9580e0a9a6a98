/* rule_library.h: worked examples of rules of working together, in our words (S5a principle 4): words under
 * rule.<code>.principle and rule.<code>.meaning. */
#ifndef ENGINES_GOVERNANCE_RULE_LIBRARY_H
#define ENGINES_GOVERNANCE_RULE_LIBRARY_H
#include "kernel/hooks.h"

enum { RULE_LIBRARY = 12 };
/* The code of the i-th rule. */
const char *rule_library_code(size_t i);
/* Its principle, or what it may mean, in the language of the work. */
struct str rule_library_principle(const struct work *work, size_t i);
struct str rule_library_meaning(const struct work *work, size_t i);
/* The place of the rule with that principle; RULE_LIBRARY where it is none of them. */
size_t rule_library_find(const struct work *work, struct str principle);
#endif
