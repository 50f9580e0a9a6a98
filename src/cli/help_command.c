#include "cli/commands.h"
#include "cli/help.h"
#include "cli/reference.h"

static const char *topic_at(size_t i, const void *user)
{
    static const char *const others[] = {"commands", "settings", "api", "records", "schema", "user"};
    enum { COUNT = sizeof others / sizeof *others };
    (void)user;
    return i < COUNT ? others[i] : command_at(i - COUNT) ? command_at(i - COUNT)->name : NULL;
}

static enum err commands_markdown(struct cli *cli)
{
    help_commands_markdown(cli);
    return OK;
}

static enum err settings_markdown(struct cli *cli)
{
    help_settings_markdown(cli);
    return OK;
}

/* The references that are there as Markdown. */
static enum err print_markdown(struct cli *cli, struct str topic)
{
    static const struct {
        const char *topic;
        enum err (*print)(struct cli *cli);
    } references[] = {{"commands", commands_markdown},
                      {"settings", settings_markdown},
                      {"api", reference_api},
                      {"records", reference_records},
                      {"schema", reference_schema}};
    for (size_t i = 0; i < sizeof references / sizeof *references; i++)
        if (str_is(topic, references[i].topic))
            return references[i].print(cli);
    return cli_fail(cli, ERR_INPUT, "cli.help.no-markdown", NULL);
}

static enum err print_completion(struct cli *cli)
{
    struct str shell = cli_option(cli, "completion");
    if (!str_is(shell, "bash") && !str_is(shell, "zsh"))
        return cli_fail(cli, ERR_INPUT, "cli.help.shell", "name", cli_text(cli, shell), NULL);
    (str_is(shell, "zsh") ? help_completion_zsh : help_completion)(cli);
    return OK;
}

enum err command_help(struct cli *cli)
{
    struct str topic = cli_operand(cli, 0);
    if (cli->count == 2)
        topic = arena_printf(cli->arena, "%.*s %.*s", STR_ARG(topic), STR_ARG(cli_operand(cli, 1)));
    if (cli_has(cli, "completion"))
        return print_completion(cli);
    if (cli_has(cli, "man") && (cli->count == 0 || str_is(topic, "settings"))) {
        (cli->count ? help_man_settings : help_man_commands)(cli);
        return OK;
    }
    if (cli_has(cli, "man"))
        return cli_fail(cli, ERR_INPUT, "man.no-page", NULL);
    if (cli_has(cli, "markdown"))
        return print_markdown(cli, topic);
    if (str_is(topic, "settings")) {
        help_settings(cli);
        return OK;
    }
    if (cli->count == 0 || str_is(topic, "commands")) {
        help_overview(cli);
        return OK;
    }
    if (str_is(topic, "api") || str_is(topic, "records") || str_is(topic, "schema"))
        return cli_fail(cli, ERR_INPUT, "cli.help.only-markdown", "name", cli_text(cli, topic), NULL);
    if (command_find(topic) || help_is_group(topic)) {
        help_on(cli, topic);
        return OK;
    }
    struct str near = nearest_word(cli->arena, topic, topic_at, NULL);
    return cli_fail(cli, ERR_INPUT, near.p ? "cli.line.command-near" : "cli.line.command", "name", cli_text(cli, topic),
                    "near", cli_text(cli, near), NULL);
}
