/* model.h: which of the three collaborative business models an alliance follows (S1 2, table 1). Seven rows, each
 * answered by one model or by a mix; the four rows of value creation decide, the others are held against them. */
#ifndef ENGINES_ECONOMICS_MODEL_H
#define ENGINES_ECONOMICS_MODEL_H
#include "kernel/fraction.h"

enum model { MODEL_NONE = -1, MODEL_SHARING, MODEL_SPECIALISATION, MODEL_ALLOCATION, MODEL_COUNT };
enum model_row {
    ROW_ECONOMIES,
    ROW_CAPABILITIES,
    ROW_RELATIONSHIP,
    ROW_POTENTIAL,
    CREATION_ROWS,
    ROW_CAPTURE = CREATION_ROWS,
    ROW_INTERDEPENDENCE,
    ROW_INTEGRATION,
    MODEL_ROWS
};
enum model_reading { MODEL_PRIMARY, MODEL_LIGHT_HYBRID, MODEL_UNCLEAR };

/* Codes: "sharing" …; "economies" …; of each row the value that speaks for each model ("scale", "skill", "risk"). */
extern const char *const model_codes[MODEL_COUNT];
extern const char *const model_row_codes[MODEL_ROWS];
extern const char *const model_row_values[MODEL_ROWS][MODEL_COUNT];
const char *model_reading_code(enum model_reading reading); /* "primary", "light-hybrid", "unclear" */

/* How much of each row speaks for each model: weights that add up to 1. */
struct model_rows {
    const struct fraction *weights[MODEL_ROWS][MODEL_COUNT];
};

struct model_choice {
    const struct fraction *scores[MODEL_COUNT]; /* mean over the rows of value creation */
    const struct fraction *lead;                /* of the best over the next */
    enum model model;                           /* the best; MODEL_NONE for a tie (to 1e-9) */
    enum model_reading reading;
    bool hybrid[MODEL_ROWS];      /* gives a model other than the best 0.25 or more */
    enum model other[MODEL_ROWS]; /* the one to which a hybrid row gives most */
};

/* Primary or light hybrid with a lead of 0.25 or more, light where a row is hybrid; else unclear. ERR_MEMORY. */
enum err model_choose(struct arena *arena, const struct model_rows *rows, struct model_choice *out) MUST_CHECK;
/* Of an unclear choice: each row of value creation that would make it clear if it spoke for one model alone. */
enum err model_settling(struct arena *arena, const struct model_rows *rows, bool settles[CREATION_ROWS]) MUST_CHECK;
/* Whether scale, skill and risk weigh nearly the same: no two of them differ by 0.25 or more. Then two scopes, each
 * with a model of its own, may be what is wanted. */
bool model_even(struct arena *arena, const struct model_rows *rows);
/* The model whose way of capturing value an instrument of a deal is ("split" …); MODEL_NONE: any. */
enum model model_of_instrument(struct str kind);
/* Whether scopes make an alliance dual: two or more, each primary or light hybrid, not all of one model. */
bool model_dual(const struct model_choice *scopes, size_t count);
#endif
