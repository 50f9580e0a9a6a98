/* migrate.h: the schema as numbered scripts, schema/NNNN_name.sql, embedded in the program. A script of both engines
 * has no suffix; where they must differ, schema/NNNN_name.sqlite.sql and schema/NNNN_name.postgres.sql stand instead.
 *
 * The first line of a script names the oldest program that may run on what it makes: "-- oldest: 0.1.0". It is kept
 * with the store, so that a program which does not know the script learns whether it may run beside newer ones
 * (docs/decisions/0017-open-archive.md). Without that line no older program may. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H
#include "store/store.h"

/* How a store's schema stands to this program. */
struct schema_state {
    int number;        /* of the newest script that the store has had; 0: none */
    int missing;       /* scripts of this program that it has not had */
    int unknown;       /* scripts that it has had and this program does not know */
    bool allowed;      /* this program may run on it: none of those forbids it */
    struct str oldest; /* the oldest program that may; empty: not known, as a script does not say */
    bool older_table;  /* it keeps its list of scripts as first versions did */
};
enum err migrate_look(struct conn *conn, struct arena *arena, struct schema_state *state) MUST_CHECK;
/* ERR_CONFLICT, with words that name the version needed, when this program may not run on it. */
enum err migrate_allowed(const struct schema_state *state, struct problems *problems) MUST_CHECK;

/* Brings the schema up to this program's, all or nothing; of several programs that try at once one does it. *applied
 * (may be NULL) is the number of scripts run. ERR_CONFLICT, with words, when the store wants a newer program. */
enum err migrate(struct conn *conn, struct problems *problems, int *applied) MUST_CHECK;
/* The same, but only scripts up to number `most`: a store as an earlier program left it. For tests. */
enum err migrate_up_to(struct conn *conn, int most, struct problems *problems, int *applied) MUST_CHECK;
/* Number of the newest script of this program for the engine `scheme` (NULL: for any). */
int migrate_newest(const char *scheme);
/* For engines that build a schema by themselves: the number of the script at `path` when it is for `scheme` (NULL: for
 * any), else 0; and the statement that makes the table of scripts where it is missing. */
int migrate_script_number(struct str path, const char *scheme);
extern const char migrate_table_sql[];
/* Versions such as "0.10.2", part by part as numbers: negative, 0, positive. */
int version_compare(struct str a, struct str b);
#endif
