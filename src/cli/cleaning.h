/* cleaning.h: deleting what is kept no longer than needed, by a command and once a day by the server. */
#ifndef CLI_CLEANING_H
#define CLI_CLEANING_H
#include "cli/cli.h"
#include "kernel/purge.h"

/* What the settings say is kept for how long. */
struct purge_terms cleaning_terms(const struct cli *cli);
/* One pass over the store on a connection of its own, in an arena of its own; the log says what was done or failed. */
void cleaning_pass(struct cli *cli, struct store *store);
#endif
