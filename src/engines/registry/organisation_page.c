/* An organisation: which alliances it is in with us, who works there, what it is good at, which agreements bind it. */
#include "engines/registry/files.h"
#include "engines/registry/pages.h"
#include "engines/registry/support.h"
#include "kernel/overview.h"

enum { MOST = 50, MOST_NAMED = 4 };

struct gathering {
    struct overview overview;
    struct value *running, *past; /* of overview.alliances and .past_alliances */
    int64_t next;                 /* the nearest day to come, NO_DAY without one */
    const char *next_key;
    struct value *next_agreement;
};

/* ---- Alliances and agreements ---- */

static enum err add_alliance(struct gathering *g, const struct value *party, struct value **alliance)
{
    struct overview *o = &g->overview;
    struct request *request = o->request;
    const struct value *ref = value_get(party, "alliance");
    *alliance = NULL;
    if (!ref || ref->kind != V_REF)
        return OK;
    enum err err = record_get(&request->work, request->viewer, &alliance_kind, ref->text, alliance);
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    int64_t left = day_of(party, "left_on");
    bool over =
        (left != NO_DAY && left < today_of(&request->work)) || str_is(value_get_text(*alliance, "stage"), "ended");
    struct value *item = value_push_map(o->arena, over ? g->past : g->running);
    value_put(item, "alliance", again(o->arena, ref));
    overview_copy(o, item, *alliance, "stage", "form", "business_model", "sample", NULL);
    overview_copy(o, item, party, "role", "joined_on", "left_on", "sponsor", "manager", NULL);
    return item ? OK : ERR_MEMORY;
}

static void consider(struct gathering *g, int64_t day, const char *key, struct value *agreement)
{
    if (day == NO_DAY || day < today_of(&g->overview.request->work) || (g->next != NO_DAY && day >= g->next))
        return;
    g->next = day;
    g->next_key = key;
    g->next_agreement = agreement;
}

static void add_agreement(struct gathering *g, struct value *agreements, struct value *agreement)
{
    struct overview *o = &g->overview;
    struct value *item = value_push_map(o->arena, agreements);
    struct str name = value_get_text(agreement, "name");
    (void)put_ref(o->arena, item, "agreement", &agreement_kind, value_get_text(agreement, "id"), name);
    overview_copy(o, item, agreement, "alliance", "kind", "in_force", "ends", "status", "notice_by", NULL);
    consider(g, day_of(agreement, "notice_by"), "overview.next.notice", agreement);
    consider(g, day_of(agreement, "ends"), "overview.next.ends", agreement);
    consider(g, day_of(agreement, "in_force"), "overview.next.begins", agreement);
}

/* Those agreements of an alliance whose circle has the organisation among its parties. */
static enum err add_agreements(struct gathering *g, struct value *agreements, struct str alliance)
{
    struct request *request = g->overview.request;
    struct value *circles, *found;
    enum err err = circle_view(&request->work, request->viewer, alliance, &circles);
    if (err == OK)
        err = rows_of(&request->work, request->viewer, &agreement_kind, "alliance", alliance, MOST, &found);
    if (err)
        return err;
    VALUE_EACH (agreement, found)
        if (overview_takes_part(circles, agreement, g->overview.id))
            add_agreement(g, agreements, agreement);
    return OK;
}

static enum err gather_alliances(struct gathering *g)
{
    struct overview *o = &g->overview;
    struct request *request = o->request;
    struct value *parties;
    g->running = value_put_list(o->arena, o->data, "alliances");
    g->past = value_put_list(o->arena, o->data, "past_alliances");
    struct value *agreements = value_put_list(o->arena, o->data, "agreements");
    enum err err = rows_of(&request->work, request->viewer, &party_kind, "organisation", o->id, MOST, &parties);
    if (err)
        return err;
    VALUE_EACH (party, parties) {
        struct value *alliance;
        err = add_alliance(g, party, &alliance);
        if (err == OK && alliance)
            err = add_agreements(g, agreements, value_get_text(alliance, "id"));
        if (err)
            return err;
    }
    return OK;
}

/* ---- What belongs to it ---- */

static enum err gather_people(struct overview *o)
{
    struct request *request = o->request;
    struct value *people, *list = value_put_list(o->arena, o->data, "people");
    enum err err = rows_of(&request->work, request->viewer, &person_kind, "organisation", o->id, MOST + 1, &people);
    if (err)
        return err;
    size_t listed = 0;
    VALUE_EACH (person, people) {
        if (listed++ == MOST)
            break;
        struct value *item = value_push_map(o->arena, list);
        (void)put_ref(o->arena, item, "person", &person_kind, value_get_text(person, "id"),
                      value_get_text(person, "name"));
        overview_copy(o, item, person, "title", "level", "unit", "email", "sample", NULL);
    }
    value_put_bool(o->arena, o->data, "more_people", people->count > MOST);
    return OK;
}

/* Units below `above` (empty: those below none that is listed), each followed by its own, with the depth they stand at.
 */
static void add_units(struct overview *o, struct value *list, const struct value *units, struct str above,
                      int64_t depth)
{
    VALUE_EACH (unit, units) {
        struct str parent = value_get_text(unit, "parent");
        if (!str_eq(parent, above) || depth > 8 || list->count >= MOST)
            continue;
        struct value *item = value_push_map(o->arena, list);
        struct str id = value_get_text(unit, "id");
        (void)put_ref(o->arena, item, "unit", &unit_kind, id, value_get_text(unit, "name"));
        value_put(item, "type", again(o->arena, value_get(unit, "type")));
        value_put_int(o->arena, item, "depth", depth);
        add_units(o, list, units, id, depth + 1);
    }
}

static enum err gather_parts(struct overview *o)
{
    struct request *request = o->request;
    struct value *units, *profiles, *children;
    enum err err = rows_of(&request->work, request->viewer, &unit_kind, "organisation", o->id, MOST, &units);
    if (err == OK)
        err = rows_of(&request->work, request->viewer, &profile_kind, "organisation", o->id, MOST, &profiles);
    if (err == OK)
        err = rows_of(&request->work, request->viewer, &organisation_kind, "parent", o->id, MOST, &children);
    if (err)
        return err;
    struct value *list = value_put_list(o->arena, o->data, "units");
    if (list)
        add_units(o, list, units, S(""), 0);
    list = value_put_list(o->arena, o->data, "profiles");
    VALUE_EACH (profile, profiles) {
        struct value *item = value_push_map(o->arena, list);
        overview_copy(o, item, profile, "id", "capability", "strength", "evidence", NULL);
    }
    list = value_put_list(o->arena, o->data, "children");
    VALUE_EACH (child, children)
        (void)put_ref(o->arena, value_push_map(o->arena, list), "organisation", &organisation_kind,
                      value_get_text(child, "id"), value_get_text(child, "name"));
    return list ? OK : ERR_MEMORY;
}

/* ---- The answer ---- */

static void answer(struct gathering *g)
{
    struct overview *o = &g->overview;
    struct arena *a = o->arena;
    struct value *name = value_text(a, o->name);
    bool own = str_eq(o->id, o->request->viewer->organisation);
    const char *key = own ? "overview.organisation.ours" : "overview.organisation.with-us";
    if (g->running->count)
        overview_say(o, overview_words(o, key, "name", name, "count", value_int(a, (int64_t)g->running->count),
                                       "alliances",
                                       value_text(a, overview_names(o, g->running, "alliance", MOST_NAMED)), NULL));
    else if (g->past->count)
        overview_say(o, overview_words(o, "overview.organisation.past", "name", name, "count",
                                       value_int(a, (int64_t)g->past->count), NULL));
    else if (own)
        overview_say(o, overview_words(o, "overview.organisation.ours-none", NULL));
    else if (str_is(value_get_text(o->record, "kind"), "candidate"))
        overview_say(o, overview_words(o, "overview.organisation.candidate", "name", name, NULL));
    else
        overview_say(o, overview_words(o, "overview.organisation.none", "name", name, NULL));
    if (g->next != NO_DAY)
        overview_say(o, overview_words(o, g->next_key, "agreement", again(a, value_get(g->next_agreement, "name")),
                                       "near", value_text(a, overview_near(o, g->next)), NULL));
}

enum err organisation_page(struct request *request, struct reply *reply)
{
    struct gathering g = {.next = NO_DAY};
    enum err err = overview_begin(request, reply, &organisation_kind, "organisation", &g.overview);
    if (err == OK)
        err = gather_alliances(&g);
    if (err == OK)
        err = gather_people(&g.overview);
    if (err == OK)
        err = gather_parts(&g.overview);
    if (err)
        return err;
    answer(&g);
    overview_offer(&g.overview, &person_kind, "add_person");
    overview_offer(&g.overview, &profile_kind, "add_profile");
    overview_offer(&g.overview, &unit_kind, "add_unit");
    overview_offer(&g.overview, &note_kind, "add_note");
    err = overview_files(&g.overview);
    return err ? err : overview_notes(&g.overview);
}
