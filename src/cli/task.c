#include "cli/task.h"
#include "base/message.h"
#include "kernel/account.h"
#include "store/migrate.h"

static void close_task(struct task *task)
{
    conn_close(task->conn);
    store_close(task->store);
    task->conn = NULL;
    task->store = NULL;
}

enum err task_connect(struct cli *cli, bool create, enum conn_mode mode, struct task *task)
{
    struct str url = cli_setting(cli, SETTING_STORE);
    const char *text = url.p ? arena_cstr(cli->arena, url) : NULL;
    *task = (struct task){.store = NULL};
    if (!url.p)
        return cli_fail(cli, ERR_INPUT, "cli.store.nowhere", NULL);
    if (!text)
        return ERR_MEMORY;
    enum err err = store_open(text, create, &cli->problems, &task->store);
    if (err == OK)
        err = store_connect(task->store, mode, &task->conn);
    if (err)
        close_task(task);
    return err;
}

static enum err begin(struct cli *cli, struct task *task)
{
    task->work = work_init(cli->arena, task->conn);
    enum err err = conn_begin(task->conn);
    return err ? err : workspace_only(&task->work, &task->tenant, &task->host);
}

static enum err no_workspace(struct cli *cli)
{
    return cli_fail(cli, ERR_NOT_FOUND, "cli.store.empty", "store", cli_store_shown(cli), NULL);
}

/* A store that an older program made, or one that wants a newer one, is not worked on. */
static enum err check_schema(struct cli *cli, struct task *task)
{
    struct schema_state state;
    enum err err = migrate_look(task->conn, cli->arena, &state);
    if (err == OK && state.number == 0)
        return no_workspace(cli);
    if (err == OK)
        err = migrate_allowed(&state, &cli->problems);
    return err == OK && state.missing > 0 ? cli_fail(cli, ERR_CONFLICT, "cli.store.older", NULL) : err;
}

static enum err choose_viewer(struct cli *cli, struct task *task)
{
    struct str account;
    if (!cli_has(cli, "as"))
        return viewer_of_operator(&task->work, task->tenant, &task->viewer);
    enum err err = task_account(cli, task, cli_option(cli, "as"), &account);
    if (err == OK)
        err = viewer_of_account(&task->work, task->tenant, account, &task->viewer);
    return err == ERR_NOT_FOUND ? cli_fail(cli, err, "cli.account.disabled", NULL) : err;
}

enum err task_open(struct cli *cli, enum conn_mode mode, struct task *task)
{
    enum err err = task_connect(cli, false, mode, task);
    if (err)
        return err;
    err = check_schema(cli, task);
    if (err == OK) {
        err = begin(cli, task);
        if (err == ERR_NOT_FOUND)
            err = no_workspace(cli);
    }
    if (err == OK)
        err = choose_viewer(cli, task);
    return err ? task_end(cli, task, err) : OK;
}

enum err task_create(struct cli *cli, struct task *task)
{
    enum err err = task_connect(cli, true, CONN_WRITE, task);
    if (err)
        return err;
    err = migrate(task->conn, &cli->problems, NULL);
    if (err == OK) {
        err = begin(cli, task);
        if (err == ERR_NOT_FOUND)
            return OK;
        if (err == OK)
            err = cli_fail(cli, ERR_CONFLICT, "cli.store.full", "store", cli_store_shown(cli), NULL);
    }
    return task_end(cli, task, err);
}

enum err task_end(struct cli *cli, struct task *task, enum err err)
{
    if (task->work.problems.count || task->work.problems.detail.n) {
        struct str detail = cli->problems.detail;
        cli->problems = task->work.problems;
        if (detail.n)
            cli->problems.detail = detail;
    }
    if (task->conn && conn_in_transaction(task->conn)) {
        if (err == OK)
            err = conn_commit(task->conn);
        if (err)
            conn_rollback(task->conn);
    }
    close_task(task);
    return err;
}

enum err task_account(struct cli *cli, struct task *task, struct str email, struct str *account)
{
    enum err err = account_find(&task->work, task->tenant, email, account);
    if (err == ERR_CONFLICT)
        return cli_fail(cli, err, "cli.account.several", "email", cli_text(cli, email), NULL);
    return err == ERR_NOT_FOUND ? cli_fail(cli, err, "cli.account.unknown", "email", cli_text(cli, email), NULL) : err;
}

enum err task_viewer_for(struct task *task, struct str organisation, struct viewer **out)
{
    return viewer_of_keeper(&task->work, task->tenant, organisation, out);
}
