/* A person: what they answer for, which teams they are in, whom on the other side they keep in touch with. */
#include "engines/registry/files.h"
#include "engines/registry/pages.h"
#include "engines/registry/support.h"
#include "kernel/overview.h"
#include "kernel/rights.h"

enum { MOST = 50, MOST_NAMED = 4 };

/* ---- What they answer for ---- */

static enum err add_roles(struct overview *o, struct value *list, const char *field)
{
    struct value *parties;
    enum err err = rows_of(&o->request->work, o->request->viewer, &party_kind, field, o->id, MOST, &parties);
    if (err)
        return err;
    VALUE_EACH (party, parties) {
        int64_t left = day_of(party, "left_on");
        struct value *alliance = NULL;
        if (left != NO_DAY && left < today_of(&o->request->work))
            continue;
        err = record_get(&o->request->work, o->request->viewer, &alliance_kind, value_get_text(party, "alliance"),
                         &alliance);
        if (err && err != ERR_NOT_FOUND)
            return err;
        struct value *item = value_push_map(o->arena, list);
        value_put(item, "alliance", again(o->arena, value_get(party, "alliance")));
        (void)put_choice(o->arena, item, "as", field, "overview.person.as");
        (void)put_ref(o->arena, item, "party", &party_kind, value_get_text(party, "id"), value_get_text(party, "name"));
        value_put(item, "stage", again(o->arena, value_get(alliance, "stage")));
    }
    return OK;
}

/* ---- Teams ---- */

static enum err gather_teams(struct overview *o)
{
    struct value *memberships, *list = value_put_list(o->arena, o->data, "memberships");
    struct value *past = value_put_list(o->arena, o->data, "past_memberships");
    int64_t today = today_of(&o->request->work);
    enum err err =
        rows_of(&o->request->work, o->request->viewer, &membership_kind, "person", o->id, MOST, &memberships);
    if (err)
        return err;
    VALUE_EACH (membership, memberships) {
        int64_t until = day_of(membership, "to_date");
        struct value *item = value_push_map(o->arena, until != NO_DAY && until < today ? past : list);
        (void)put_ref(o->arena, item, "membership", &membership_kind, value_get_text(membership, "id"),
                      value_get_text(membership, "name"));
        overview_copy(o, item, membership, "alliance", "role", "from_date", "to_date", NULL);
    }
    struct value *secondments, *away = value_put_list(o->arena, o->data, "secondments");
    err = rows_of(&o->request->work, o->request->viewer, &secondment_kind, "person", o->id, MOST, &secondments);
    if (err)
        return err;
    VALUE_EACH (secondment, secondments) {
        struct value *item = value_push_map(o->arena, away);
        overview_copy(o, item, secondment, "id", "alliance", "works_at", "task", "from_date", "to_date", NULL);
    }
    return OK;
}

/* ---- Contacts ---- */

static enum err add_contacts(struct overview *o, struct value *list, char side, int64_t *overdue)
{
    struct arena *a = o->arena;
    struct value *contacts;
    int64_t today = today_of(&o->request->work);
    char other = side == 'a' ? 'b' : 'a';
    enum err err = rows_of(&o->request->work, o->request->viewer, &contact_kind, arena_printf(a, "person_%c", side).p,
                           o->id, MOST, &contacts);
    if (err)
        return err;
    VALUE_EACH (contact, contacts) {
        struct value *item = value_push_map(a, list);
        value_put(item, "id", again(a, value_get(contact, "id")));
        value_put(item, "person", again(a, value_get(contact, arena_printf(a, "person_%c", other).p)));
        value_put(item, "name", again(a, value_get(contact, arena_printf(a, "name_%c", other).p)));
        value_put(item, "party", again(a, value_get(contact, arena_printf(a, "party_%c", other).p)));
        overview_copy(o, item, contact, "alliance", "function", "level", "last_met", "meet_by", NULL);
        int64_t meet_by = day_of(contact, "meet_by");
        bool late = meet_by != NO_DAY && meet_by < today;
        value_put_bool(a, item, "overdue", late);
        *overdue += late;
    }
    return OK;
}

/* ---- The answer ---- */

static void answer(struct overview *o, const struct value *roles, const struct value *contacts, int64_t overdue)
{
    struct arena *a = o->arena;
    struct value *name = value_text(a, o->name);
    const struct value *teams = value_get(o->data, "memberships");
    const struct value *told = roles->count ? roles : teams;
    const char *key = roles->count ? "overview.person.answers-for" : "overview.person.in-team";
    if (told && told->count)
        overview_say(o, overview_words(o, key, "name", name, "count", value_int(a, (int64_t)told->count), "alliances",
                                       value_text(a, overview_names(o, told, "alliance", MOST_NAMED)), NULL));
    else
        overview_say(o, overview_words(o, "overview.person.none", "name", name, NULL));
    if (overdue)
        overview_say(o, overview_words(o, "overview.person.overdue", "count", value_int(a, overdue), NULL));
    else if (contacts->count)
        overview_say(
            o, overview_words(o, "overview.person.in-touch", "count", value_int(a, (int64_t)contacts->count), NULL));
}

/* For administrators: what is held about one of their people. */
static void put_personal(struct overview *o)
{
    const struct viewer *viewer = o->request->viewer;
    bool may = rights_allow(viewer->roles, "accounts", ACTION_CHANGE) &&
               str_eq(value_get_text(o->record, "owner"), viewer->organisation) && !str_eq(o->id, viewer->person);
    struct str href = may ? arena_printf(o->arena, "/administration/people/%.*s/personal-data", STR_ARG(o->id)) : S("");
    value_put(o->page, "personal_href", href.n ? value_text(o->arena, href) : value_null(o->arena));
}

enum err person_page(struct request *request, struct reply *reply)
{
    struct overview o;
    int64_t overdue = 0;
    enum err err = overview_begin(request, reply, &person_kind, "person", &o);
    if (err)
        return err;
    struct value *roles = value_put_list(o.arena, o.data, "responsible");
    err = add_roles(&o, roles, "sponsor");
    if (err == OK)
        err = add_roles(&o, roles, "manager");
    if (err == OK)
        err = gather_teams(&o);
    struct value *contacts = value_put_list(o.arena, o.data, "contacts");
    if (err == OK)
        err = add_contacts(&o, contacts, 'a', &overdue);
    if (err == OK)
        err = add_contacts(&o, contacts, 'b', &overdue);
    if (err || !roles || !contacts)
        return err ? err : ERR_MEMORY;
    answer(&o, roles, contacts, overdue);
    put_personal(&o);
    overview_offer(&o, &note_kind, "add_note");
    err = overview_files(&o);
    return err ? err : overview_notes(&o);
}
