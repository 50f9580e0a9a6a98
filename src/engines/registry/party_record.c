#include "base/decimal.h"
#include "engines/registry/alliance_circle.h"
#include "engines/registry/support.h"

static const char *const roles[] = {"lead", "co_lead", "member", "host", "client", "contractor", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "organisation", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "organisations"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "role", .type = FIELD_CHOICE, .flags = F_LIST, .choices = roles},
    {.name = "units", .type = FIELD_TEXT, .max = 500},
    {.name = "sponsor", .type = FIELD_REF, .flags = F_LIST, .target = "people"},
    {.name = "manager", .type = FIELD_REF, .flags = F_LIST, .target = "people"},
    {.name = "operational_leads", .type = FIELD_TEXT, .max = 500},
    {.name = "equity_share", .type = FIELD_RATIO},
    {.name = "joined_on", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "left_on", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* Who takes part is changed by the workspace's host; a party may describe itself. */
static enum err check_right(struct work *work, const struct viewer *viewer, const struct change *change)
{
    bool own = str_eq(value_get_text(change->after, "organisation"), viewer->organisation);
    bool describes = change->action == ACTION_CHANGE &&
                     value_equal(value_get(change->before, "left_on"), value_get(change->after, "left_on"));
    if (viewer->host || (own && describes))
        return OK;
    return forbid(work, "party.host-only");
}

static bool is_active(const struct value *record)
{
    return record && !is_given(record, "left_on") && !value_get(record, "withdrawn_at");
}

/* An organisation takes part once at a time, and all shares of equity are at most the whole. */
static enum err check_others(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct value *others;
    int64_t equity = value_get_int(change->after, "equity_share", 0);
    struct str organisation = value_get_text(change->after, "organisation");
    if (!is_active(change->after))
        return OK;
    enum err err =
        rows_of(work, viewer, &party_kind, "alliance", value_get_text(change->after, "alliance"), 1000, &others);
    if (err)
        return err;
    VALUE_EACH (other, others) {
        if (str_eq(value_get_text(other, "id"), change->id) || !is_active(other))
            continue;
        equity += value_get_int(other, "equity_share", 0);
        if (organisation.n && str_eq(value_get_text(other, "organisation"), organisation))
            refuse(work, "organisation", "party.twice");
    }
    if (equity > DECIMAL_ONE)
        refuse(work, "equity_share", "party.equity");
    return OK;
}

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    const struct viewer_audience *audience = viewer_audience(viewer, change->audience);
    bool own = str_eq(value_get_text(change->after, "organisation"), viewer->organisation);
    enum err err = check_right(work, viewer, change);
    if (err)
        return err;
    if (audience && audience->kind != AUDIENCE_JOINT)
        refuse(work, "circle", "party.joint");
    if (own && change->before && is_active(change->before) && (is_leaving(change) || !is_active(change->after)))
        refuse(work, "left_on", "party.own-leaves");
    if (is_leaving(change))
        return OK;
    if (day_of(change->after, "left_on") > today_of(work))
        refuse(work, "left_on", "registry.future");
    check_order(work, change, "joined_on", "left_on");
    err = check_others(work, viewer, change);
    if (err == OK)
        err = check_within(work, viewer, change, "sponsor", "organisation", "party.other-people");
    if (err == OK)
        err = check_within(work, viewer, change, "manager", "organisation", "party.other-people");
    return err;
}

/* A withdrawn entry goes along into the circle of those who were there with it, who may restore it, and no further.
 *
 * A party that joins or leaves begins a new joint circle. The record of one that joins goes into it; that of one that
 * leaves stays in the circle that ends, so that whoever joins later never learns of it. */
static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    struct str alliance = value_get_text(change->after, "alliance"), circle;
    struct str organisation = value_get_text(change->after, "organisation"), none = {NULL, 0};
    bool was = is_active(change->before), is = !is_leaving(change) && is_active(change->after), inside;
    enum err err = default_name(work, viewer, change, "name", "organisation");
    default_choice(work, change, "role", "member");
    if (err == OK)
        err = circle_has(work, viewer, change->audience, organisation, &inside);
    if (err || was == is || is == inside)
        return err;
    err = circle_succeed(work, viewer->tenant, alliance, is ? organisation : none, is ? none : organisation, &circle);
    if (err == OK && change->before && (is || is_leaving(change)))
        err = circle_bring(work, viewer->tenant, change->kind, change->id, circle);
    if (err == OK)
        err = viewer_refresh(work, viewer);
    if (is || is_leaving(change))
        change->audience = circle;
    return err;
}

/* The membership of an organisation in one alliance. */
struct kind party_kind = {
    .name = "party",
    .plural = "parties",
    .table = "party",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .firm_name = true,
    .title = "name",
    .rights = "frame",
    .sort = "joined_on",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
};
