/* entente calc NAME < in.json > out.json: what is wrong goes to standard error as problem+json, and then nothing to
 * standard output (spec: calculators). */
#include "base/json.h"
#include "base/message.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "kernel/calc.h"

enum { INPUT_MOST = 64 << 20 };

static struct str title_of(struct cli *cli, const char *name)
{
    struct str key = arena_printf(cli->arena, "calc.%s.title", name);
    return key.p && message_find("en", key).p ? message(cli->arena, "en", key.p, NULL) : S("");
}

static enum err list(struct cli *cli)
{
    struct value *names = value_list(cli->arena);
    for (size_t i = 0; calc_at(i); i++) {
        struct str title = title_of(cli, calc_at(i)->name);
        struct value *one = value_push_map(cli->arena, names);
        value_put_text(cli->arena, one, "name", str_of(calc_at(i)->name));
        value_put_text(cli->arena, one, "title", title);
        if (!cli_has(cli, "json"))
            cli_print(arena_printf(cli->arena, "%s\n", calc_at(i)->name));
    }
    return cli_has(cli, "json") ? cli_print_json(cli, names) : OK;
}

static const char *name_at(size_t i, const void *user)
{
    (void)user;
    return calc_at(i) ? calc_at(i)->name : NULL;
}

static enum err unknown(struct cli *cli, struct str name)
{
    struct str near = nearest_word(cli->arena, name, name_at, NULL);
    struct buf names = buf_init(cli->arena, 0);
    for (size_t i = 0; calc_at(i); i++)
        buf_printf(&names, "%s%s", i ? ", " : "", calc_at(i)->name);
    return cli_fail(cli, ERR_INPUT, near.p ? "cli.calc.unknown-near" : "cli.calc.unknown", "name", cli_text(cli, name),
                    "near", cli_text(cli, near), "names", cli_text(cli, buf_str(&names)), NULL);
}

enum err command_calc(struct cli *cli)
{
    struct str name = cli_operand(cli, 0), text;
    struct value *input = NULL, *output = NULL;
    if (!name.p && !cli_has(cli, "schema"))
        return list(cli);
    cli->problem_json = true;
    if (!name.p)
        return cli_fail(cli, ERR_INPUT, "cli.calc.which", NULL);
    if (!calc_find(name))
        return unknown(cli, name);
    if (cli_has(cli, "schema"))
        return cli_print_json(cli, calc_schema(cli->arena, name));
    enum err err = file_read(&cli->problems, S("-"), INPUT_MOST, &text);
    if (err == OK)
        err = json_parse(cli->arena, text, &cli->problems, &input);
    if (err == OK)
        err = calc_run(cli->arena, name, input, &cli->problems, &output);
    return err ? err : cli_print_json(cli, output);
}
