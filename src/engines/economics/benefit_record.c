#include "engines/economics/records.h"

static const char *const kinds[] = {"common", "private", "alone", NULL};

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "party", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED | F_LIST, .target = "parties"},
    {.name = "what", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "kind", .type = FIELD_CHOICE, .flags = F_LIST, .choices = kinds},
    {.name = "value", .type = FIELD_MONEY, .flags = F_REQUIRED | F_LIST},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    const struct value *value = value_get(change->after, "value");
    if (is_leaving(change))
        return OK;
    if (value && value->kind == V_MONEY && value->i < 0)
        refuse(work, "value", "benefit.negative");
    return check_within(work, viewer, change, "party", "alliance", "economics.other-alliance");
}

static enum err before_write(struct work *work, struct viewer *viewer, struct change *change)
{
    (void)viewer;
    default_choice(work, change, "kind", "common");
    return OK;
}

/* What a party takes out of an alliance (shared with the others or by itself), or what it would have alone (S1: common
 * and private benefits). Beside it stands what its closed periods left it: of that there is no record of this kind. */
struct kind benefit_kind = {
    .name = "benefit",
    .plural = "benefits",
    .table = "benefit",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .title = "what",
    .rights = "money",
    .sort = "what",
    FIELDS(fields),
    .check = check,
    .before_write = before_write,
};
