#include "cli/reference.h"
#include "cli/task.h"
#include "kernel/kind.h"

/* The table that full text is found by has columns and indexes of each engine's own: words tell of them. */
static bool is_own(struct str table)
{
    return str_is(table, "search_entry");
}

static struct str words_of_table(struct cli *cli, struct str table)
{
    for (size_t i = 0; kind_at(i); i++)
        if (str_is(table, kind_at(i)->table))
            return cli_words(cli, "reference.schema.kind", "kind", cli_text(cli, str_of(kind_at(i)->plural)),
                             "explained", cli_text(cli, reference_words(cli, "kind.%s.explain", kind_at(i)->name)),
                             NULL);
    return reference_words(cli, "reference.table.%.*s", STR_ARG(table));
}

static void add_names(struct buf *out, const struct value *names)
{
    for (size_t i = 0; names && i < names->count; i++)
        buf_printf(out, "%s`%.*s`", i ? ", " : "", STR_ARG(value_at(names, i)->text));
}

static void add_columns(struct cli *cli, struct buf *out, const struct value *table)
{
    const char *between = "";
    buf_add(out, reference_words(cli, "reference.schema.columns"));
    buf_char(out, ' ');
    VALUE_EACH (column, value_get(table, "columns")) {
        struct str name = value_get_text(column, "name"), type = value_get_text(column, "type");
        buf_printf(out, "%s`%.*s` %.*s", between, STR_ARG(name), STR_ARG(type));
        between = ", ";
    }
    buf_lit(out, ".\n\n");
}

static void add_relations(struct cli *cli, struct buf *out, const struct value *relations, struct str table)
{
    bool some = false;
    VALUE_EACH (one, relations) {
        struct str what = value_get_text(one, "what"), target = value_get_text(one, "target");
        if (!str_eq(value_get_text(one, "table"), table))
            continue;
        struct str words = reference_words(cli, "reference.schema.%.*s", STR_ARG(what));
        struct str part = value_get_text(one, "part").n ? reference_words(cli, "reference.schema.part") : S("");
        if (str_is(what, "reference"))
            buf_printf(out, "- %.*s [%.*s](#%.*s): `%.*s`\n", STR_ARG(words), STR_ARG(target), STR_ARG(target),
                       STR_ARG(value_get_text(one, "columns")));
        else
            buf_printf(out, "- %.*s `%.*s`: `%.*s`%.*s\n", STR_ARG(words), STR_ARG(value_get_text(one, "name")),
                       STR_ARG(value_get_text(one, "columns")), STR_ARG(part));
        some = true;
    }
    if (some)
        buf_char(out, '\n');
}

/* ERR_CORRUPT for a table that nothing says the purpose of. */
static enum err add_table(struct cli *cli, struct buf *out, const struct value *table, const struct value *relations)
{
    struct str name = value_get_text(table, "name"), words = words_of_table(cli, name);
    if (!words.n)
        return cli_fail(cli, ERR_CORRUPT, "reference.schema.unnamed", "table", cli_text(cli, name), NULL);
    buf_printf(out, "## %.*s\n\n%.*s\n\n", STR_ARG(name), STR_ARG(words));
    if (is_own(name))
        return OK;
    add_columns(cli, out, table);
    buf_add(out, reference_words(cli, "reference.schema.key"));
    buf_char(out, ' ');
    add_names(out, value_get(table, "key"));
    buf_lit(out, ".\n\n");
    add_relations(cli, out, relations, name);
    return OK;
}

enum err reference_schema(struct cli *cli)
{
    struct buf out = buf_init(cli->arena, 0);
    struct value *tables = NULL, *relations = NULL;
    struct task task;
    enum err err = task_open(cli, CONN_READ, &task);
    if (err)
        return err;
    err = conn_tables(task.conn, cli->arena, &tables);
    if (err == OK)
        err = conn_relations(task.conn, cli->arena, &relations);
    buf_printf(&out, "%.*s\n\n", STR_ARG(reference_words(cli, "cli.markdown.schema")));
    VALUE_EACH (table, tables)
        if (err == OK)
            err = add_table(cli, &out, table, relations);
    if (err == OK && out.n) {
        out.n -= 1; /* no blank line at the end */
        cli_print(buf_str(&out));
    }
    err = task_end(cli, &task, err);
    return err == OK && out.failed ? ERR_MEMORY : err;
}
