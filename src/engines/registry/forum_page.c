/* A forum: who is in it, who takes part, when it met and meets next, whom we have invited, what is wrong. And an
 * invitation to one, as the two see it that it concerns. */
#include "engines/registry/findings_rules.h"
#include "engines/registry/forum.h"
#include "engines/registry/pages.h"
#include "kernel/overview.h"

enum { MOST = 500, MEETINGS = 20 };

struct forum_view {
    struct overview o;
    struct value *members, *seats, *meetings, *invitations;
    bool founder;
};

/* Of what may be done to any record, what this viewer may do to this one: its hooks would refuse the rest. */
static void keep_actions(struct overview *o, bool changes, bool withdraws)
{
    struct value *kept = value_list(o->arena);
    VALUE_EACH (action, value_get(o->page, "actions")) {
        struct str href = value_get_text(action, "href");
        bool edit = str_ends(href, S("/edit")), away = value_get_bool(action, "post");
        if ((!edit && !away) || (edit && changes) || (away && withdraws))
            value_push(kept, again(o->arena, action));
    }
    value_set(o->page, "actions", kept);
}

static enum err gather(struct forum_view *v)
{
    struct work *work = &v->o.request->work;
    const struct viewer *viewer = v->o.request->viewer;
    struct query here = {0};
    query_add(&here, "forum", v->o.id);
    query_add(&here, "circle", value_get_text(v->o.record, "circle"));
    enum err err = rows_where(work, viewer, &forum_member_kind, here, MOST, &v->members);
    if (err == OK)
        err = rows_where(work, viewer, &forum_seat_kind, here, MOST, &v->seats);
    if (err == OK)
        err = rows_of(work, viewer, &forum_meeting_kind, "forum", v->o.id, MOST, &v->meetings);
    if (err == OK)
        err = rows_of(work, viewer, &forum_invitation_kind, "forum", v->o.id, MOST, &v->invitations);
    return err;
}

static void put_members(struct forum_view *v)
{
    struct overview *o = &v->o;
    struct value *list = value_put_list(o->arena, o->data, "members");
    VALUE_EACH (member, v->members) {
        struct value *item = value_push_map(o->arena, list), *people;
        struct str organisation = value_get_text(member, "organisation");
        put_ref(o->arena, item, "member", &forum_member_kind, value_get_text(member, "id"),
                value_get_text(member, "name"));
        overview_copy(o, item, member, "organisation", "joined_on", NULL);
        bool ours = str_eq(organisation, o->request->viewer->organisation);
        if (ours && !v->founder &&
            viewer_may(o->request->viewer, &forum_member_kind, ACTION_WITHDRAW, value_get_text(member, "circle")))
            value_put_text(o->arena, o->page, "leave",
                           arena_printf(o->arena, "/forum_members/%.*s", STR_ARG(value_get_text(member, "id"))));
        value_put_bool(o->arena, item, "founds", str_eq(organisation, value_get_text(o->record, "founder")));
        people = value_put_list(o->arena, item, "people");
        VALUE_EACH (seat, v->seats) {
            if (!str_eq(value_get_text(seat, "organisation"), organisation))
                continue;
            struct value *person = value_push_map(o->arena, people);
            put_ref(o->arena, person, "seat", &forum_seat_kind, value_get_text(seat, "id"),
                    value_get_text(seat, "name"));
            overview_copy(o, person, seat, "role", NULL);
        }
    }
}

static void put_meetings(struct forum_view *v)
{
    struct overview *o = &v->o;
    struct value *list = value_put_list(o->arena, o->data, "meetings");
    VALUE_EACH (meeting, v->meetings) {
        if (list && list->count == MEETINGS)
            break;
        struct value *item = value_push_map(o->arena, list);
        put_ref(o->arena, item, "meeting", &forum_meeting_kind, value_get_text(meeting, "id"),
                value_get_text(meeting, "title"));
        overview_copy(o, item, meeting, "held_on", "place", "agreed", NULL);
    }
}

/* Whom the viewer's organisation has asked, as far as the viewer sees those alliances; members see none of it. */
static void put_invitations(struct forum_view *v)
{
    struct overview *o = &v->o;
    struct value *list = value_put_list(o->arena, o->data, "invitations");
    VALUE_EACH (row, v->founder ? v->invitations : NULL) {
        struct value *item = value_push_map(o->arena, list);
        put_ref(o->arena, item, "invitation", &forum_invitation_kind, value_get_text(row, "id"),
                value_get_text(row, "name"));
        overview_copy(o, item, row, "organisation", "alliance", "asked_on", "answered_on", "state", NULL);
    }
}

static enum err put_findings(struct forum_view *v)
{
    static const struct finding_row rules[] = {{"forum-unanswered", find_forum_unanswered},
                                               {"forum-dormant", find_forum_dormant},
                                               {"forum-small", find_forum_small},
                                               {"forum-unnamed", find_forum_unnamed},
                                               {NULL, NULL}};
    struct overview *o = &v->o;
    struct value *forums = value_list(o->arena), *list = NULL;
    struct scan scan = {.work = &o->request->work,
                        .viewer = o->request->viewer,
                        .arena = o->arena,
                        .today = today_of(&o->request->work),
                        .findings = value_list(o->arena)};
    if (!forums || !scan.findings)
        return ERR_MEMORY;
    if (!value_get(o->record, "withdrawn_at"))
        value_push(forums, again(o->arena, o->record));
    scan.read[0].kind = &forum_kind;
    scan.read[0].rows = forums;
    scan.read[1].kind = &forum_invitation_kind;
    scan.read[1].rows = v->invitations;
    scan_run(&scan, rules);
    enum err err = scan.err ? scan.err : scan_ordered(&scan, &list);
    if (err == OK)
        value_put(o->data, "findings", list);
    return err;
}

static void answer(struct forum_view *v)
{
    struct overview *o = &v->o;
    struct arena *a = o->arena;
    int64_t last, next, today = today_of(&o->request->work);
    forum_met(v->meetings, o->id, today, &last, &next);
    int64_t due = forum_due(o->request->viewer, o->record, v->members, last), day = next == NO_DAY ? due : next;
    const char *at = next == NO_DAY ? "due" : "next";
    value_put(o->data, "next", value_null(a));
    value_put(o->data, "due", value_null(a));
    if (next != NO_DAY)
        put_day(a, o->data, "next", next);
    if (due != NO_DAY)
        put_day(a, o->data, "due", due);
    overview_say(o, overview_words(o, "overview.forum.members", "count", value_int(a, count_of(v->members)), NULL));
    if (day == NO_DAY)
        return;
    const char *key = next != NO_DAY ? "overview.forum.next"
                      : due < today  ? "overview.forum.late"
                                     : "overview.forum.due";
    overview_say(o, overview_words(o, key, "date", again(a, value_get(o->data, at)), "near",
                                   value_text(a, overview_near(o, day)), NULL));
}

enum err forum_page(struct request *request, struct reply *reply)
{
    struct forum_view v = {.founder = false};
    enum err err = overview_begin(request, reply, &forum_kind, "forum", &v.o);
    if (err == OK)
        err = gather(&v);
    if (err)
        return err;
    v.founder = str_eq(value_get_text(v.o.record, "founder"), request->viewer->organisation);
    keep_actions(&v.o, v.founder, v.founder);
    put_members(&v);
    put_meetings(&v);
    put_invitations(&v);
    err = put_findings(&v);
    if (err == OK)
        err = overview_notes(&v.o);
    answer(&v);
    bool may = v.founder && !value_get(v.o.record, "withdrawn_at") &&
               viewer_may(request->viewer, &forum_kind, ACTION_CHANGE, value_get_text(v.o.record, "circle"));
    value_put(v.o.page, "add_invitation",
              may ? value_text(v.o.arena, forum_invite_path(v.o.arena, v.o.id)) : value_null(v.o.arena));
    overview_offer(&v.o, &forum_seat_kind, "add_seat");
    overview_offer(&v.o, &forum_meeting_kind, "add_meeting");
    overview_offer(&v.o, &note_kind, "add_note");
    return err;
}

/* ---- an invitation ---- */

enum err forum_invitation_page(struct request *request, struct reply *reply)
{
    struct overview o;
    enum err err = overview_begin(request, reply, &forum_invitation_kind, "forum_invitation", &o);
    if (err)
        return err;
    struct arena *a = o.arena;
    keep_actions(&o, false,
                 str_eq(value_get_text(o.record, "inviter"), request->viewer->organisation) &&
                     !str_is(value_get_text(o.record, "state"), "accepted"));
    struct str state = value_get_text(o.record, "state");
    bool invited = str_eq(value_get_text(o.record, "organisation"), request->viewer->organisation);
    bool open = str_is(state, "open") && !value_get(o.record, "withdrawn_at");
    bool may =
        open && viewer_may(request->viewer, &forum_invitation_kind, ACTION_CHANGE, value_get_text(o.record, "circle"));
    struct str key = arena_printf(a, "overview.forum_invitation.%.*s.%s", STR_ARG(state), invited ? "asked" : "ours");
    value_put_bool(a, o.data, "may_answer", may && invited);
    value_put_bool(a, o.data, "may_ask", may && !invited && day_of(o.record, "asked_on") < today_of(&request->work));
    value_put_text(a, o.page, "today", date_text(a, today_of(&request->work)));
    value_put_int(a, o.page, "number", value_get_int(o.record, "version", 0));
    const struct value *day = value_get(o.record, str_is(state, "open") ? "asked_on" : "answered_on");
    overview_say(&o, overview_words(&o, key.p, "inviter", again(a, value_get(o.record, "inviter")), "organisation",
                                    again(a, value_get(o.record, "organisation")), "forum", value_text(a, o.name),
                                    "date", again(a, day), NULL));
    return OK;
}
