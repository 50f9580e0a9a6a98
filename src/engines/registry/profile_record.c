#include "base/message.h"
#include "engines/registry/support.h"

static const struct field fields[] = {
    {.name = "organisation", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "organisations"},
    {.name = "capability", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "capabilities"},
    {.name = "strength", .type = FIELD_INT, .flags = F_REQUIRED | F_LIST, .min = 0, .max = 5},
    {.name = "evidence", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* One profile says how strong an organisation is at a capability. */
static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    struct str organisation = value_get_text(change->after, "organisation");
    struct str capability = value_get_text(change->after, "capability");
    struct query query = {0};
    struct value *others;
    if (is_leaving(change) || !organisation.n || !capability.n)
        return OK;
    query_add(&query, "organisation", organisation);
    query_add(&query, "capability", capability);
    enum err err = rows_where(work, viewer, change->kind, query, 2, &others);
    if (err)
        return err;
    VALUE_EACH (other, others)
        if (!str_eq(value_get_text(other, "id"), change->id)) {
            refuse(work, "capability", "profile.twice");
            return OK;
        }
    return OK;
}

static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    struct arena *a = work->arena;
    struct value *args = message_args(a, "organisation", again(a, value_get(record, "organisation")), "capability",
                                      again(a, value_get(record, "capability")), NULL);
    value_put_text(a, record, "title", message(a, work->locale.language, "profile.title", args));
    return OK;
}

/* How strong an organisation is at a capability, 0 to 5. */
struct kind profile_kind = {
    .name = "profile",
    .plural = "profiles",
    .table = "profile",
    .scope = SCOPE_OWNER,
    .rights = "registry",
    .sort = "-strength",
    FIELDS(fields),
    .check = check,
    .derive = derive,
};
