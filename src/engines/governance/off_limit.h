/* off_limit.h: knowledge that a side may not share: its words are looked for before a record is shared. */
#ifndef ENGINES_GOVERNANCE_OFF_LIMIT_H
#define ENGINES_GOVERNANCE_OFF_LIMIT_H
#include "kernel/share.h"

/* Whether one of the comma-separated `words` stands in `text`, whole, whatever its case and accents; *found is that
 * word. */
bool off_limit_in(struct arena *arena, struct str words, struct str text, struct str *found);
/* A share_judge: warns of topics of the viewer's side, in the record's alliance, whose words stand in its texts. */
enum err off_limit_judge(struct work *work, const struct viewer *viewer, const struct kind *kind,
                         const struct value *record, struct str circle, struct value *warnings);
#endif
