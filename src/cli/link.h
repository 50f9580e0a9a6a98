/* link.h: one-time links as people use them. */
#ifndef CLI_LINK_H
#define CLI_LINK_H
#include "cli/task.h"

/* Makes a link that signs the account in once, within `hours`: BASE/link/SECRET. The base is the setting, else
 * http://127.0.0.1:8080. */
enum err link_make(struct cli *cli, struct task *task, struct str account, int hours, struct str *link) MUST_CHECK;
#endif
