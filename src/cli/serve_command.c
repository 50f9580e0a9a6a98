#include "base/confine.h"
#include "base/date.h"
#include "base/log.h"
#include "cli/cleaning.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/key_file.h"
#include "cli/notices.h"
#include "cli/task.h"
#include "kernel/account.h"
#include "kernel/content_file.h"
#include "kernel/notice.h"
#include "store/migrate.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MS_A_SECOND = 1000, NOTICES_EVERY_MS = 60 * MS_A_SECOND };

static int64_t number_of(const struct cli *cli, enum setting setting)
{
    int64_t number = 0;
    return str_int(cli_setting(cli, setting), &number) ? number : 0; /* checked by settings.c */
}

static enum err make_plan(struct cli *cli, struct server_plan *plan)
{
    struct str base = cli_setting(cli, SETTING_BASE), metrics = cli_setting(cli, SETTING_METRICS);
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
    bool whole = settings_address(cli->arena, cli_setting(cli, SETTING_LISTEN), &plan->address, &plan->port);
    if (whole && metrics.p)
        whole = settings_address(cli->arena, metrics, &plan->metrics, &plan->metrics_port);
    return whole ? OK : ERR_MEMORY;
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

static bool end_is_near(void)
{
    sigset_t pending;
    return sigpending(&pending) == 0 && (sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1);
}

static void tell(struct cli *cli, struct store *store)
{
    struct notice_counts counts;
    enum err err = notices_pass(cli, store, end_is_near, &counts);
    if (err)
        log_write(LOG_ERROR, "notices.failed", "error", err_code(err), NULL);
}

/* What the server does again and again: when next, by monotonic_ms; every_ms 0: never. */
struct chore {
    void (*act)(struct cli *cli, struct store *store);
    int64_t every_ms, next;
};

/* How long nothing is to be done; -1: for good. */
static int64_t idle_ms(const struct chore *chores, size_t count)
{
    int64_t now = monotonic_ms(), least = -1;
    for (size_t i = 0; i < count; i++) {
        int64_t left = chores[i].next > now ? chores[i].next - now : 0;
        if (chores[i].every_ms && (least < 0 || left < least))
            least = left;
    }
    return least;
}

/* Waits until it is told to end, and meanwhile deletes what is kept no longer than needed and sends notices: the first
 * time when their time has passed since the start, so that a server that keeps restarting does not do so all the time.
 * The next signal to end ends the process at once. */
static void wait_for_end(struct cli *cli, struct store *store, const sigset_t *ends)
{
    struct chore chores[] = {{cleaning_pass, number_of(cli, SETTING_PURGE_EVERY) * MS_A_SECOND, 0},
                             {tell, notice_mailing() ? NOTICES_EVERY_MS : 0, 0}};
    const size_t count = sizeof chores / sizeof *chores;
    int signal_number = 0;
    for (size_t i = 0; i < count; i++)
        chores[i].next = monotonic_ms() + chores[i].every_ms;
    while (signal_number <= 0) {
        int64_t left = idle_ms(chores, count);
        struct timespec wait = {.tv_sec = left / MS_A_SECOND, .tv_nsec = left % MS_A_SECOND * 1000000};
        if (left < 0)
            (void)sigwait(ends, &signal_number);
        else if ((signal_number = sigtimedwait(ends, NULL, &wait)) < 0 && errno == EAGAIN)
            for (size_t i = 0; i < count; i++)
                if (chores[i].every_ms && chores[i].next <= monotonic_ms()) {
                    chores[i].act(cli, store);
                    chores[i].next = monotonic_ms() + chores[i].every_ms;
                }
    }
    log_write(LOG_INFO, "serve.draining", "signal", signal_number == SIGINT ? "INT" : "TERM", NULL);
    pthread_sigmask(SIG_UNBLOCK, ends, NULL);
}

/* From here on the process may only do what serving needs; with a leak sanitizer in it, that too. */
static void confine(struct cli *cli)
{
#ifdef ENTENTE_SANITIZED
    const bool leak_check = true;
#else
    const bool leak_check = false;
#endif
    if (str_is(cli_setting(cli, SETTING_UNCONFINED), "yes"))
        log_write(LOG_WARN, "confine.off", NULL);
    else if (confine_process(leak_check))
        log_write(LOG_INFO, "confine.on", NULL);
    else
        log_write(LOG_WARN, "confine.missing", "cause", strerror(errno), NULL);
}

static enum err serve(struct cli *cli, struct task *task)
{
    struct server_plan plan;
    void *server = NULL;
    sigset_t ends;
    bool mailing = false;
    enum err err = make_plan(cli, &plan);
    if (err == OK)
        err = notices_ready(cli, &mailing);
    if (err)
        return err;
    notice_mailing_set(mailing);
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
    confine(cli);
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
