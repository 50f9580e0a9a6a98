#include "base/message.h"
#include "engines/economics/records.h"

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "category", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "party", .type = FIELD_REF, .flags = F_LIST, .target = "parties"},
    {.name = "unit_cost", .type = FIELD_MONEY, .flags = F_REQUIRED | F_LIST},
    {.name = "day", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "source", .type = FIELD_TEXT, .flags = F_SEARCH | F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    const struct value *cost = value_get(change->after, "unit_cost");
    if (is_leaving(change))
        return OK;
    if (cost && cost->kind == V_MONEY && cost->i <= 0)
        refuse(work, "unit_cost", "outside_price.positive");
    return check_within(work, viewer, change, "party", "alliance", "economics.other-alliance");
}

static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    (void)viewer;
    value_put_text(work->arena, record, "title",
                   arena_printf(work->arena, "%.*s, %.*s", STR_ARG(value_get_text(record, "category")),
                                STR_ARG(value_get_text(record, "day"))));
    return OK;
}

/* What a unit of a category of cost is to be had for outside the alliance: by one party, or without one by anybody. */
struct kind outside_price_kind = {
    .name = "outside_price",
    .plural = "outside_prices",
    .table = "outside_price",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .rights = "money",
    .sort = "-day",
    FIELDS(fields),
    .check = check,
    .derive = derive,
};
