#include "cli/commands.h"
#include "cli/help.h"

static const char *topic_at(size_t i, const void *user)
{
    static const char *const others[] = {"commands", "settings", "user"};
    (void)user;
    return i < 3 ? others[i] : command_at(i - 3) ? command_at(i - 3)->name : NULL;
}

enum err command_help(struct cli *cli)
{
    struct str topic = cli_operand(cli, 0);
    bool markdown = cli_has(cli, "markdown");
    if (cli->count == 2)
        topic = arena_printf(cli->arena, "%.*s %.*s", STR_ARG(topic), STR_ARG(cli_operand(cli, 1)));
    if (str_is(topic, "settings") || str_is(topic, "commands")) {
        if (str_is(topic, "settings"))
            (markdown ? help_settings_markdown : help_settings)(cli);
        else
            (markdown ? help_commands_markdown : help_overview)(cli);
        return OK;
    }
    if (markdown)
        return cli_fail(cli, ERR_INPUT, "cli.help.no-markdown", NULL);
    if (cli->count == 0) {
        help_overview(cli);
        return OK;
    }
    if (command_find(topic) || help_is_group(topic)) {
        help_on(cli, topic);
        return OK;
    }
    struct str near = nearest_word(cli->arena, topic, topic_at, NULL);
    return cli_fail(cli, ERR_INPUT, near.p ? "cli.line.command-near" : "cli.line.command", "name", cli_text(cli, topic),
                    "near", cli_text(cli, near), NULL);
}
