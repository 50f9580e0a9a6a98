/* purge: deletes what is kept no longer than needed. */
#include "base/log.h"
#include "cli/cleaning.h"
#include "cli/commands.h"
#include "cli/task.h"
#include "kernel/account.h"
#include <stdio.h>

static int64_t days_of(const struct cli *cli, enum setting setting)
{
    int64_t number = 0;
    return str_int(cli_setting(cli, setting), &number) ? number : 0; /* checked by settings.c */
}

struct purge_terms cleaning_terms(const struct cli *cli)
{
    return (struct purge_terms){
        .withdrawn_days = days_of(cli, SETTING_KEEP_WITHDRAWN),
        .event_days = days_of(cli, SETTING_KEEP_DETAILS),
    };
}

static enum err clean(struct work *work, const struct purge_terms *terms, struct purge_counts *counts)
{
    struct str tenant, host;
    struct viewer *viewer;
    enum err err = conn_begin(work->conn);
    if (err == OK)
        err = workspace_only(work, &tenant, &host);
    if (err == OK)
        err = viewer_of_operator(work, tenant, &viewer);
    if (err == OK)
        err = purge(work, viewer, terms, counts);
    if (err == OK)
        err = conn_commit(work->conn);
    if (err && conn_in_transaction(work->conn))
        conn_rollback(work->conn);
    return err;
}

void cleaning_pass(struct cli *cli, struct store *store)
{
    struct purge_terms terms = cleaning_terms(cli);
    struct purge_counts counts = {0};
    struct conn *conn = NULL;
    struct arena *arena = arena_new(0);
    char text[4][24];
    enum err err = arena ? store_connect(store, CONN_WRITE, &conn) : ERR_MEMORY;
    if (err == OK) {
        struct work work = work_init(arena, conn);
        err = clean(&work, &terms, &counts);
    }
    conn_close(conn);
    arena_free(arena);
    const int64_t numbers[] = {counts.records, counts.access, counts.answers, counts.events};
    for (size_t i = 0; i < 4; i++)
        snprintf(text[i], sizeof text[i], "%lld", (long long)numbers[i]);
    if (err)
        log_write(LOG_ERROR, "purge.failed", "error", err_code(err), NULL);
    else
        log_write(LOG_INFO, "purge.done", "records", text[0], "access", text[1], "answers", text[2], "events", text[3],
                  NULL);
}

enum err command_purge(struct cli *cli)
{
    struct task task;
    struct purge_terms terms = cleaning_terms(cli);
    struct purge_counts counts = {0};
    bool dry = cli_has(cli, "dry-run");
    enum err err = task_open(cli, CONN_WRITE, &task);
    if (err)
        return err;
    err = purge(&task.work, task.viewer, &terms, &counts);
    if (err == OK && dry)
        conn_rollback(task.conn);
    err = task_end(cli, &task, err);
    if (err)
        return err;
    if (!cli_has(cli, "json")) {
        cli_say(cli, dry ? "cli.purge.would" : "cli.purge.done", "records", cli_number(cli, counts.records), "access",
                cli_number(cli, counts.access), "answers", cli_number(cli, counts.answers), "events",
                cli_number(cli, counts.events), NULL);
        return OK;
    }
    struct value *view = value_map(cli->arena);
    value_put_bool(cli->arena, view, "dry_run", dry);
    value_put_int(cli->arena, view, "records", counts.records);
    value_put_int(cli->arena, view, "access", counts.access);
    value_put_int(cli->arena, view, "answers", counts.answers);
    value_put_int(cli->arena, view, "events", counts.events);
    return cli_print_json(cli, view);
}
