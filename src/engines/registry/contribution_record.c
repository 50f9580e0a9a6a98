#include "engines/registry/support.h"

static const char *const types[] = {"capability", "cash",          "plant",    "intellectual_property",
                                    "people",     "market_access", "standing", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "what", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "type", .type = FIELD_CHOICE, .flags = F_LIST, .choices = types},
    {.name = "capability", .type = FIELD_REF, .target = "capabilities"},
    {.name = "strength", .type = FIELD_INT, .flags = F_LIST, .min = 0, .max = 5},
    {.name = "value", .type = FIELD_MONEY, .flags = F_LIST},
    {.name = "value_low", .type = FIELD_MONEY},
    {.name = "value_high", .type = FIELD_MONEY},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* What can only be estimated is valued low, middle (`value`) and high, in one currency and in that order. */
static void check_range(struct work *work, const struct value *after)
{
    const struct value *low = value_get(after, "value_low"), *middle = value_get(after, "value"),
                       *high = value_get(after, "value_high");
    bool given_low = is_given(after, "value_low"), given_high = is_given(after, "value_high");
    if (is_given(after, "value") && middle->i < 0)
        refuse(work, "value", "contribution.negative");
    if (!given_low && !given_high)
        return;
    if (!is_given(after, "value"))
        refuse(work, "value", "contribution.no-middle");
    else if (!given_low)
        refuse(work, "value_low", "contribution.no-end");
    else if (!given_high)
        refuse(work, "value_high", "contribution.no-end");
    else if (!str_eq(low->text, middle->text))
        refuse(work, "value_low", "contribution.other-currency");
    else if (!str_eq(high->text, middle->text))
        refuse(work, "value_high", "contribution.other-currency");
    else if (low->i < 0)
        refuse(work, "value_low", "contribution.negative");
    else if (low->i > middle->i)
        refuse(work, "value_low", "contribution.order");
    else if (middle->i > high->i)
        refuse(work, "value_high", "contribution.order");
}

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    if (is_leaving(change))
        return OK;
    check_range(work, change->after);
    return check_within(work, viewer, change, "party", "alliance", "registry.other-alliance");
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    (void)viewer;
    default_choice(work, change, "type", "capability");
    return OK;
}

/* What a party brings in. */
struct kind contribution_kind = {
    .name = "contribution",
    .plural = "contributions",
    .table = "contribution",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "what",
    .rights = "work",
    .sort = "what",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
};
