#include "cli/commands.h"
#include "cli/link.h"
#include "cli/task.h"
#include "kernel/account.h"

enum { FIRST_LINK_HOURS = 72 };

enum err command_init(struct cli *cli)
{
    struct task task;
    struct str account, link;
    enum err err = task_create(cli, &task);
    if (err)
        return err;
    err = workspace_init(&task.work, cli_option(cli, "organisation"), cli_option(cli, "admin"), cli_option(cli, "name"),
                         &task.tenant, &account);
    if (err == OK)
        err = viewer_of_operator(&task.work, task.tenant, &task.viewer);
    if (err == OK)
        err = link_make(cli, &task, account, FIRST_LINK_HOURS, &link);
    err = task_end(cli, &task, err);
    if (err)
        return err;
    cli_say(cli, "cli.init.done", "organisation", cli_text(cli, cli_option(cli, "organisation")), "email",
            cli_text(cli, cli_option(cli, "admin")), "hours", cli_number(cli, FIRST_LINK_HOURS), NULL);
    cli_print(link);
    cli_print(S("\n"));
    return OK;
}
