#include "base/locale.h"
#include "base/message.h"
#include "cli/reference.h"
#include "kernel/kind.h"

struct str reference_words(struct cli *cli, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str key = arena_vprintf(cli->arena, format, args);
    va_end(args);
    return key.p && message_find("en", key).p ? message(cli->arena, "en", key.p, NULL) : S("");
}

void reference_cell(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '|')
            buf_char(out, '\\');
        buf_char(out, text.p[i] == '\n' ? ' ' : text.p[i]);
    }
}

static const char *type_key(enum field_type type)
{
    static const char *const keys[] = {
        [FIELD_TEXT] = "text",         [FIELD_LONG] = "long",       [FIELD_INT] = "int",
        [FIELD_DECIMAL] = "decimal",   [FIELD_RATIO] = "ratio",     [FIELD_MONEY] = "money",
        [FIELD_DATE] = "date",         [FIELD_INSTANT] = "instant", [FIELD_BOOL] = "bool",
        [FIELD_CHOICE] = "choice",     [FIELD_REF] = "ref",         [FIELD_EMAIL] = "email",
        [FIELD_DOMAIN] = "domain",     [FIELD_LEI] = "lei",         [FIELD_COUNTRY] = "country",
        [FIELD_CURRENCY] = "currency", [FIELD_ZONE] = "zone",       [FIELD_KIND] = "kind",
        [FIELD_BYTES] = "bytes",       [FIELD_URL] = "url",
    };
    return keys[type];
}

/* A bound of a field's values, as JSON writes it. */
static struct str bound(struct cli *cli, const struct field *field, int64_t value)
{
    bool millionths = field->type == FIELD_DECIMAL || field->type == FIELD_RATIO;
    struct value *leaf = value_new(cli->arena, millionths ? V_DECIMAL : V_INT);
    if (leaf)
        leaf->i = value;
    return locale_text(cli->arena, NULL, leaf);
}

static void add_choices(struct cli *cli, struct buf *out, const struct kind *kind, const struct field *field)
{
    for (size_t i = 0; field->choices[i]; i++) {
        struct str words = reference_words(cli, "choice.%s.%s.%s", kind->name, field->name, field->choices[i]);
        buf_printf(out, "%s`%s`%s", i ? ", " : ": ", field->choices[i], words.n ? " (" : "");
        reference_cell(out, words);
        buf_add(out, words.n ? S(")") : S(""));
    }
}

static void add_type(struct cli *cli, struct buf *out, const struct kind *kind, const struct field *field)
{
    bool text = field->type == FIELD_TEXT || field->type == FIELD_LONG, bounded = field->min < field->max;
    buf_add(out, reference_words(cli, "reference.type.%s", type_key(field->type)));
    if (field->type == FIELD_CHOICE)
        add_choices(cli, out, kind, field);
    if (field->type == FIELD_REF)
        buf_printf(out, " [%s](#%s)", field->target, field->target);
    if (text) {
        int64_t most = field->max ? field->max : field->type == FIELD_LONG ? 20000 : 200;
        buf_add(out, cli_words(cli, "reference.at-most", "count", cli_number(cli, most), NULL));
    } else if (bounded) {
        buf_add(out, cli_words(cli, "reference.between", "low", cli_text(cli, bound(cli, field, field->min)), "high",
                               cli_text(cli, bound(cli, field, field->max)), NULL));
    }
}

static void add_rules(struct cli *cli, struct buf *out, const struct kind *kind, const struct field *field)
{
    static const struct {
        unsigned flag;
        const char *word;
    } flags[] = {{F_REQUIRED, "required"},     {F_UNIQUE, "unique"}, {F_FIXED, "fixed"}, {F_SET_BY_US, "ours"},
                 {F_IDENTIFIER, "identifies"}, {F_SEARCH, "search"}, {F_LIST, "list"}};
    bool first = true;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (!(field->flags & flags[i].flag))
            continue;
        buf_add(out, first ? S("") : S(", "));
        buf_add(out, reference_words(cli, "reference.flag.%s", flags[i].word));
        first = false;
    }
    struct str hint = reference_words(cli, "help.%s.%s", kind->name, field->name);
    if (hint.n)
        buf_add(out, first ? S("") : S(". "));
    reference_cell(out, hint);
}

static void add_field(struct cli *cli, struct buf *out, const struct kind *kind, const struct field *field)
{
    struct str own = reference_words(cli, "field.%s.%s", kind->name, field->name);
    buf_printf(out, "| `%s` | ", field->name);
    reference_cell(out, own.n ? own : reference_words(cli, "field.%s", field->name));
    buf_lit(out, " | ");
    add_type(cli, out, kind, field);
    buf_lit(out, " | ");
    add_rules(cli, out, kind, field);
    buf_lit(out, " |\n");
}

static const char *scope_key(enum scope scope)
{
    static const char *const keys[] = {[SCOPE_OWNER] = "reference.scope.owner",
                                       [SCOPE_CIRCLE] = "reference.scope.circle",
                                       [SCOPE_PARENT] = "reference.scope.parent",
                                       [SCOPE_SUBJECT] = "reference.scope.subject",
                                       [SCOPE_ALLIANCE] = "reference.scope.alliance"};
    return keys[scope];
}

static void add_kind(struct cli *cli, struct buf *out, const struct kind *kind)
{
    struct str parent = str_of(kind->parent), explained = reference_words(cli, "kind.%s.explain", kind->name);
    buf_printf(out, "## %s\n\n**%.*s.** ", kind->plural, STR_ARG(reference_words(cli, "kind.%s.other", kind->name)));
    if (explained.n)
        buf_printf(out, "%.*s ", STR_ARG(explained));
    buf_add(out, cli_words(cli, scope_key(kind->scope), "parent", cli_text(cli, parent), NULL));
    if (kind->scope == SCOPE_CIRCLE)
        buf_printf(out, " %.*s",
                   STR_ARG(reference_words(cli, kind->private_first ? "reference.side" : "reference.joint")));
    if (kind->files)
        buf_printf(out, " %.*s", STR_ARG(reference_words(cli, "reference.files")));
    buf_printf(out, " %.*s\n\n",
               STR_ARG(cli_words(cli, "reference.rights", "group", cli_text(cli, str_of(kind->rights)), NULL)));
    buf_printf(out, "%.*s\n", STR_ARG(reference_words(cli, "reference.fields-head")));
    for (size_t i = 0; i < kind->count; i++)
        add_field(cli, out, kind, &kind->fields[i]);
    buf_char(out, '\n');
}

enum err reference_records(struct cli *cli)
{
    struct buf out = buf_init(cli->arena, 0);
    buf_printf(&out, "%.*s\n\n", STR_ARG(reference_words(cli, "cli.markdown.records")));
    for (size_t i = 0; kind_at(i); i++)
        add_kind(cli, &out, kind_at(i));
    out.n -= 1; /* no blank line at the end */
    cli_print(buf_str(&out));
    return out.failed ? ERR_MEMORY : OK;
}
