#include "engines/governance/holiday.h"
#include "engines/governance/support.h"

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "day", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "party", .type = FIELD_REF, .flags = F_LIST, .target = "parties"},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* Both sides count the same working days: the list is joint. */
static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    const struct viewer_audience *there = viewer_audience(viewer, change->audience);
    if (is_leaving(change))
        return OK;
    if (there && there->kind == AUDIENCE_SIDE)
        refuse(work, "circle", "holiday.joint");
    return check_alliance_of(work, viewer, change, "party", NULL);
}

/* A day that is no working day of an alliance; of one party where only that one rests (S5c: tracking). */
struct kind holiday_kind = {
    .name = "holiday",
    .plural = "holidays",
    .table = "holiday",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "name",
    .rights = "work",
    .sort = "day",
    FIELDS(fields),
    .check = check,
};

struct holidays holidays_of(struct arena *arena, const struct value *rows, struct str alliance)
{
    struct holidays out = {ARENA_ARRAY(arena, (size_t)count_of(rows) + 1, int64_t), 0};
    VALUE_EACH (row, out.days ? rows : NULL) {
        int64_t day = day_of(row, "day");
        if (day != NO_DAY && str_eq(value_get_text(row, "alliance"), alliance))
            out.days[out.count++] = day;
    }
    return out;
}
