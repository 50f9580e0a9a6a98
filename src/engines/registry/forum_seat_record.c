#include "engines/registry/forum.h"
#include "engines/registry/support.h"

static const char *const roles[] = {"manager", "member", "viewer", NULL};

static const struct field fields[] = {
    {.name = "forum", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "forums"},
    {.name = "person", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "people"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "organisation", .type = FIELD_REF, .flags = F_SET_BY_US | F_LIST, .target = "organisations"},
    {.name = "role", .type = FIELD_CHOICE, .flags = F_LIST, .choices = roles},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check_twice(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct query query = {0};
    struct value *others;
    query_add(&query, "circle", change->audience);
    query_add(&query, "person", value_get_text(change->after, "person"));
    enum err err = rows_where(work, viewer, &forum_seat_kind, query, 2, &others);
    VALUE_EACH (other, err ? NULL : others)
        if (!str_eq(value_get_text(other, "id"), change->id))
            refuse(work, "person", "forum_seat.twice");
    return err;
}

/* The organisation of a person whom the viewer is, keeps a record of, or knows from a team. */
static enum err find_organisation(struct work *work, const struct viewer *viewer, struct str person,
                                  struct str *organisation)
{
    struct value *teams;
    *organisation = str_eq(person, viewer->person) ? viewer->organisation : (struct str){NULL, 0};
    enum err err =
        organisation->p ? OK : column_of(work, viewer, &person_kind, person, "organisation_id", organisation);
    if (err || organisation->p)
        return err;
    err = rows_of(work, viewer, &membership_kind, "person", person, 1, &teams);
    if (err == OK && teams->count)
        *organisation = value_get_text(value_at(teams, 0), "organisation");
    return err;
}

/* Each member names its own people, and nobody else's. */
static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct str person = value_get_text(change->after, "person"),
               organisation = value_get_text(change->before, "organisation");
    enum err err = organisation.n || !person.n ? OK : find_organisation(work, viewer, person, &organisation);
    if (err == OK && person.n && !str_eq(organisation, viewer->organisation))
        err = forbid(work, "forum_seat.own-only");
    return err || is_leaving(change) || !person.n || !change->audience.p ? err : check_twice(work, viewer, change);
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    enum err err = default_name(work, viewer, change, "name", "person");
    default_choice(work, change, "role", "member");
    if (err == OK && !change->before &&
        !value_set(change->after, "organisation",
                   ref_leaf(work->arena, &organisation_kind, viewer->organisation, viewer->organisation_name)))
        err = ERR_MEMORY;
    return err;
}

/* A person who takes part in a forum for one of its members: what lets them see it. */
struct kind forum_seat_kind = {
    .name = "forum_seat",
    .plural = "forum_seats",
    .table = "forum_seat",
    .scope = SCOPE_PARENT,
    .parent = "forum",
    .title = "name",
    .rights = "frame",
    .sort = "name",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
};
