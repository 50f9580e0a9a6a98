#include "engines/registry/alliance_circle.h"
#include "engines/registry/forum.h"
#include "engines/registry/support.h"

static const char *const states[] = {"open", "accepted", "declined", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "forum", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "forums"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SET_BY_US | F_SEARCH | F_LIST},
    {.name = "purpose", .type = FIELD_LONG, .flags = F_SET_BY_US, .max = 2000},
    {.name = "inviter", .type = FIELD_REF, .flags = F_SET_BY_US | F_LIST, .target = "organisations"},
    {.name = "organisation", .type = FIELD_REF, .flags = F_SET_BY_US | F_LIST, .target = "organisations"},
    {.name = "asked_on", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "state", .type = FIELD_CHOICE, .flags = F_LIST, .choices = states},
    {.name = "answered_on", .type = FIELD_DATE, .flags = F_SET_BY_US},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static bool is_open(const struct value *record)
{
    return !is_given(record, "state") || str_is(value_get_text(record, "state"), "open");
}

/* The one other party of the invitation's circle; p NULL unless it has just the two. */
static enum err find_partner(struct work *work, const struct viewer *viewer, struct str circle, struct str *partner)
{
    struct str *parties;
    size_t count;
    enum err err = circle_parties(work, viewer, circle, &parties, &count);
    bool two = err == OK && count == 2;
    *partner = (struct str){NULL, 0};
    for (size_t i = 0; two && i < 2; i++)
        if (!str_eq(parties[i], viewer->organisation))
            *partner = parties[i];
    return err;
}

/* An organisation is in a forum, or asked into it, once. */
static enum err check_once(struct work *work, const struct viewer *viewer, const struct change *change,
                           struct str partner, struct str circle)
{
    struct query query = {0};
    struct value *others, *member;
    enum err err = forum_member_in(work, viewer, circle, partner, &member);
    if (err == OK && member)
        refuse(work, "alliance", "forum_invitation.member");
    query_add(&query, "forum", value_get_text(change->after, "forum"));
    query_add(&query, "organisation", partner);
    query_add(&query, "state", S("open"));
    if (err == OK)
        err = rows_where(work, viewer, &forum_invitation_kind, query, 2, &others);
    VALUE_EACH (other, err ? NULL : others)
        if (!str_eq(value_get_text(other, "id"), change->id))
            refuse(work, "alliance", "forum_invitation.twice");
    return err;
}

/* Who founded the forum asks, in a circle with the partner alone: nobody else learns that it was asked. */
static enum err check_asking(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct value *forum = NULL;
    struct str id = value_get_text(change->after, "forum"), partner;
    if (!id.n || !change->audience.p)
        return OK; /* the check of required fields says so */
    enum err err = record_get(work, viewer, &forum_kind, id, &forum);
    if (err)
        return err;
    struct str circle = value_get_text(forum, "circle");
    if (!str_eq(value_get_text(forum, "founder"), viewer->organisation) ||
        !viewer_may(viewer, &forum_kind, ACTION_CHANGE, circle))
        return forbid(work, "forum.founder-only");
    if (value_get(forum, "withdrawn_at"))
        refuse(work, "forum", "forum_invitation.over");
    err = find_partner(work, viewer, change->audience, &partner);
    if (err == OK && !partner.p)
        refuse(work, "alliance", "forum_invitation.two");
    return err || !partner.p ? err : check_once(work, viewer, change, partner, circle);
}

/* The one who was asked answers, once; who asked may ask again, or take an invitation back that is not accepted. */
static enum err check_change(struct work *work, const struct viewer *viewer, const struct change *change)
{
    const struct viewer_audience *there = viewer_audience(viewer, change->audience);
    bool answers = !value_equal(value_get(change->before, "state"), value_get(change->after, "state"));
    bool asks = !value_equal(value_get(change->before, "asked_on"), value_get(change->after, "asked_on"));
    if (!is_open(change->before) && (answers || asks))
        return forbid(work, "forum_invitation.answered");
    if (answers && !str_eq(value_get_text(change->before, "organisation"), viewer->organisation))
        return forbid(work, "forum_invitation.invited-only");
    if (asks && !str_eq(value_get_text(change->before, "inviter"), viewer->organisation))
        return forbid(work, "forum_invitation.inviter-only");
    if (answers && there && there->closed)
        refuse(work, "state", "forum_invitation.over");
    if (asks && day_of(change->after, "asked_on") < day_of(change->before, "asked_on"))
        refuse(work, "asked_on", "forum_invitation.earlier");
    return OK;
}

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    bool withdraws = change->action == ACTION_WITHDRAW;
    if (withdraws && !str_eq(value_get_text(change->before, "inviter"), viewer->organisation))
        return forbid(work, "forum_invitation.inviter-only");
    if (withdraws && str_is(value_get_text(change->before, "state"), "accepted"))
        return forbid(work, "forum_invitation.answered");
    if (is_leaving(change))
        return OK;
    if (day_of(change->after, "asked_on") > today_of(work))
        refuse(work, "asked_on", "registry.future");
    if (!change->before && !is_open(change->after))
        refuse(work, "state", "forum_invitation.new-open");
    return change->before && !change->restoring ? check_change(work, viewer, change)
                                                : check_asking(work, viewer, change);
}

/* The invitation says what the forum is called and for, and nothing else of it. */
static enum err write_asking(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct arena *a = work->arena;
    struct value *forum, *after = change->after;
    struct str partner;
    enum err err = record_get(work, viewer, &forum_kind, value_get_text(after, "forum"), &forum);
    if (err == OK)
        err = find_partner(work, viewer, change->audience, &partner);
    if (err)
        return err;
    struct str name = viewer_face(work, viewer, S("organisations"), partner);
    value_set(after, "name", again(a, value_get(forum, "name")));
    value_set(after, "purpose", again(a, value_get(forum, "purpose")));
    value_set(after, "inviter", ref_leaf(a, &organisation_kind, viewer->organisation, viewer->organisation_name));
    default_choice(work, change, "state", "open");
    if (!is_given(after, "asked_on"))
        put_day(a, after, "asked_on", today_of(work));
    return value_set(after, "organisation", ref_leaf(a, &organisation_kind, partner, name.p ? name : S("")))
               ? OK
               : ERR_MEMORY;
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    if (!change->before)
        return write_asking(work, viewer, change);
    if (change->action != ACTION_CHANGE || is_open(change->after) || !is_open(change->before))
        return OK;
    put_day(work->arena, change->after, "answered_on", today_of(work));
    bool accepts = str_is(value_get_text(change->after, "state"), "accepted");
    return accepts ? forum_admit(work, viewer, value_get_text(change->after, "forum"),
                                 value_get_bool(change->after, "sample"))
                   : OK;
}

/* That a partner is asked into a forum: read by the two of them only. Accepting it is the consent to be seen there. */
struct kind forum_invitation_kind = {
    .name = "forum_invitation",
    .plural = "forum_invitations",
    .table = "forum_invitation",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .named_too = true,
    .title = "name",
    .rights = "frame",
    .sort = "-asked_on",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
};
