/* help.h: help in words, and the same as Markdown for docs/commands.md and docs/settings.md. */
#ifndef CLI_HELP_H
#define CLI_HELP_H
#include "base/buf.h"
#include "cli/cli.h"

/* Prints what the program is, its commands and what the exit statuses mean. */
void help_overview(struct cli *cli);
/* Prints help on a command ("user add") or a group of them ("user"). */
void help_on(struct cli *cli, struct str name);
/* Prints the settings. */
void help_settings(struct cli *cli);
/* The same for docs/. */
void help_commands_markdown(struct cli *cli);
void help_settings_markdown(struct cli *cli);
/* The manual pages entente(1) and entente.conf(5), in troff. */
void help_man_commands(struct cli *cli);
void help_man_settings(struct cli *cli);
/* The completion of command lines, as scripts of bash and of zsh. */
void help_completion(struct cli *cli);
void help_completion_zsh(struct cli *cli);
/* What both share: writes what may follow an option that takes a value. */
typedef void (*help_value)(struct buf *out, const char *name, const char *value);
/* Calls it for each option with a value once, although several commands have it; those of several meanings as the first
 * one has it. */
void help_each_value(struct cli *cli, struct buf *out, help_value add);
/* The i-th word that the command may be about: a kind of record, or a calculator; NULL behind the last, or where there
 * are none to choose from. */
const char *help_operand_at(const struct command *command, size_t i);
/* Whether a value is the path of a file or folder. */
bool help_value_is_file(struct str value);
/* Whether commands of two words begin with this one ("user"). */
bool help_is_group(struct str word);

/* For the pages of help: "entente user add EMAIL --name NAME …", as one line. */
struct str help_synopsis(struct cli *cli, const struct command *command);
/* The words under cli.<name, blanks as "-">.<part>; empty when there are none. */
struct str help_words(struct cli *cli, const char *name, const char *part);
/* The words of an option: the command's own, cli.<command>.option.<name>, else cli.option.<name>. */
struct str help_option_words(struct cli *cli, const struct command *command, const char *option);
/* The i-th exit status that there is, or -1; its meaning is cli.exit.<status>. */
int help_exit_status(size_t i);
#endif
