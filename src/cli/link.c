#include "cli/link.h"
#include "kernel/account.h"

struct str link_address(struct cli *cli, const char *path, struct str secret)
{
    struct str base = cli_setting(cli, SETTING_BASE);
    if (!base.p)
        base = S("http://127.0.0.1:8080");
    return arena_printf(cli->arena, "%.*s/%s/%.*s", STR_ARG(base), path, STR_ARG(secret));
}

enum err link_make(struct cli *cli, struct task *task, struct str account, int hours, struct str *link)
{
    struct str secret;
    enum err err = link_issue(&task->work, task->viewer, account, hours, &secret);
    if (err)
        return err;
    *link = link_address(cli, "link", secret);
    return link->p ? OK : ERR_MEMORY;
}
