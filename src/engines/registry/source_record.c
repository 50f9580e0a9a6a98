#include "base/message.h"
#include "engines/registry/support.h"

static const char *const ways[] = {"build", "buy", "hire", "acquire", "ally", NULL};

static const struct field fields[] = {
    {.name = "need", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "needs"},
    {.name = "way", .type = FIELD_CHOICE, .flags = F_REQUIRED | F_LIST, .choices = ways},
    {.name = "alliance", .type = FIELD_REF, .flags = F_LIST, .target = "alliances"},
    {.name = "organisation", .type = FIELD_REF, .target = "organisations"},
    {.name = "level", .type = FIELD_INT, .flags = F_LIST, .min = 0, .max = 5},
    {.name = "available", .type = FIELD_DATE, .flags = F_LIST},
    {.name = "probability", .type = FIELD_RATIO, .flags = F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    (void)viewer;
    if (is_given(change->after, "alliance") && !str_is(value_get_text(change->after, "way"), "ally"))
        refuse(work, "alliance", "source.no-ally");
    return OK;
}

/* A source is called after what it comes from: the alliance, else the organisation, else the way. */
static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    struct arena *a = work->arena;
    const struct value *from = value_get(record, is_given(record, "alliance") ? "alliance" : "organisation");
    bool named = from && from->kind == V_REF && from->label.n;
    struct value *args = message_args(a, "way", again(a, value_get(record, "way")), "from", again(a, from), NULL);
    const char *key = named ? "source.title-from" : "source.title";
    value_put_text(a, record, "title", message(a, work->locale.language, key, args));
    return OK;
}

/* A way by which a need is to be met: build, buy, hire, acquire or ally. */
struct kind source_kind = {
    .name = "source",
    .plural = "sources",
    .table = "source",
    .scope = SCOPE_OWNER,
    .rights = "strategy",
    .sort = "available",
    FIELDS(fields),
    .check = check,
    .derive = derive,
};
