#include "cli/help.h"
#include "base/message.h"

enum { WIDTH = 92, NAME_WIDTH = 16, DEEP = 8 };

/* Adds words broken into lines, each indented; the first one goes on where the line stands (`at` columns). */
static void wrap(struct buf *out, struct str text, size_t at, size_t indent)
{
    struct str word;
    bool first = true;
    while (str_cut(&text, ' ', &word)) {
        size_t length = str_chars(word);
        if (!first && at + 1 + length > WIDTH) {
            buf_printf(out, "\n%*s", (int)indent, "");
            at = indent;
            first = true;
        }
        if (!first)
            buf_char(out, ' ');
        at += length + !first;
        buf_add(out, word);
        first = false;
    }
    buf_char(out, '\n');
}

static void heading(struct cli *cli, struct buf *out, const char *key)
{
    buf_char(out, '\n');
    buf_add(out, cli_words(cli, key, NULL));
    buf_char(out, '\n');
}

static void add_names(struct cli *cli, struct buf *out, struct str group)
{
    for (size_t i = 0; command_at(i); i++) {
        const struct command *command = command_at(i);
        if (group.n && !str_starts(str_of(command->name), group))
            continue;
        buf_printf(out, "  %-*s", NAME_WIDTH, command->name);
        wrap(out, help_words(cli, command->name, "summary"), NAME_WIDTH + 2, NAME_WIDTH + 2);
    }
}

static void add_exits(struct cli *cli, struct buf *out)
{
    heading(cli, out, "cli.help.exits");
    for (size_t i = 0; help_exit_status(i) >= 0; i++) {
        struct str key = arena_printf(cli->arena, "cli.exit.%d", help_exit_status(i));
        buf_printf(out, "  %d  ", help_exit_status(i));
        wrap(out, key.p ? message(cli->arena, "en", key.p, NULL) : key, 5, 5);
    }
}

void help_overview(struct cli *cli)
{
    struct buf out = buf_init(cli->arena, 0);
    wrap(&out, cli_words(cli, "cli.help.about", NULL), 0, 0);
    heading(cli, &out, "cli.help.usage");
    heading(cli, &out, "cli.help.commands");
    add_names(cli, &out, S(""));
    add_exits(cli, &out);
    buf_char(&out, '\n');
    wrap(&out, cli_words(cli, "cli.help.more", NULL), 0, 0);
    cli_print(buf_str(&out));
}

static void add_flag(struct buf *out, const char *name, const char *value, struct str words)
{
    buf_printf(out, "  --%s%s%s\n%*s", name, value ? " " : "", value ? value : "", DEEP, "");
    wrap(out, words, DEEP, DEEP);
}

static struct str setting_words(struct cli *cli, enum setting setting)
{
    const struct setting_row *row = &setting_rows[setting];
    struct str key = arena_printf(cli->arena, "cli.setting.%s", row->name);
    struct str words = key.p ? message(cli->arena, "en", key.p, NULL) : key;
    struct str fallback =
        row->fallback ? cli_words(cli, "cli.help.default", "value", cli_text(cli, str_of(row->fallback)), NULL) : S("");
    return arena_printf(cli->arena, "%.*s%s%.*s", STR_ARG(words), fallback.n ? " " : "", STR_ARG(fallback));
}

static void add_command(struct cli *cli, struct buf *out, const struct command *command)
{
    wrap(out, help_words(cli, command->name, "summary"), 0, 0);
    buf_char(out, '\n');
    wrap(out, help_synopsis(cli, command), 0, 4);
    struct str about = help_words(cli, command->name, "about");
    if (about.n) {
        buf_char(out, '\n');
        wrap(out, about, 0, 0);
    }
    heading(cli, out, "cli.help.options");
    for (const struct option *o = command->options; o && o->name; o++)
        add_flag(out, o->name, o->value, help_option_words(cli, command, o->name));
    for (const enum setting *s = command->settings; s && *s != SETTING_COUNT; s++)
        add_flag(out, setting_rows[*s].name, setting_rows[*s].value, setting_words(cli, *s));
    if (command->settings)
        add_flag(out, "config", "FILE", setting_words(cli, SETTING_CONFIG));
    add_flag(out, "help", NULL, cli_words(cli, "cli.option.help", NULL));
    add_exits(cli, out);
}

void help_on(struct cli *cli, struct str name)
{
    struct buf out = buf_init(cli->arena, 0);
    const struct command *command = command_find(name);
    if (command) {
        add_command(cli, &out, command);
    } else {
        struct str group = arena_printf(cli->arena, "%.*s ", STR_ARG(name));
        wrap(&out, cli_words(cli, "cli.help.group", "name", cli_text(cli, name), NULL), 0, 0);
        heading(cli, &out, "cli.help.commands");
        add_names(cli, &out, group);
    }
    cli_print(buf_str(&out));
}

void help_settings(struct cli *cli)
{
    struct buf out = buf_init(cli->arena, 0);
    wrap(&out, cli_words(cli, "cli.help.settings", NULL), 0, 0);
    buf_char(&out, '\n');
    for (int s = 0; s < SETTING_COUNT; s++) {
        const struct setting_row *row = &setting_rows[s];
        buf_printf(&out, "  --%s%s%s, %s%s%s\n%*s", row->name, row->value ? " " : "", row->value ? row->value : "",
                   row->environment, s == SETTING_CONFIG ? "" : ", ", s == SETTING_CONFIG ? "" : row->name, DEEP, "");
        wrap(&out, setting_words(cli, (enum setting)s), DEEP, DEEP);
    }
    cli_print(buf_str(&out));
}
