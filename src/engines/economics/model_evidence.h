/* model_evidence.h: what the registry's records say about two of the seven rows of a model (S1 2): how much the
 * capabilities of the parties overlap, and how their businesses stand to each other. */
#ifndef ENGINES_ECONOMICS_MODEL_EVIDENCE_H
#define ENGINES_ECONOMICS_MODEL_EVIDENCE_H
#include "engines/economics/model.h"

struct capability_overlap {
    const struct fraction *overlap; /* Σmin ⁄ Σmax over all pairs of parties and all capabilities; NULL: not known */
    const struct fraction *difference; /* mean of max − min over the same */
    enum model speaks;                 /* MODEL_NONE: nothing is known */
};

/* `strengths`: parties × capabilities, row by row, each 0 to 5; what neither of a pair has does not count. Under 0.2
 * complementary; else similar up to a mean difference of 1, overlapping beyond. Nothing is known of fewer than two
 * parties, or where nobody brings anything. ERR_MEMORY. */
enum err capabilities_compare(struct arena *arena, const int *strengths, size_t parties, size_t capabilities,
                              struct capability_overlap *out) MUST_CHECK;

struct business {
    struct str industry, position; /* in the value chain; empty: not known */
};
/* How two businesses stand to each other: horizontal (sharing) in the same industry at the same position, vertical
 * (allocation) at different ones, diagonal (specialisation) in different industries; MODEL_NONE where it is not known.
 * Industries are compared without case and punctuation. */
enum model relationship_of(struct arena *arena, const struct business *a, const struct business *b);
#endif
