#include "cli/commands.h"
#include "store/migrate.h"

#ifndef ENTENTE_VERSION
#define ENTENTE_VERSION "0"
#endif

enum err command_version(struct cli *cli)
{
    if (!cli_has(cli, "json")) {
        cli_print(S("entente " ENTENTE_VERSION "\n"));
        return OK;
    }
    struct value *view = value_map(cli->arena);
    value_put_text(cli->arena, view, "version", S(ENTENTE_VERSION));
    value_put_int(cli->arena, view, "schema", migrate_newest(NULL));
    return cli_print_json(cli, view);
}
