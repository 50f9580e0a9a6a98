/* Committing, and what became of a commit that was not heard of, or that the server is in doubt about. */
#include "base/date.h"
#include "base/log.h"
#include "store/postgres/postgres.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ASKED_MS = 20000, PAUSE_MS = 250, MARK_SQL = 400 };

/* The number of the latest commit of each writing session, written by the transaction itself: it is there when the
 * transaction stands, on whatever server one finds. The number of a transaction would not say so: after a crash, or on
 * a standby that has become the primary, another one may have got the same. */
const char pg_mark_table[] = "CREATE TABLE IF NOT EXISTS entente_commit (writer bigint NOT NULL PRIMARY KEY,"
                             " number bigint NOT NULL, at timestamptz NOT NULL DEFAULT now())";

static void mark(struct pg_conn *conn, char sql[MARK_SQL])
{
    const char *sweep = conn->commits ? "" : "DELETE FROM entente_commit WHERE at < now() - interval '7 days'; ";
    snprintf(sql, MARK_SQL,
             "%sINSERT INTO entente_commit (writer, number) VALUES (%lld, %lld)"
             " ON CONFLICT (writer) DO UPDATE SET number = excluded.number, at = now(); COMMIT",
             sweep, (long long)conn->writer, (long long)++conn->commits);
}

static void undo(struct pg_conn *conn)
{
    if (!pg_lost(conn) && PQtransactionStatus(conn->pg) != PQTRANS_IDLE)
        PQclear(PQexec(conn->pg, "ROLLBACK"));
}

/* Whether the mark of the latest commit is there. Begins as every write, so the transaction in question has ended; and
 * changes the mark, so that this commit, and with it the one before, waits for the standbys that are to be waited for.
 */
static enum err look_for_mark(struct pg_conn *conn, bool *stands)
{
    char sql[MARK_SQL];
    enum err err = pg_begin(conn, NULL);
    if (err)
        return err;
    conn->writing = false;
    snprintf(sql, sizeof sql, "UPDATE entente_commit SET at = now() WHERE writer = %lld AND number = %lld",
             (long long)conn->writer, (long long)conn->commits);
    PGresult *result = PQexec(conn->pg, sql);
    *stands = strtoll(PQcmdTuples(result), NULL, 10) == 1;
    err = PQresultStatus(result) == PGRES_COMMAND_OK ? OK : pg_failure(conn, result, "mark");
    PQclear(result);
    conn->doubted = false;
    if (err == OK)
        err = pg_command(conn, *stands ? "COMMIT" : "ROLLBACK");
    undo(conn);
    return err == OK && conn->doubted ? ERR_BUSY : err;
}

static void pause_ms(long ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

/* OK when the commit stands, ERR_BUSY when it surely does not, ERR_STORE when that cannot be learnt. */
static enum err fate(struct pg_conn *conn)
{
    for (int64_t end = monotonic_ms() + ASKED_MS; monotonic_ms() < end; pause_ms(PAUSE_MS)) {
        bool stands = false;
        if (look_for_mark(conn, &stands) != OK)
            continue;
        log_write(LOG_WARN, "store.commit-asked", "became", stands ? "committed" : "undone", NULL);
        return stands ? OK : ERR_BUSY;
    }
    log_write(LOG_ERROR, "store.commit-unknown", NULL);
    return ERR_STORE;
}

enum err pg_commit(struct pg_conn *conn)
{
    bool wrote = conn->writing, marked = wrote && conn->marks;
    char sql[MARK_SQL] = "COMMIT";
    conn->writing = conn->doubted = false;
    if (marked)
        mark(conn, sql);
    bool failed = PQtransactionStatus(conn->pg) == PQTRANS_INERROR;
    PGresult *result = failed ? NULL : PQexec(conn->pg, sql);
    ExecStatusType status = PQresultStatus(result);
    enum err err = failed || status == PGRES_COMMAND_OK ? OK : pg_failure(conn, result, "COMMIT");
    PQclear(result);
    undo(conn);
    if (failed) {
        log_write(LOG_ERROR, "store.commit-undone", NULL);
        return ERR_STORE;
    }
    bool unheard = err && pg_lost(conn);
    if (!wrote || !(unheard || conn->doubted))
        return err;
    return marked ? fate(conn) : ERR_STORE;
}
