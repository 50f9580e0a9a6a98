#include "engines/governance/support.h"

static const char *const how_codes[] = {"in_person", "remote", "delegated", "excused", "absent", "prepared", NULL};

static const struct field fields[] = {
    {.name = "meeting", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "meetings"},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "person", .type = FIELD_REF, .target = "people"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "how", .type = FIELD_CHOICE, .flags = F_REQUIRED | F_LIST, .choices = how_codes},
    {.name = "delegate", .type = FIELD_TEXT},
    {.name = "pack_opened", .type = FIELD_INSTANT, .flags = F_SET_BY_US | F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static bool becomes_prepared(const struct change *change)
{
    return str_is(value_get_text(change->after, "how"), "prepared") &&
           !str_is(value_get_text(change->before, "how"), "prepared");
}

/* Nobody says of somebody else that they have read the pack. */
static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    if (becomes_prepared(change) &&
        !(viewer->person.n && str_eq(value_get_text(change->after, "person"), viewer->person)))
        refuse(work, "how", "attendance.own-pack");
    check_somebody(work, change);
    return check_alliance_of_whole(work, viewer, change, "meeting", "party");
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    if (becomes_prepared(change) && !is_given(change->after, "pack_opened")) {
        struct value *now = value_set(change->after, "pack_opened", value_new(work->arena, V_INSTANT));
        if (!now)
            return ERR_MEMORY;
        now->i = work->now_ms;
    }
    return name_of_somebody(work, viewer, change);
}

/* Who came to a meeting, in what way, and whether the pack was opened before (S5f). */
struct kind attendance_kind = {
    .name = "attendance",
    .plural = "attendances",
    .table = "attendance",
    .scope = SCOPE_PARENT,
    .parent = "meeting",
    .title = "name",
    .rights = "work",
    .sort = "name",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
};
