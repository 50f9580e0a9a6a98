/* JSON Schema 2020-12 as far as the calculators use it (calc.h). An unknown keyword is a fault of the program
 * (ERR_CORRUPT), so that no rule is silently left out. */
#include "base/log.h"
#include "base/message.h"
#include "kernel/calc.h"
#include "kernel/exact.h"

enum { DEPTH_MAX = 200 };

struct walk {
    struct arena *arena;
    const struct value *root;
    struct problems *problems;
    enum err fault; /* ERR_CORRUPT or ERR_MEMORY; OK while all is well */
    int depth;
};

static void check(struct walk *walk, const struct value *schema, const struct value *input, struct str at);

static void say(struct walk *walk, struct str at, const char *key, const struct value *args)
{
    if (problem_say(walk->problems, at, key, args) == ERR_MEMORY)
        walk->fault = ERR_MEMORY;
}

static bool known_keyword(struct str key)
{
    static const char *const keywords[] = {"$schema",
                                           "$id",
                                           "$defs",
                                           "$ref",
                                           "title",
                                           "description",
                                           "default",
                                           "examples",
                                           "type",
                                           "enum",
                                           "const",
                                           "required",
                                           "properties",
                                           "additionalProperties",
                                           "items",
                                           "minItems",
                                           "maxItems",
                                           "uniqueItems",
                                           "minimum",
                                           "maximum",
                                           "exclusiveMinimum",
                                           "exclusiveMaximum",
                                           "multipleOf",
                                           "minLength",
                                           "maxLength",
                                           "oneOf",
                                           "anyOf",
                                           "minProperties",
                                           "maxProperties",
                                           "propertyNames",
                                           NULL};
    for (size_t i = 0; keywords[i]; i++)
        if (str_is(key, keywords[i]))
            return true;
    return false;
}

static bool number_of(struct walk *walk, const struct value *v, struct exact *out)
{
    return v && exact_read(walk->arena, v, out);
}

static bool has_type(struct walk *walk, struct str type, const struct value *input)
{
    struct exact number;
    if (str_is(type, "integer"))
        return number_of(walk, input, &number) && exact_whole(&number);
    if (str_is(type, "number"))
        return input->kind == V_INT || input->kind == V_NUMBER;
    return (str_is(type, "boolean") && input->kind == V_BOOL) || (str_is(type, "string") && input->kind == V_TEXT) ||
           (str_is(type, "null") && input->kind == V_NULL) || (str_is(type, "object") && input->kind == V_MAP) ||
           (str_is(type, "array") && input->kind == V_LIST);
}

static bool type_fits(struct walk *walk, const struct value *type, const struct value *input)
{
    if (!type)
        return true;
    if (type->kind != V_LIST)
        return has_type(walk, type->text, input);
    VALUE_EACH (one, type)
        if (has_type(walk, one->text, input))
            return true;
    return false;
}

/* Says what kind of value was expected, in words: schema.type.<name>, the first of several. */
static void say_type(struct walk *walk, const struct value *type, struct str at)
{
    const struct value *first = type->kind == V_LIST ? type->first : type;
    struct str key = arena_printf(walk->arena, "schema.type.%.*s", STR_ARG(first->text));
    if (key.p)
        say(walk, at, key.p, NULL);
    else
        walk->fault = ERR_MEMORY;
}

/* Equal as JSON Schema means it: numbers by value, all else as printed. */
static bool same(struct walk *walk, const struct value *x, const struct value *y)
{
    struct exact a, b;
    if (number_of(walk, x, &a) && number_of(walk, y, &b))
        return exact_compare(&a, &b) == 0;
    return value_equal(x, y);
}

static void say_choices(struct walk *walk, const struct value *choices, struct str at)
{
    struct buf words = buf_init(walk->arena, 4096);
    VALUE_EACH (choice, choices) {
        if (words.n)
            buf_lit(&words, ", ");
        if (choice->kind == V_TEXT)
            buf_add(&words, choice->text);
        else
            buf_add(&words, choice->kind == V_NULL ? S("null") : S("…"));
    }
    say(walk, at, "schema.enum", message_args(walk->arena, "choices", value_text(walk->arena, buf_str(&words)), NULL));
}

static void check_values(struct walk *walk, const struct value *schema, const struct value *input, struct str at)
{
    const struct value *choices = value_get(schema, "enum"), *constant = value_get(schema, "const");
    if (constant && !same(walk, constant, input))
        say(walk, at, "schema.const", NULL);
    if (!choices)
        return;
    VALUE_EACH (choice, choices)
        if (same(walk, choice, input))
            return;
    say_choices(walk, choices, at);
}

static void check_number(struct walk *walk, const struct value *schema, const struct value *input, struct str at)
{
    static const struct {
        const char *keyword, *key;
        int side;   /* the bound is broken when the comparison has this sign … */
        bool equal; /* … or, with true, when both are equal */
    } bounds[] = {{"minimum", "schema.minimum", -1, false},
                  {"exclusiveMinimum", "schema.above", -1, true},
                  {"maximum", "schema.maximum", 1, false},
                  {"exclusiveMaximum", "schema.below", 1, true}};
    struct exact number, bound;
    if (!number_of(walk, input, &number))
        return;
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        struct value *limit = value_get(schema, bounds[i].keyword);
        if (!number_of(walk, limit, &bound))
            continue;
        int order = exact_compare(&number, &bound);
        if ((order < 0 && bounds[i].side < 0) || (order > 0 && bounds[i].side > 0) || (!order && bounds[i].equal))
            say(walk, at, bounds[i].key, message_args(walk->arena, "limit", value_copy(walk->arena, limit), NULL));
    }
    struct value *unit = value_get(schema, "multipleOf");
    if (number_of(walk, unit, &bound) && !exact_multiple(&number, &bound))
        say(walk, at, "schema.multiple", message_args(walk->arena, "unit", value_copy(walk->arena, unit), NULL));
}

/* A count (of characters, items, members) against its bounds `low` and `high`. */
static void check_count(struct walk *walk, const struct value *schema, const char *low, const char *high, int64_t count,
                        struct str at)
{
    struct str key;
    int64_t least = value_get_int(schema, low, 0), most = value_get_int(schema, high, INT64_MAX);
    if (count >= least && count <= most)
        return;
    const char *name = count < least ? low : high;
    key = arena_printf(walk->arena, "schema.%s", name);
    struct value *limit = value_int(walk->arena, count < least ? least : most);
    if (!key.p || !limit)
        walk->fault = ERR_MEMORY;
    else
        say(walk, at, key.p, message_args(walk->arena, "count", limit, NULL));
}

static void check_list(struct walk *walk, const struct value *schema, const struct value *input, struct str at)
{
    check_count(walk, schema, "minItems", "maxItems", (int64_t)input->count, at);
    const struct value *items = value_get(schema, "items");
    bool unique = value_get_bool(schema, "uniqueItems");
    size_t index = 0;
    VALUE_EACH (item, input) {
        struct str place = pointer_index(walk->arena, at, index++);
        if (items)
            check(walk, items, item, place);
        for (const struct value *before = input->first; unique && before != item; before = before->next)
            if (same(walk, before, item)) {
                say(walk, place, "schema.unique", NULL);
                break;
            }
    }
}

static void check_member(struct walk *walk, const struct value *schema, const struct value *member, struct str at)
{
    const struct value *known = value_get_str(value_get(schema, "properties"), member->key);
    const struct value *others = value_get(schema, "additionalProperties"), *names = value_get(schema, "propertyNames");
    struct str place = pointer_member(walk->arena, at, member->key);
    if (known) {
        check(walk, known, member, place);
        return;
    }
    if (others && others->kind == V_BOOL && !others->b) {
        say(walk, place, "schema.unknown", NULL);
        return;
    }
    if (names)
        check_count(walk, names, "minLength", "maxLength", (int64_t)str_chars(member->key), place);
    if (others && others->kind == V_MAP)
        check(walk, others, member, place);
}

static void check_map(struct walk *walk, const struct value *schema, const struct value *input, struct str at)
{
    check_count(walk, schema, "minProperties", "maxProperties", (int64_t)input->count, at);
    VALUE_EACH (member, input)
        check_member(walk, schema, member, at);
    const struct value *required = value_get(schema, "required");
    VALUE_EACH (name, required)
        if (!value_get_str(input, name->text))
            say(walk, pointer_member(walk->arena, at, name->text), "schema.required", NULL);
}

/* How much of the form that `schema` describes is there: members of it that `input` has. */
static uint32_t likeness(const struct value *schema, const struct value *input)
{
    uint32_t n = 0;
    const struct value *properties = value_get(schema, "properties");
    if (input->kind == V_MAP)
        VALUE_EACH (member, input)
            n += value_get_str(properties, member->key) != NULL;
    return n;
}

static const struct value *resolve(struct walk *walk, const struct value *schema);

/* anyOf and oneOf: when no form fits, the problems of the form that the input is most like are told. */
static void check_forms(struct walk *walk, const struct value *forms, bool one, const struct value *input,
                        struct str at)
{
    struct problems *told = walk->problems, best = problems_init(walk->arena);
    uint32_t fits = 0, best_likeness = 0;
    bool best_type = false, any = false;
    VALUE_EACH (form, forms) {
        const struct value *schema = resolve(walk, form);
        struct problems trial = problems_init(walk->arena);
        walk->problems = &trial;
        check(walk, schema, input, at);
        walk->problems = told;
        if (walk->fault)
            return;
        fits += trial.count == 0;
        bool type = type_fits(walk, value_get(schema, "type"), input);
        uint32_t like = likeness(schema, input);
        if (!any || type > best_type || (type == best_type && like > best_likeness) ||
            (type == best_type && like == best_likeness && trial.count < best.count)) {
            best = trial;
            best_type = type;
            best_likeness = like;
        }
        any = true;
    }
    if (fits == 1 || (fits && !one))
        return;
    if (fits) {
        say(walk, at, "schema.several", NULL);
        return;
    }
    for (const struct problem *p = best.first; p; p = p->next)
        if (problem_add(told, p->pointer, p->detail) == ERR_MEMORY)
            walk->fault = ERR_MEMORY;
}

static const struct value *resolve(struct walk *walk, const struct value *schema)
{
    static const struct str prefix = STR("#/$defs/");
    for (int i = 0; i < 16; i++) {
        struct str ref = value_get_text(schema, "$ref");
        if (!ref.n)
            return schema;
        struct str name = str_starts(ref, prefix) ? str_part(ref, prefix.n, ref.n) : (struct str){0};
        schema = value_get_str(value_get(walk->root, "$defs"), name);
        if (!schema)
            break;
    }
    walk->fault = ERR_CORRUPT;
    log_write(LOG_ERROR, "schema.reference", NULL);
    return walk->root;
}

static void check(struct walk *walk, const struct value *schema, const struct value *input, struct str at)
{
    schema = resolve(walk, schema);
    if (walk->fault)
        return;
    if (!at.p || ++walk->depth > DEPTH_MAX) {
        walk->fault = at.p ? ERR_CORRUPT : ERR_MEMORY;
        return;
    }
    VALUE_EACH (keyword, schema)
        if (!known_keyword(keyword->key)) {
            walk->fault = ERR_CORRUPT;
            log_write(LOG_ERROR, "schema.keyword", NULL);
            return;
        }
    const struct value *type = value_get(schema, "type"), *any = value_get(schema, "anyOf"),
                       *one = value_get(schema, "oneOf");
    if (type && !type_fits(walk, type, input)) {
        say_type(walk, type, at);
    } else {
        check_values(walk, schema, input, at);
        check_number(walk, schema, input, at);
        if (input->kind == V_TEXT)
            check_count(walk, schema, "minLength", "maxLength", (int64_t)str_chars(input->text), at);
        if (input->kind == V_LIST)
            check_list(walk, schema, input, at);
        if (input->kind == V_MAP && (type || value_get(schema, "properties")))
            check_map(walk, schema, input, at);
        if (any)
            check_forms(walk, any, false, input, at);
        if (one)
            check_forms(walk, one, true, input, at);
    }
    walk->depth--;
}

enum err schema_check(struct arena *arena, const struct value *schema, const struct value *input,
                      struct problems *problems)
{
    struct walk walk = {.arena = arena, .root = schema, .problems = problems};
    uint32_t before = problems->count;
    check(&walk, schema, input, S(""));
    if (walk.fault)
        return walk.fault;
    return problems->count == before ? OK : ERR_INPUT;
}
