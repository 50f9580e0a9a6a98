#include "base/message.h"
#include "cli/help.h"

static struct str words_of(struct cli *cli, const char *group, const char *name)
{
    struct str key = arena_printf(cli->arena, "cli.%s.%s", group, name);
    return key.p ? message(cli->arena, "en", key.p, NULL) : key;
}

static void line(struct cli *cli, struct buf *out, const char *key)
{
    buf_add(out, cli_words(cli, key, NULL));
    buf_lit(out, "\n\n");
}

static void add_flag(struct buf *out, const char *name, const char *value, struct str words)
{
    buf_printf(out, "- `--%s%s%s`: %.*s\n", name, value ? " " : "", value ? value : "", STR_ARG(words));
}

static void add_command(struct cli *cli, struct buf *out, const struct command *command)
{
    struct str about = help_words(cli, command->name, "about");
    buf_printf(out, "## %s\n\n%.*s\n\n", command->name, STR_ARG(help_words(cli, command->name, "summary")));
    buf_printf(out, "```\n%.*s\n```\n\n", STR_ARG(help_synopsis(cli, command)));
    if (about.n)
        buf_printf(out, "%.*s\n\n", STR_ARG(about));
    for (const struct option *o = command->options; o && o->name; o++)
        add_flag(out, o->name, o->value, help_option_words(cli, command, o->name));
    for (const enum setting *s = command->settings; s && *s != SETTING_COUNT; s++)
        add_flag(out, setting_rows[*s].name, setting_rows[*s].value, words_of(cli, "setting", setting_rows[*s].name));
    if (command->options || (command->settings && *command->settings != SETTING_COUNT))
        buf_char(out, '\n');
}

void help_commands_markdown(struct cli *cli)
{
    struct buf out = buf_init(cli->arena, 0);
    line(cli, &out, "cli.markdown.commands");
    for (size_t i = 0; command_at(i); i++)
        add_command(cli, &out, command_at(i));
    line(cli, &out, "cli.markdown.exits");
    line(cli, &out, "cli.markdown.exits-head");
    out.n -= 1; /* a table goes on without a blank line */
    for (size_t i = 0; help_exit_status(i) >= 0; i++) {
        struct str status = arena_printf(cli->arena, "%d", help_exit_status(i));
        buf_printf(&out, "| %.*s | %.*s |\n", STR_ARG(status),
                   STR_ARG(words_of(cli, "exit", status.p ? status.p : "")));
    }
    cli_print(buf_str(&out));
}

void help_settings_markdown(struct cli *cli)
{
    struct buf out = buf_init(cli->arena, 0);
    line(cli, &out, "cli.markdown.settings");
    out.n -= 1; /* a table goes on without a blank line */
    for (int s = 0; s < SETTING_COUNT; s++) {
        const struct setting_row *row = &setting_rows[s];
        bool in_file = s != SETTING_CONFIG;
        buf_printf(&out, "| `--%s%s%s` | `%s` | %s%s%s | %s%s%s | %.*s |\n", row->name, row->value ? " " : "",
                   row->value ? row->value : "", row->environment, in_file ? "`" : "", in_file ? row->name : "–",
                   in_file ? "`" : "", row->fallback ? "`" : "", row->fallback ? row->fallback : "none",
                   row->fallback ? "`" : "", STR_ARG(words_of(cli, "setting", row->name)));
    }
    cli_print(buf_str(&out));
}
