#include "engines/registry/alliance_circle.h"
#include "engines/registry/support.h"

static const char *const roles[] = {"head", "manager", "member", "executive", "viewer", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "person", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "people"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "organisation", .type = FIELD_REF, .flags = F_FIXED | F_SET_BY_US | F_LIST, .target = "organisations"},
    {.name = "role", .type = FIELD_CHOICE, .flags = F_REQUIRED | F_LIST, .choices = roles},
    {.name = "from_date", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "to_date", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* The host looks after every party's members, a party after its own. */
static enum err check_right(struct work *work, const struct viewer *viewer, struct str organisation)
{
    if (viewer->host || !organisation.n || str_eq(organisation, viewer->organisation))
        return OK;
    return forbid(work, "membership.own-only");
}

/* A person holds a role in an alliance once at a time. */
static enum err check_twice(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct query query = {0};
    struct value *others;
    query_add(&query, "alliance", value_get_text(change->after, "alliance"));
    query_add(&query, "person", value_get_text(change->after, "person"));
    query_add(&query, "role", value_get_text(change->after, "role"));
    enum err err = rows_where(work, viewer, &membership_kind, query, 1000, &others);
    int64_t from = day_of(change->after, "from_date"), to = day_of(change->after, "to_date");
    VALUE_EACH (other, err ? NULL : others) {
        int64_t begin = day_of(other, "from_date"), end = day_of(other, "to_date");
        bool apart = (to != NO_DAY && begin != NO_DAY && to < begin) || (end != NO_DAY && from != NO_DAY && end < from);
        if (!apart && !str_eq(value_get_text(other, "id"), change->id)) {
            refuse(work, "person", "membership.twice");
            break;
        }
    }
    return err;
}

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    const struct viewer_audience *audience = viewer_audience(viewer, change->audience);
    struct str person = value_get_text(change->after, "person"),
               organisation = value_get_text(change->before, "organisation");
    bool inside = true;
    enum err err = OK;
    if (person.n && !organisation.n)
        err = column_of(work, viewer, &person_kind, person, "organisation_id", &organisation);
    if (err == OK)
        err = check_right(work, viewer, organisation);
    if (err || is_leaving(change))
        return err;
    if (audience && audience->kind != AUDIENCE_JOINT)
        refuse(work, "circle", "membership.joint");
    check_order(work, change, "from_date", "to_date");
    if (organisation.n && change->audience.p)
        err = circle_has(work, viewer, change->audience, organisation, &inside);
    if (!inside)
        refuse(work, "person", "membership.no-party");
    return err || !person.n ? err : check_twice(work, viewer, change);
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    struct str organisation, name;
    enum err err = default_name(work, viewer, change, "name", "person");
    if (err || is_given(change->after, "organisation"))
        return err;
    err = column_of(work, viewer, &person_kind, value_get_text(change->after, "person"), "organisation_id",
                    &organisation);
    if (err == OK)
        err = record_face(work, viewer, &organisation_kind, organisation, &name);
    if (err == OK && !put_ref(work->arena, change->after, "organisation", &organisation_kind, organisation, name))
        err = ERR_MEMORY;
    return err;
}

/* A person in the team of an alliance, with a role, from, to: what lets them see it. */
struct kind membership_kind = {
    .name = "membership",
    .plural = "memberships",
    .table = "membership",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "name",
    .rights = "frame",
    .sort = "name",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
};
