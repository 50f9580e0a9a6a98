#include "engines/governance/support.h"

static const char *const kind_codes[] = {"joint", "internal", "plan", NULL};
static const char *const state_codes[] = {"planned", "held", "cancelled", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "body", .type = FIELD_REF, .flags = F_LIST, .target = "bodies"},
    {.name = "title", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "kind", .type = FIELD_CHOICE, .flags = F_LIST, .choices = kind_codes},
    {.name = "prepares", .type = FIELD_REF, .target = "meetings"},
    {.name = "starts", .type = FIELD_INSTANT, .flags = F_REQUIRED | F_LIST},
    {.name = "minutes_long", .type = FIELD_INT, .min = 1, .max = 2880},
    {.name = "place", .type = FIELD_TEXT},
    {.name = "state", .type = FIELD_CHOICE, .flags = F_LIST, .choices = state_codes},
    {.name = "minutes", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* What a side settles before a joint meeting stays with that side. */
static void check_internal(struct work *work, const struct viewer *viewer, const struct change *change)
{
    const struct viewer_audience *audience = viewer_audience(viewer, change->audience);
    bool internal = str_is(value_get_text(change->after, "kind"), "internal");
    if (internal && audience && audience->kind == AUDIENCE_JOINT)
        refuse(work, "kind", "meeting.internal-joint");
    if (!internal && is_given(change->after, "prepares"))
        refuse(work, "prepares", "meeting.prepares");
}

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    if (str_eq(value_get_text(change->after, "prepares"), change->id))
        refuse(work, "prepares", "input.tree");
    check_internal(work, viewer, change);
    return check_alliance_of(work, viewer, change, "body", "prepares", NULL);
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    (void)viewer;
    default_choice(work, change, "kind", "joint");
    default_choice(work, change, "state", "planned");
    return OK;
}

/* A meeting: agenda, attendance, minutes; joint, or internal to a side before a joint one (S5a principle 5). */
struct kind meeting_kind = {
    .name = "meeting",
    .plural = "meetings",
    .table = "meeting",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "title",
    .rights = "work",
    .sort = "-starts",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
};
