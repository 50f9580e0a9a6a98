#include "base/message.h"
#include "cli/help.h"
#include "cli/reference.h"

/* Adds words as man pages want them: what troff would read as its own is kept from it. */
static void text(struct buf *out, struct str words)
{
    bool start = true;
    for (size_t i = 0; i < words.n; i++) {
        char c = words.p[i];
        if (start && (c == '.' || c == '\''))
            buf_lit(out, "\\&");
        if (c == '\\')
            buf_lit(out, "\\e");
        else if (c == '-')
            buf_lit(out, "\\-");
        else if (c != '`')
            buf_char(out, c);
        start = c == '\n';
    }
}

static void line(struct buf *out, struct str words)
{
    text(out, words);
    buf_char(out, '\n');
}

static void section(struct cli *cli, struct buf *out, const char *name)
{
    buf_printf(out, ".SH %.*s\n", STR_ARG(reference_words(cli, "man.section.%s", name)));
}

/* A term in bold (and what stands for its value), with words below. */
static void term(struct buf *out, struct str name, const char *value, struct str words)
{
    buf_lit(out, ".TP\n\\fB");
    text(out, name);
    buf_lit(out, "\\fR");
    if (value) {
        buf_lit(out, " \\fI");
        text(out, str_of(value));
        buf_lit(out, "\\fR");
    }
    buf_char(out, '\n');
    line(out, words);
}

static void head(struct cli *cli, struct buf *out, const char *name, int number)
{
    buf_printf(out, ".\\\" %.*s\n", STR_ARG(reference_words(cli, "man.made")));
    buf_printf(out, ".TH %s %d \"\" \"Entente %s\" \"Entente\"\n", name, number, ENTENTE_VERSION);
    section(cli, out, "name");
}

static void add_command(struct cli *cli, struct buf *out, const struct command *command)
{
    struct str about = help_words(cli, command->name, "about");
    buf_lit(out, ".SS \"");
    text(out, str_of(command->name));
    buf_lit(out, "\"\n");
    line(out, help_synopsis(cli, command));
    buf_lit(out, ".PP\n");
    struct str summary = help_words(cli, command->name, "summary");
    text(out, summary);
    buf_lit(out, ".\n");
    if (about.n)
        line(out, about);
    for (const struct option *o = command->options; o && o->name; o++)
        term(out, arena_printf(cli->arena, "--%s", o->name), o->value, help_option_words(cli, command, o->name));
    for (const enum setting *s = command->settings; s && *s != SETTING_COUNT; s++)
        term(out, arena_printf(cli->arena, "--%s", setting_rows[*s].name), setting_rows[*s].value,
             reference_words(cli, "cli.setting.%s", setting_rows[*s].name));
}

void help_man_commands(struct cli *cli)
{
    struct buf out = buf_init(cli->arena, 0);
    head(cli, &out, "ENTENTE", 1);
    line(&out, reference_words(cli, "man.name"));
    section(cli, &out, "synopsis");
    buf_lit(&out, ".B entente\n");
    line(&out, reference_words(cli, "man.synopsis"));
    section(cli, &out, "description");
    line(&out, reference_words(cli, "cli.help.about"));
    line(&out, reference_words(cli, "man.about"));
    section(cli, &out, "commands");
    for (size_t i = 0; command_at(i); i++)
        add_command(cli, &out, command_at(i));
    section(cli, &out, "files");
    for (int s = 0; s < SETTING_COUNT; s++)
        if (setting_rows[s].fallback && str_find(str_of(setting_rows[s].fallback), '~') >= 0)
            term(&out, str_of(setting_rows[s].fallback), NULL,
                 reference_words(cli, "cli.setting.%s", setting_rows[s].name));
    section(cli, &out, "exits");
    for (size_t i = 0; help_exit_status(i) >= 0; i++)
        term(&out, arena_printf(cli->arena, "%d", help_exit_status(i)), NULL,
             reference_words(cli, "cli.exit.%d", help_exit_status(i)));
    section(cli, &out, "examples");
    buf_lit(&out, ".nf\n");
    line(&out, reference_words(cli, "man.examples"));
    buf_lit(&out, ".fi\n");
    section(cli, &out, "see-also");
    buf_lit(&out, ".BR entente.conf (5)\n");
    cli_print(buf_str(&out));
}

void help_man_settings(struct cli *cli)
{
    struct buf out = buf_init(cli->arena, 0);
    head(cli, &out, "ENTENTE.CONF", 5);
    line(&out, reference_words(cli, "man.conf.name"));
    section(cli, &out, "description");
    line(&out, reference_words(cli, "cli.help.settings"));
    section(cli, &out, "settings");
    for (int s = 0; s < SETTING_COUNT; s++) {
        const struct setting_row *row = &setting_rows[s];
        bool in_file = s != SETTING_CONFIG;
        term(&out, in_file ? str_of(row->name) : str_of(row->environment), in_file && row->value ? row->value : NULL,
             reference_words(cli, "cli.setting.%s", row->name));
        if (in_file)
            line(&out, cli_words(cli, "man.conf.environment", "name", cli_text(cli, str_of(row->environment)), NULL));
        if (row->fallback)
            line(&out, cli_words(cli, "cli.help.default", "value", cli_text(cli, str_of(row->fallback)), NULL));
    }
    section(cli, &out, "examples");
    buf_lit(&out, ".nf\n");
    line(&out, reference_words(cli, "man.conf.example"));
    buf_lit(&out, ".fi\n");
    section(cli, &out, "see-also");
    buf_lit(&out, ".BR entente (1)\n");
    cli_print(buf_str(&out));
}
