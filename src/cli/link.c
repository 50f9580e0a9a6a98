#include "cli/link.h"
#include "kernel/account.h"

enum err link_make(struct cli *cli, struct task *task, struct str account, int hours, struct str *link)
{
    struct str secret, base = cli_setting(cli, SETTING_BASE);
    if (!base.p)
        base = S("http://127.0.0.1:8080");
    enum err err = link_issue(&task->work, task->viewer, account, hours, &secret);
    if (err)
        return err;
    *link = arena_printf(cli->arena, "%.*s/link/%.*s", STR_ARG(base), STR_ARG(secret));
    return link->p ? OK : ERR_MEMORY;
}
