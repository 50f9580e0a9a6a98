/* guard.h: the second guard, beneath the kernel's predicate: what both engines share. A statement that forgot to ask
 * entente_sees() gets the rows of the audiences that its connection sees (conn_see), and no others; it neither changes
 * others nor puts rows where its connection does not see. docs/decisions/0012-second-guard.md says how.
 *
 * Guarded is every table with a column audience_id, and those in guarded_tables. A new table needs nothing more than
 * that column; one whose audience stands in another column is one line in guard.c. Only files under src/store/ include
 * this.
 */
#ifndef STORE_GUARD_H
#define STORE_GUARD_H
#include "base/str.h"

/* A table without audience_id whose rows belong to an audience all the same, and the column that says to which. Ends
 * with a NULL. */
struct guarded_table {
    const char *table, *column;
};
extern const struct guarded_table guarded_tables[];

/* What keeps `sql` from being run as a statement of the program's: a word of it that no such statement says (a name of
 * the engine's own, a way around the guard, another statement behind it); p NULL when nothing does. */
struct str guard_objection(struct str sql);
/* Where the table's name begins in a statement that writes ("INSERT INTO t", "UPDATE t", "DELETE FROM t"); 0 in others.
 */
size_t guard_write_target(struct str sql);
#endif
