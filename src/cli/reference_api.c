#include "base/locale.h"
#include "cli/reference.h"
#include "kernel/kind.h"

/* What is being written. */
struct writing {
    struct cli *cli;
    const struct value *document, *schemas, *parameters;
    struct buf out;
};

static void add(struct writing *w, const char *key)
{
    buf_add(&w->out, reference_words(w->cli, "%s", key));
}

/* What stands behind the last "/" of a reference. */
static struct str last_part(struct str path)
{
    size_t start = path.n;
    while (start > 0 && path.p[start - 1] != '/')
        start--;
    return str_part(path, start, path.n);
}

/* ---- Shapes ---- */

static void add_type(struct writing *w, const struct value *schema);

/* "#/components/schemas/NAME", or a definition within one ("…/NAME/$defs/PART"). */
static void add_link(struct writing *w, struct str ref)
{
    struct str start = S("#/components/schemas/"), rest = str_part(ref, start.n, ref.n), name;
    if (!str_cut(&rest, '/', &name))
        return;
    struct str kind = value_get_text(value_get_str(w->schemas, name), "x-kind");
    if (rest.p)
        buf_printf(&w->out, "`%.*s` ", STR_ARG(last_part(rest)));
    buf_printf(&w->out, "[%.*s](%s#", STR_ARG(name), kind.n ? "records.md" : "");
    for (size_t i = 0; i < (kind.n ? kind : name).n; i++) {
        char c = (kind.n ? kind : name).p[i];
        buf_char(&w->out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
    }
    buf_add(&w->out, kind.n ? S(")") : S("-shape)"));
}

static void add_each(struct writing *w, const struct value *list, struct str between, bool codes)
{
    struct str gap = S("");
    VALUE_EACH (one, list) {
        buf_add(&w->out, gap);
        gap = between;
        if (codes)
            buf_printf(&w->out, "`%.*s`",
                       STR_ARG(one->kind == V_NULL ? S("null") : locale_text(w->cli->arena, NULL, one)));
        else
            add_type(w, one);
    }
}

/* "string", "integer or null", "string (uuid)". */
static void add_plain(struct writing *w, const struct value *schema)
{
    const struct value *type = value_get(schema, "type");
    struct str format = value_get_text(schema, "format"), gap = S("");
    if (type && type->kind == V_LIST) {
        VALUE_EACH (one, type) {
            buf_add(&w->out, gap);
            gap = reference_words(w->cli, "reference.or");
            buf_add(&w->out, one->text);
        }
    } else {
        buf_add(&w->out, type ? type->text : reference_words(w->cli, "reference.any"));
    }
    if (format.n)
        buf_printf(&w->out, " (%.*s)", STR_ARG(format));
}

static bool holds_lists(const struct value *schema)
{
    const struct value *type = value_get(schema, "type");
    bool list = type && type->kind == V_LIST && value_at(type, 0) && str_is(value_at(type, 0)->text, "array");
    return value_get(schema, "items") && (list || str_is(value_get_text(schema, "type"), "array"));
}

static void add_type(struct writing *w, const struct value *schema)
{
    const struct value *any = value_get(schema, "anyOf"), *more = value_get(schema, "additionalProperties");
    struct str ref = value_get_text(schema, "$ref"), or = reference_words(w->cli, "reference.or");
    any = any ? any : value_get(schema, "oneOf");
    if (ref.n)
        add_link(w, ref);
    else if (any)
        add_each(w, any, or, false);
    else if (value_get(schema, "enum"))
        add_each(w, value_get(schema, "enum"), or, true);
    else if (value_get(schema, "const"))
        buf_printf(&w->out, "`%.*s`", STR_ARG(locale_text(w->cli->arena, NULL, value_get(schema, "const"))));
    else if (holds_lists(schema)) {
        add(w, "reference.list-of");
        add_type(w, value_get(schema, "items"));
    } else {
        add_plain(w, schema);
        if (more && more->kind == V_MAP && more->count) {
            add(w, "reference.map-of");
            add_type(w, more);
        }
    }
}

static bool is_required(const struct value *schema, struct str name)
{
    VALUE_EACH (one, value_get(schema, "required"))
        if (str_eq(one->text, name))
            return true;
    return false;
}

/* The members of an object, of the objects in a list, of one of several shapes. */
static void add_members(struct writing *w, const struct value *schema, int depth)
{
    enum { STEP = 2 };
    static const char *const inner[] = {"anyOf", "oneOf", "allOf"};
    VALUE_EACH (one, value_get(schema, "properties")) {
        struct str words = value_get_text(one, "description");
        words = words.n ? words : value_get_text(one, "title");
        buf_printf(&w->out, "%*s- `%.*s`: ", depth * STEP, "", STR_ARG(one->key));
        add_type(w, one);
        if (is_required(schema, one->key))
            add(w, "reference.always");
        if (words.n)
            buf_printf(&w->out, ". %.*s", STR_ARG(words));
        buf_char(&w->out, '\n');
        add_members(w, one, depth + 1);
    }
    if (value_get(schema, "items"))
        add_members(w, value_get(schema, "items"), depth);
    const struct value *more = value_get(schema, "additionalProperties");
    if (more && more->kind == V_MAP)
        add_members(w, more, depth);
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
        VALUE_EACH (one, value_get(schema, inner[i]))
            add_members(w, one, depth);
}

static void add_schema(struct writing *w, const struct value *schema)
{
    struct str words = value_get_text(schema, "description");
    buf_printf(&w->out, "### %.*s (shape)\n\n", STR_ARG(schema->key)); /* a group may have the same name */
    if (words.n)
        buf_printf(&w->out, "%.*s\n\n", STR_ARG(words));
    if (!value_get(schema, "properties")) {
        add_type(w, schema);
        buf_lit(&w->out, "\n\n");
    }
    size_t before = w->out.n;
    add_members(w, schema, 0);
    VALUE_EACH (part, value_get(schema, "$defs")) {
        buf_printf(&w->out, "- `%.*s` = ", STR_ARG(part->key));
        add_type(w, part);
        buf_char(&w->out, '\n');
        add_members(w, part, 1);
    }
    if (w->out.n > before)
        buf_char(&w->out, '\n');
}

/* ---- Routes ---- */

/* The parameters beside the path: those that many share by their name, the filters of a kind as one. */
static void add_parameters(struct writing *w, const struct value *operation, struct str tag)
{
    struct str gap = S("");
    bool filters = false;
    VALUE_EACH (one, value_get(operation, "parameters")) {
        struct str name = last_part(value_get_text(one, "$ref"));
        if (str_is(value_get_text(one, "in"), "path") || (filters && str_find(name, '.') > 0))
            continue;
        buf_add(&w->out, gap);
        gap = S(", ");
        filters = filters || str_find(name, '.') > 0;
        if (str_find(name, '.') > 0)
            buf_printf(&w->out, "[%.*s](records.md#%.*s)", STR_ARG(reference_words(w->cli, "reference.filters")),
                       STR_ARG(tag));
        else
            buf_printf(&w->out, "`%.*s`",
                       STR_ARG(name.n ? value_get_text(value_get_str(w->parameters, name), "name")
                                      : value_get_text(one, "name")));
    }
}

/* "JSON, page" for the media types of a body that have the same shape. */
static void add_content(struct writing *w, const struct value *content)
{
    const struct value *shape = NULL;
    VALUE_EACH (media, content) {
        const struct value *schema = value_get(media, "schema");
        bool named = value_get_text(schema, "$ref").n || value_get(schema, "anyOf");
        if (!shape && named) {
            shape = schema;
            add_type(w, schema);
            buf_lit(&w->out, ": ");
        }
    }
    struct str gap = S("");
    VALUE_EACH (media, content) {
        struct str words = reference_words(w->cli, "reference.media.%.*s", STR_ARG(media->key));
        buf_add(&w->out, gap);
        buf_add(&w->out, words.n ? words : media->key);
        gap = S(", ");
    }
}

static bool is_refusal(const struct value *response)
{
    return value_get_text(response, "$ref").n > 0;
}

static void add_answers(struct writing *w, const struct value *responses)
{
    struct str gap = S("");
    VALUE_EACH (one, responses) {
        if (is_refusal(one))
            continue;
        buf_add(&w->out, gap);
        gap = S("; ");
        buf_add(&w->out, one->key);
        if (value_get(one, "content")) {
            buf_char(&w->out, ' ');
            add_content(w, value_get(one, "content"));
        }
    }
}

static void add_refusals(struct writing *w, const struct value *responses)
{
    struct str gap = S("");
    VALUE_EACH (one, responses) {
        if (!is_refusal(one) || str_ends(one->key, S("XX")))
            continue;
        buf_add(&w->out, gap);
        gap = S(" ");
        buf_add(&w->out, one->key);
    }
}

static void add_operation(struct writing *w, struct str path, const struct value *operation, struct str tag)
{
    buf_lit(&w->out, "| `");
    for (size_t i = 0; i < operation->key.n; i++)
        buf_char(&w->out, (char)(operation->key.p[i] - 'a' + 'A'));
    buf_printf(&w->out, " %.*s` | ", STR_ARG(path));
    reference_cell(&w->out, value_get_text(operation, "summary"));
    bool open = value_get(operation, "security") != NULL;
    if (open)
        add(w, "reference.open");
    buf_lit(&w->out, " | ");
    add_parameters(w, operation, tag);
    buf_lit(&w->out, " | ");
    add_content(w, value_get(value_get(operation, "requestBody"), "content"));
    buf_lit(&w->out, " | ");
    add_answers(w, value_get(operation, "responses"));
    buf_lit(&w->out, " | ");
    add_refusals(w, value_get(operation, "responses"));
    buf_lit(&w->out, " |\n");
}

static struct str tag_of(const struct value *operation)
{
    const struct value *tags = value_get(operation, "tags");
    return tags && value_at(tags, 0) ? value_at(tags, 0)->text : S("");
}

static void add_group(struct writing *w, struct str tag)
{
    const struct kind *kind = kind_by_plural(tag);
    buf_printf(&w->out, "### %.*s\n\n", STR_ARG(tag));
    if (kind)
        buf_printf(&w->out, "%.*s\n\n",
                   STR_ARG(cli_words(w->cli, "reference.group", "explained",
                                     cli_text(w->cli, reference_words(w->cli, "kind.%s.explain", kind->name)), "kind",
                                     cli_text(w->cli, tag), NULL)));
    buf_printf(&w->out, "%.*s\n", STR_ARG(reference_words(w->cli, "reference.routes-head")));
    VALUE_EACH (path, value_get(w->document, "paths"))
        VALUE_EACH (operation, path)
            if (str_eq(tag_of(operation), tag))
                add_operation(w, path->key, operation, tag);
    buf_char(&w->out, '\n');
}

/* The groups in the order in which their paths come. */
static void add_groups(struct writing *w)
{
    struct value *done = value_map(w->cli->arena);
    VALUE_EACH (path, value_get(w->document, "paths"))
        VALUE_EACH (operation, path) {
            struct str tag = tag_of(operation);
            if (value_get_str(done, tag))
                continue;
            value_put_str(done, tag, value_bool(w->cli->arena, true));
            add_group(w, tag);
        }
}

/* ---- What holds for all ---- */

static void add_heading(struct writing *w, const char *key)
{
    buf_printf(&w->out, "%.*s\n", STR_ARG(reference_words(w->cli, "%s", key)));
}

static void add_shared(struct writing *w)
{
    add_heading(w, "reference.parameters-head");
    VALUE_EACH (one, w->parameters) {
        if (str_find(one->key, '.') > 0)
            continue;
        buf_printf(&w->out, "| `%.*s` | %.*s | ", STR_ARG(value_get_text(one, "name")),
                   STR_ARG(value_get_text(one, "in")));
        reference_cell(&w->out, value_get_text(one, "description"));
        buf_lit(&w->out, " |\n");
    }
    VALUE_EACH (path, value_get(w->document, "paths"))
        VALUE_EACH (one, value_get(value_get(path, "get"), "parameters")) {
            if (!str_is(value_get_text(one, "in"), "query"))
                continue;
            buf_printf(&w->out, "| `%.*s` | query of `%.*s` | ", STR_ARG(value_get_text(one, "name")),
                       STR_ARG(path->key));
            reference_cell(&w->out, value_get_text(one, "description"));
            buf_lit(&w->out, " |\n");
        }
    buf_char(&w->out, '\n');
}

static void add_errors(struct writing *w)
{
    add_heading(w, "reference.errors-head");
    for (int e = OK + 1; e < ERR_COUNT; e++) {
        const char *code = err_code((enum err)e);
        buf_printf(&w->out, "| %d | `%s` | ", err_http((enum err)e), code);
        reference_cell(&w->out, reference_words(w->cli, "error.%s.title", code));
        buf_lit(&w->out, ": ");
        reference_cell(&w->out, reference_words(w->cli, "error.%s.detail", code));
        buf_lit(&w->out, " |\n");
    }
    buf_char(&w->out, '\n');
}

enum err reference_api(struct cli *cli)
{
    const struct value *document = cli->program->route_at(0) ? cli->program->api(cli->arena) : NULL;
    const struct value *components = value_get(document, "components");
    if (!components)
        return ERR_CORRUPT;
    struct writing w = {cli, document, value_get(components, "schemas"), value_get(components, "parameters"),
                        buf_init(cli->arena, 0)};
    buf_printf(&w.out, "%.*s\n\n", STR_ARG(reference_words(cli, "cli.markdown.api")));
    add_shared(&w);
    add_errors(&w);
    buf_printf(&w.out, "%.*s\n\n", STR_ARG(reference_words(cli, "reference.routes")));
    add_groups(&w);
    buf_printf(&w.out, "%.*s\n\n", STR_ARG(reference_words(cli, "reference.shapes")));
    VALUE_EACH (schema, w.schemas)
        if (!value_get_text(schema, "x-kind").n)
            add_schema(&w, schema);
    w.out.n -= 1; /* no blank line at the end */
    cli_print(buf_str(&w.out));
    return w.out.failed ? ERR_MEMORY : OK;
}
