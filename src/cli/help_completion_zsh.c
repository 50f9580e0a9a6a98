/* The completion of command lines for zsh: commands and options with what they are for. */
#include "base/message.h"
#include "cli/help.h"

static const char beginning[] = "#compdef entente\n"
                                "# zsh completion of entente, made by: entente help --completion zsh\n"
                                "local command='' one\n"
                                "local -a flags operands next\n"
                                "local -A commands\n"
                                "integer i\n"
                                "commands=(\n";

static const char middle[] = ")\n"
                             "for ((i = 2; i < CURRENT; i++)); do\n"
                             "    one=\"${command:+$command }${words[i]}\"\n"
                             "    next=(${(M)${(k)commands}:#${one}' '*})\n"
                             "    (( ${+commands[$one]} || ${#next} )) || break\n"
                             "    command=$one\n"
                             "done\n"
                             "next=()\n"
                             "case ${words[CURRENT-1]} in\n";

static const char ending[] = "esac\n"
                             "if [[ ${words[CURRENT]} == -* ]]; then\n"
                             "    _describe option flags\n"
                             "    return\n"
                             "fi\n"
                             "for one in ${(ko)commands}; do\n"
                             "    if [[ -z $command && $one != *' '* ]]; then\n"
                             "        next+=(\"$one:${commands[$one]}\")\n"
                             "    elif [[ -z $command ]]; then\n"
                             "        next+=(\"${one%% *}\")\n"
                             "    elif [[ $one == $command' '* ]]; then\n"
                             "        next+=(\"${one#$command }:${commands[$one]}\")\n"
                             "    fi\n"
                             "done\n"
                             "if (( ${#next} )); then\n"
                             "    next=(${(u)next})\n"
                             "    _describe command next\n"
                             "elif [[ -n $command ]] && (( ${#operands} )); then\n"
                             "    compadd -- $operands || _files\n"
                             "elif [[ -n $command ]]; then\n"
                             "    _files\n"
                             "fi\n";

/* Within single quotes. */
static void add_quoted(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '\'')
            buf_lit(out, "'\\''");
        else
            buf_char(out, text.p[i]);
}

/* An option and the first sentence of what is said of it. */
static void add_flag(struct buf *out, const char *name, struct str words)
{
    int64_t end = str_find(words, '.');
    buf_printf(out, " '--%s", name);
    if (words.n)
        buf_char(out, ':');
    add_quoted(out, end > 0 ? str_part(words, 0, (size_t)end) : words);
    buf_char(out, '\'');
}

static void add_flags(struct cli *cli, struct buf *out, const struct command *command)
{
    buf_printf(out, "'%s')\n    flags=('--help'", command->name);
    for (const struct option *o = command->options; o && o->name; o++)
        add_flag(out, o->name, help_option_words(cli, command, o->name));
    for (const enum setting *s = command->settings; s && *s != SETTING_COUNT; s++) {
        struct str key = arena_printf(cli->arena, "cli.setting.%s", setting_rows[*s].name);
        add_flag(out, setting_rows[*s].name, key.p ? message(cli->arena, "en", key.p, NULL) : S(""));
    }
    buf_printf(out, "%s)\n", command->settings ? " '--config'" : "");
    const char *word;
    for (size_t i = 0; (word = help_operand_at(command, i)); i++)
        buf_printf(out, "%s%s", i ? " " : "    operands=(", word);
    buf_printf(out, "%s", help_operand_at(command, 0) ? ")\n" : "");
    buf_lit(out, "    ;;\n");
}

/* What may follow an option with a value: files, one of a few words, or nothing that could be offered. */
static void add_value(struct buf *out, const char *name, const char *value)
{
    struct str words = str_of(value), part;
    buf_printf(out, "--%s)", name);
    if (help_value_is_file(words)) {
        buf_lit(out, " _files;");
    } else if (str_find(words, '|') > 0) {
        buf_lit(out, " compadd --");
        while (str_cut(&words, '|', &part))
            buf_printf(out, " %.*s", STR_ARG(part));
        buf_char(out, ';');
    }
    buf_lit(out, " return ;;\n");
}

void help_completion_zsh(struct cli *cli)
{
    struct buf out = buf_init(cli->arena, 0);
    buf_lit(&out, beginning);
    for (size_t i = 0; command_at(i); i++) {
        buf_printf(&out, "    '%s' '", command_at(i)->name);
        add_quoted(&out, help_words(cli, command_at(i)->name, "summary"));
        buf_lit(&out, "'\n");
    }
    buf_lit(&out, middle);
    help_each_value(cli, &out, add_value);
    buf_lit(&out, "esac\ncase $command in\n");
    for (size_t i = 0; command_at(i); i++)
        add_flags(cli, &out, command_at(i));
    buf_lit(&out, ending);
    cli_print(buf_str(&out));
}
