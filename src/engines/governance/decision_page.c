/* One decision: what was weighed and why, what it was split into, who carries it out, and what was decided before. */
#include "engines/governance/decision_map.h"
#include "engines/governance/decision_view.h"
#include "engines/governance/governance_pages.h"
#include "engines/governance/precedents.h"
#include "engines/governance/records.h"

enum { PARTS_MOST = 200 };

static enum err below(struct overview *o, const struct kind *kind, const char *field, struct value **rows)
{
    return rows_of(&o->request->work, o->request->viewer, kind, field, o->id, PARTS_MOST, rows);
}

static enum err put_options(struct overview *o)
{
    struct value *rows, *list = value_put_list(o->arena, o->data, "options");
    enum err err = below(o, &decision_option_kind, "decision", &rows);
    VALUE_EACH (row, err ? NULL : rows) {
        struct value *item = push_record(o, list, &decision_option_kind, row);
        overview_copy(o, item, row, "name", "speaks_for", "speaks_against", "version", NULL);
        value_put_bool(o->arena, item, "chosen", value_get_bool(row, "chosen"));
    }
    return err;
}

static enum err put_parts(struct overview *o)
{
    struct value *rows, *list = value_put_list(o->arena, o->data, "parts");
    enum err err = below(o, &decision_kind, "part_of", &rows);
    VALUE_EACH (row, err ? NULL : rows) {
        struct value *item = push_record(o, list, &decision_kind, row);
        overview_copy(o, item, row, "question", "state", "outcome", "decider_name", "taken", NULL);
    }
    return err;
}

static enum err put_commitments(struct overview *o)
{
    struct value *rows, *list = value_put_list(o->arena, o->data, "commitments");
    enum err err = below(o, &commitment_kind, "decision", &rows);
    VALUE_EACH (row, err ? NULL : rows) {
        struct value *item = push_record(o, list, &commitment_kind, row);
        overview_copy(o, item, row, "title", "owner_party", "owner_name", "due", "state", NULL);
    }
    return err;
}

static bool is_ours(const struct value *sides, struct str party)
{
    VALUE_EACH (side, sides)
        if (str_eq(value_get_text(side, "party"), party))
            return value_get_bool(side, "ours");
    return false;
}

static enum err put_acknowledgements(struct overview *o)
{
    struct value *rows, *list = value_put_list(o->arena, o->data, "acknowledgements");
    enum err err = below(o, &acknowledgement_kind, "decision", &rows);
    VALUE_EACH (row, err ? NULL : rows) {
        struct value *item = push_record(o, list, &acknowledgement_kind, row);
        overview_copy(o, item, row, "name", "party", "acknowledged", "version", NULL);
        value_put_bool(o->arena, item, "ours", is_ours(value_get(o->page, "sides"), value_get_text(row, "party")));
    }
    return err;
}

/* What the map agreed for it: the time, and the tier that the business model asks for. */
static enum err put_agreed(struct overview *o)
{
    struct arena *a = o->arena;
    struct work *work = &o->request->work;
    struct value *row = NULL, *alliance = NULL;
    struct str id = value_get_text(o->record, "row");
    enum err err = id.n ? record_get(work, o->request->viewer, &decision_row_kind, id, &row) : OK;
    if (err == OK)
        err = record_get(work, o->request->viewer, kind_by_plural(S("alliances")),
                         value_get_text(o->record, "alliance"), &alliance);
    if (err && err != ERR_NOT_FOUND)
        return err;
    int64_t allowed = value_get_int(row, "allowed_days", 0), asked = day_of(o->record, "asked");
    int64_t taken = day_of(o->record, "taken"), today = today_of(work);
    int64_t days = asked == NO_DAY ? -1 : (taken == NO_DAY ? today : taken) - asked;
    bool dropped = str_is(value_get_text(o->record, "state"), "dropped");
    int class = decision_class_of(value_get_text(row, "class"));
    int fits = class < 0 ? 0 : decision_tier(value_get_text(alliance, "business_model"), (enum decision_class) class);
    value_put(o->data, "allowed_days", allowed ? value_int(a, allowed) : value_null(a));
    value_put(o->data, "days", days < 0 || dropped ? value_null(a) : value_int(a, days));
    value_put_bool(a, o->data, "late", allowed > 0 && days > allowed && !dropped);
    if (fits)
        put_choice(a, o->data, "fitting_tier", body_tiers[fits - 1], "choice.body.tier");
    else
        value_put(o->data, "fitting_tier", value_null(a));
    return OK;
}

static enum err put_forms(struct overview *o)
{
    const struct viewer *viewer = o->request->viewer;
    struct str circle = value_get_text(o->record, "circle");
    bool living = !value_get(o->record, "withdrawn_at") && !viewer->looker;
    const struct {
        const char *key;
        const struct kind *kind;
        enum action action;
    } all[] = {{"may_write", &decision_kind, ACTION_CHANGE},
               {"may_weigh", &decision_option_kind, ACTION_CREATE},
               {"may_carry", &acknowledgement_kind, ACTION_CREATE},
               {"may_split", &decision_kind, ACTION_CREATE},
               {"may_promise", &commitment_kind, ACTION_CREATE}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        value_put_bool(o->arena, o->page, all[i].key, living && viewer_may(viewer, all[i].kind, all[i].action, circle));
    value_put_text(o->arena, o->page, "circle", circle);
    put_day(o->arena, o->page, "today", today_of(&o->request->work));
    value_put_bool(o->arena, o->page, "open", str_is(value_get_text(o->record, "state"), "open"));
    struct overview of_alliance = *o;
    of_alliance.id = value_get_text(o->record, "alliance");
    return put_sides(&of_alliance, o->page, "sides");
}

static int64_t open_of(const struct value *list, const char *field)
{
    int64_t open = 0;
    VALUE_EACH (item, list)
        open += !is_given(item, field);
    return open;
}

static void answer(struct overview *o)
{
    struct arena *a = o->arena;
    struct str state = value_get_text(o->record, "state");
    struct value *days = again(a, value_get(o->data, "days")), *allowed = again(a, value_get(o->data, "allowed_days"));
    int64_t waiting = open_of(value_get(o->data, "acknowledgements"), "acknowledged");
    int64_t parts = open_of(value_get(o->data, "parts"), "taken");
    bool late = value_get_bool(o->data, "late"), known = days->kind == V_INT;
    if (str_is(state, "dropped"))
        overview_say(o, overview_words(o, "decision.answer.dropped", NULL));
    else if (str_is(state, "taken"))
        overview_say(
            o, overview_words(o, known ? "decision.answer.taken" : "decision.answer.taken-only", "count", days, NULL));
    else
        overview_say(
            o, overview_words(o, known ? "decision.answer.open" : "decision.answer.open-only", "count", days, NULL));
    if (late)
        overview_say(o, overview_words(o, "decision.answer.late", "count", allowed, NULL));
    if (parts)
        overview_say(o, overview_words(o, "decision.answer.parts", "count", value_int(a, parts), NULL));
    if (waiting && str_is(state, "taken"))
        overview_say(o, overview_words(o, "decision.answer.waiting", "count", value_int(a, waiting), NULL));
}

enum err decision_page(struct request *request, struct reply *reply)
{
    static enum err (*const parts[])(struct overview *) = {put_forms,       put_options,          put_parts,
                                                           put_commitments, put_acknowledgements, put_agreed};
    struct overview o;
    struct value *precedents = NULL;
    enum err err = overview_begin(request, reply, &decision_kind, "decision", &o);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && err == OK; i++)
        err = parts[i](&o);
    if (err == OK)
        err = precedents_of(&request->work, request->viewer, o.record, &precedents);
    if (err == OK)
        err = overview_notes(&o);
    if (err)
        return err;
    value_put(o.data, "precedents", precedents);
    answer(&o);
    overview_offer(&o, kind_by_plural(S("notes")), "add_note");
    return OK;
}
