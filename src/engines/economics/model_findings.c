/* Findings about the business model: rows that speak for another model without anybody having said that this is meant,
 * and alliances whose answers lead to none. */
#include "base/message.h"
#include "engines/economics/findings_rules.h"
#include "engines/economics/model_answers.h"

static void lead_to_page(struct scan *scan, struct value *finding, const struct value *alliance)
{
    scan_go(scan, finding, "model",
            arena_printf(scan->arena, "/alliances/%.*s/model", STR_ARG(value_get_text(alliance, "id"))));
}

static struct value *words(struct scan *scan, const char *prefix, const char *code)
{
    struct str key = arena_printf(scan->arena, "%s.%s", prefix, code);
    return value_text(scan->arena, key.p ? message(scan->arena, scan->work->locale.language, key.p, NULL) : S(""));
}

static void misfits(struct scan *scan, const struct value *alliance, const struct model_answers *answers)
{
    for (int row = 0; row < MODEL_ROWS; row++) {
        const struct value *record = answers->rows[row];
        struct str stands = value_get_text(record, "stands");
        if (!answers->choice.hybrid[row] || str_is(stands, "deliberate"))
            continue;
        bool misfit = str_is(stands, "misfit");
        struct str what = scan_words(scan, misfit ? "known" : NULL, "row",
                                     words(scan, "choice.model_answer.row", model_row_codes[row]), "other",
                                     words(scan, "model.in-text", model_codes[answers->choice.other[row]]), "model",
                                     words(scan, "model.in-text", model_codes[answers->choice.model]), "alliance",
                                     scan_word(scan, alliance, "name"), NULL);
        struct value *finding = scan_add(scan, misfit ? SEVERITY_MEDIUM : SEVERITY_LOW, alliance, NO_DAY, what);
        scan_why(scan, finding, &model_answer_kind, record);
        lead_to_page(scan, finding, alliance);
    }
}

/* Runs `tell` for each living alliance that has been answered for. */
static void each_answered(struct scan *scan, bool clear,
                          void (*tell)(struct scan *, const struct value *, const struct model_answers *))
{
    const struct value *rows = scan_rows(scan, &model_answer_kind);
    VALUE_EACH (alliance, scan_rows(scan, kind_by_plural(S("alliances")))) {
        struct model_answers answers;
        if (scan->err || str_is(value_get_text(alliance, "stage"), "ended"))
            continue;
        scan->err = model_answers_read(scan->arena, scan->viewer, rows, value_get_text(alliance, "id"), &answers);
        bool is = answers.choice.reading != MODEL_UNCLEAR;
        if (!scan->err && !answers.open && is == clear)
            tell(scan, alliance, &answers);
    }
}

void find_model_misfit(struct scan *scan)
{
    each_answered(scan, true, misfits);
}

/* Scopes with a model of their own are each judged alone. */
static bool has_parts(struct scan *scan, const struct value *alliance)
{
    VALUE_EACH (other, scan_rows(scan, kind_by_plural(S("alliances"))))
        if (str_eq(value_get_text(other, "parent"), value_get_text(alliance, "id")))
            return true;
    return false;
}

static void unclear(struct scan *scan, const struct value *alliance, const struct model_answers *answers)
{
    bool settles[CREATION_ROWS];
    struct buf names = buf_init(scan->arena, 0);
    int count = 0;
    if (has_parts(scan, alliance))
        return;
    scan->err = model_settling(scan->arena, &answers->weights, settles);
    if (scan->err)
        return;
    for (int row = 0; row < CREATION_ROWS; row++) {
        const struct value *name = words(scan, "choice.model_answer.row", model_row_codes[row]);
        if (settles[row] && name)
            buf_printf(&names, "%s%.*s", count++ ? ", " : "", STR_ARG(name->text));
    }
    struct str what = scan_words(scan, NULL, "rows", value_text(scan->arena, buf_str(&names)), "alliance",
                                 scan_word(scan, alliance, "name"), NULL);
    struct value *finding = scan_add(scan, SEVERITY_MEDIUM, alliance, NO_DAY, what);
    for (int row = 0; row < CREATION_ROWS; row++)
        if (settles[row])
            scan_why(scan, finding, &model_answer_kind, answers->rows[row]);
    lead_to_page(scan, finding, alliance);
}

void find_model_unclear(struct scan *scan)
{
    each_answered(scan, false, unclear);
}
