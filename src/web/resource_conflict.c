/* An edit conflict: somebody changed the record since its form was opened. Both versions are shown field by field; what
 * differs is chosen, with a proposal from what each side has changed, and sent again with the new version. */
#include "web/resource.h"

/* A typed value beside the stored one: "35%", or "1234.50 EUR" from NAME.amount and NAME.currency. */
static struct str mine_of(const struct request *request, const struct field *field)
{
    const struct value *body = request->body;
    if (field->type != FIELD_MONEY)
        return str_trim(value_get_text(body, field->name));
    struct str amount = str_trim(value_get_text(body, page_key(request, "%s.amount", field->name)));
    struct str currency = value_get_text(body, page_key(request, "%s.currency", field->name));
    return amount.n ? page_path(request, "%.*s %.*s", STR_ARG(amount), STR_ARG(currency)) : S("");
}

static bool was_sent(const struct request *request, const struct field *field)
{
    const char *name = field->type == FIELD_MONEY ? page_key(request, "%s.amount", field->name) : field->name;
    return value_get(request->body, name) != NULL;
}

/* How a typed value is shown to people: choices and references by their words. */
static struct str shown(struct request *request, const struct resource *resource, const struct field *field,
                        struct str text)
{
    struct value *options = value_list(request->work.arena);
    bool codes = field->type == FIELD_CHOICE || field->type == FIELD_BOOL || field->type == FIELD_REF ||
                 field->type == FIELD_COUNTRY;
    if (codes)
        (void)resource_options(request, resource, field, options, text);
    VALUE_EACH (option, options)
        if (text.n && value_get_bool(option, "selected"))
            return value_get_text(option, "label");
    return text;
}

static void put_choice(struct request *request, struct value *rows, const struct resource *resource,
                       const struct field *field, const struct value *current)
{
    struct arena *a = request->work.arena;
    const struct value *leaf = value_get(current, field->name);
    struct str mine = mine_of(request, field), theirs = str_trim(resource_typed(request, leaf, NULL));
    bool same = str_eq(mine, theirs) || (leaf && leaf->kind == V_REF && str_eq_nocase(mine, leaf->label));
    if (same)
        return;
    const struct value *sent = value_get(request->body, page_key(request, "_was.%s", field->name));
    struct str was = sent ? str_trim(sent->text) : S("");
    bool we_changed = !sent || !str_eq(mine, was), they_changed = !sent || !str_eq(theirs, was);
    struct value *row = value_push_map(a, rows);
    value_put_text(a, row, "name", str_of(field->name));
    value_put_text(a, row, "label", page_field_label(request, resource->kind, str_of(field->name)));
    page_put(request, row, "mine", shown(request, resource, field, mine));
    page_put(request, row, "theirs", locale_text(a, &request->work.locale, leaf));
    value_put_bool(a, row, "take_mine", we_changed);
    value_put_bool(a, row, "both", we_changed && they_changed);
    struct value *kept = value_put_list(a, row, "kept");
    static const char *const parts[] = {"", ".amount", ".currency"};
    for (size_t i = 0; i < 3; i++) {
        const char *name = page_key(request, "%s%s", field->name, parts[i]);
        const struct value *typed = value_get(request->body, name);
        struct value *field_kept = typed ? value_push_map(a, kept) : NULL;
        value_put_text(a, field_kept, "name", str_of(name));
        value_put_text(a, field_kept, "value", typed ? typed->text : S(""));
    }
}

void resource_conflict(struct request *request, struct reply *reply, const struct resource *resource,
                       const struct value *current)
{
    struct arena *a = request->work.arena;
    struct str name = page_title(request, resource->kind, current);
    struct value *page = page_begin(request, reply, "conflict",
                                    page_words(request, "conflict.title", "name", page_leaf(request, name), NULL));
    resource_crumbs(request, reply, resource, false);
    page_crumb(request, reply, name, page_address(request, resource->kind, current));
    page_crumb(request, reply, page_words(request, "conflict.crumb", NULL), S(""));
    value_put_text(a, page, "action", page_address(request, resource->kind, current));
    value_put_int(a, page, "number", value_get_int(current, "version", 0));
    value_put(page, "updated", value_copy(a, value_get(current, "updated_at")));
    page_put(request, page, "why", value_get_text(request->body, "why"));
    struct value *rows = value_put_list(a, page, "rows");
    for (size_t i = 0; i < resource->kind->count; i++)
        if (was_sent(request, &resource->kind->fields[i]))
            put_choice(request, rows, resource, &resource->kind->fields[i], current);
    struct value *count = value_int(a, rows ? rows->count : 0);
    value_put_text(a, page, "answer", page_words(request, "conflict.answer", "count", count, NULL));
}

struct value *resource_resolved(struct request *request, const struct kind *kind)
{
    struct arena *a = request->work.arena;
    struct value *input = value_map(a);
    for (size_t i = 0; i < kind->count; i++) {
        const char *name = kind->fields[i].name;
        struct str choice = value_get_text(request->body, page_key(request, "_choice.%s", name));
        if (!str_is(choice, "mine"))
            continue;
        VALUE_EACH (item, request->body) {
            bool part = str_is(item->key, name) || str_eq(item->key, page_path(request, "%s.amount", name)) ||
                        str_eq(item->key, page_path(request, "%s.currency", name));
            if (part)
                value_put_str(input, item->key, value_copy(a, item));
        }
    }
    return input;
}
