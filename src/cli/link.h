/* link.h: what commands about access share: links as people use them, roles, organisations. */
#ifndef CLI_LINK_H
#define CLI_LINK_H
#include "cli/task.h"

/* BASE/path/SECRET, in the arena. The base is the setting, else http://127.0.0.1:8080. */
struct str link_address(struct cli *cli, const char *path, struct str secret);
/* The roles that --role names as a mask, a member's when none is; the organisation that --organisation names, else the
 * host. They say what is wrong. */
enum err roles_given(struct cli *cli, unsigned *roles) MUST_CHECK;
enum err organisation_given(struct cli *cli, struct task *task, struct str *id) MUST_CHECK;
/* Makes a link that signs the account in once, within `hours`. */
enum err link_make(struct cli *cli, struct task *task, struct str account, int hours, struct str *link) MUST_CHECK;
#endif
