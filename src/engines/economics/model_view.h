/* model_view.h: the parts of the page on which an alliance's business model is chosen.
 *
 * GET /alliances/{id}/model (template "model"): {alliance, answer, reading: primary | light-hybrid | unclear | dual |
 *   null (nothing answered), model or null, business_model (as recorded) or null, scores: [{model, score}],
 *   rows: [{row, question, answer (record) or null, private, reason, evidence, others, values: [{value, model, weight,
 *     chosen, speaks}], speaks: model of a row that gives another one 0.25 or more, or null, stands, registry: {text,
 *     speaks} or null}],
 *   instruments: [{name, kind, model}] (of the deal in force, those of another model), questions: [{row, text}],
 *   even, scopes: [{alliance, reading, model}], proposal (model_proposal.h) or null, chart or null}. */
#ifndef ENGINES_ECONOMICS_MODEL_VIEW_H
#define ENGINES_ECONOMICS_MODEL_VIEW_H
#include "engines/economics/model_answers.h"
#include "engines/economics/model_evidence.h"
#include "kernel/overview.h"

struct model_page {
    struct overview o;
    struct value *view;
    struct model_answers answers;
    struct str registry[MODEL_ROWS]; /* what the records say, in a sentence; empty: nothing */
    enum model suggests[MODEL_ROWS];
    bool dual;
};

/* What the registry's records say of capabilities and relationship. */
enum err model_evidence_read(struct model_page *page) MUST_CHECK;
/* Put `scores` and `chart`, `rows`, `instruments`, `questions`, `scopes` of the view. */
enum err put_model_scores(struct model_page *page) MUST_CHECK;
enum err put_model_rows(struct model_page *page) MUST_CHECK;
enum err put_model_instruments(struct model_page *page) MUST_CHECK;
enum err put_model_questions(struct model_page *page) MUST_CHECK;
enum err put_model_scopes(struct model_page *page) MUST_CHECK;
/* The words of a model and of a row inside a sentence, as leaves for words. */
struct value *model_name(const struct model_page *page, enum model model);
struct value *model_row_name(const struct model_page *page, int row);
#endif
