/* model_answers.h: what the parties have answered to the seven questions of the business model, and what that comes to;
 * the same functions as the calculator `model`. */
#ifndef ENGINES_ECONOMICS_MODEL_ANSWERS_H
#define ENGINES_ECONOMICS_MODEL_ANSWERS_H
#include "engines/economics/model.h"
#include "engines/economics/records.h"

enum { MODEL_ANSWERS_MOST = 500 };

/* Of each row the answer that counts: one shared with the other parties before one of the own side alone, then the one
 * given last. */
struct model_answers {
    const struct value *rows[MODEL_ROWS]; /* records; NULL: not answered */
    int64_t others[MODEL_ROWS];           /* further ones that the viewer sees */
    int answered, open;                   /* rows with an answer; rows of value creation without one */
    struct model_rows weights;            /* zero where a row is not answered */
    struct model_choice choice;           /* unclear as long as a row of value creation is open */
};
/* From model_answer records of one alliance (or, with `alliance`, those of it among others). */
enum err model_answers_read(struct arena *arena, const struct viewer *viewer, const struct value *records,
                            struct str alliance, struct model_answers *out) MUST_CHECK;
/* The place of a row's code, or −1. */
int model_row_of(struct str code);
#endif
