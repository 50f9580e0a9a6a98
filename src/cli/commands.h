/* commands.h: what each command does, one file each (<name>_command.c). For command_table.c only. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H
#include "cli/cli.h"

enum err command_init(struct cli *cli) MUST_CHECK;
enum err command_demo(struct cli *cli) MUST_CHECK;
enum err command_serve(struct cli *cli) MUST_CHECK;
enum err command_user_add(struct cli *cli) MUST_CHECK;
enum err command_user_list(struct cli *cli) MUST_CHECK;
enum err command_user_disable(struct cli *cli) MUST_CHECK;
enum err command_user_enable(struct cli *cli) MUST_CHECK;
enum err command_user_link(struct cli *cli) MUST_CHECK;
enum err command_user_reset(struct cli *cli) MUST_CHECK;
enum err command_user_invite(struct cli *cli) MUST_CHECK;
enum err command_second_factor_off(struct cli *cli) MUST_CHECK;
enum err command_token(struct cli *cli) MUST_CHECK;
enum err command_person_data(struct cli *cli) MUST_CHECK;
enum err command_person_erase(struct cli *cli) MUST_CHECK;
enum err command_purge(struct cli *cli) MUST_CHECK;
enum err command_notices(struct cli *cli) MUST_CHECK;
enum err command_import(struct cli *cli) MUST_CHECK;
enum err command_export(struct cli *cli) MUST_CHECK;
enum err command_attach(struct cli *cli) MUST_CHECK;
enum err command_calc(struct cli *cli) MUST_CHECK;
enum err command_verify(struct cli *cli) MUST_CHECK;
/* export --all FILE; restore of an archive at `path` (archive_command.c). */
enum err export_all(struct cli *cli) MUST_CHECK;
enum err restore_archive(struct cli *cli, const char *path) MUST_CHECK;
enum err command_backup(struct cli *cli) MUST_CHECK;
enum err command_restore(struct cli *cli) MUST_CHECK;
enum err command_migrate(struct cli *cli) MUST_CHECK;
enum err command_status(struct cli *cli) MUST_CHECK;
enum err command_routes(struct cli *cli) MUST_CHECK;
enum err command_version(struct cli *cli) MUST_CHECK;
enum err command_help(struct cli *cli) MUST_CHECK;
#endif
