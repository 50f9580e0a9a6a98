/* user link, reset, invite, second-factor-off; token: ways in for a person. All leave an event that the person can see.
 */
#include "cli/commands.h"
#include "cli/link.h"
#include "kernel/invitation.h"
#include "kernel/scope.h"
#include "kernel/second_factor.h"

enum { LINK_HOURS = 24, LINK_HOURS_MOST = 24 * 30, TOKEN_DAYS = 90, TOKEN_DAYS_MOST = 3650 };

/* Makes an address that opens an account for some hours. */
typedef enum err issuer(struct cli *cli, struct task *task, struct str account, int hours, struct str *address);

static enum err issue_reset(struct cli *cli, struct task *task, struct str account, int hours, struct str *address)
{
    struct str secret;
    enum err err = reset_issue(&task->work, task->viewer, account, hours, &secret);
    if (err == OK)
        *address = link_address(cli, "reset", secret);
    return err;
}

/* Prints such an address for the account named as the first operand, after the words of `done`. */
static enum err open_way(struct cli *cli, issuer *issue, const char *done)
{
    struct task task;
    struct str account, address;
    int hours;
    enum err err = cli_count(cli, "hours", LINK_HOURS, LINK_HOURS_MOST, &hours);
    if (err == OK)
        err = task_open(cli, CONN_WRITE, &task);
    if (err)
        return err;
    err = task_account(cli, &task, cli_operand(cli, 0), &account);
    if (err == OK)
        err = issue(cli, &task, account, hours, &address);
    err = task_end(cli, &task, err);
    if (err)
        return err;
    cli_say(cli, done, "email", cli_text(cli, cli_operand(cli, 0)), "count", cli_number(cli, hours), NULL);
    cli_print(address);
    cli_print(S("\n"));
    return OK;
}

enum err command_user_link(struct cli *cli)
{
    return open_way(cli, link_make, "cli.user-link.done");
}

enum err command_user_reset(struct cli *cli)
{
    return open_way(cli, issue_reset, "cli.user-reset.done");
}

enum err command_user_invite(struct cli *cli)
{
    struct task task;
    struct str id, secret;
    struct invitation wish = {.name = cli_option(cli, "name"), .email = cli_operand(cli, 0)};
    enum err err = roles_given(cli, &wish.roles);
    if (err == OK)
        err = task_open(cli, CONN_WRITE, &task);
    if (err)
        return err;
    err = organisation_given(cli, &task, &wish.organisation);
    if (err == OK)
        err = invitation_make(&task.work, task.viewer, &wish, &id, &secret);
    err = task_end(cli, &task, err);
    if (err)
        return err;
    cli_say(cli, "cli.user-invite.done", "email", cli_text(cli, cli_operand(cli, 0)), NULL);
    cli_print(link_address(cli, "invitation", secret));
    cli_print(S("\n"));
    return OK;
}

enum err command_second_factor_off(struct cli *cli)
{
    struct task task;
    struct str account;
    enum err err = task_open(cli, CONN_WRITE, &task);
    if (err)
        return err;
    err = task_account(cli, &task, cli_operand(cli, 0), &account);
    if (err == OK)
        err = second_factor_drop(&task.work, task.viewer, account);
    err = task_end(cli, &task, err);
    if (err == OK)
        cli_say(cli, "cli.user-second-factor-off.done", "email", cli_text(cli, cli_operand(cli, 0)), NULL);
    return err;
}

/* The scope asked for, among the alliances of the account's person. */
static enum err scope_of(struct cli *cli, struct task *task, struct str account, struct token_scope *scope)
{
    struct viewer *person;
    struct value *input = value_map(cli->arena), *groups = value_put_list(cli->arena, input, "groups");
    if (cli_has(cli, "read-only"))
        value_put_text(cli->arena, input, "access", S("read"));
    if (cli_has(cli, "alliance"))
        value_put_text(cli->arena, input, "alliance", cli_option(cli, "alliance"));
    for (const struct given *g = cli->given; g; g = g->next)
        if (!strcmp(g->option->name, "group"))
            value_push(groups, value_text(cli->arena, g->value));
    enum err err = viewer_of_account(&task->work, task->tenant, account, &person);
    return err ? err : scope_parse(&task->work, person, input, scope);
}

enum err command_token(struct cli *cli)
{
    struct token_scope scope = {.groups = 0};
    struct task task;
    struct str account, secret, name = cli_has(cli, "name") ? cli_option(cli, "name") : S("command line");
    int days;
    enum err err = cli_count(cli, "days", TOKEN_DAYS, TOKEN_DAYS_MOST, &days);
    if (err == OK)
        err = task_open(cli, CONN_WRITE, &task);
    if (err)
        return err;
    err = task_account(cli, &task, cli_operand(cli, 0), &account);
    if (err == OK)
        err = scope_of(cli, &task, account, &scope);
    if (err == OK)
        err = token_issue(&task.work, task.viewer, account, name, days, &scope, &secret);
    err = task_end(cli, &task, err);
    if (err)
        return err;
    cli_say(cli, "cli.token.done", "email", cli_text(cli, cli_operand(cli, 0)), "count", cli_number(cli, days), NULL);
    cli_print(secret);
    cli_print(S("\n"));
    return OK;
}
