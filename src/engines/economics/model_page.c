/* Which of the three business models an alliance follows: seven rows with their evidence, the score as a picture, what
 * speaks for another model, and what the alliance begins with by its model. */
#include "engines/economics/model_proposal.h"
#include "engines/economics/model_view.h"
#include "engines/economics/pages.h"
#include "engines/registry/registry.h"

static bool is_clear(const struct model_page *p)
{
    return !p->answers.open && p->answers.choice.reading != MODEL_UNCLEAR;
}

/* Rows or instruments that speak for another model make it a light hybrid. */
static const char *reading_of(const struct model_page *p)
{
    if (p->dual)
        return "dual";
    if (is_clear(p) && count_of(value_get(p->view, "instruments")))
        return model_reading_code(MODEL_LIGHT_HYBRID);
    return model_reading_code(p->answers.choice.reading);
}

static void say_hybrid(struct model_page *p)
{
    struct buf names = buf_init(p->o.arena, 0);
    int64_t count = 0;
    for (int row = 0; row < MODEL_ROWS; row++) {
        const struct value *name = p->answers.choice.hybrid[row] ? model_row_name(p, row) : NULL;
        if (name)
            buf_printf(&names, "%s%.*s", count++ ? ", " : "", STR_ARG(name->text));
    }
    VALUE_EACH (part, value_get(p->view, "instruments"))
        buf_printf(&names, "%s%.*s", count++ ? ", " : "", STR_ARG(value_get_text(part, "name")));
    if (count)
        overview_say(&p->o, overview_words(&p->o, "model.answer.hybrid", "count", value_int(p->o.arena, count), "names",
                                           value_text(p->o.arena, buf_str(&names)), NULL));
}

static void answer(struct model_page *p)
{
    struct arena *a = p->o.arena;
    const struct model_answers *answers = &p->answers;
    int64_t left = MODEL_ROWS - answers->answered, lead = 0;
    if (p->dual) {
        overview_say(&p->o, overview_words(&p->o, "model.answer.dual", NULL));
        return;
    }
    if (!answers->answered) {
        overview_say(&p->o, overview_words(&p->o, "model.answer.none", NULL));
        return;
    }
    if (answers->open) {
        overview_say(&p->o, overview_words(&p->o, "model.answer.open", "count", value_int(a, answers->open), NULL));
        return;
    }
    (void)fraction_round(fraction_times(a, answers->choice.lead, fraction_int(a, 1000000)), &lead);
    struct value *ratio = put_ratio(a, value_map(a), "lead", lead);
    if (answers->choice.reading == MODEL_UNCLEAR) {
        overview_say(&p->o,
                     overview_words(&p->o, lead ? "model.answer.unclear" : "model.answer.level", "lead", ratio, NULL));
        return;
    }
    overview_say(&p->o, overview_words(&p->o, "model.answer.clear", "model", model_name(p, answers->choice.model),
                                       "lead", ratio, NULL));
    say_hybrid(p);
    if (left)
        overview_say(&p->o, overview_words(&p->o, "model.answer.left", "count", value_int(a, left), NULL));
}

static int proposal_of(const struct model_page *p)
{
    return p->dual ? PROPOSAL_DUAL : is_clear(p) ? (int)p->answers.choice.model : -1;
}

static void put_reading(struct model_page *p)
{
    struct arena *a = p->o.arena;
    bool some = p->dual || p->answers.answered, clear = is_clear(p) && !p->dual;
    if (some)
        put_choice(a, p->view, "reading", reading_of(p), "model.reading");
    else
        value_put(p->view, "reading", value_null(a));
    if (clear)
        put_choice(a, p->view, "model", model_codes[p->answers.choice.model], "choice.alliance.business_model");
    else
        value_put(p->view, "model", value_null(a));
    value_put(p->view, "business_model", again(a, value_get(p->o.record, "business_model")));
    bool other = clear && !str_is(value_get_text(p->o.record, "business_model"), model_codes[p->answers.choice.model]);
    value_put_bool(a, p->o.page, "may_adopt", other && value_get_bool(p->o.page, "may_change"));
    value_put_int(a, p->o.page, "version", value_get_int(p->o.record, "version", 0));
}

/* Begins the page and reads what was answered, here and in the parts of the alliance. */
static enum err read_all(struct request *request, struct reply *reply, struct model_page *p)
{
    struct value *rows;
    *p = (struct model_page){.dual = false};
    enum err err = alliance_view_begin(request, reply, "model", &p->o);
    if (err)
        return err;
    struct arena *a = p->o.arena;
    p->view = value_map(a);
    put_ref(a, p->view, "alliance", p->o.kind, p->o.id, p->o.name);
    reply->view = p->view;
    reply->etag = 0;
    err = rows_of(&request->work, request->viewer, &model_answer_kind, "alliance", p->o.id, MODEL_ANSWERS_MOST, &rows);
    if (!err)
        err = model_answers_read(a, request->viewer, rows, p->o.id, &p->answers);
    return err ? err : put_model_scopes(p);
}

enum err model_page(struct request *request, struct reply *reply)
{
    static enum err (*const parts[])(struct model_page *) = {model_evidence_read, put_model_scores, put_model_rows,
                                                             put_model_instruments, put_model_questions};
    struct model_page p;
    enum err err = read_all(request, reply, &p);
    if (err)
        return err;
    const struct viewer_audience *side = viewer_circle(request->viewer, p.o.id, AUDIENCE_SIDE);
    value_put_bool(p.o.arena, p.o.page, "may_answer",
                   side && viewer_may(request->viewer, &model_answer_kind, ACTION_CREATE, side->id));
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !err; i++)
        err = parts[i](&p);
    if (err)
        return err;
    put_reading(&p);
    int which = proposal_of(&p);
    if (which >= 0)
        err = put_proposal(&p.o, p.view, which);
    else
        value_put(p.view, "proposal", value_null(p.o.arena));
    const struct viewer_audience *joint = viewer_circle(request->viewer, p.o.id, AUDIENCE_JOINT);
    bool may = joint && viewer_may(request->viewer, kind_by_plural(S("bodies")), ACTION_CREATE, joint->id);
    bool missing = value_get_int(value_get(p.view, "proposal"), "missing", 0) > 0;
    value_put_bool(p.o.arena, p.o.page, "may_make", may && missing);
    answer(&p);
    value_put(p.view, "answer", again(p.o.arena, value_get(p.o.page, "answer")));
    return err;
}

enum err model_bodies_make(struct request *request, struct reply *reply)
{
    struct model_page p;
    struct value *made;
    enum err err = read_all(request, reply, &p);
    if (err)
        return err;
    int which = proposal_of(&p);
    reply->view = NULL;
    reply->template = NULL;
    if (which < 0)
        return problem_say(&request->work.problems, S(""), "model.no-model", NULL);
    err = make_proposal(request, p.o.id, which, &made);
    if (err)
        return err;
    reply->view = value_map(p.o.arena);
    value_put(reply->view, "bodies", made);
    reply->status = 201;
    if (!request->html)
        return OK;
    reply->status = 303;
    reply->location = arena_printf(p.o.arena, "/alliances/%.*s/governance", STR_ARG(p.o.id));
    reply->done = S("done.created");
    return OK;
}
