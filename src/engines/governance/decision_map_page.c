/* The decision map of an alliance as a matrix with its faults, how each firm decides, and the decisions taken and asked
 * for. With ?edit=ROW (or "new") that row is written in place; with ?step=STEP a step of a firm. */
#include "engines/governance/decision_map_edit.h"
#include "engines/governance/meets.h"
#include "engines/governance/recurrence.h"

enum { LISTED_MOST = 20, NEXT_MOST = 2 };

/* ---- one row ---- */

static void put_voices(struct map *m, struct value *item, const struct value *voices)
{
    struct arena *a = m->o.arena;
    struct value *sides = value_put_list(a, item, "sides");
    VALUE_EACH (side, m->sides) {
        struct value *one = value_push_map(a, sides);
        overview_copy(&m->o, one, side, "party", "name", NULL);
        for (size_t p = 0; p < DECISION_PARTS; p++) {
            struct value *list = value_put_list(a, one, decision_parts[p]);
            VALUE_EACH (voice, voices)
                if (str_is(value_get_text(voice, "part"), decision_parts[p]) &&
                    str_eq(value_get_text(voice, "party"), value_get_text(side, "party"))) {
                    struct value *who = value_push_map(a, list);
                    struct str name = value_get_text(voice, "name");
                    (void)put_ref(a, who, "voice", &decision_voice_kind, value_get_text(voice, "id"), name);
                    value_put_text(a, who, "name", name);
                }
        }
    }
}

static enum err put_row(struct map *m, struct value *list, const struct value *row, int64_t *faults)
{
    struct arena *a = m->o.arena;
    struct value *voices, *item = push_record(&m->o, list, &decision_row_kind, row);
    enum err err = map_voices(m, row, &voices);
    if (err)
        return err;
    overview_copy(&m->o, item, row, "version", "decision", "topic", "class", "allowed_days", NULL);
    value_put(item, "decider", again(a, value_get(row, "decider_name")));
    put_voices(m, item, voices);
    err = map_judge(m, row, voices, item, faults);
    struct str typed = map_edited(m);
    if (err == OK && m->o.request->html && str_eq(typed, value_get_text(row, "id")))
        err = map_put_form(m, item, row, voices);
    return err;
}

static enum err put_rows(struct map *m)
{
    struct arena *a = m->o.arena;
    struct value *rows = value_put_list(a, m->view, "rows");
    int64_t faulty = 0;
    VALUE_EACH (row, m->rows) {
        int64_t faults = 0;
        enum err err = put_row(m, rows, row, &faults);
        if (err)
            return err;
        faulty += faults > 0;
    }
    struct value *count = value_int(a, count_of(m->rows));
    overview_say(&m->o, overview_words(&m->o, count_of(m->rows) ? "decision_map.answer" : "decision_map.answer.none",
                                       "count", count, NULL));
    if (count_of(m->rows))
        overview_say(&m->o, overview_words(&m->o, faulty ? "decision_map.answer.faulty" : "decision_map.answer.well",
                                           "count", value_int(a, faulty), NULL));
    return OK;
}

/* The row that is about to be added, with its faults as it stands. */
static enum err put_new(struct map *m)
{
    struct arena *a = m->o.arena;
    struct value *row = value_map(a), *item = value_map(a), *none = value_list(a);
    int64_t faults;
    put_voices(m, item, none);
    value_put_text(a, row, "class", S("key"));
    enum err err = map_judge(m, row, none, item, &faults);
    if (err == OK)
        err = map_put_form(m, item, row, none);
    value_put(m->o.page, "new", item);
    return err;
}

/* ---- the rest of the page ---- */

static void put_decisions(struct map *m)
{
    struct arena *a = m->o.arena;
    struct value *open = value_put_list(a, m->view, "open"), *taken = value_put_list(a, m->view, "taken");
    VALUE_EACH (decision, m->decisions) {
        struct str state = value_get_text(decision, "state");
        int64_t asked = day_of(decision, "asked");
        const struct value *row = map_find(m->rows, value_get_text(decision, "row"));
        int64_t allowed = row ? value_get_int(row, "allowed_days", 0) : 0;
        if (str_is(state, "open") && open && open->count < LISTED_MOST) {
            struct value *item = push_record(&m->o, open, &decision_kind, decision);
            overview_copy(&m->o, item, decision, "question", "asked", NULL);
            value_put(item, "days", asked == NO_DAY ? value_null(a) : value_int(a, m->today - asked));
            value_put_bool(a, item, "late", asked != NO_DAY && allowed > 0 && m->today - asked > allowed);
        } else if (str_is(state, "taken") && taken && taken->count < LISTED_MOST) {
            struct value *item = push_record(&m->o, taken, &decision_kind, decision);
            overview_copy(&m->o, item, decision, "question", "taken", NULL);
            value_put(item, "lead_days", again(a, value_get(decision, "lead_days")));
        }
    }
}

/* The next meetings for which papers are still in time. */
static void put_next(struct map *m, struct value *item, const struct value *step)
{
    struct arena *a = m->o.arena;
    struct recurrence rule;
    struct str part, meets = value_get_text(step, "meets");
    int64_t days[NEXT_MOST];
    int64_t papers = value_get_int(step, "papers_days", 0);
    struct value *list = value_put_list(a, item, "next");
    if (!meets.n || recurrence_read(meets, &rule, &part))
        return;
    size_t n = recurrence_days(&rule, m->today + papers, NEXT_MOST, days);
    for (size_t i = 0; i < n; i++) {
        struct value *one = value_push_map(a, list);
        put_day(a, one, "meets", days[i]);
        put_day(a, one, "papers", days[i] - papers);
    }
}

static void put_steps(struct map *m)
{
    struct arena *a = m->o.arena;
    const struct locale *locale = &m->o.request->work.locale;
    struct value *list = value_put_list(a, m->view, "steps");
    struct str edited = value_get_text(m->o.request->query, "step");
    VALUE_EACH (step, m->steps) {
        struct value *item = push_record(&m->o, list, &approval_step_kind, step);
        struct str meets = value_get_text(step, "meets");
        overview_copy(&m->o, item, step, "step", "party", "topic", "style", "meets", "papers_days", "takes_days", NULL);
        value_put(item, "says", meets.n ? value_text(a, meets_words(a, locale, meets)) : value_null(a));
        put_next(m, item, step);
        if (!m->o.request->html || !str_eq(edited, value_get_text(step, "id")))
            continue;
        struct value *form = value_put_map(a, item, "form");
        overview_copy(&m->o, form, step, "version", NULL);
        value_put(form, "choices", meets_choices(a, locale, meets));
    }
    value_put(m->o.page, "step_choices", meets_choices(a, locale, S("")));
}

enum err decision_map_show(struct map *m)
{
    struct request *request = m->o.request;
    struct str circle = value_get_text(m->o.record, "circle");
    enum err err = put_rows(m);
    if (err == OK && request->html && str_is(map_edited(m), "new"))
        err = put_new(m);
    if (err)
        return err;
    put_steps(m);
    put_decisions(m);
    end_view(&m->o, m->view);
    overview_offer(&m->o, &decision_kind, "add_decision");
    bool may = !request->viewer->looker && viewer_may(request->viewer, &decision_row_kind, ACTION_CREATE, circle);
    value_put_bool(m->o.arena, m->o.page, "may_edit", may);
    return OK;
}

enum err decision_map_page(struct request *request, struct reply *reply)
{
    struct map m;
    enum err err = map_begin(request, reply, "decision_map", &m);
    return err ? err : decision_map_show(&m);
}
