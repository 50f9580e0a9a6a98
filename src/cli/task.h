/* task.h: a command at work on a store: connection, transaction, workspace, viewer. Everything a command writes is
 * one transaction on a write connection of its own, also while a server runs on the same store. */
#ifndef CLI_TASK_H
#define CLI_TASK_H
#include "cli/cli.h"
#include "kernel/viewer.h"

struct task {
    struct store *store;
    struct conn *conn;
    struct work work;
    struct str tenant, host; /* ids */
    struct viewer *viewer;   /* the operator's, or of the person named by --as */
};

/* Opens the store of the setting, which must be there, hold a workspace and be of this program's schema, and begins a
 * transaction. On any error nothing stays open. */
enum err task_open(struct cli *cli, enum conn_mode mode, struct task *task) MUST_CHECK;
/* Makes the store where it is missing, brings its schema up, refuses one that holds a workspace (ERR_CONFLICT), and
 * begins a transaction. There is no viewer yet. */
enum err task_create(struct cli *cli, struct task *task) MUST_CHECK;
/* Ends it: commits when `err` is OK (a read is just ended), else takes everything back; hands the problems on to the
 * command line. Returns `err`, or what kept the commit from being done. */
enum err task_end(struct cli *cli, struct task *task, enum err err) MUST_CHECK;
/* Only opens the store and connects: for commands about the store as such. */
enum err task_connect(struct cli *cli, bool create, enum conn_mode mode, struct task *task) MUST_CHECK;
/* The account of an e-mail address; says so when there is none. */
enum err task_account(struct cli *cli, struct task *task, struct str email, struct str *account) MUST_CHECK;
/* The operator acting for another organisation than the host: its owner records (their audience is made when it is
 * missing, so on a write connection only) and the circles it is in. */
enum err task_viewer_for(struct task *task, struct str organisation, struct viewer **out) MUST_CHECK;
#endif
