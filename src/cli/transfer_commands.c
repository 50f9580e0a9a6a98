/* import, export: CSV and JSON in and out (kernel/transfer.h). */
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/task.h"
#include "kernel/transfer.h"

enum { FILE_MOST = 256 << 20 };

static const char *plural_at(size_t i, const void *user)
{
    (void)user;
    return kind_at(i) ? kind_at(i)->plural : NULL;
}

static enum err find_kind(struct cli *cli, const struct kind **kind)
{
    struct str name = cli_operand(cli, 0);
    *kind = kind_by_plural(name);
    if (*kind)
        return OK;
    struct buf names = buf_init(cli->arena, 0);
    for (size_t i = 0; kind_at(i); i++)
        buf_printf(&names, "%s%s", i ? ", " : "", kind_at(i)->plural);
    struct str near = nearest_word(cli->arena, name, plural_at, NULL);
    return cli_fail(cli, ERR_INPUT, near.p ? "cli.kind.unknown-near" : "cli.kind.unknown", "name", cli_text(cli, name),
                    "near", cli_text(cli, near), "names", cli_text(cli, buf_str(&names)), NULL);
}

/* Rows whose names are much like those of records: {row, name, like, like_id}. */
static struct value *alike(struct cli *cli, const struct import_result *result)
{
    struct value *list = value_list(cli->arena);
    VALUE_EACH (found, result->duplicates) {
        const struct value *like = value_get(found, "like");
        struct value *one = value_push_map(cli->arena, list);
        value_put_int(cli->arena, one, "row", value_get_int(found, "row", 0));
        value_put_text(cli->arena, one, "name", value_get_text(found, "name"));
        value_put_text(cli->arena, one, "like",
                       like && like->kind == V_REF ? like->label : value_get_text(found, "like"));
        value_put_text(cli->arena, one, "like_id", like && like->kind == V_REF ? like->text : S(""));
    }
    return list;
}

static enum err tell(struct cli *cli, const struct import_result *result, bool dry_run)
{
    const struct value *duplicates = alike(cli, result);
    if (cli_has(cli, "json")) {
        struct value *view = value_map(cli->arena);
        value_put_int(cli->arena, view, "rows", result->rows);
        value_put_int(cli->arena, view, "created", result->created);
        value_put_int(cli->arena, view, "changed", result->changed);
        value_put_int(cli->arena, view, "unchanged", result->unchanged);
        value_put_bool(cli->arena, view, "dry_run", dry_run);
        value_put(view, "duplicates", value_copy(cli->arena, duplicates));
        return cli_print_json(cli, view);
    }
    cli_say(cli, dry_run ? "cli.import.would" : "cli.import.done", "count", cli_number(cli, result->rows), "created",
            cli_number(cli, result->created), "changed", cli_number(cli, result->changed), "unchanged",
            cli_number(cli, result->unchanged), NULL);
    VALUE_EACH (one, duplicates)
        cli_say(cli, "cli.import.like", "row", cli_number(cli, value_get_int(one, "row", 0)), "name",
                cli_text(cli, value_get_text(one, "name")), "like", cli_text(cli, value_get_text(one, "like")), NULL);
    return OK;
}

enum err command_import(struct cli *cli)
{
    const struct kind *kind;
    struct task task;
    struct import_result result = {0, 0, 0, 0, NULL};
    struct str text;
    bool dry_run = cli_has(cli, "dry-run");
    enum err err = find_kind(cli, &kind);
    if (err == OK)
        err = file_read(&cli->problems, cli_operand(cli, 1), FILE_MOST, &text);
    if (err == OK)
        err = task_open(cli, CONN_WRITE, &task);
    if (err)
        return err;
    err = import_csv(&task.work, task.viewer, kind, text, dry_run, &result);
    if (err == OK && dry_run)
        conn_rollback(task.conn);
    else if (err == ERR_INPUT || err == ERR_MALFORMED)
        err = cli_fail(cli, err, "cli.import.wrong", "file", cli_text(cli, cli_operand(cli, 1)), NULL);
    err = task_end(cli, &task, err);
    return err ? err : tell(cli, &result, dry_run);
}

enum err command_export(struct cli *cli)
{
    const struct kind *kind;
    struct task task;
    struct str format = cli_has(cli, "format") ? cli_option(cli, "format") : S("csv");
    if (cli_has(cli, "all"))
        return export_all(cli);
    if (!cli->count || cli_has(cli, "with-access") || cli_has(cli, "json"))
        return cli_fail(cli, ERR_INPUT, cli->count ? "cli.export.all-only" : "cli.export.what", NULL);
    if (!str_is(format, "csv") && !str_is(format, "json"))
        return cli_fail(cli, ERR_INPUT, "cli.export.format", "name", cli_text(cli, format), NULL);
    enum err err = find_kind(cli, &kind);
    if (err == OK)
        err = task_open(cli, CONN_READ, &task);
    if (err)
        return err;
    struct buf out = buf_init(cli->arena, FILE_MOST);
    err = (str_is(format, "csv") ? export_csv : export_json)(&task.work, task.viewer, kind, &out);
    struct str text = buf_str(&out);
    if (err == OK && out.failed)
        err = ERR_TOO_LARGE;
    err = task_end(cli, &task, err);
    if (err == OK)
        cli_print(text);
    if (err == OK && text.n && !str_ends(text, S("\n")))
        cli_print(S("\n"));
    return err;
}
