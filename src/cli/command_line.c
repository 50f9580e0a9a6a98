#include "base/message.h"
#include "cli/cli.h"
#include "cli/help.h"

struct words {
    char **word;
    int count, at;
};

static const struct given *find_given(const struct cli *cli, const char *name)
{
    const struct given *found = NULL;
    for (const struct given *g = cli->given; g; g = g->next)
        if (!strcmp(g->option->name, name))
            found = g;
    return found;
}

bool cli_has(const struct cli *cli, const char *option)
{
    return find_given(cli, option) != NULL;
}

struct str cli_option(const struct cli *cli, const char *option)
{
    const struct given *given = find_given(cli, option);
    return given ? given->value : (struct str){NULL, 0};
}

enum err cli_count(struct cli *cli, const char *option, int otherwise, int most, int *out)
{
    int64_t number = otherwise;
    *out = otherwise;
    if (cli_has(cli, option) && (!str_int(cli_option(cli, option), &number) || number < 1 || number > most))
        return cli_fail(cli, ERR_INPUT, "cli.line.number", "name", cli_text(cli, str_of(option)), "most",
                        cli_number(cli, most), NULL);
    *out = (int)number;
    return OK;
}

struct str cli_setting(const struct cli *cli, enum setting setting)
{
    return cli->settings.value[setting];
}

struct str cli_operand(const struct cli *cli, size_t i)
{
    return i < cli->count ? cli->operands[i] : (struct str){NULL, 0};
}

/* Notes a mistake in the words of the command line. */
static enum err mistake(struct cli *cli, const char *key, struct str name, struct str near)
{
    return problem_say(&cli->problems, S(""), key,
                       message_args(cli->arena, "name", cli_text(cli, name), "near", cli_text(cli, near), NULL));
}

static bool takes_setting(const struct command *command, int setting)
{
    if (setting == SETTING_CONFIG)
        return command->settings != NULL;
    for (const enum setting *s = command->settings; s && *s != SETTING_COUNT; s++)
        if ((int)*s == setting)
            return true;
    return false;
}

/* The i-th flag of a command: its options, then its settings, then help. */
static const char *flag_at(size_t i, const void *user)
{
    const struct command *command = user;
    for (const struct option *o = command->options; o && o->name; o++)
        if (i-- == 0)
            return o->name;
    for (int s = 0; s < SETTING_COUNT; s++)
        if (takes_setting(command, s) && i-- == 0)
            return setting_rows[s].name;
    return i == 0 ? "help" : NULL;
}

static enum err unknown_flag(struct cli *cli, struct str name)
{
    struct str near = nearest_word(cli->arena, name, flag_at, cli->command);
    return mistake(cli, near.p ? "cli.line.option-near" : "cli.line.option", name, near);
}

static enum err add_given(struct cli *cli, const struct option *option, struct str value)
{
    if (cli_has(cli, option->name) && !(option->flags & OPTION_MANY))
        return mistake(cli, "cli.line.twice", str_of(option->name), S(""));
    struct given *given = ARENA_NEW(cli->arena, struct given), **at = &cli->given;
    if (!given)
        return ERR_MEMORY;
    *given = (struct given){.option = option, .value = value};
    while (*at)
        at = &(*at)->next;
    *at = given;
    return OK;
}

/* Takes one flag, "--name", "--name VALUE" or "--name=VALUE". */
static enum err read_flag(struct cli *cli, struct words *words)
{
    struct str rest = str_part(str_of(words->word[words->at]), 2, SIZE_MAX), name;
    const struct option *option = cli->command->options;
    if (!str_cut(&rest, '=', &name))
        return unknown_flag(cli, S(""));
    while (option && option->name && !str_is(name, option->name))
        option++;
    bool own = option && option->name;
    int setting = own ? -1 : setting_find(name);
    if (!own && (setting < 0 || !takes_setting(cli->command, setting)))
        return unknown_flag(cli, name);
    bool wants_value = own ? option->value != NULL : setting_rows[setting].type != TYPE_SWITCH;
    if (!wants_value && own && rest.p)
        return mistake(cli, "cli.line.no-value", name, S(""));
    if (wants_value && !rest.p) {
        if (words->at + 1 >= words->count || str_starts(str_of(words->word[words->at + 1]), S("--")))
            return mistake(cli, "cli.line.value", name, S(""));
        rest = str_of(words->word[++words->at]);
    }
    if (own)
        return add_given(cli, option, rest);
    if (cli->settings.given[setting])
        return mistake(cli, "cli.line.twice", name, S(""));
    return settings_flag(&cli->settings, &cli->problems, (enum setting)setting, rest.p ? rest : S("yes"));
}

static enum err check_counts(struct cli *cli)
{
    enum err err = OK;
    if (cli->count < (size_t)cli->command->least)
        err = mistake(cli, "cli.line.missing", str_of(cli->command->operands), S(""));
    if (cli->count > (size_t)cli->command->most)
        err = mistake(cli, "cli.line.surplus", cli->operands[cli->command->most], S(""));
    for (const struct option *o = cli->command->options; o && o->name; o++)
        if ((o->flags & OPTION_NEEDED) && !cli_has(cli, o->name))
            err = mistake(cli, "cli.line.needed", str_of(o->name), str_of(o->value));
    return err;
}

static enum err read_words(struct cli *cli, struct words *words, bool *help)
{
    struct str *operands = ARENA_ARRAY(cli->arena, (size_t)words->count + 1, struct str);
    enum err err = OK;
    bool only_operands = false;
    if (!operands)
        return ERR_MEMORY;
    for (; words->at < words->count; words->at++) {
        struct str word = str_of(words->word[words->at]);
        enum err one = OK;
        if (!only_operands && (str_is(word, "--help") || str_is(word, "-h")))
            *help = true;
        else if (!only_operands && str_is(word, "--"))
            only_operands = true;
        else if (!only_operands && str_starts(word, S("--")))
            one = read_flag(cli, words);
        else if (!only_operands && word.n > 1 && word.p[0] == '-')
            one = mistake(cli, "cli.line.short", word, S(""));
        else
            operands[cli->count++] = word;
        err = one ? one : err;
    }
    cli->operands = operands;
    return err;
}

static const char *first_word_at(size_t i, const void *user)
{
    (void)user;
    return command_at(i) ? command_at(i)->name : NULL;
}

/* `both` is the name with the word after it. */
static enum err unknown_command(struct cli *cli, struct str name, struct str both)
{
    struct str near = nearest_word(cli->arena, both, first_word_at, NULL);
    bool flag = str_starts(name, S("-"));
    if (!near.p)
        near = nearest_word(cli->arena, name, first_word_at, NULL);
    const char *key = flag ? "cli.line.before" : near.p ? "cli.line.command-near" : "cli.line.command";
    return mistake(cli, key, name, near);
}

/* Finds the command of one word or two. */
static enum err find_command(struct cli *cli, struct words *words, bool *help)
{
    struct str first = str_of(words->word[words->at]);
    struct str second = words->at + 1 < words->count ? str_of(words->word[words->at + 1]) : S("");
    struct str both = arena_printf(cli->arena, "%.*s %.*s", STR_ARG(first), STR_ARG(second));
    if (!both.p)
        return ERR_MEMORY;
    cli->command = command_find(both);
    if (cli->command) {
        words->at += 2;
        return OK;
    }
    cli->command = command_find(first);
    if (cli->command) {
        words->at++;
        return OK;
    }
    if (!help_is_group(first))
        return unknown_command(cli, first, both);
    if (str_is(second, "--help") || str_is(second, "-h")) {
        *help = true;
        return OK;
    }
    return second.n ? unknown_command(cli, both, both) : mistake(cli, "cli.line.group", first, S(""));
}

enum err command_line_read(struct cli *cli, int argc, char **argv, bool *help)
{
    struct words words = {.word = argv, .count = argc, .at = 1};
    *help = false;
    enum err err = find_command(cli, &words, help);
    if (err || !cli->command)
        return err;
    err = read_words(cli, &words, help);
    if (*help)
        return OK;
    return err ? err : check_counts(cli); /* a word that was not understood may well be what is missing */
}
