#include "engines/registry/forum.h"
#include "engines/registry/alliance_circle.h"
#include "engines/registry/registry.h"
#include "engines/registry/support.h"

enum { MOST = 500 };

const char *const forum_cadence_units[] = {"weeks", "months", NULL};

int64_t forum_after(int64_t day, int64_t cadence, struct str unit)
{
    if (day == NO_DAY || cadence <= 0)
        return NO_DAY;
    return str_is(unit, "weeks") ? day + 7 * cadence : date_add_months(day, cadence);
}

void forum_met(const struct value *meetings, struct str forum, int64_t today, int64_t *last, int64_t *next)
{
    *last = *next = NO_DAY;
    VALUE_EACH (meeting, meetings) {
        int64_t day = day_of(meeting, "held_on");
        if (day == NO_DAY || !str_eq(value_get_text(meeting, "forum"), forum))
            continue;
        if (day <= today && (*last == NO_DAY || day > *last))
            *last = day;
        if (day > today && (*next == NO_DAY || day < *next))
            *next = day;
    }
}

bool forum_is_in(const struct value *forum, const struct value *member)
{
    return str_eq(value_get_text(member, "forum"), value_get_text(forum, "id")) &&
           str_eq(value_get_text(member, "circle"), value_get_text(forum, "circle"));
}

int64_t forum_due(const struct viewer *viewer, const struct value *forum, const struct value *members, int64_t last)
{
    int64_t since = last;
    VALUE_EACH (member, last == NO_DAY ? members : NULL)
        if (forum_is_in(forum, member) && str_eq(value_get_text(member, "organisation"), viewer->organisation))
            since = day_of(member, "joined_on");
    return forum_after(since, value_get_int(forum, "cadence", 0), value_get_text(forum, "cadence_unit"));
}

enum err forum_member_in(struct work *work, const struct viewer *viewer, struct str circle, struct str organisation,
                         struct value **member)
{
    struct query query = {0};
    struct value *rows;
    query_add(&query, "circle", circle);
    query_add(&query, "organisation", organisation);
    enum err err = rows_where(work, viewer, &forum_member_kind, query, 1, &rows);
    *member = err ? NULL : value_at(rows, 0);
    return err;
}

enum err forum_enter(struct work *work, struct viewer *viewer, struct str forum, bool sample)
{
    enum err err = circle_frame(work, viewer, &forum_member_kind, forum, NULL, S(""), NULL, sample);
    if (err == OK && viewer->person.n)
        err = circle_frame(work, viewer, &forum_seat_kind, forum, "person", viewer->person, "manager", sample);
    return err ? err : viewer_refresh(work, viewer);
}

enum err forum_admit(struct work *work, struct viewer *viewer, struct str forum, bool sample)
{
    const struct str none = {NULL, 0};
    struct str circle;
    struct value *record = NULL, *member = NULL;
    enum err err = circle_succeed(work, viewer->tenant, forum, viewer->organisation, none, &circle);
    if (err == OK)
        err = circle_enter(work, viewer, forum, circle, none);
    if (err == OK)
        err = record_get(work, viewer, &forum_kind, forum, &record);
    if (err == OK)
        err = forum_member_in(work, viewer, circle, viewer->organisation, &member);
    bool over = err == ERR_NOT_FOUND || (err == OK && value_get(record, "withdrawn_at"));
    if (over || member) {
        refuse(work, "state", over ? "forum_invitation.over" : "forum_invitation.inside");
        return ERR_INPUT;
    }
    return err ? err : forum_enter(work, viewer, forum, sample);
}

struct str forum_invite_path(struct arena *arena, struct str forum)
{
    return arena_printf(arena, "/forum_invitations/new?forum=%.*s", STR_ARG(forum));
}

enum err forums_of_alliance(struct work *work, const struct viewer *viewer, struct str alliance, struct value *list,
                            bool *founder)
{
    struct arena *a = work->arena;
    struct value *rows, *own;
    enum err err = rows_of(work, viewer, &forum_invitation_kind, "alliance", alliance, MOST, &rows);
    if (err == OK)
        err = rows_of(work, viewer, &forum_kind, "founder", viewer->organisation, 1, &own);
    *founder = err == OK && own->count > 0;
    VALUE_EACH (row, err ? NULL : rows) {
        struct value *item = value_push_map(a, list);
        put_ref(a, item, "invitation", &forum_invitation_kind, value_get_text(row, "id"), value_get_text(row, "name"));
        value_put(item, "state", again(a, value_get(row, "state")));
        value_put(item, "forum", again(a, value_get(row, "forum")));
        if (!item)
            return ERR_MEMORY;
    }
    return err;
}
