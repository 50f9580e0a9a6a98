/* help.h: help in words, and the same as Markdown for docs/commands.md and docs/settings.md. */
#ifndef CLI_HELP_H
#define CLI_HELP_H
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
/* The manual pages entente(1) and entente.conf(5), in troff, and the completion of command lines for bash. */
void help_man_commands(struct cli *cli);
void help_man_settings(struct cli *cli);
void help_completion(struct cli *cli);
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
