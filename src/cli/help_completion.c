#include "cli/help.h"
#include "kernel/calc.h"
#include "kernel/kind.h"

/* The script's own part: it finds out which command is being written, and offers what the tables below it say. */
static const char beginning[] = "# bash completion of entente, made by: entente help --completion bash\n"
                                "_entente() {\n"
                                "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
                                "    local command='' flags='' operands='' i commands\n";

static const char middle[] =
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        case $commands in\n"
    "        *\"|${command:+$command }${COMP_WORDS[i]}|\"* | *\"|${command:+$command }${COMP_WORDS[i]} \"*)\n"
    "            command=${command:+$command }${COMP_WORDS[i]} ;;\n"
    "        *) break ;;\n"
    "        esac\n"
    "    done\n"
    "    case $before in\n";

static const char ending[] =
    "    esac\n"
    "    case $word in\n"
    "    -*) COMPREPLY=($(compgen -W \"$flags\" -- \"$word\")) ;;\n"
    "    *)\n"
    "        local next='' one rest=$commands\n"
    "        while [[ $rest == *'|'*'|'* ]]; do\n"
    "            rest=${rest#*|}\n"
    "            one=${rest%%|*}\n"
    "            if [[ -z $command ]]; then\n"
    "                next+=\" ${one%% *}\"\n"
    "            elif [[ $one == \"$command \"* ]]; then\n"
    "                next+=\" ${one#\"$command \"}\"\n"
    "            fi\n"
    "        done\n"
    "        COMPREPLY=($(compgen -W \"$next $operands\" -- \"$word\"))\n"
    "        [[ -n $command && -z $next && ${#COMPREPLY[@]} = 0 ]] && COMPREPLY=($(compgen -f -- \"$word\"))\n"
    "        ;;\n"
    "    esac\n"
    "}\n"
    "complete -o filenames -F _entente entente\n";

bool help_value_is_file(struct str value)
{
    return str_contains(value, S("FILE")) || str_contains(value, S("FOLDER"));
}

const char *help_operand_at(const struct command *command, size_t i)
{
    if (str_contains(str_of(command->operands), S("KIND")))
        return kind_at(i) ? kind_at(i)->plural : NULL;
    return !strcmp(command->name, "calc") && calc_at(i) ? calc_at(i)->name : NULL;
}

/* What may follow an option with a value: files, one of a few words, or nothing that could be offered. */
static void add_value(struct buf *out, const char *name, const char *value)
{
    struct str words = str_of(value), part;
    buf_printf(out, "    --%s) COMPREPLY=(", name);
    if (help_value_is_file(words)) {
        buf_lit(out, "$(compgen -f -- \"$word\")");
    } else if (str_find(words, '|') > 0) {
        buf_lit(out, "$(compgen -W '");
        while (str_cut(&words, '|', &part))
            buf_printf(out, "%.*s ", STR_ARG(part));
        buf_lit(out, "' -- \"$word\")");
    }
    buf_lit(out, "); return ;;\n");
}

void help_each_value(struct cli *cli, struct buf *out, help_value add)
{
    struct value *done = value_map(cli->arena);
    for (size_t i = 0; command_at(i); i++)
        for (const struct option *o = command_at(i)->options; o && o->name; o++) {
            if (!o->value || value_get(done, o->name))
                continue;
            value_put_bool(cli->arena, done, o->name, true);
            add(out, o->name, o->value);
        }
    for (int s = 0; s < SETTING_COUNT; s++)
        if (setting_rows[s].value)
            add(out, setting_rows[s].name, setting_rows[s].value);
}

static void add_flags(struct buf *out, const struct command *command)
{
    buf_printf(out, "    '%s') flags='--help", command->name);
    for (const struct option *o = command->options; o && o->name; o++)
        buf_printf(out, " --%s", o->name);
    for (const enum setting *s = command->settings; s && *s != SETTING_COUNT; s++)
        buf_printf(out, " --%s", setting_rows[*s].name);
    buf_printf(out, "%s'", command->settings ? " --config" : "");
    const char *word;
    for (size_t i = 0; (word = help_operand_at(command, i)); i++)
        buf_printf(out, "%s%s", i ? " " : " operands='", word);
    buf_printf(out, "%s ;;\n", help_operand_at(command, 0) ? "'" : "");
}

void help_completion(struct cli *cli)
{
    struct buf out = buf_init(cli->arena, 0);
    buf_lit(&out, beginning);
    buf_lit(&out, "    commands='|");
    for (size_t i = 0; command_at(i); i++)
        buf_printf(&out, "%s|", command_at(i)->name);
    buf_lit(&out, "'\n");
    buf_lit(&out, middle);
    help_each_value(cli, &out, add_value);
    buf_lit(&out, "    esac\n    case $command in\n");
    for (size_t i = 0; command_at(i); i++)
        add_flags(&out, command_at(i));
    buf_lit(&out, ending);
    cli_print(buf_str(&out));
}
