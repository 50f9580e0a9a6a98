/* migrate.h: the schema as numbered scripts, schema/NNNN_name.sql, embedded in the program. A script of both engines
 * has no suffix; where they must differ, schema/NNNN_name.sqlite.sql and schema/NNNN_name.postgres.sql stand instead.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H
#include "store/store.h"

/* Brings the schema up to this program's. *applied (may be NULL) is the number of scripts run. ERR_CONFLICT, with
 * words, when the store was made by a newer program. All or nothing. */
enum err migrate(struct conn *conn, const char *scheme, struct problems *problems, int *applied) MUST_CHECK;
/* Number of the newest script of this program. */
int migrate_newest(void);
/* For engines that build a schema by themselves: the number of the script at `path` when it is for `scheme` (NULL: for
 * any), else 0; and the statement that makes the table of scripts where it is missing. */
int migrate_script_number(struct str path, const char *scheme);
extern const char migrate_table_sql[];
/* Number of the newest script that the store has; 0 for an empty store. */
enum err migrate_current(struct conn *conn, int *number) MUST_CHECK;
#endif
