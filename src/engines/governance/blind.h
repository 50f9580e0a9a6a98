/* blind.h: what every side writes before it sees what the others wrote: how the sides see each other (S5a principle 3),
 * what a principle means to each (principle 1). An entry lies in its side; a seal, which all see, says that a side has
 * written; with the last seal all entries are revealed at once (kernel/reveal.h). What a seal may tell before that is
 * that a side is ready, and no more. */
#ifndef ENGINES_GOVERNANCE_BLIND_H
#define ENGINES_GOVERNANCE_BLIND_H
#include "engines/governance/records.h"

struct blind {
    const struct kind *subject, *entry, *seal; /* what it is about; what is written; who is ready */
    const char *field;                         /* of the entry and the seal: the subject */
};
extern const struct blind perception_blind; /* an exchange, its perceptions */
extern const struct blind meaning_blind;    /* a working rule, its meanings */

/* The seals of a subject; *revealed: every party of its circle has one. */
enum err blind_seals(struct work *work, const struct viewer *viewer, const struct blind *blind,
                     const struct value *subject, struct value **seals, bool *revealed) MUST_CHECK;
/* The same for a subject by its id. Not revealed where it is not there. */
enum err blind_revealed(struct work *work, const struct viewer *viewer, const struct blind *blind, struct str subject,
                        bool *revealed) MUST_CHECK;

/* For the checks of entries: only in one's own side, only before the reveal, never shared by themselves. */
enum err blind_check_entry(struct work *work, const struct viewer *viewer, const struct blind *blind,
                           struct change *change) MUST_CHECK;
/* For the hooks of seals: one for each side, its own, among several parties; taken back only before the reveal. With
 * the last one the entries are revealed. */
enum err blind_check_seal(struct work *work, const struct viewer *viewer, const struct blind *blind,
                          const struct change *change) MUST_CHECK;
void blind_stamp(struct work *work, const struct viewer *viewer, struct change *change, const char *day);
/* The `derive` of seals: whose it is. */
enum err blind_title(struct work *work, const struct viewer *viewer, struct value *record) MUST_CHECK;
enum err blind_after_seal(struct work *work, const struct viewer *viewer, const struct blind *blind,
                          const struct change *change) MUST_CHECK;
#endif
