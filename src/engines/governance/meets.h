/* meets.h: the commonest calendars of a board in words: "First Tuesday of the month". */
#ifndef ENGINES_GOVERNANCE_MEETS_H
#define ENGINES_GOVERNANCE_MEETS_H
#include "base/locale.h"

/* The words of such a rule (RRULE); of any other the rule itself. */
struct str meets_words(struct arena *arena, const struct locale *locale, struct str rule);
/* All of them to choose from: [{value: the rule, label, chosen}]; another rule that is chosen now stands first. */
struct value *meets_choices(struct arena *arena, const struct locale *locale, struct str chosen);
#endif
