/* verify, backup, restore, migrate: commands about the store as such. */
#include "cli/commands.h"
#include "cli/task.h"
#include "kernel/event.h"
#include "store/migrate.h"

static const char *what_key(const char *what)
{
    static const char *const pairs[][2] = {
        {"sequence", "cli.verify.sequence"}, {"previous", "cli.verify.previous"}, {"payload", "cli.verify.payload"},
        {"hash", "cli.verify.hash"},         {"missing", "cli.verify.missing"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (!strcmp(what, pairs[i][0]))
            return pairs[i][1];
    return "cli.verify.other";
}

static void add_break(struct cli *cli, struct value *list, const struct chain_break *at)
{
    struct value *one = value_push_map(cli->arena, list);
    value_put_text(cli->arena, one, "chain", at->audience);
    value_put_int(cli->arena, one, "sequence", at->sequence);
    value_put_text(cli->arena, one, "event", at->event);
    value_put_text(cli->arena, one, "what", str_of(at->what));
    if (!cli_has(cli, "json"))
        cli_say(cli, what_key(at->what), "chain", cli_text(cli, at->audience), "sequence",
                cli_number(cli, at->sequence), "event", cli_text(cli, at->event), NULL);
}

enum err command_verify(struct cli *cli)
{
    struct task task;
    int64_t chains = 0, events = 0, erased = 0;
    struct chain_break *breaks = NULL;
    size_t count = 0;
    enum err err = task_open(cli, CONN_READ, &task);
    if (err)
        return err;
    err = event_verify(&task.work, &chains, &events, &erased, &breaks, &count);
    if (err)
        return task_end(cli, &task, err);
    struct value *view = value_map(cli->arena);
    value_put_bool(cli->arena, view, "holds", count == 0);
    value_put_int(cli->arena, view, "chains", chains);
    value_put_int(cli->arena, view, "events", events);
    value_put_int(cli->arena, view, "erased", erased);
    struct value *list = value_put_list(cli->arena, view, "breaks");
    for (size_t i = 0; i < count; i++)
        add_break(cli, list, &breaks[i]);
    if (cli_has(cli, "json"))
        err = cli_print_json(cli, view);
    else if (count == 0)
        cli_say(cli, "cli.verify.holds", "chains", cli_number(cli, chains), "events", cli_number(cli, events), "erased",
                cli_number(cli, erased), NULL);
    if (err == OK && count)
        err = cli_fail(cli, ERR_CORRUPT, "cli.verify.broken", "count", cli_number(cli, (int64_t)count), NULL);
    return task_end(cli, &task, err);
}

enum err command_backup(struct cli *cli)
{
    struct task task;
    const char *file = arena_cstr(cli->arena, cli_operand(cli, 0));
    if (!file)
        return ERR_MEMORY;
    enum err err = task_connect(cli, false, CONN_READ, &task);
    if (err)
        return err;
    err = store_backup(task.store, file, &cli->problems);
    if (err == OK)
        cli_say(cli, "cli.backup.done", "file", cli_text(cli, str_of(file)), NULL);
    return task_end(cli, &task, err);
}

enum err command_restore(struct cli *cli)
{
    struct store *store = NULL;
    struct str url = cli_setting(cli, SETTING_STORE);
    const char *file = arena_cstr(cli->arena, cli_operand(cli, 0)), *text = url.p ? arena_cstr(cli->arena, url) : NULL;
    if (!url.p)
        return cli_fail(cli, ERR_INPUT, "cli.store.nowhere", NULL);
    if (!file || !text)
        return ERR_MEMORY;
    enum err err = store_open(text, true, &cli->problems, &store);
    if (err)
        return err;
    err = store_restore(store, file, &cli->problems);
    if (err == OK)
        cli_say(cli, "cli.restore.done", "store", cli_store_shown(cli), NULL);
    store_close(store);
    return err;
}

enum err command_migrate(struct cli *cli)
{
    struct task task;
    int applied = 0;
    enum err err = task_connect(cli, false, CONN_WRITE, &task);
    if (err)
        return err;
    err = migrate(task.conn, store_scheme(task.store), &cli->problems, &applied);
    if (err == OK && cli_has(cli, "json")) {
        struct value *view = value_map(cli->arena);
        value_put_int(cli->arena, view, "applied", applied);
        value_put_int(cli->arena, view, "schema", migrate_newest());
        err = cli_print_json(cli, view);
    } else if (err == OK) {
        cli_say(cli, applied ? "cli.migrate.done" : "cli.migrate.nothing", "count", cli_number(cli, applied), "schema",
                cli_number(cli, migrate_newest()), NULL);
    }
    return task_end(cli, &task, err);
}
