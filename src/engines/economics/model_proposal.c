#include "engines/economics/model_proposal.h"
#include "base/message.h"

static const char *const names[PROPOSALS] = {"sharing", "specialisation", "allocation", "dual"};

/* From the highest tier down. */
static const struct proposed {
    const char *tier, *standing;
    int cadence_days;
} bodies[PROPOSALS][3] = {
    {{"executive", "standing", 90}, {"steering", "standing", 30}, {NULL, NULL, 0}},
    {{"executive", "ad_hoc", 180}, {"steering", "standing", 90}, {"working_group", "standing", 30}},
    {{"executive", "ad_hoc", 180}, {"working_group", "standing", 30}, {"team", "standing", 7}},
    {{"steering", "standing", 90}, {NULL, NULL, 0}, {NULL, NULL, 0}},
};
enum { BODIES = 3 };

/* Which tier decides what is key, daily, an exception (S1 3.3, 3.4). */
static const char *const classes[] = {"key", "daily", "exception"};
static const char *const deciders[MODEL_COUNT][3] = {
    {"executive", "steering", "executive"},
    {"steering", "working_group", "executive"},
    {"working_group", "team", "executive"},
};
static const char *const facts[] = {"incentives", "contacts", "accountable", "chiefs", "report"};

static struct str words_of(struct work *work, int which, const char *tier, const char *part)
{
    struct str key = arena_printf(work->arena, "model.body.%s.%s.%s", names[which], tier, part);
    return key.p ? message(work->arena, work->locale.language, key.p, NULL) : S("");
}

/* The body of a tier that all parties know, or NULL. */
static const struct value *body_there(const struct viewer *viewer, const struct value *rows, const char *tier)
{
    VALUE_EACH (row, rows) {
        const struct viewer_audience *there = viewer_audience(viewer, value_get_text(row, "circle"));
        if (there && there->kind == AUDIENCE_JOINT && str_is(value_get_text(row, "tier"), tier))
            return row;
    }
    return NULL;
}

static enum err bodies_of(struct request *request, struct str alliance, struct value **rows)
{
    return rows_of(&request->work, request->viewer, kind_by_plural(S("bodies")), "alliance", alliance, 500, rows);
}

enum err put_proposal(struct overview *o, struct value *to, int which)
{
    struct arena *a = o->arena;
    struct work *work = &o->request->work;
    struct value *rows, *map = value_put_map(a, to, "proposal");
    int64_t missing = 0;
    enum err err = bodies_of(o->request, o->id, &rows);
    if (err)
        return err;
    value_put_text(a, map, "model", str_of(names[which]));
    struct value *list = value_put_list(a, map, "bodies");
    for (size_t i = 0; i < BODIES && bodies[which][i].tier; i++) {
        const struct proposed *one = &bodies[which][i];
        const struct value *there = body_there(o->request->viewer, rows, one->tier);
        struct value *item = value_push_map(a, list);
        put_choice(a, item, "tier", one->tier, "choice.body.tier");
        value_put_text(a, item, "name", words_of(work, which, one->tier, "name"));
        value_put_text(a, item, "mission", words_of(work, which, one->tier, "mission"));
        put_choice(a, item, "standing", one->standing, "choice.body.standing");
        value_put_int(a, item, "cadence_days", one->cadence_days);
        if (there)
            put_ref(a, item, "there", kind_by_plural(S("bodies")), value_get_text(there, "id"),
                    value_get_text(there, "name"));
        else
            value_put(item, "there", value_null(a));
        missing += !there;
    }
    list = value_put_list(a, map, "decisions");
    for (size_t i = 0; i < 3 && which < MODEL_COUNT; i++) {
        struct value *item = value_push_map(a, list);
        put_choice(a, item, "class", classes[i], "ui.model.decides");
        put_choice(a, item, "tier", deciders[which][i], "choice.body.tier");
    }
    list = value_put_list(a, map, "facts");
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        struct value *item = value_push_map(a, list);
        struct str label = arena_printf(a, "model.fact.%s", facts[i]);
        struct str text = arena_printf(a, "model.fact.%s.%s", names[which], facts[i]);
        value_put_text(a, item, "label", label.p ? overview_words(o, label.p, NULL) : S(""));
        value_put_text(a, item, "text", text.p ? overview_words(o, text.p, NULL) : S(""));
    }
    return value_put_int(a, map, "missing", missing) ? OK : ERR_MEMORY;
}

enum err make_proposal(struct request *request, struct str alliance, int which, struct value **made)
{
    struct work *work = &request->work;
    struct arena *a = work->arena;
    const struct kind *kind = kind_by_plural(S("bodies"));
    struct value *rows, *record;
    struct str above = S("");
    *made = value_list(a);
    enum err err = bodies_of(request, alliance, &rows);
    for (size_t i = 0; !err && i < BODIES && bodies[which][i].tier; i++) {
        const struct proposed *one = &bodies[which][i];
        const struct value *there = body_there(request->viewer, rows, one->tier);
        struct value *input = value_map(a);
        if (there) {
            above = value_get_text(there, "id");
            continue;
        }
        value_put_text(a, input, "alliance", alliance);
        value_put_text(a, input, "circle", S("joint"));
        value_put_text(a, input, "name", words_of(work, which, one->tier, "name"));
        value_put_text(a, input, "mission", words_of(work, which, one->tier, "mission"));
        value_put_text(a, input, "tier", str_of(one->tier));
        value_put_text(a, input, "standing", str_of(one->standing));
        value_put_int(a, input, "cadence_days", one->cadence_days);
        if (above.n)
            value_put_text(a, input, "parent_body", above);
        err = input ? record_create(work, request->viewer, kind, input, INPUT_JSON, &record) : ERR_MEMORY;
        if (err)
            return err;
        above = value_get_text(record, "id");
        value_push(*made, ref_leaf(a, kind, above, value_get_text(record, "name")));
    }
    return err ? err : *made ? OK : ERR_MEMORY;
}
