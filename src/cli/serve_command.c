#include "base/date.h"
#include "base/log.h"
#include "cli/cleaning.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/key_file.h"
#include "cli/task.h"
#include "kernel/account.h"
#include "kernel/content_file.h"
#include "store/migrate.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { MS_A_SECOND = 1000 };

static int64_t number_of(const struct cli *cli, enum setting setting)
{
    int64_t number = 0;
    return str_int(cli_setting(cli, setting), &number) ? number : 0; /* checked by settings.c */
}

static enum err make_plan(struct cli *cli, struct server_plan *plan)
{
    struct str base = cli_setting(cli, SETTING_BASE);
    *plan = (struct server_plan){
        .base_url = base.p ? arena_cstr(cli->arena, base) : NULL,
        .behind_proxy = str_is(cli_setting(cli, SETTING_BEHIND_PROXY), "yes"),
        .secure_cookies = str_is(cli_setting(cli, SETTING_SECURE_COOKIES), "yes"),
        .threads = (unsigned)number_of(cli, SETTING_THREADS),
        .workers = (unsigned)number_of(cli, SETTING_WORKERS),
        .connections = (unsigned)number_of(cli, SETTING_CONNECTIONS),
        .uploads = (unsigned)number_of(cli, SETTING_UPLOADS),
    };
    content_limits_set(number_of(cli, SETTING_FILE_SIZE), number_of(cli, SETTING_FILES_TOTAL));
    return settings_address(cli->arena, cli_setting(cli, SETTING_LISTEN), &plan->address, &plan->port) ? OK
                                                                                                       : ERR_MEMORY;
}

/* Brings the schema up and makes sure that there is something to serve. */
static enum err prepare(struct cli *cli, struct task *task)
{
    int applied = 0;
    enum err err = task_connect(cli, false, CONN_WRITE, task);
    if (err)
        return err == ERR_NOT_FOUND ? cli_fail(cli, err, "cli.serve.nothing", NULL) : err;
    err = migrate(task->conn, &cli->problems, &applied);
    if (err)
        return err;
    if (applied)
        log_write(LOG_INFO, "serve.migrated", NULL);
    task->work = work_init(cli->arena, task->conn);
    err = workspace_only(&task->work, &task->tenant, &task->host);
    conn_close(task->conn);
    task->conn = NULL;
    return err == ERR_NOT_FOUND ? cli_fail(cli, err, "cli.serve.nothing", NULL) : err;
}

static enum err announce(struct cli *cli, const struct server_plan *plan, uint16_t port)
{
    struct str file = cli_setting(cli, SETTING_PORT_FILE);
    struct str number = arena_printf(cli->arena, "%u\n", (unsigned)port);
    bool brackets = strchr(plan->address, ':') != NULL;
    struct str url = arena_printf(cli->arena, "http://%s%s%s:%u", brackets ? "[" : "", plan->address,
                                  brackets ? "]" : "", (unsigned)port);
    if (!number.p || !url.p)
        return ERR_MEMORY;
    cli_say(cli, "cli.serve.ready", "url", cli_text(cli, url), NULL);
    if (fflush(stdout) != 0)
        clearerr(stdout); /* nobody reads what is said; that is no reason not to serve */
    log_write(LOG_INFO, "serve.ready", "address", url.p, NULL);
    return file.p ? file_write(&cli->problems, file, number) : OK;
}

/* Waits until it is told to end, and every so many seconds deletes what is kept no longer than needed: the first time
 * when that time has passed since the start, so that a server that keeps restarting does not do so all the time. The
 * next signal to end ends the process at once. */
static void wait_for_end(struct cli *cli, struct store *store, const sigset_t *ends)
{
    int64_t every_ms = number_of(cli, SETTING_PURGE_EVERY) * MS_A_SECOND, next = monotonic_ms() + every_ms;
    int signal_number = 0;
    while (signal_number <= 0) {
        int64_t left = next - monotonic_ms();
        struct timespec wait = {.tv_sec = left > 0 ? left / MS_A_SECOND : 0,
                                .tv_nsec = left > 0 ? left % MS_A_SECOND * 1000000 : 0};
        if (!every_ms) {
            (void)sigwait(ends, &signal_number);
        } else if ((signal_number = sigtimedwait(ends, NULL, &wait)) < 0 && errno == EAGAIN) {
            cleaning_pass(cli, store);
            next = monotonic_ms() + every_ms;
        }
    }
    log_write(LOG_INFO, "serve.draining", "signal", signal_number == SIGINT ? "INT" : "TERM", NULL);
    pthread_sigmask(SIG_UNBLOCK, ends, NULL);
}

static enum err serve(struct cli *cli, struct task *task)
{
    struct server_plan plan;
    void *server = NULL;
    sigset_t ends;
    enum err err = make_plan(cli, &plan);
    if (err)
        return err;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    signal(SIGPIPE, SIG_IGN);
    pthread_sigmask(SIG_BLOCK, &ends, NULL); /* before any thread starts: they all inherit it */
    err = key_file_use(cli);
    if (err)
        return err;
    err = cli->program->server_start(&plan, task->store, &cli->problems, &server);
    if (err)
        return err;
    err = announce(cli, &plan, cli->program->server_port(server));
    if (err == OK)
        wait_for_end(cli, task->store, &ends);
    enum err stopped = cli->program->server_stop(server, (int)number_of(cli, SETTING_DRAIN) * MS_A_SECOND);
    struct str file = cli_setting(cli, SETTING_PORT_FILE);
    if (file.p)
        (void)unlink(file.p);
    log_write(LOG_INFO, "serve.ended", NULL);
    if (stopped == ERR_BUSY) { /* some request still runs and holds the store: nothing may be freed under it */
        cli_report(cli, cli_fail(cli, ERR_BUSY, "cli.serve.cut", NULL));
        fflush(NULL);
        _exit(err_exit(ERR_BUSY));
    }
    return err ? err : stopped;
}

enum err command_serve(struct cli *cli)
{
    struct task task;
    enum err err = prepare(cli, &task);
    if (err == OK)
        err = serve(cli, &task);
    return task_end(cli, &task, err);
}
