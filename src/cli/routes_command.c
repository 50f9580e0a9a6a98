#include "base/message.h"
#include "cli/commands.h"
#include "kernel/route.h"

/* What a program that goes through all routes must know of one. */
static void put_flags(struct cli *cli, struct value *one, const struct route *route)
{
    value_put_bool(cli->arena, one, "open", (route->flags & ROUTE_OPEN) != 0);
    value_put_bool(cli->arena, one, "writes", (route->flags & ROUTE_WRITE) != 0);
    value_put_bool(cli->arena, one, "list", (route->flags & ROUTE_LIST) != 0);
}

/* The kind of record that a path is about: the last part of it that names one; NULL where none does. */
static const struct kind *kind_of(const char *path)
{
    const struct kind *found = NULL;
    struct str rest = str_of(path), part;
    while (str_cut(&rest, '/', &part)) {
        const struct kind *kind = kind_by_plural(part);
        found = kind ? kind : found;
    }
    return found;
}

/* What a route does, with the words of its kind. */
static struct str summary_of(struct cli *cli, const struct route *route)
{
    struct arena *a = cli->arena;
    const struct kind *kind = kind_of(route->path);
    struct value *args = value_map(a);
    static const char *const forms[] = {"one", "other"};
    for (size_t i = 0; kind && i < sizeof forms / sizeof *forms; i++) {
        struct str key = arena_printf(a, "kind.%s.%s", kind->name, forms[i]);
        value_put_text(a, args, forms[i], key.p ? message(a, "en", key.p, NULL) : S(""));
    }
    return route->summary ? message(a, "en", route->summary, args) : S("");
}

enum err command_routes(struct cli *cli)
{
    struct value *list = value_list(cli->arena);
    struct buf out = buf_init(cli->arena, 0);
    const struct route *route;
    for (size_t i = 0; (route = cli->program->route_at(i)); i++) {
        struct str summary = summary_of(cli, route);
        struct value *one = value_push_map(cli->arena, list);
        value_put_text(cli->arena, one, "method", str_of(route->method));
        value_put_text(cli->arena, one, "path", str_of(route->path));
        value_put_text(cli->arena, one, "summary", summary);
        put_flags(cli, one, route);
        buf_printf(&out, "%-7s%-48s %.*s\n", route->method, route->path, STR_ARG(summary));
    }
    if (list && list->count == 0)
        return ERR_CORRUPT;
    if (cli_has(cli, "json"))
        return cli_print_json(cli, list);
    cli_print(buf_str(&out));
    return OK;
}
