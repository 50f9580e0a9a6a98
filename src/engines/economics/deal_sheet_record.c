#include "base/json.h"
#include "engines/economics/deal.h"
#include "engines/economics/ledger.h"
#include "kernel/calc.h"

enum { TERMS_MOST = 20000 };

static const struct field fields[] = {
    {.name = "alliance", .type = FIELD_REF, .flags = F_REQUIRED | F_FIXED, .target = "alliances"},
    {.name = "name", .type = FIELD_TEXT, .flags = F_REQUIRED | F_SEARCH | F_LIST},
    {.name = "effective_from", .type = FIELD_DATE, .flags = F_REQUIRED | F_LIST},
    {.name = "currency", .type = FIELD_CURRENCY, .flags = F_REQUIRED | F_LIST},
    {.name = "terms", .type = FIELD_LONG, .flags = F_REQUIRED, .max = TERMS_MOST},
    {.name = "summary", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "sample", .type = FIELD_BOOL, .flags = F_SAMPLE},
};

/* The schema of the instruments, as the calculator has it. */
static struct value *instruments_schema(struct arena *arena)
{
    const struct value *input = value_get(calc_schema(arena, S("settle-deal")), "input");
    struct value *schema = value_copy(arena, value_get(value_get(input, "properties"), "instruments"));
    if (schema)
        value_put(schema, "$defs", value_copy(arena, value_get(input, "$defs")));
    return schema;
}

/* The terms are read once, here: what is wrong in them is told with the place inside. */
static enum err check_terms(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct arena *a = work->arena;
    struct problems inner = problems_init(a);
    struct value *terms = NULL, *names, *schema = instruments_schema(a);
    enum err err = json_parse(a, value_get_text(change->after, "terms"), &inner, &terms);
    if (err == OK && schema) {
        err = schema_check(a, schema, terms, &inner);
        enum err other = party_names(work, viewer, value_get_text(change->after, "alliance"), &names);
        if (!other)
            other = deal_check_instruments(a, terms, names, S(""), &inner);
        err = other ? other : err;
    }
    if (err && err != ERR_INPUT && err != ERR_MALFORMED)
        return err;
    if (terms && problems_sort(&inner, terms))
        return ERR_MEMORY;
    for (const struct problem *p = inner.first; p; p = p->next) {
        struct str words =
            p->pointer.n ? arena_printf(a, "%.*s: %.*s", STR_ARG(p->pointer), STR_ARG(p->detail)) : p->detail;
        if (problem_add(&work->problems, S("/terms"), words) == ERR_MEMORY)
            return ERR_MEMORY;
    }
    return OK;
}

/* What both sides agreed to stands: another deal is another sheet. Nothing reaches back into a closed period. */
static enum err check(struct work *work, const struct viewer *viewer, struct change *change)
{
    bool agreed = false;
    int64_t closed;
    enum err err = change->before ? deal_sheet_agreed(work, viewer, change->before, &agreed) : OK;
    if (!err && agreed)
        refuse(work, "terms", "deal_sheet.agreed");
    if (err || is_leaving(change))
        return err;
    err = closed_until(work, viewer, value_get_text(change->after, "alliance"), &closed);
    if (!err && closed != NO_DAY && day_of(change->after, "effective_from") <= closed)
        refuse(work, "effective_from", "economics.closed");
    return err ? err : check_terms(work, viewer, change);
}

/* state: draft (of one's own side), proposed, agreed. */
static enum err derive(struct work *work, const struct viewer *viewer, struct value *record)
{
    bool agreed;
    const struct viewer_audience *there = viewer_audience(viewer, value_get_text(record, "circle"));
    enum err err = deal_sheet_agreed(work, viewer, record, &agreed);
    bool draft = there && there->kind == AUDIENCE_SIDE;
    put_choice(work->arena, record, "state", agreed ? "agreed" : draft ? "draft" : "proposed", "deal_sheet.state");
    return err;
}

/* A deal as of a day: its instruments, in the form of the calculator settle-deal. */
struct kind deal_sheet_kind = {
    .name = "deal_sheet",
    .plural = "deal_sheets",
    .table = "deal_sheet",
    .scope = SCOPE_CIRCLE,
    .parent = "alliance",
    .private_first = true,
    .title = "name",
    .rights = "money",
    .sort = "-effective_from",
    FIELDS(fields),
    .check = check,
    .derive = derive,
};
