/* user link, token: ways in for a person. Both leave an event that the person can see. */
#include "cli/commands.h"
#include "cli/link.h"
#include "kernel/account.h"

enum { LINK_HOURS = 24, LINK_HOURS_MOST = 24 * 30, TOKEN_DAYS = 90, TOKEN_DAYS_MOST = 3650 };

/* The number given by an option, or `otherwise`. */
static enum err number_of(struct cli *cli, const char *option, int otherwise, int most, int *out)
{
    int64_t number = otherwise;
    *out = otherwise;
    if (cli_has(cli, option) && (!str_int(cli_option(cli, option), &number) || number < 1 || number > most))
        return cli_fail(cli, ERR_INPUT, "cli.line.number", "name", cli_text(cli, str_of(option)), "most",
                        cli_number(cli, most), NULL);
    *out = (int)number;
    return OK;
}

enum err command_user_link(struct cli *cli)
{
    struct task task;
    struct str account, link;
    int hours;
    enum err err = number_of(cli, "hours", LINK_HOURS, LINK_HOURS_MOST, &hours);
    if (err == OK)
        err = task_open(cli, CONN_WRITE, &task);
    if (err)
        return err;
    err = task_account(cli, &task, cli_operand(cli, 0), &account);
    if (err == OK)
        err = link_make(cli, &task, account, hours, &link);
    err = task_end(cli, &task, err);
    if (err)
        return err;
    cli_say(cli, "cli.user-link.done", "email", cli_text(cli, cli_operand(cli, 0)), "count", cli_number(cli, hours),
            NULL);
    cli_print(link);
    cli_print(S("\n"));
    return OK;
}

enum err command_token(struct cli *cli)
{
    struct task task;
    struct str account, secret, name = cli_has(cli, "name") ? cli_option(cli, "name") : S("command line");
    int days;
    enum err err = number_of(cli, "days", TOKEN_DAYS, TOKEN_DAYS_MOST, &days);
    if (err == OK)
        err = task_open(cli, CONN_WRITE, &task);
    if (err)
        return err;
    err = task_account(cli, &task, cli_operand(cli, 0), &account);
    if (err == OK)
        err = token_issue(&task.work, task.viewer, account, name, days, &secret);
    err = task_end(cli, &task, err);
    if (err)
        return err;
    cli_say(cli, "cli.token.done", "email", cli_text(cli, cli_operand(cli, 0)), "count", cli_number(cli, days), NULL);
    cli_print(secret);
    cli_print(S("\n"));
    return OK;
}
