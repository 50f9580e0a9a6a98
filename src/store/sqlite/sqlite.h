/* sqlite.h: what the files of the SQLite engine share. Only files under src/store/sqlite/ include it. */
#ifndef STORE_SQLITE_SQLITE_H
#define STORE_SQLITE_SQLITE_H
#include "store/engine.h"
#include <sqlite3.h>

struct sqlite_store {
    char *path;
};

/* A sorted list of names on the heap. */
struct names {
    char **p;
    size_t n;
};

/* The second guard of one connection (guard.c). */
struct sqlite_guard {
    char nonce[24];   /* begins the names of the inner views and the triggers: no SQL text can know it */
    bool laid;        /* views and triggers are there, and the lists below are of the schema at hand */
    bool laid_inside; /* laid within a transaction: a rollback takes it away */
    int64_t schema;   /* the schema's version when it was laid */
    bool trusted;     /* the engine's own statements: nothing is refused */
    bool running;     /* a statement takes a step: FTS5 prepares statements of its own on its tables */
    bool writes;      /* the statement at hand begins as one that writes */
    struct names guarded, open, words, shadows; /* tables; without an audience; of FTS5; beneath those */
    struct names triggers, keys;                /* of the schema; columns that identify or refer */
    char why[200];                              /* the latest refusal */
};

struct sqlite_conn {
    sqlite3 *db;
    enum conn_mode mode;
    const struct id_set *sees;
    bool all;
    sqlite3_stmt *moment; /* NULL before its first use */
    struct sqlite_guard guard;
};

struct sqlite_stmt {
    struct sqlite_conn *conn;
    sqlite3_stmt *inner;
};

/* Opens a connection and its session. It has no guard yet: only back-up, restore and the engine's connect call it. */
enum err sqlite_open_bare(const struct sqlite_store *store, enum conn_mode mode, struct sqlite_conn **out) MUST_CHECK;
void sqlite_disconnect(void *conn);

/* The error that `rc` stands for; logs what is a fault. `what` names the statement in the log. */
enum err sqlite_failure(sqlite3 *db, const char *what, int rc);
enum err sqlite_pragma(sqlite3 *db, const char *sql) MUST_CHECK;
enum err sqlite_say(struct problems *problems, const char *key, const char *path);

/* ---- the predicate (sees.c) ---- */

/* Gives the connection the kernel's function entente_sees(). */
int sqlite_make_predicate(struct sqlite_conn *conn);
/* What it answers: whether the connection sees the audience that is the function's only argument. */
void sqlite_sees(sqlite3_context *context, int n, sqlite3_value **values);

/* ---- the second guard (guard.c) ---- */

/* Stands before every statement of the connection from now on. */
enum err sqlite_guard_begin(struct sqlite_conn *conn) MUST_CHECK;
void sqlite_guard_end(struct sqlite_conn *conn);
/* Lays views and triggers where they are not there. */
enum err sqlite_guard_lay(struct sqlite_conn *conn) MUST_CHECK;
/* Takes them away for a script, or before a copy replaces the file. */
enum err sqlite_guard_lift(struct sqlite_conn *conn) MUST_CHECK;
/* sqlite3_prepare_v3 and sqlite3_step under the guard. */
int sqlite_guard_prepare(struct sqlite_conn *conn, struct str sql, sqlite3_stmt **out);
int sqlite_guard_step(struct sqlite_conn *conn, sqlite3_stmt *stmt);

/* ---- the engine's functions of the same names (schema.c) ---- */

enum err sqlite_columns(void *conn, struct arena *arena, const char *table, struct value *out);
enum err sqlite_tables(void *conn, struct arena *arena, struct value *out);
enum err sqlite_relations(void *conn, struct arena *arena, struct value *out);
enum err sqlite_refer_later(void *conn);
enum err sqlite_refer_now(void *conn);

/* ---- statistics (plan.c): likewise ---- */

enum err sqlite_plan(void *conn);

/* ---- back-up (backup.c), on a connection of its own without the guard ---- */

enum err sqlite_backup(void *store, const char *file, struct problems *problems);
enum err sqlite_restore(void *store, const char *file, struct problems *problems);
#endif
