#include "engines/registry/alliance_circle.h"
#include "engines/registry/forum.h"
#include "engines/registry/support.h"

static const struct field fields[] = {
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "purpose", .type = FIELD_LONG, .flags = F_REQUIRED | F_SEARCH, .max = 2000},
    {.name = "cadence", .type = FIELD_INT, .flags = F_REQUIRED | F_LIST, .min = 1, .max = 60},
    {.name = "cadence_unit", .type = FIELD_CHOICE, .flags = F_LIST, .choices = forum_cadence_units},
    {.name = "founder", .type = FIELD_REF, .flags = F_SET_BY_US | F_LIST, .target = "organisations"},
    {.name = "chair", .type = FIELD_REF, .flags = F_LIST, .target = "people"},
    {.name = "founded_on", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* Who leads a forum is somebody whom the members see in it; its founder has the first seat. */
static enum err check_chair(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct query query = {0};
    struct value *seats;
    struct str chair = value_get_text(change->after, "chair");
    if (!chair.n || str_eq(chair, value_get_text(change->before, "chair")) || str_eq(chair, viewer->person))
        return OK;
    query_add(&query, "forum", change->id);
    query_add(&query, "person", chair);
    enum err err = change->before ? rows_where(work, viewer, &forum_seat_kind, query, 1, &seats) : OK;
    if (err == OK && (!change->before || seats->count == 0))
        refuse(work, "chair", "forum.chair");
    return err;
}

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (change->before && !str_eq(value_get_text(change->before, "founder"), viewer->organisation))
        return forbid(work, "forum.founder-only");
    if (is_leaving(change))
        return OK;
    if (day_of(change->after, "founded_on") > today_of(work))
        refuse(work, "founded_on", "registry.future");
    return check_chair(work, viewer, change);
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    struct arena *a = work->arena;
    default_choice(work, change, "cadence_unit", "months");
    if (change->before)
        return OK;
    if (!is_given(change->after, "founded_on"))
        put_day(a, change->after, "founded_on", today_of(work));
    if (viewer->person.n && !is_given(change->after, "chair"))
        value_set(change->after, "chair", ref_leaf(a, &person_kind, viewer->person, viewer->name));
    if (!value_set(change->after, "founder",
                   ref_leaf(a, &organisation_kind, viewer->organisation, viewer->organisation_name)))
        return ERR_MEMORY;
    return alliance_begin(work, viewer, change->id, &change->audience);
}

static enum err after_write(struct work *work, struct viewer *viewer, struct change *change)
{
    bool founds = change->action == ACTION_CREATE;
    return founds ? forum_enter(work, viewer, change->id, value_get_bool(change->after, "sample")) : OK;
}

/* A body across several alliances: its members are the organisation that founded it and those that accepted an
 * invitation, and so the consent to be seen there by the others. */
struct kind forum_kind = {
    .name = "forum",
    .plural = "forums",
    .table = "forum",
    .scope = SCOPE_ALLIANCE,
    .title = "name",
    .rights = "frame",
    .sort = "name",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
    .after_write = after_write,
};
