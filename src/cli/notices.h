/* notices.h: sending what is new in people's days by mail, by a command and every minute by the server. */
#ifndef CLI_NOTICES_H
#define CLI_NOTICES_H
#include "cli/cli.h"

struct notice_counts {
    int64_t sent, refused, unclear, nothing; /* nothing: people for whom there was nothing new */
};
/* ERR_INPUT, with words, where a mail server is set without the address that mails come from or that links lead to.
 * OK with *wanted false where none is set. */
enum err notices_ready(struct cli *cli, bool *wanted) MUST_CHECK;
/* Tells everybody whose time has come, one after another, each in transactions of their own on a connection of the
 * pass. Ends early, with OK, once `stop` (may be NULL) says so. */
enum err notices_pass(struct cli *cli, struct store *store, bool (*stop)(void), struct notice_counts *out) MUST_CHECK;
#endif
