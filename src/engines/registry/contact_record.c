#include "base/message.h"
#include "engines/registry/support.h"

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "party_a", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "parties"},
    {.name = "person_a", .type = FIELD_REF, .target = "people"},
    {.name = "name_a", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "party_b", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "parties"},
    {.name = "person_b", .type = FIELD_REF, .target = "people"},
    {.name = "name_b", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "level", .type = FIELD_CHOICE, .flags = F_LIST, .choices = person_levels},
    {.name = "function", .type = FIELD_TEXT, .flags = F_LIST},
    {.name = "cadence_days", .type = FIELD_INT, .flags = F_LIST, .min = 1, .max = 730},
    {.name = "last_met", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct str a = value_get_text(change->after, "party_a"), b = value_get_text(change->after, "party_b");
    if (is_leaving(change))
        return OK;
    if (a.n && str_eq(a, b))
        refuse(work, "party_b", "contact.one-side");
    if (!is_given(change->after, "person_a") && !is_given(change->after, "name_a"))
        refuse(work, "name_a", "input.required");
    if (!is_given(change->after, "person_b") && !is_given(change->after, "name_b"))
        refuse(work, "name_b", "input.required");
    if (day_of(change->after, "last_met") > today_of(work))
        refuse(work, "last_met", "registry.future");
    enum err err = check_within(work, viewer, change, "party_a", "alliance", "registry.other-alliance");
    return err ? err : check_within(work, viewer, change, "party_b", "alliance", "registry.other-alliance");
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    enum err err = default_name(work, viewer, change, "name_a", "person_a");
    return err ? err : default_name(work, viewer, change, "name_b", "person_b");
}

/* title: both names; meet_by: the day by which they should meet again. */
static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    struct arena *a = work->arena;
    int64_t met = day_of(record, "last_met"), days = value_get_int(record, "cadence_days", 0);
    struct value *args =
        message_args(a, "a", again(a, value_get(record, "name_a")), "b", again(a, value_get(record, "name_b")), NULL);
    value_put_text(a, record, "title", message(a, work->locale.language, "contact.title", args));
    if (met != NO_DAY && days > 0)
        put_day(a, record, "meet_by", met + days);
    return OK;
}

/* Two people, one of each side, who keep in touch. */
struct kind contact_kind = {
    .name = "contact",
    .plural = "contacts",
    .table = "contact",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .rights = "work",
    .sort = "last_met",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
    .derive = derive,
};
