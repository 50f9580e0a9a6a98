/* postgres.h: what the files of the PostgreSQL engine share. Only files under src/store/postgres/ include it. */
#ifndef STORE_POSTGRES_POSTGRES_H
#define STORE_POSTGRES_POSTGRES_H
#include "store/engine.h"
#include <libpq-fe.h>

enum {
    SIGHT_FEW = 64,
    SIGHTS_KEPT = 8,
    SIGHT_KEY = 16,
    DOOMED = 32,
    GROWTHS = 96,
    NAME_ROOM = 24,
    DATABASE_ROOM = 128
};

/* ---- SQL: the subset of store.h as PostgreSQL says it (sql.c) ---- */

enum control { CONTROL_NONE, CONTROL_BEGIN, CONTROL_COMMIT, CONTROL_ROLLBACK, CONTROL_ROLLBACK_TO, CONTROL_OTHER };

enum { PARAMETERS_MAX = 255 };

/* For a viewer of few audiences, of many, and for conn_see_all. */
enum form { FORM_FEW, FORM_MANY, FORM_ALL, FORMS };

struct pg_sql {
    char *text[FORMS];                       /* the same three times where the statement does not ask for a sight */
    int parameters;                          /* their number, the sight's among them */
    int sight;                               /* the sight's place, from 1; 0: the statement does not ask for it */
    unsigned char place[PARAMETERS_MAX + 1]; /* of the caller's ?N; 0: it does not occur */
    enum control control;
};

/* Translates one statement: ?N to $N without gaps, LIKE (which ignores case in ASCII, as in SQLite) to ILIKE, and
 * entente_sees(x) to a test in line. Frees nothing of what was in *out. */
enum err pg_sql_make(struct str sql, struct pg_sql *out) MUST_CHECK;
void pg_sql_release(struct pg_sql *sql);
/* Translates a script: columns of TEXT compare by bytes, BLOB is BYTEA. NULL when out of memory; free() it. */
char *pg_script_make(struct str sql);

/* ---- connections (connect.c) ---- */

struct pg_store {
    char *url;
};

/* A set of audiences that lies in the session's table under a number. */
struct pg_sight {
    unsigned char key[SIGHT_KEY];
    int64_t number; /* 0: none */
    uint64_t used;
    size_t count;
    bool fresh; /* laid down in the transaction that is open: gone when that is rolled back */
};

/* A table that grows within the transaction that is open. */
struct pg_growth {
    char table[64];
    int64_t rows, next; /* inserted; at how many the planner is told */
};

struct pg_conn {
    PGconn *pg;
    bool broken; /* the last that was heard of it; made anew by the next begin */
    enum conn_mode mode;
    unsigned generation; /* of the session: prepared statements and the table of sights end with it */
    unsigned next_name;  /* of a prepared statement */
    unsigned epoch;      /* counts what ends transactions or sets them back: cursors end with it */
    int64_t changes;
    char begin[192];         /* the statement that begins a write transaction */
    bool writing;            /* a write transaction is open */
    bool marks;              /* commits are marked */
    bool doubted;            /* the server has warned since that was last asked */
    int64_t writer, commits; /* the session's mark */
    unsigned doomed[DOOMED];
    int doomed_count;
    struct pg_growth growths[GROWTHS];
    int growth_count;
    /* The sight (sight.c). */
    const struct id_set *sees;
    bool all;       /* every audience, without a set */
    char *few;      /* it as an array's text; NULL: not yet made */
    int64_t number; /* its number among the many; 0: not yet looked up */
    bool has_table; /* the session has the table of sights */
    /* The second guard (guard.c). */
    bool bare;           /* a connection of the engine's own, to copy all rows: what it sees is not restricted */
    bool guarded;        /* it is on: every statement needs the sight said */
    bool lowered;        /* the account is above it, so the session has taken a role that is not */
    bool unsettled;      /* the two above are to be found out anew, when no transaction is open */
    bool said;           /* the sight has been */
    char *told;          /* what was said last; NULL: not known */
    enum form told_form; /* and in which form */
    size_t dead;         /* rows in it that nobody asks for any more */
    uint64_t tick;
    int64_t last_number;
    struct pg_sight sights[SIGHTS_KEPT];
};

/* The engine's open and close: a database that can be reached, or that was made. */
enum err pg_open(const char *place, bool create, struct problems *problems, void **store);
void pg_close(void *store);
/* Whether a connection to `url` must be by TLS though the address does not say so: it leads to another machine. */
bool pg_wants_tls(const char *url);
/* Opens a connection and its session. Says in `problems` (may be NULL) what is wrong. */
enum err pg_connect(const struct pg_store *store, enum conn_mode mode, struct problems *problems,
                    struct pg_conn **out) MUST_CHECK;
/* The same without the second guard: for opening, back-up and restore alone. */
enum err pg_connect_bare(const struct pg_store *store, enum conn_mode mode, struct problems *problems,
                         struct pg_conn **out) MUST_CHECK;
void pg_disconnect(struct pg_conn *conn);
/* Makes a lost connection anew, outside a transaction. ERR_BUSY when the server is not there. */
enum err pg_reconnect(struct pg_conn *conn) MUST_CHECK;
/* The back end's begin: reconnects where needed. */
enum err pg_begin(struct pg_conn *conn, const char *sql) MUST_CHECK;
bool pg_lost(const struct pg_conn *conn);
/* Runs statements without parameters and without interest in rows. */
enum err pg_command(struct pg_conn *conn, const char *sql) MUST_CHECK;
/* Runs one statement with text parameters; the result (PQclear it) holds rows. */
enum err pg_ask(struct pg_conn *conn, const char *sql, int count, const char *const *values, PGresult **out) MUST_CHECK;

/* ---- committing (commit.c) ---- */

/* Makes the table of marks, which the engine keeps for itself. */
extern const char pg_mark_table[];
/* COMMIT, and what became of it when the connection was lost meanwhile, or a standby has not confirmed: OK when it
 * stands where it must, ERR_BUSY when it surely does not stand, ERR_STORE when that cannot be learnt. */
enum err pg_commit(struct pg_conn *conn) MUST_CHECK;

/* ---- statements (statement.c): the engine's functions of the same names ---- */

enum err pg_stmt_prepare(void *conn, struct str sql, void **stmt);
void pg_stmt_text(void *stmt, int index, struct str text);
void pg_stmt_integer(void *stmt, int index, int64_t value);
void pg_stmt_blob(void *stmt, int index, struct str bytes);
void pg_stmt_portions(void *stmt);
enum err pg_stmt_step(void *stmt, bool *row);
struct str pg_stmt_column(void *stmt, int column);
int64_t pg_stmt_column_int(void *stmt, int column);
bool pg_stmt_column_null(void *stmt, int column);
void pg_stmt_reset(void *stmt);
void pg_stmt_finalize(void *stmt);

/* ---- errors (error.c) ---- */

/* The error that a result stands for; logs what is a fault. `what` names the statement in the log. */
enum err pg_failure(struct pg_conn *conn, const PGresult *result, const char *what);
enum err pg_say(struct problems *problems, const char *key, const char *name, const char *value);

/* ---- sight (sight.c) ---- */

void pg_see(struct pg_conn *conn, const struct id_set *set, bool all);
/* Makes the present sight ready for a statement: *value is its parameter, *form says which text to run. */
enum err pg_sight_ready(struct pg_conn *conn, const char **value, enum form *form, char number[24]) MUST_CHECK;
/* The transaction has ended, or was set back to a savepoint. */
void pg_sight_settled(struct pg_conn *conn);
void pg_sight_undone(struct pg_conn *conn);
/* Whether a set was laid down in the transaction that is open. */
bool pg_sight_is_fresh(const struct pg_conn *conn);
/* Outside a transaction of the caller's: empties the table when most of it is dead. */
enum err pg_sight_tidy(struct pg_conn *conn) MUST_CHECK;
/* A new session: nothing is there. */
void pg_sight_forget(struct pg_conn *conn);

/* ---- the second guard (guard.c) ---- */

/* Says the sight to it, where it is on and has not heard it. */
enum err pg_guard_say(struct pg_conn *conn) MUST_CHECK;
/* Finds out how the session stands to it, and takes the role that it binds where the account is above it. Says in
 * `problems` (may be NULL) what is wrong. */
enum err pg_guard_settle(struct pg_conn *conn, struct problems *problems) MUST_CHECK;
/* For what only the tables' owner may do: the account's own role, and back; pg_guard_back as conn_see_back. */
enum err pg_guard_raise(struct pg_conn *conn) MUST_CHECK;
enum err pg_guard_back(struct pg_conn *conn, enum err err) MUST_CHECK;
/* Turns it on for the tables that migrations have made. The engine's function. */
enum err pg_guard_lay(void *conn);
/* Frees the owner from it within a transaction, until pg_guard_lay. */
enum err pg_guard_lift(struct pg_conn *conn) MUST_CHECK;

/* ---- growth (growth.c) ---- */

/* The place among `growths` of the table that a statement inserts into, -1 for other statements. */
int pg_growth_of(struct pg_conn *conn, struct str sql);
/* Rows were inserted. */
void pg_grown(struct pg_conn *conn, int growth, int64_t rows);
/* A transaction begins. */
void pg_growth_begin(struct pg_conn *conn);

/* ---- back-up (backup.c, restore.c) ---- */

enum err pg_backup(void *store, const char *file, struct problems *problems);
enum err pg_restore(void *store, const char *file, struct problems *problems);
#endif
