#include "base/embedded.h"
#include "base/json.h"
#include "kernel/calc.h"
#include "web/openapi.h"
#include "web/resource.h"

/* ---- Small things ---- */

static void put_string(const struct request *request, struct value *map, const char *key, const char *text)
{
    value_put_text(request->work.arena, map, key, str_of(text));
}

struct value *openapi_ref(const struct request *request, const char *part, struct str name)
{
    struct value *ref = value_map(request->work.arena);
    value_put_text(request->work.arena, ref, "$ref", page_path(request, "#/components/%s/%.*s", part, STR_ARG(name)));
    return ref;
}

struct str openapi_name(const struct request *request, struct str name)
{
    struct buf out = buf_init(request->work.arena, 0);
    bool capital = true;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool gap = c == '_' || c == '-' || c == '/';
        if (!gap)
            buf_char(&out, capital && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
        capital = gap;
    }
    return buf_str(&out);
}

struct value *openapi_type(const struct request *request, const char *type, bool nullable)
{
    struct arena *a = request->work.arena;
    struct value *schema = value_map(a);
    if (!nullable) {
        put_string(request, schema, "type", type);
        return schema;
    }
    struct value *types = value_put_list(a, schema, "type");
    value_push(types, value_text(a, str_of(type)));
    value_push(types, value_text(a, S("null")));
    return schema;
}

static struct value *formatted(const struct request *request, const char *format, bool nullable)
{
    struct value *schema = openapi_type(request, "string", nullable);
    put_string(request, schema, "format", format);
    return schema;
}

static struct value *object(const struct request *request)
{
    struct value *schema = openapi_type(request, "object", false);
    value_put_map(request->work.arena, schema, "properties");
    return schema;
}

static void require(const struct request *request, struct value *schema, const char *name)
{
    struct value *required = value_get(schema, "required");
    if (!required)
        required = value_put_list(request->work.arena, schema, "required");
    value_push(required, value_text(request->work.arena, str_of(name)));
}

static void member(const struct request *request, struct value *schema, const char *name, struct value *type,
                   bool always)
{
    value_put(value_get(schema, "properties"), name, type);
    if (always)
        require(request, schema, name);
}

static struct value *array_of(const struct request *request, struct value *items)
{
    struct value *schema = openapi_type(request, "array", false);
    value_put(schema, "items", items);
    return schema;
}

/* ---- Fields ---- */

static struct value *choice_schema(const struct request *request, const struct field *field, bool nullable)
{
    struct arena *a = request->work.arena;
    struct value *schema = openapi_type(request, "string", nullable), *codes = value_put_list(a, schema, "enum");
    for (size_t i = 0; field->choices[i]; i++)
        value_push(codes, value_text(a, str_of(field->choices[i])));
    if (nullable)
        value_push(codes, value_null(a));
    return schema;
}

static struct value *money_schema(const struct request *request, bool nullable)
{
    struct arena *a = request->work.arena;
    if (!nullable)
        return openapi_ref(request, "schemas", S("Money"));
    struct value *schema = value_map(a), *any = value_put_list(a, schema, "anyOf");
    value_push(any, openapi_ref(request, "schemas", S("Money")));
    value_push(any, openapi_type(request, "null", false));
    return schema;
}

static struct value *number_schema(const struct request *request, const struct field *field, bool nullable)
{
    struct arena *a = request->work.arena;
    bool whole = field->type == FIELD_INT, bounded = field->min < field->max;
    struct value *schema = openapi_type(request, whole ? "integer" : "number", nullable);
    int64_t min = field->min, max = field->max;
    if (field->type == FIELD_RATIO && !bounded) {
        min = 0;
        max = INT64_C(1000000);
        bounded = true;
    }
    if (!bounded)
        return schema;
    struct value *low = value_new(a, whole ? V_INT : V_DECIMAL), *high = value_new(a, whole ? V_INT : V_DECIMAL);
    if (low && high) {
        low->i = min;
        high->i = max;
    }
    value_put(schema, "minimum", low);
    value_put(schema, "maximum", high);
    return schema;
}

/* The type of a field; `input` adds what is checked of texts that come in. */
static struct value *field_schema(const struct request *request, const struct field *field, bool nullable, bool input)
{
    struct value *schema = NULL;
    switch (field->type) {
    case FIELD_INT:
    case FIELD_DECIMAL:
    case FIELD_RATIO:
        return number_schema(request, field, nullable);
    case FIELD_MONEY:
        return money_schema(request, nullable);
    case FIELD_DATE:
        return formatted(request, "date", nullable);
    case FIELD_INSTANT:
        return formatted(request, "date-time", nullable);
    case FIELD_REF:
        return formatted(request, "uuid", nullable);
    case FIELD_BYTES:
        return openapi_type(request, "integer", nullable);
    case FIELD_URL:
        return formatted(request, "uri", nullable);
    case FIELD_EMAIL:
        return formatted(request, "email", nullable);
    case FIELD_BOOL:
        return openapi_type(request, "boolean", nullable);
    case FIELD_CHOICE:
        return choice_schema(request, field, nullable);
    default:
        schema = openapi_type(request, "string", nullable);
    }
    bool text = field->type == FIELD_TEXT || field->type == FIELD_LONG;
    if (input && text)
        value_put_int(request->work.arena, schema, "maxLength",
                      field->max                  ? field->max
                      : field->type == FIELD_LONG ? 20000
                                                  : 200);
    return schema;
}

static void describe(const struct request *request, struct value *schema, const struct kind *kind,
                     const struct field *field)
{
    struct str label = page_field_label(request, kind, str_of(field->name));
    if (schema && !value_get(schema, "$ref"))
        value_put_text(request->work.arena, schema, "title", label);
}

/* ---- Records ---- */

static struct value *record_schema(const struct request *request, const struct kind *kind)
{
    static const char *const audiences[] = {"owner", "joint", "side", "named", NULL};
    static const struct field audience = {.name = "audience", .type = FIELD_CHOICE, .choices = audiences};
    struct value *schema = object(request);
    value_put_text(request->work.arena, schema, "title", page_kind_word(request, kind, "one"));
    member(request, schema, "id", formatted(request, "uuid", false), true);
    member(request, schema, "version", openapi_type(request, "integer", false), true);
    member(request, schema, "owner", formatted(request, "uuid", false), false);
    member(request, schema, "circle", formatted(request, "uuid", false), false);
    member(request, schema, "audience", field_schema(request, &audience, false, false), true);
    member(request, schema, "created_at", formatted(request, "date-time", false), true);
    member(request, schema, "updated_at", formatted(request, "date-time", false), true);
    member(request, schema, "withdrawn_at", formatted(request, "date-time", false), false);
    for (size_t i = 0; i < kind->count; i++) {
        const struct field *field = &kind->fields[i];
        /* What one may not see of a reference is null, also where a value is required. */
        bool nullable = !(field->flags & F_REQUIRED) || field->type == FIELD_REF;
        struct value *type = field_schema(request, field, nullable, false);
        describe(request, type, kind, field);
        member(request, schema, field->name, type, true);
    }
    return schema;
}

/* What may be sent: all that is not worked out by the program; for a change without what is fixed, and nothing
 * required. */
static struct value *input_schema(const struct request *request, const struct kind *kind, bool change)
{
    struct arena *a = request->work.arena;
    struct value *schema = object(request);
    for (size_t i = 0; i < kind->count; i++) {
        const struct field *field = &kind->fields[i];
        if ((field->flags & F_SET_BY_US) || (change && (field->flags & F_FIXED)))
            continue;
        bool required = (field->flags & F_REQUIRED) && !change;
        struct value *type = field_schema(request, field, !(field->flags & F_REQUIRED), true);
        describe(request, type, kind, field);
        member(request, schema, field->name, type, required);
    }
    if (!change && (kind->scope == SCOPE_CIRCLE || kind->scope == SCOPE_SUBJECT)) {
        struct value *circle = openapi_type(request, "string", false);
        value_put_text(a, circle, "description", page_words(request, "openapi.circle", NULL));
        member(request, schema, "circle", circle, false);
    }
    value_put_bool(a, schema, "additionalProperties", false);
    return schema;
}

static struct value *list_schema(const struct request *request, struct value *item)
{
    struct value *schema = object(request), *next = openapi_type(request, "string", true);
    value_put_text(request->work.arena, next, "description", page_words(request, "openapi.next", NULL));
    member(request, schema, "items", array_of(request, item), true);
    member(request, schema, "next", next, true);
    member(request, schema, "total", openapi_type(request, "integer", false), false);
    return schema;
}

static void put_kind(const struct request *request, struct value *schemas, const struct kind *kind)
{
    struct str name = openapi_name(request, str_of(kind->name));
    const struct {
        struct str name;
        struct value *schema;
    } made[] = {
        {name, record_schema(request, kind)},
        {page_path(request, "%.*sInput", STR_ARG(name)), input_schema(request, kind, false)},
        {page_path(request, "%.*sPatch", STR_ARG(name)), input_schema(request, kind, true)},
        {page_path(request, "ListOf%.*s", STR_ARG(openapi_name(request, str_of(kind->plural)))),
         list_schema(request, openapi_ref(request, "schemas", name))},
    };
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        put_string(request, made[i].schema, "x-kind", kind->plural);
        value_put_str(schemas, made[i].name, made[i].schema);
    }
}

/* ---- What all share ---- */

static struct value *problem_schema(const struct request *request)
{
    static const char *const texts[] = {"type", "title", "code", "detail"};
    struct value *schema = object(request), *error = object(request);
    for (size_t i = 0; i < 4; i++)
        member(request, schema, texts[i], openapi_type(request, "string", false), true);
    member(request, schema, "status", openapi_type(request, "integer", false), true);
    member(request, error, "pointer", openapi_type(request, "string", false), true);
    member(request, error, "detail", openapi_type(request, "string", false), true);
    member(request, schema, "errors", array_of(request, error), true);
    member(request, schema, "omitted", openapi_type(request, "integer", false), false);
    struct value *current = openapi_type(request, "object", false), *yours = openapi_type(request, "object", false);
    value_put_text(request->work.arena, current, "description", page_words(request, "openapi.current", NULL));
    value_put_text(request->work.arena, yours, "description", page_words(request, "openapi.yours", NULL));
    member(request, schema, "current", current, false);
    member(request, schema, "yours", yours, false);
    return schema;
}

static struct value *shared_money(const struct request *request)
{
    struct value *schema = object(request), *amount = openapi_type(request, "integer", false);
    value_put_text(request->work.arena, amount, "description", page_words(request, "openapi.money", NULL));
    member(request, schema, "amount", amount, true);
    member(request, schema, "currency", openapi_type(request, "string", false), true);
    value_put_bool(request->work.arena, schema, "additionalProperties", false);
    return schema;
}

/* The schemas of pages that are no records: content/schemas/NAME.json. */
static void put_embedded(struct request *request, struct value *schemas)
{
    struct arena *a = request->work.arena;
    struct str folder = S("content/schemas/"), suffix = S(".json");
    const struct embedded *file;
    for (size_t i = embedded_first(folder.p); (file = embedded_at(i)) && str_starts(str_of(file->path), folder); i++) {
        struct str path = str_of(file->path);
        struct str name = str_part(path, folder.n, path.n - folder.n - suffix.n);
        struct problems unused = problems_init(a);
        struct value *schema = NULL;
        if (json_parse(a, (struct str){(const char *)file->data, file->size}, &unused, &schema) == OK)
            value_put_str(schemas, openapi_name(request, name), schema);
    }
}

static void move_definitions(const struct request *request, struct value *node, struct str name);

/* The calculators' own schemas: CalcNAMEInput and CalcNAMEOutput, with their definitions where references find them. */
static void put_calculators(struct request *request, struct value *schemas)
{
    static const char *const parts[] = {"input", "output"}, *const ends[] = {"Input", "Output"};
    for (size_t i = 0; calc_at(i); i++) {
        struct value *whole = calc_schema(request->work.arena, str_of(calc_at(i)->name));
        for (size_t k = 0; k < 2; k++) {
            struct value *schema = value_get(whole, parts[k]);
            struct str calculator = openapi_name(request, str_of(calc_at(i)->name));
            struct str name = page_path(request, "Calc%.*s%s", STR_ARG(calculator), ends[k]);
            if (!schema)
                continue;
            schema = value_copy(request->work.arena, schema);
            move_definitions(request, schema, name);
            value_put_str(schemas, name, schema);
        }
    }
}

/* References to "#/$defs/x" become ones from the document's root. */
static void move_definitions(const struct request *request, struct value *node, struct str name)
{
    if (!node || (node->kind != V_MAP && node->kind != V_LIST))
        return;
    VALUE_EACH (child, node) {
        struct str here = S("#/$defs/");
        if (str_is(child->key, "$ref") && child->kind == V_TEXT && str_starts(child->text, here))
            child->text = page_path(request, "#/components/schemas/%.*s%.*s", STR_ARG(name),
                                    STR_ARG(str_part(child->text, 1, child->text.n)));
        move_definitions(request, child, name);
    }
}

struct value *openapi_schemas(struct request *request)
{
    struct value *schemas = value_map(request->work.arena);
    value_put(schemas, "Problem", problem_schema(request));
    value_put(schemas, "Money", shared_money(request));
    for (size_t i = 0; kind_at(i); i++)
        put_kind(request, schemas, kind_at(i));
    put_embedded(request, schemas);
    put_calculators(request, schemas);
    return schemas;
}

struct value *openapi_reply(const struct request *request, struct str schema)
{
    struct str rest = schema, part = S("");
    if (str_find(schema, ':') > 0)
        (void)str_cut(&rest, ':', &part);
    const struct kind *kind = part.n ? kind_by_plural(rest) : NULL;
    if (kind && str_is(part, "record"))
        return openapi_ref(request, "schemas", openapi_name(request, str_of(kind->name)));
    if (kind && str_is(part, "list"))
        return openapi_ref(request, "schemas",
                           page_path(request, "ListOf%.*s", STR_ARG(openapi_name(request, str_of(kind->plural)))));
    struct str path = page_path(request, "content/schemas/%.*s.json", STR_ARG(schema));
    if (schema.n && path.p && embedded_find(path.p))
        return openapi_ref(request, "schemas", openapi_name(request, schema));
    return openapi_type(request, "object", false);
}

/* ---- Parameters ---- */

static struct value *parameter(const struct request *request, const char *in, struct str name, struct value *schema,
                               const char *about)
{
    struct value *made = value_map(request->work.arena);
    value_put_text(request->work.arena, made, "name", name);
    put_string(request, made, "in", in);
    if (about)
        value_put_text(request->work.arena, made, "description", page_words(request, about, NULL));
    value_put(made, "schema", schema);
    return made;
}

static bool is_range(const struct field *field)
{
    return field->type == FIELD_INT || field->type == FIELD_DECIMAL || field->type == FIELD_RATIO ||
           field->type == FIELD_MONEY || field->type == FIELD_INSTANT || field->type == FIELD_DATE ||
           field->type == FIELD_BYTES;
}

static bool is_part(const struct field *field)
{
    return field->type == FIELD_TEXT || field->type == FIELD_LONG || field->type == FIELD_EMAIL ||
           field->type == FIELD_DOMAIN || field->type == FIELD_URL;
}

/* Calls `put` with each filter of the kind: a field, or its bounds, or a part of it. */
static void each_filter(const struct request *request, const struct kind *kind, struct value *to,
                        void (*put)(const struct request *, struct value *, const struct kind *, struct str))
{
    for (size_t i = 0; i < kind->count; i++) {
        const struct field *field = &kind->fields[i];
        put(request, to, kind, str_of(field->name));
        if (is_range(field)) {
            put(request, to, kind, page_path(request, "%s.from", field->name));
            put(request, to, kind, page_path(request, "%s.to", field->name));
        }
        if (is_part(field))
            put(request, to, kind, page_path(request, "%s.contains", field->name));
        put(request, to, kind, page_path(request, "%s.none", field->name));
    }
    put(request, to, kind, S("circle"));
    put(request, to, kind, S("created_at.from"));
    put(request, to, kind, S("created_at.to"));
    put(request, to, kind, S("updated_at.from"));
    put(request, to, kind, S("updated_at.to"));
}

static void put_filter(const struct request *request, struct value *parameters, const struct kind *kind,
                       struct str name)
{
    struct str key = page_path(request, "%s.%.*s", kind->name, STR_ARG(name));
    value_put_str(parameters, key, parameter(request, "query", name, openapi_type(request, "string", false), NULL));
}

static void put_filter_ref(const struct request *request, struct value *parameters, const struct kind *kind,
                           struct str name)
{
    value_push(parameters,
               openapi_ref(request, "parameters", page_path(request, "%s.%.*s", kind->name, STR_ARG(name))));
}

void openapi_filters(const struct request *request, struct value *parameters, const struct kind *kind)
{
    each_filter(request, kind, parameters, put_filter_ref);
}

struct value *openapi_parameters(struct request *request)
{
    static const struct {
        const char *key, *in, *name, *type, *about;
    } shared[] = {
        {"limit", "query", "limit", "integer", "openapi.limit"},
        {"cursor", "query", "cursor", "string", "openapi.cursor"},
        {"sort", "query", "sort", "string", "openapi.sort"},
        {"total", "query", "total", "string", "openapi.total"},
        {"withdrawn", "query", "withdrawn", "string", "openapi.withdrawn"},
        {"format", "query", "format", "string", "openapi.format"},
        {"if-match", "header", "If-Match", "string", "openapi.if-match"},
        {"idempotency-key", "header", "Idempotency-Key", "string", "openapi.idempotency"},
    };
    struct value *parameters = value_map(request->work.arena);
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        value_put(parameters, shared[i].key,
                  parameter(request, shared[i].in, str_of(shared[i].name), openapi_type(request, shared[i].type, false),
                            shared[i].about));
    for (size_t i = 0; kind_at(i); i++)
        each_filter(request, kind_at(i), parameters, put_filter);
    return parameters;
}
