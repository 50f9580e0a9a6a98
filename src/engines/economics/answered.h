/* answered.h: records that one side writes and the others answer: agreed, or disputed with a reason. Their kinds have
 * the fields booked_by, answer, dispute, answered_by, answered_on, and an amount. */
#ifndef ENGINES_ECONOMICS_ANSWERED_H
#define ENGINES_ECONOMICS_ANSWERED_H
#include "kernel/hooks.h"

extern const char *const answer_codes[]; /* "agreed", "disputed", then NULL */

/* Whoever wrote a record may change it, the others may answer it; a dispute says why. */
void answered_check(struct work *work, const struct viewer *viewer, const struct change *change,
                    const struct kind *kind);
/* Signs a new record, and an answer with the side and the day; a record that is written anew has none. */
enum err answered_write(struct work *work, const struct viewer *viewer, struct change *change,
                        const struct kind *kind) MUST_CHECK;
/* state: draft (of one's own side), open to the partner, agreed, disputed. */
void answered_put_state(struct work *work, const struct viewer *viewer, struct value *record);
#endif
