#include "base/message.h"
#include "cli/commands.h"
#include "kernel/route.h"

enum err command_routes(struct cli *cli)
{
    struct value *list = value_list(cli->arena);
    struct buf out = buf_init(cli->arena, 0);
    const struct route *route;
    for (size_t i = 0; (route = cli->program->route_at(i)); i++) {
        struct str summary = route->summary ? message(cli->arena, "en", route->summary, NULL) : S("");
        struct value *one = value_push_map(cli->arena, list);
        value_put_text(cli->arena, one, "method", str_of(route->method));
        value_put_text(cli->arena, one, "path", str_of(route->path));
        value_put_text(cli->arena, one, "summary", summary);
        buf_printf(&out, "%-7s%-48s %.*s\n", route->method, route->path, STR_ARG(summary));
    }
    if (list && list->count == 0)
        return ERR_CORRUPT;
    if (cli_has(cli, "json"))
        return cli_print_json(cli, list);
    cli_print(buf_str(&out));
    return OK;
}
