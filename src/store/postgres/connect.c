/* Connections and their sessions: what is asked of the server, and what happens when it goes away. */
#include "base/log.h"
#include "store/postgres/postgres.h"
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum { OLDEST_SERVER = 150000, LOCK_CLASS = 0x456e7465 /* "Ente" */ };

bool pg_lost(const struct pg_conn *conn)
{
    return conn->broken || PQstatus(conn->pg) != CONNECTION_OK;
}

static bool good(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

enum err pg_command(struct pg_conn *conn, const char *sql)
{
    PGresult *result = PQexec(conn->pg, sql);
    enum err err = good(result) ? OK : pg_failure(conn, result, sql);
    PQclear(result);
    return err;
}

enum err pg_ask(struct pg_conn *conn, const char *sql, int count, const char *const *values, PGresult **out)
{
    *out = PQexecParams(conn->pg, sql, count, NULL, values, NULL, NULL, 0);
    if (good(*out))
        return OK;
    enum err err = pg_failure(conn, *out, sql);
    PQclear(*out);
    *out = NULL;
    return err;
}

/* ---- the session ---- */

/* A dead machine must not hold the writers' lock for hours: hence keep-alives, and below the end of idle transactions.
 */
static const char settings[] =
    "SET client_min_messages = warning; SET standard_conforming_strings = on; SET jit = off;"
    " SET lock_timeout = '20s';"
    " SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;"
    " SET bytea_output = hex; SET TimeZone = 'UTC'; SET DateStyle = ISO";

static const char sights_table[] =
    "CREATE TEMPORARY TABLE entente_sight (entente_sight bigint NOT NULL,"
    " entente_circle text COLLATE \"C\" NOT NULL, PRIMARY KEY (entente_sight, entente_circle))";

enum { FACT_FSYNC, FACT_PAGES, FACT_COMMIT, FACT_ENCODING, FACT_SCHEMA, FACT_SCHEMA_ID, FACT_RECOVERY, FACT_MARKS };
static const char facts[] =
    "SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),"
    " current_setting('server_encoding'), current_schema(), n.oid::int4, pg_is_in_recovery(),"
    " to_regclass('entente_commit') IS NOT NULL"
    " FROM (SELECT 1) AS one LEFT JOIN pg_namespace n ON n.nspname = current_schema()";

static enum err refuse(struct problems *problems, const char *key, const char *name, const char *value)
{
    log_write(LOG_ERROR, "store.refused", "why", key, name, value, NULL);
    (void)pg_say(problems, key, name, value);
    return ERR_STORE;
}

/* What was acknowledged must be on disk, and text must be text. */
static enum err check(const PGresult *row, enum conn_mode mode, struct problems *problems)
{
    if (strcmp(PQgetvalue(row, 0, FACT_FSYNC), "on") != 0)
        return refuse(problems, "store.postgres-fsync", "setting", "fsync");
    if (strcmp(PQgetvalue(row, 0, FACT_PAGES), "on") != 0)
        return refuse(problems, "store.postgres-fsync", "setting", "full_page_writes");
    if (strcmp(PQgetvalue(row, 0, FACT_COMMIT), "off") == 0)
        return refuse(problems, "store.postgres-fsync", "setting", "synchronous_commit");
    if (strcmp(PQgetvalue(row, 0, FACT_ENCODING), "UTF8") != 0)
        return refuse(problems, "store.postgres-encoding", "encoding", PQgetvalue(row, 0, FACT_ENCODING));
    if (PQgetisnull(row, 0, FACT_SCHEMA))
        return refuse(problems, "store.postgres-schema", "schema", "search_path");
    if (mode == CONN_WRITE && strcmp(PQgetvalue(row, 0, FACT_RECOVERY), "f") != 0)
        return refuse(problems, "store.postgres-standby", "state", "standby");
    return OK;
}

/* One transaction writes at a time, as on SQLite: all of them begin by taking the same lock, so READ COMMITTED sees a
 * world that nobody else changes (docs/decisions/0011-postgres-one-writer.md). */
static void note_begin(struct pg_conn *conn, const char *schema_id)
{
    snprintf(conn->begin, sizeof conn->begin,
             "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock(%d, %s)", LOCK_CLASS,
             schema_id);
}

static enum err settle(struct pg_conn *conn, struct problems *problems)
{
    PGresult *row = NULL;
    char version[16];
    conn->generation++;
    conn->doomed_count = 0;
    conn->writing = false;
    pg_sight_forget(conn);
    snprintf(version, sizeof version, "%d", PQserverVersion(conn->pg) / 10000);
    if (PQserverVersion(conn->pg) < OLDEST_SERVER)
        return refuse(problems, "store.postgres-old", "version", version);
    enum err err = pg_command(conn, settings);
    if (err == OK)
        err = pg_ask(conn, facts, 0, NULL, &row);
    if (err == OK)
        err = check(row, conn->mode, problems);
    if (err == OK) {
        note_begin(conn, PQgetvalue(row, 0, FACT_SCHEMA_ID));
        conn->marks = strcmp(PQgetvalue(row, 0, FACT_MARKS), "t") == 0;
        conn->has_table = pg_command(conn, sights_table) == OK; /* without it, sights of many are slow but right */
        err = pg_guard_settle(conn, problems);
    }
    if (err == OK) {
        err = pg_command(conn, conn->mode == CONN_READ ? "SET default_transaction_read_only = on"
                                                       : "SET idle_in_transaction_session_timeout = '120s'");
    }
    PQclear(row);
    return err;
}

/* Nothing is said of it; but a warning while it commits is of a standby that has not confirmed (commit.c). */
static void take_note(void *user, const PGresult *result)
{
    struct pg_conn *conn = user;
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    conn->doubted = conn->doubted || (severity && !strcmp(severity, "WARNING"));
}

/* Whether the address leads to another machine and leaves open how: then nothing is sent in clear text. */
bool pg_wants_tls(const char *url)
{
    PQconninfoOption *options = PQconninfoParse(url, NULL);
    const char *host = getenv("PGHOST"), *mode = getenv("PGSSLMODE");
    for (const PQconninfoOption *option = options; option && option->keyword; option++) {
        if (option->val && (!strcmp(option->keyword, "host") || !strcmp(option->keyword, "hostaddr")))
            host = option->val;
        if (option->val && !strcmp(option->keyword, "sslmode"))
            mode = option->val;
    }
    bool near = !host || !*host || *host == '/' || *host == '@' || !strcmp(host, "localhost") ||
                !strcmp(host, "127.0.0.1") || !strcmp(host, "::1");
    bool wants = options && !near && !(mode && *mode);
    PQconninfoFree(options);
    return wants;
}

static enum err connect_to(const struct pg_store *store, enum conn_mode mode, bool bare, struct problems *problems,
                           struct pg_conn **out)
{
    const char *const names[] = {"fallback_application_name",
                                 "connect_timeout",
                                 "keepalives_idle",
                                 "tcp_user_timeout",
                                 "sslmode",
                                 "dbname",
                                 "client_encoding",
                                 NULL};
    const char *tls = pg_wants_tls(store->url) ? "require" : NULL;
    const char *const values[] = {"entente", "10", "15", "30000", tls, store->url, "UTF8", NULL};
    struct pg_conn *conn = calloc(1, sizeof *conn);
    if (!conn)
        return ERR_MEMORY;
    conn->mode = mode;
    conn->bare = bare;
    randombytes_buf(&conn->writer, sizeof conn->writer);
    conn->pg = PQconnectdbParams(names, values, 1);
    enum err err = OK;
    if (!conn->pg)
        err = ERR_MEMORY;
    else if (pg_lost(conn))
        err = pg_failure(conn, NULL, "connect");
    if (err == OK) {
        PQsetNoticeReceiver(conn->pg, take_note, conn);
        err = settle(conn, problems);
    }
    if (err) {
        pg_disconnect(conn);
        return err;
    }
    *out = conn;
    return OK;
}

enum err pg_connect(const struct pg_store *store, enum conn_mode mode, struct problems *problems, struct pg_conn **out)
{
    return connect_to(store, mode, false, problems, out);
}

enum err pg_connect_bare(const struct pg_store *store, enum conn_mode mode, struct problems *problems,
                         struct pg_conn **out)
{
    return connect_to(store, mode, true, problems, out);
}

void pg_disconnect(struct pg_conn *conn)
{
    PQfinish(conn->pg);
    free(conn->few);
    free(conn->told);
    free(conn);
}

enum err pg_reconnect(struct pg_conn *conn)
{
    PQreset(conn->pg);
    conn->broken = false;
    if (pg_lost(conn))
        return pg_failure(conn, NULL, "reconnect");
    enum err err = settle(conn, NULL);
    if (err)
        conn->broken = true; /* half a session is none: the next begin tries anew */
    else
        log_write(LOG_INFO, "store.reconnected", NULL);
    return err;
}

/* ---- transactions ---- */

/* A begin that failed leaves nothing open. */
static enum err try_begin(struct pg_conn *conn, const char *sql)
{
    PGresult *result = PQexec(conn->pg, sql);
    enum err err = good(result) ? OK : pg_failure(conn, result, "begin");
    conn->writing = err == OK && conn->mode == CONN_WRITE;
    PQclear(result);
    if (err && !pg_lost(conn) && PQtransactionStatus(conn->pg) != PQTRANS_IDLE)
        PQclear(PQexec(conn->pg, "ROLLBACK"));
    return err;
}

enum err pg_begin(struct pg_conn *conn, const char *sql)
{
    bool was_lost = pg_lost(conn);
    enum err err = was_lost ? pg_reconnect(conn) : OK;
    if (err)
        return err;
    conn->writing = false;
    err = try_begin(conn, conn->mode == CONN_WRITE ? conn->begin : sql);
    if (err && !was_lost && pg_lost(conn)) { /* it was gone already, and nothing has begun */
        err = pg_reconnect(conn);
        if (err == OK)
            err = try_begin(conn, conn->mode == CONN_WRITE ? conn->begin : sql);
    }
    return err;
}
