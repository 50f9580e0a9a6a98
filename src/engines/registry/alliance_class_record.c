#include "engines/registry/support.h"

static const struct field fields[] = {
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_UNIQUE | F_SEARCH | F_LIST},
    {.name = "description", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "clause_kinds", .type = FIELD_TEXT, .flags = F_LIST},
    {.name = "cadence_days", .type = FIELD_INT, .flags = F_LIST, .min = 1, .max = 730},
    {.name = "gates", .type = FIELD_LONG},
    {.name = "rates", .type = FIELD_LONG},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* Whether `code` is a kind of clause, as clauses know them. */
static bool is_clause_kind(struct str code)
{
    const struct field *field = kind_field(&clause_kind, S("kind"));
    for (size_t i = 0; field->choices[i]; i++)
        if (str_is(code, field->choices[i]))
            return true;
    return false;
}

static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    (void)viewer;
    struct str rest = value_get_text(change->after, "clause_kinds"), part;
    while (rest.n && str_cut(&rest, ';', &part))
        if (str_trim(part).n && !is_clause_kind(str_trim(part))) {
            refuse(work, "clause_kinds", "alliance_class.clause-kind");
            break;
        }
    return OK;
}

/* Rules common to a kind of alliance; deviations are listed. */
struct kind alliance_class_kind = {
    .name = "alliance_class",
    .plural = "alliance_classes",
    .table = "alliance_class",
    .scope = SCOPE_OWNER,
    .title = "name",
    .rights = "strategy",
    .sort = "name",
    FIELDS(fields),
    .check = check,
};
