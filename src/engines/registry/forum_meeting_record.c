#include "engines/registry/forum.h"
#include "engines/registry/support.h"

static const struct field fields[] = {
    {.name = "forum", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "forums"},
    {.name = "title", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "held_on", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "place", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "agenda", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "minutes", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "agreed", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* Nothing is agreed at a meeting that is still to come. */
static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    (void)viewer;
    bool ahead = day_of(change->after, "held_on") > today_of(work) + 1; /* a day further in the east */
    if (!is_leaving(change) && ahead && is_given(change->after, "minutes"))
        refuse(work, "minutes", "forum_meeting.ahead");
    if (!is_leaving(change) && ahead && is_given(change->after, "agreed"))
        refuse(work, "agreed", "forum_meeting.ahead");
    return OK;
}

/* A meeting of a forum. It stays with those who were members when it was written. */
struct kind forum_meeting_kind = {
    .name = "forum_meeting",
    .plural = "forum_meetings",
    .table = "forum_meeting",
    .scope = SCOPE_PARENT,
    .parent = "forum",
    .title = "title",
    .rights = "work",
    .sort = "-held_on",
    FIELDS(fields),
    .check = check,
};
