#include "engines/registry/forum.h"
#include "engines/registry/support.h"

static const struct field fields[] = {
    {.name = "forum", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "forums"},
    {.name = "organisation", .type = FIELD_REF, .flags = F_SET_BY_US | F_LIST, .target = "organisations"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SET_BY_US | F_SEARCH | F_LIST},
    {.name = "joined_on", .type = FIELD_DATE, .flags = F_SET_BY_US | F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* A membership ends by leaving, or by an act of the founder, who stays. */
static enum err check_end(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct str organisation = value_get_text(change->before, "organisation"), founder;
    enum err err =
        column_of(work, viewer, &forum_kind, value_get_text(change->before, "forum"), "founder_id", &founder);
    if (err)
        return err;
    if (str_eq(organisation, founder))
        return forbid(work, "forum_member.founder-stays");
    bool may = str_eq(viewer->organisation, organisation) || str_eq(viewer->organisation, founder);
    return may ? OK : forbid(work, "forum_member.own-only");
}

/* An organisation becomes a member by its own consent only: by founding a forum or by accepting an invitation, which
 * bring it into the forum's circle before it is a member. */
static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct value *member = NULL;
    if (is_leaving(change))
        return check_end(work, viewer, change);
    if (change->before)
        return forbid(work, "forum_member.by-consent");
    enum err err =
        change->audience.p ? forum_member_in(work, viewer, change->audience, viewer->organisation, &member) : OK;
    return err == OK && member ? forbid(work, "forum_member.by-consent") : err;
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    struct arena *a = work->arena;
    const struct str none = {NULL, 0};
    struct str circle;
    if (is_leaving(change)) {
        /* Its record stays in the circle that ends, so that whoever joins later never learns of it. */
        enum err err = circle_succeed(work, viewer->tenant, value_get_text(change->after, "forum"), none,
                                      value_get_text(change->after, "organisation"), &circle);
        return err ? err : viewer_refresh(work, viewer);
    }
    put_day(a, change->after, "joined_on", today_of(work));
    value_set(change->after, "name", value_text(a, viewer->organisation_name));
    return value_set(change->after, "organisation",
                     ref_leaf(a, &organisation_kind, viewer->organisation, viewer->organisation_name))
               ? OK
               : ERR_MEMORY;
}

/* An organisation in a forum, by its own consent. */
struct kind forum_member_kind = {
    .name = "forum_member",
    .plural = "forum_members",
    .table = "forum_member",
    .scope = SCOPE_PARENT,
    .parent = "forum",
    .firm_name = true,
    .title = "name",
    .rights = "frame",
    .sort = "joined_on",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
};
