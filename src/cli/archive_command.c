/* export --all, and restore of what it wrote: a whole workspace in an open form (kernel/archive.h). */
#include "cli/commands.h"
#include "cli/task.h"
#include "kernel/archive.h"
#include "kernel/content_file.h"

static enum err tell(struct cli *cli, const char *key, struct str place, const struct archive_counts *counts)
{
    if (cli_has(cli, "json")) {
        struct value *view = value_map(cli->arena);
        value_put_int(cli->arena, view, "tables", counts->tables);
        value_put_int(cli->arena, view, "rows", counts->rows);
        value_put_int(cli->arena, view, "documents", counts->documents);
        return cli_print_json(cli, view);
    }
    cli_say(cli, key, "place", cli_text(cli, place), "tables", cli_number(cli, counts->tables), "count",
            cli_number(cli, counts->rows), "documents", cli_number(cli, counts->documents), NULL);
    return OK;
}

enum err export_all(struct cli *cli)
{
    struct task task;
    struct archive_counts counts;
    struct str place = cli_option(cli, "all");
    const char *path = arena_cstr(cli->arena, place);
    if (cli->count || cli_has(cli, "as") || cli_has(cli, "format"))
        return cli_fail(cli, ERR_INPUT, "cli.export.all-alone", NULL);
    enum err err = path ? task_open(cli, CONN_READ, &task) : ERR_MEMORY;
    if (err)
        return err;
    err = archive_write(&task.work, path, cli_has(cli, "with-access"), &counts);
    err = task_end(cli, &task, err);
    return err ? err : tell(cli, "cli.export.all-done", place, &counts);
}

static enum err load(struct cli *cli, struct archive *archive)
{
    struct task task;
    struct archive_counts counts;
    enum err err = task_connect(cli, true, CONN_WRITE, &task);
    if (err)
        return err;
    task.work = work_init(cli->arena, task.conn);
    err = task_end(cli, &task, archive_load(&task.work, archive, &counts));
    return err ? err
               : tell(cli, "cli.restore.archive-done", store_url_shown(cli->arena, cli_setting(cli, SETTING_STORE)),
                      &counts);
}

enum err restore_archive(struct cli *cli, const char *path)
{
    struct archive *archive = NULL;
    content_limits_set(INT64_MAX, INT64_MAX); /* what was taken once is taken back */
    enum err err = archive_open(cli->arena, path, &cli->problems, &archive);
    if (err)
        return err;
    err = load(cli, archive);
    archive_close(archive);
    return err;
}
