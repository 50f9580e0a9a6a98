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
    {.name = "terms", .type = FIELD_LONG, .max = TERMS_MOST},
    {.name = "summary", .type = FIELD_LONG, .flags = F_SEARCH},
    {.name = "names", .type = FIELD_LONG, .flags = F_SET_BY_US},
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

/* Those whom a sheet that is written now may name. */
static enum err read_names(struct work *work, const struct viewer *viewer, const struct change *change,
                           struct value **names)
{
    struct str alliance = value_get_text(change->after, "alliance");
    return deal_names_read(work, viewer, alliance, ledger_circle(viewer, alliance, change->audience), NULL, names);
}

/* Whether the terms name that party, as a member or as a text. */
static bool named_in(const struct value *terms, struct str name)
{
    if (terms->kind == V_TEXT)
        return str_eq(terms->text, name);
    if (terms->kind == V_LIST || terms->kind == V_MAP)
        VALUE_EACH (part, terms)
            if (str_eq(part->key, name) || named_in(part, name))
                return true;
    return false;
}

/* Keeps who was meant by the names in the terms: a party that is renamed later is still the same. Of those whom the
 * terms do not name nothing is kept: whoever reads the sheet later may not know of them any more. */
static enum err keep_names(struct work *work, struct viewer *viewer, struct change *change)
{
    struct value *names;
    bool same =
        change->before && str_eq(value_get_text(change->before, "terms"), value_get_text(change->after, "terms"));
    if (is_leaving(change) || (same && is_given(change->before, "names")))
        return OK;
    if (!is_given(change->after, "terms"))
        value_set(change->after, "terms", value_text(work->arena, S("[]"))); /* its parts come one by one */
    struct value *terms = NULL, *meant = value_map(work->arena);
    enum err err = read_names(work, viewer, change, &names);
    if (!err)
        err = json_parse(work->arena, value_get_text(change->after, "terms"), NULL, &terms);
    VALUE_EACH (name, err ? NULL : names)
        if (named_in(terms, name->text) && !value_put_str(meant, name->key, value_text(work->arena, name->text)))
            return ERR_MEMORY;
    struct str text = err ? S("") : deal_names_text(work->arena, meant);
    if (!err)
        value_set(change->after, "names", value_text(work->arena, text));
    return err ? err : text.p ? OK : ERR_MEMORY;
}

/* The terms are read once, here: what is wrong in them is told with the place inside. */
static enum err check_terms(struct work *work, const struct viewer *viewer, const struct change *change)
{
    struct arena *a = work->arena;
    struct problems inner = problems_init(a);
    struct value *terms = NULL, *names, *list, *schema = instruments_schema(a);
    enum err err = json_parse(a, value_get_text(change->after, "terms"), &inner, &terms);
    if (err == OK && schema) {
        err = schema_check(a, schema, terms, &inner);
        enum err other = read_names(work, viewer, change, &names);
        if (!other && !(list = deal_names_list(a, names)))
            other = ERR_MEMORY;
        if (!other)
            other = deal_check_instruments(a, terms, list, S(""), &inner);
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
    struct str alliance = value_get_text(change->after, "alliance");
    err = closed_until(work, viewer, alliance, ledger_circle(viewer, alliance, change->audience), &closed);
    bool same =
        change->before && str_eq(value_get_text(change->before, "terms"), value_get_text(change->after, "terms"));
    if (!err && closed != NO_DAY && day_of(change->after, "effective_from") <= closed)
        refuse(work, "effective_from", "economics.closed");
    return err || same || !is_given(change->after, "terms") ? err : check_terms(work, viewer, change);
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
    .before_write = keep_names,
    .derive = derive,
};
