/* notices: sends by mail what is new for those whose time has come. */
#include "base/log.h"
#include "base/mail.h"
#include "cli/commands.h"
#include "cli/notices.h"
#include "cli/task.h"
#include "engines/engine.h"
#include "kernel/account.h"
#include "kernel/notice.h"

/* One person's letter in the making. */
struct letter {
    struct str tenant, to, id; /* id p NULL: there is nothing to send */
    struct notice_letter said;
    bool taken;
};

enum err notices_ready(struct cli *cli, bool *wanted)
{
    *wanted = cli_setting(cli, SETTING_SMTP).p != NULL;
    if (!*wanted || (cli_setting(cli, SETTING_MAIL_FROM).p && cli_setting(cli, SETTING_BASE).p))
        return OK;
    return cli_fail(cli, ERR_INPUT, "cli.notices.needs", NULL);
}

/* Whose turn it is, or the person whom the command names, whatever they chose for when. */
static enum err reader_of(struct cli *cli, struct work *work, struct str tenant, struct viewer **viewer)
{
    struct str to = cli_option(cli, "to"), account;
    if (!to.p)
        return notice_take(work, tenant, viewer);
    enum err err = account_find(work, tenant, to, &account);
    if (err == OK)
        err = viewer_of_account(work, tenant, account, viewer);
    return err ? cli_fail(cli, err, "cli.account.unknown", "email", cli_text(cli, to), NULL) : OK;
}

static enum err write_letter(struct cli *cli, struct work *work, struct letter *letter)
{
    struct viewer *viewer;
    struct notice_choice choice;
    struct day day;
    struct value *items = NULL;
    struct str host;
    enum err err = workspace_only(work, &letter->tenant, &host);
    if (err == OK)
        err = reader_of(cli, work, letter->tenant, &viewer);
    letter->taken = err == OK;
    if (err || !viewer)
        return err;
    err = notice_choice_get(work, viewer, &choice);
    if (err == OK)
        err = engines_day(work, viewer, &day);
    if (err == OK)
        err = notice_new(work, viewer, &day, &items);
    if (err || !items->count)
        return err;
    letter->to = viewer->email;
    err = notice_write(work, viewer, items, choice.counts_only, cli_setting(cli, SETTING_BASE), &letter->said);
    return err ? err : notice_begin(work, viewer, items, &letter->id);
}

/* Whatever is taken is noted before anything is sent. */
static enum err next_letter(struct cli *cli, struct work *work, struct letter *letter)
{
    enum err err = conn_begin(work->conn);
    if (err == OK)
        err = write_letter(cli, work, letter);
    if (err == OK)
        err = conn_commit(work->conn);
    if (err && conn_in_transaction(work->conn))
        conn_rollback(work->conn);
    return err;
}

static enum err note_end(struct work *work, const struct letter *letter, enum mail_end end)
{
    static const enum notice_end ends[] = {
        [MAIL_SENT] = NOTICE_SENT, [MAIL_REFUSED] = NOTICE_REFUSED, [MAIL_UNCLEAR] = NOTICE_UNCLEAR};
    enum err err = conn_begin(work->conn);
    if (err == OK)
        err = notice_end(work, letter->tenant, letter->id, ends[end]);
    if (err == OK)
        err = conn_commit(work->conn);
    if (err && conn_in_transaction(work->conn))
        conn_rollback(work->conn);
    return err;
}

static enum err send_next(struct cli *cli, struct conn *conn, struct arena *arena, struct notice_counts *counts)
{
    struct work work = work_init(arena, conn);
    struct letter letter = {.id = {NULL, 0}};
    struct mail_way way = {.server = arena_cstr(arena, cli_setting(cli, SETTING_SMTP)),
                           .from = arena_cstr(arena, cli_setting(cli, SETTING_MAIL_FROM))};
    enum mail_end end;
    enum err err = way.server && way.from ? next_letter(cli, &work, &letter) : ERR_MEMORY;
    if (err || !letter.id.p) {
        counts->nothing += err == OK && letter.taken;
        return err;
    }
    const struct mail mail = {.to = letter.to,
                              .subject = letter.said.subject,
                              .text = letter.said.text,
                              .id = letter.id,
                              .date_ms = work.now_ms};
    err = mail_send(arena, &way, &mail, &end);
    if (err)
        end = MAIL_REFUSED; /* nothing has left */
    enum err noted = note_end(&work, &letter, end);
    counts->sent += end == MAIL_SENT;
    counts->refused += end == MAIL_REFUSED;
    counts->unclear += end == MAIL_UNCLEAR;
    return err ? err : noted;
}

enum err notices_pass(struct cli *cli, struct store *store, bool (*stop)(void), struct notice_counts *out)
{
    struct conn *conn = NULL;
    enum err err = store_connect(store, CONN_WRITE, &conn);
    *out = (struct notice_counts){0};
    bool one = cli_has(cli, "to");
    for (bool more = true; err == OK && more && !(stop && stop()); more = !one) {
        struct arena *arena = arena_new(0);
        err = arena ? send_next(cli, conn, arena, out) : ERR_MEMORY;
        arena_free(arena);
    }
    conn_close(conn);
    return err == ERR_NOT_FOUND && !one ? OK : err;
}

enum err command_notices(struct cli *cli)
{
    struct task task;
    struct notice_counts counts = {0};
    bool wanted = false;
    enum err err = notices_ready(cli, &wanted);
    if (err == OK && !wanted)
        err = cli_fail(cli, ERR_INPUT, "cli.notices.needs", NULL);
    if (err == OK)
        err = task_open(cli, CONN_READ, &task);
    if (err)
        return err;
    if (conn_in_transaction(task.conn))
        conn_rollback(task.conn);
    err = notices_pass(cli, task.store, NULL, &counts);
    err = task_end(cli, &task, err);
    if (err)
        return err;
    if (!cli_has(cli, "json")) {
        cli_say(cli, "cli.notices.done", "sent", cli_number(cli, counts.sent), "refused",
                cli_number(cli, counts.refused), "unclear", cli_number(cli, counts.unclear), "nothing",
                cli_number(cli, counts.nothing), NULL);
        return OK;
    }
    struct value *view = value_map(cli->arena);
    value_put_int(cli->arena, view, "sent", counts.sent);
    value_put_int(cli->arena, view, "refused", counts.refused);
    value_put_int(cli->arena, view, "unclear", counts.unclear);
    value_put_int(cli->arena, view, "nothing", counts.nothing);
    return cli_print_json(cli, view);
}
