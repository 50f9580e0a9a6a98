/* attach: a file of the disk becomes a document of a record, or the newest version of one. */
#include "cli/commands.h"
#include "cli/task.h"
#include "kernel/content.h"

static enum err find_kind(struct cli *cli, const struct kind **kind)
{
    struct str name = cli_operand(cli, 0);
    *kind = kind_by_plural(name);
    return *kind ? OK
                 : cli_fail(cli, ERR_INPUT, "cli.kind.unknown", "name", cli_text(cli, name), "names",
                            cli_text(cli, S("")), NULL);
}

/* The document of that name that is attached to the record already; NULL when there is none. */
static enum err find_document(struct task *task, const struct value *about, struct str name, struct value **document)
{
    struct query query = {.limit = 200};
    struct page page;
    query.filters[query.filter_count++] = (struct filter){S("about_kind"), value_get_text(about, "about_kind")};
    query.filters[query.filter_count++] = (struct filter){S("about"), value_get_text(about, "about")};
    *document = NULL;
    enum err err = record_list(&task->work, task->viewer, kind_by_plural(S("documents")), &query, &page);
    VALUE_EACH (item, err == OK ? page.items : NULL)
        if (str_eq(value_get_text(item, "name"), name))
            *document = item;
    return err;
}

static enum err attach(struct cli *cli, struct task *task, const struct kind *kind, struct value **record)
{
    struct work *work = &task->work;
    const struct kind *documents = kind_by_plural(S("documents"));
    struct value *input = value_map(work->arena), *old;
    struct str named = cli_operand(cli, 1), circle = cli_option(cli, "circle"), id;
    struct str name = cli_has(cli, "name") ? cli_option(cli, "name") : content_file_name(work->file);
    enum err err = record_find(work, task->viewer, kind, named, (struct str){NULL, 0}, &id);
    if (err == ERR_NOT_FOUND || err == ERR_CONFLICT)
        return cli_fail(cli, err, "cli.attach.record", "name", cli_text(cli, named), NULL);
    value_put_text(work->arena, input, "about_kind", str_of(kind->plural));
    value_put_text(work->arena, input, "about", id);
    value_put_text(work->arena, input, "name", name);
    if (err == OK)
        err = find_document(task, input, name, &old);
    if (err)
        return err;
    if (old)
        return record_change(work, task->viewer, documents, value_get_text(old, "id"), value_get_int(old, "version", 0),
                             value_map(work->arena), INPUT_JSON, S(""), record);
    if (circle.n)
        value_put_text(work->arena, input, "circle", circle);
    return record_create(work, task->viewer, documents, input, INPUT_JSON, record);
}

static enum err tell(struct cli *cli, const struct value *record)
{
    if (cli_has(cli, "json"))
        return cli_print_json(cli, record);
    cli_say(cli, "cli.attach.done", "name", cli_text(cli, value_get_text(record, "name")), "version",
            cli_number(cli, value_get_int(record, "version", 0)), "address",
            cli_text(cli, value_get_text(record, "content")), NULL);
    return OK;
}

enum err command_attach(struct cli *cli)
{
    struct task task;
    const struct kind *kind;
    struct value *record = NULL;
    struct content_file *file = NULL;
    int64_t most = 0, total = 0;
    const char *path = arena_cstr(cli->arena, cli_operand(cli, 2));
    enum err err = path ? find_kind(cli, &kind) : ERR_MEMORY;
    if (err)
        return err;
    if (str_int(cli_setting(cli, SETTING_FILE_SIZE), &most) && str_int(cli_setting(cli, SETTING_FILES_TOTAL), &total))
        content_limits_set(most, total);
    err = content_file_read(cli->arena, path, &file);
    if (err == ERR_NOT_FOUND)
        return cli_fail(cli, err, "cli.attach.file", "name", cli_text(cli, cli_operand(cli, 2)), NULL);
    if (err == ERR_TOO_LARGE)
        return content_file_check(file, &cli->problems);
    if (err == OK)
        err = task_open(cli, CONN_WRITE, &task);
    if (err)
        return err;
    task.work.file = file;
    err = attach(cli, &task, kind, &record);
    err = task_end(cli, &task, err);
    return err ? err : tell(cli, record);
}
