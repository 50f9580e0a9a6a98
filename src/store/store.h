/* store.h: where records are kept. One interface over the engines: connection, statement, transaction. SQL is written
 * in the subset that both engines speak, with ?1 parameters; every value is bound. A connection is used by one thread
 * at a time; readers never wait for the writer. Errors are logged with their cause; callers get `enum err`. */
#ifndef STORE_STORE_H
#define STORE_STORE_H
#include "base/err.h"
#include "base/problem.h"
#include "base/str.h"

struct store;
struct conn;
struct stmt;

enum conn_mode { CONN_READ, CONN_WRITE };

/* A set of identifiers with a constant-time test; built once per request, read by the store while a statement runs. */
struct id_set {
    const struct str *slots; /* open addressing; empty slots have p NULL */
    size_t size;             /* a power of two, or 0 */
    size_t count;            /* in the slots, and `also` */
    struct str also;         /* one more, beside them; p NULL: none */
};
/* Builds a set from `count` identifiers in `arena`. An exhausted arena gives an empty set. */
struct id_set id_set_of(struct arena *arena, const struct str *ids, size_t count);
/* The same set and one more, over the same slots. */
struct id_set id_set_and(const struct id_set *set, struct str id);
bool id_set_has(const struct id_set *set, struct str id);
/* All members stand in places 0 … id_set_places - 1, in no order; a place without one has p NULL. */
size_t id_set_places(const struct id_set *set);
struct str id_set_at(const struct id_set *set, size_t place);

/* Opens the store that `url` names ("sqlite:PATH", "postgresql://…" or "postgres://…"). With `create`, a missing one is
 * made; without, ERR_NOT_FOUND. Says in `problems` what is wrong. Close with store_close after all its connections. */
enum err store_open(const char *url, bool create, struct problems *problems, struct store **out) MUST_CHECK;
void store_close(struct store *store);
const char *store_url(const struct store *store);
/* `url` fit to show and to log: without a password. p NULL when the arena is exhausted. */
struct str store_url_shown(struct arena *arena, struct str url);
/* "sqlite" or "postgres". */
const char *store_scheme(const struct store *store);

/* A connection of its own. CONN_READ refuses writes. */
enum err store_connect(struct store *store, enum conn_mode mode, struct conn **out) MUST_CHECK;
void conn_close(struct conn *conn);
enum conn_mode conn_mode(const struct conn *conn);
/* store_scheme of its store: for the few statements that cannot be the same for both. */
const char *conn_scheme(const struct conn *conn);

/* Which audiences the statements that follow may see: the SQL function entente_sees(audience_id) is true for members
 * of `set`. NULL: none. The set must outlive its use; it may not change while a statement is open (ERR_INTERNAL). */
enum err conn_see(struct conn *conn, const struct id_set *set) MUST_CHECK;
/* The named exemption: the statements that follow may see and change the rows of every audience, until conn_see or
 * conn_see_back. For what works before or beyond a viewer (sign-in and the making of viewers, moves of circles, verify,
 * jobs), in the files that docs/exempt.txt lists with their reason; the architecture check refuses all others. */
enum err conn_see_all(struct conn *conn) MUST_CHECK;
/* Undoes the latest conn_see_all, whatever became of what was done in between: the connection sees what it saw before.
 * `err` is what the caller has to report; gives it, or, when that is OK, an error of its own. */
enum err conn_see_back(struct conn *conn, enum err err) MUST_CHECK;

/* Transactions. A read transaction sees one moment. Savepoints nest by name. One that could not be released
 * or rolled back to spoils its transaction: conn_commit then gives ERR_STORE, and only conn_rollback is left. */
enum err conn_begin(struct conn *conn) MUST_CHECK;
enum err conn_commit(struct conn *conn) MUST_CHECK;
void conn_rollback(struct conn *conn);
enum err conn_savepoint(struct conn *conn) MUST_CHECK;
enum err conn_release(struct conn *conn) MUST_CHECK;
void conn_rollback_to(struct conn *conn);
bool conn_in_transaction(struct conn *conn);
/* A number for what a transaction that reads sees: while two of them on this connection have the same, nothing was
 * committed in between, by whomever. 0 where the engine cannot tell, and on a connection that writes. */
int64_t conn_moment(struct conn *conn);
/* Something that a layer above keeps with the connection, in place of what it kept: `end` is called with it when the
 * connection closes, or when it is replaced. NULL: nothing. */
void conn_keep(struct conn *conn, void *kept, void (*end)(void *kept));
void *conn_kept(const struct conn *conn);
/* Puts the second guard (docs/decisions/0012-second-guard.md) on tables that scripts have made (migrations only). */
enum err conn_guard(struct conn *conn) MUST_CHECK;
/* Whether each of the engine's connections guards itself, so that there is nothing to put on tables. */
bool conn_guards_itself(const struct conn *conn);
/* Tells the engine's planner what the indexes that scripts have made are worth (migrations only). */
enum err conn_plan(struct conn *conn) MUST_CHECK;
/* Runs a script of several statements without parameters (migrations only). */
enum err conn_script(struct conn *conn, struct str sql) MUST_CHECK;

/* A statement for `sql` (kept prepared by the connection), ready to bind. NULL on failure: stmt functions take NULL and
 * answer with ERR_STORE, so that only the last call needs a check. Give it back with stmt_done. Parameters from 1. */
struct stmt *conn_prepare(struct conn *conn, struct str sql);
void stmt_text(struct stmt *stmt, int index, struct str text); /* p NULL binds NULL; must live until stmt_done */
void stmt_int(struct stmt *stmt, int index, int64_t value);
void stmt_blob(struct stmt *stmt, int index, struct str bytes);
void stmt_null(struct stmt *stmt, int index);
/* Before the first step of a statement in a transaction: many rows are to come, so they are not all kept in memory at
 * once. Statements of the same connection may run meanwhile. */
void stmt_portions(struct stmt *stmt);
/* Moves to the next row: OK with *row true, OK with *row false at the end, or ERR_CONFLICT for a broken uniqueness or
 * reference, ERR_BUSY, ERR_STORE. After an error within a transaction only a rollback, at least to a savepoint, makes
 * the connection usable again (on PostgreSQL). */
enum err stmt_step(struct stmt *stmt, bool *row) MUST_CHECK;
/* Columns of the current row, from 0. A text lives until the next step or done: copy what is kept. */
struct str stmt_column(struct stmt *stmt, int column); /* NULL gives p NULL */
int64_t stmt_column_int(struct stmt *stmt, int column);
bool stmt_column_null(struct stmt *stmt, int column);
void stmt_done(struct stmt *stmt);
/* Steps once, expects no row, gives the statement back; *changed (may be NULL) is the number of rows changed. */
enum err stmt_run(struct stmt *stmt, int64_t *changed) MUST_CHECK;

/* Gives back every statement that somebody left open: the writer calls it between jobs. */
void conn_tidy(struct conn *conn);

/* Names of the columns of `table`, in their order, as a list of texts; empty when there is no such table. */
enum err conn_columns(struct conn *conn, struct arena *arena, const char *table, struct value **out) MUST_CHECK;
/* The tables of the schema, without views and what the engine keeps for itself, in the order of their names' bytes: a
 * list of {name, columns: [{name, type}], key: [names]}; a type is "text", "integer", "bytes", or the engine's own. */
enum err conn_tables(struct conn *conn, struct arena *arena, struct value **out) MUST_CHECK;
/* What belongs to those tables: a list of {table, what, name, columns, target, part}, all texts, in the order of their
 * bytes. `what` is "index", "unique" (an index that lets nothing in twice) or "reference" (to `target`, without a
 * name); columns have ", " between; `part` is "part" for an index of some rows only. Primary keys are not among them.
 */
enum err conn_relations(struct conn *conn, struct arena *arena, struct value **out) MUST_CHECK;
/* Within a write transaction: from conn_refer_later on, rows may come before those that they refer to; conn_refer_now
 * checks all references (ERR_CONFLICT when one leads nowhere) and must stand before the commit. */
enum err conn_refer_later(struct conn *conn) MUST_CHECK;
enum err conn_refer_now(struct conn *conn) MUST_CHECK;
/* A consistent copy of everything into a new file, also while others write. ERR_CONFLICT when the file exists. */
enum err store_backup(struct store *store, const char *file, struct problems *problems) MUST_CHECK;
/* The reverse, into an empty store only (ERR_CONFLICT otherwise; ERR_CORRUPT when the file is no back-up). */
enum err store_restore(struct store *store, const char *file, struct problems *problems) MUST_CHECK;
#endif
