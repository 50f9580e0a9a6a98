/* Statements: preparing, binding, running, reading. Results are fetched whole, so that statements may nest on one
 * connection; those of many rows come in portions, from a cursor. */
#include "base/log.h"
#include "store/postgres/postgres.h"
#include <stdio.h>
#include <stdlib.h>

enum { OID_BOOL = 16, OID_BYTEA = 17, PORTION = 1000 };

/* A value that is bound. Texts and bytes stay the caller's. */
struct bound {
    enum { BOUND_NULL, BOUND_TEXT, BOUND_INT, BOUND_BYTES } kind;
    struct str text;
    int64_t i;
};

struct prepared {
    unsigned generation; /* 0: not yet */
    unsigned name;
};

struct pg_stmt {
    struct pg_conn *conn;
    struct pg_sql sql;
    struct prepared prepared[FORMS];
    struct bound *bound; /* by place */
    int growth;          /* of the table that it inserts into, or -1 */
    PGresult *result;
    int row;         /* that the caller stands on */
    bool ran;        /* since the last reset */
    bool portions;   /* asked for */
    bool is_open;    /* its rows are not all read */
    unsigned cursor; /* that more rows come from; 0: none */
    unsigned epoch;  /* in which it was opened */
    char *room;
    size_t room_size;
    unsigned char **bytes; /* decoded columns of bytes, of the current row */
};

/* ---- preparing ---- */

enum err pg_stmt_prepare(void *inner, struct str sql, void **out)
{
    struct pg_stmt *stmt = calloc(1, sizeof *stmt);
    if (!stmt)
        return ERR_MEMORY;
    stmt->conn = inner;
    stmt->growth = pg_growth_of(inner, sql);
    enum err err = pg_sql_make(sql, &stmt->sql);
    if (err == OK && stmt->sql.parameters) {
        stmt->bound = calloc((size_t)stmt->sql.parameters, sizeof *stmt->bound);
        err = stmt->bound ? OK : ERR_MEMORY;
    }
    if (err) {
        pg_sql_release(&stmt->sql);
        free(stmt);
        return err;
    }
    *out = stmt;
    return OK;
}

/* Statements that are not kept any longer go with the next one that is prepared, not each by a journey of its own. */
static void doom(struct pg_conn *conn, struct prepared prepared)
{
    if (prepared.generation == conn->generation && conn->doomed_count < DOOMED)
        conn->doomed[conn->doomed_count++] = prepared.name;
}

static void bury(struct pg_conn *conn)
{
    char sql[DOOMED * 32];
    size_t n = 0;
    if (conn->doomed_count < DOOMED / 2 || PQtransactionStatus(conn->pg) == PQTRANS_INERROR)
        return;
    for (int i = 0; i < conn->doomed_count; i++)
        n += (size_t)snprintf(sql + n, sizeof sql - n, "DEALLOCATE entente_%u;", conn->doomed[i]);
    conn->doomed_count = 0;
    PQclear(PQexec(conn->pg, sql));
}

static enum err make_ready(struct pg_stmt *stmt, enum form form, char name[NAME_ROOM])
{
    struct pg_conn *conn = stmt->conn;
    struct prepared *prepared = &stmt->prepared[form];
    const char *sql = stmt->sql.text[form];
    bool there = prepared->generation == conn->generation;
    snprintf(name, NAME_ROOM, "entente_%u", there ? prepared->name : ++conn->next_name);
    if (there)
        return OK;
    bury(conn);
    PGresult *result = PQprepare(conn->pg, name, sql, 0, NULL);
    enum err err = PQresultStatus(result) == PGRES_COMMAND_OK ? OK : pg_failure(conn, result, sql);
    PQclear(result);
    if (err == OK)
        *prepared = (struct prepared){conn->generation, conn->next_name};
    return err;
}

/* A rollback has closed it already, and where the transaction has failed it cannot be asked to. */
static void close_cursor(struct pg_stmt *stmt)
{
    char sql[64];
    if (stmt->cursor && stmt->epoch == stmt->conn->epoch && PQtransactionStatus(stmt->conn->pg) == PQTRANS_INTRANS) {
        snprintf(sql, sizeof sql, "CLOSE entente_%u", stmt->cursor);
        PQclear(PQexec(stmt->conn->pg, sql));
    }
    stmt->cursor = 0;
}

/* ---- binding ---- */

static void bind(struct pg_stmt *stmt, int index, struct bound value)
{
    int place = index > 0 && index <= PARAMETERS_MAX ? stmt->sql.place[index] : 0;
    if (place)
        stmt->bound[place - 1] = value;
}

void pg_stmt_text(void *stmt, int index, struct str text)
{
    bind(stmt, index, (struct bound){.kind = text.p ? BOUND_TEXT : BOUND_NULL, .text = text});
}

void pg_stmt_integer(void *stmt, int index, int64_t value)
{
    bind(stmt, index, (struct bound){.kind = BOUND_INT, .i = value});
}

void pg_stmt_blob(void *stmt, int index, struct str bytes)
{
    bind(stmt, index, (struct bound){.kind = bytes.p ? BOUND_BYTES : BOUND_NULL, .text = bytes});
}

/* Parameters as libpq wants them. */
struct parameters {
    const char *values[PARAMETERS_MAX];
    int lengths[PARAMETERS_MAX], formats[PARAMETERS_MAX];
};

/* Copies texts to end in zero bytes; numbers are printed. A text with a zero byte in it is none here. */
static enum err fill(struct pg_stmt *stmt, struct parameters *to)
{
    size_t need = 0, at = 0;
    for (int i = 0; i < stmt->sql.parameters; i++)
        need += stmt->bound[i].kind == BOUND_INT ? 24 : stmt->bound[i].text.n + 1;
    if (need > stmt->room_size) {
        char *grown = realloc(stmt->room, need * 2);
        if (!grown)
            return ERR_MEMORY;
        stmt->room = grown;
        stmt->room_size = need * 2;
    }
    for (int i = 0; i < stmt->sql.parameters; i++) {
        const struct bound *bound = &stmt->bound[i];
        char *room = stmt->room + at;
        to->values[i] = bound->kind == BOUND_NULL ? NULL : room;
        to->formats[i] = bound->kind == BOUND_BYTES;
        to->lengths[i] = (int)bound->text.n;
        if (bound->kind == BOUND_INT) {
            at += (size_t)snprintf(room, 24, "%lld", (long long)bound->i) + 1;
            continue;
        }
        if (bound->kind == BOUND_TEXT && memchr(bound->text.p, 0, bound->text.n))
            return ERR_INPUT;
        if (bound->text.n)
            memcpy(room, bound->text.p, bound->text.n);
        room[bound->text.n] = 0;
        at += bound->text.n + 1;
    }
    return OK;
}

/* ---- running ---- */

/* Ends a transaction that only read. A sight that was laid down in it stays in the session's table, for which the
 * transaction is committed: it has written nothing else, as the server sees to (default_transaction_read_only). */
static enum err end_reading(struct pg_stmt *stmt)
{
    struct pg_conn *conn = stmt->conn;
    bool keeps = conn->mode == CONN_READ && pg_sight_is_fresh(conn) && PQtransactionStatus(conn->pg) == PQTRANS_INTRANS;
    if (keeps && pg_command(conn, "COMMIT") == OK) {
        pg_sight_settled(conn);
        pg_sight_undone(conn); /* what was said is said again; what was laid down stays */
        return OK;
    }
    pg_sight_undone(conn);
    return keeps ? OK : pg_command(conn, stmt->sql.text[FORM_FEW]);
}

static enum err control(struct pg_stmt *stmt)
{
    struct pg_conn *conn = stmt->conn;
    enum err err;
    conn->epoch += stmt->sql.control != CONTROL_OTHER;
    switch (stmt->sql.control) {
    case CONTROL_BEGIN:
        pg_growth_begin(conn);
        err = pg_lost(conn) ? OK : pg_sight_tidy(conn);
        return err ? err : pg_begin(conn, stmt->sql.text[FORM_FEW]);
    case CONTROL_COMMIT:
        err = pg_commit(conn);
        if (err)
            pg_sight_undone(conn);
        else
            pg_sight_settled(conn);
        return err;
    case CONTROL_ROLLBACK:
        return end_reading(stmt);
    case CONTROL_ROLLBACK_TO:
        pg_sight_undone(conn);
        return pg_command(conn, stmt->sql.text[FORM_FEW]);
    default:
        return pg_command(conn, stmt->sql.text[FORM_FEW]);
    }
}

/* What came of running, in stmt->result. */
static enum err judge(struct pg_stmt *stmt)
{
    ExecStatusType status = PQresultStatus(stmt->result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        stmt->conn->changes = strtoll(PQcmdTuples(stmt->result), NULL, 10);
        return OK;
    }
    enum err err = pg_failure(stmt->conn, stmt->result, stmt->sql.text[FORM_FEW]);
    PQclear(stmt->result);
    stmt->result = NULL;
    return err;
}

static enum err run_whole(struct pg_stmt *stmt, const struct parameters *parameters, enum form form)
{
    char name[NAME_ROOM];
    enum err err = make_ready(stmt, form, name);
    if (err)
        return err;
    stmt->result = PQexecPrepared(stmt->conn->pg, name, stmt->sql.parameters, parameters->values, parameters->lengths,
                                  parameters->formats, 0);
    err = judge(stmt);
    if (err == OK)
        pg_grown(stmt->conn, stmt->growth, stmt->conn->changes);
    return err;
}

/* The next rows of a cursor, which is gone when the transaction was set back meanwhile. */
static enum err fetch(struct pg_stmt *stmt)
{
    char sql[64];
    PQclear(stmt->result);
    stmt->result = NULL;
    if (stmt->epoch != stmt->conn->epoch)
        return ERR_STORE;
    snprintf(sql, sizeof sql, "FETCH FORWARD %d FROM entente_%u", PORTION, stmt->cursor);
    stmt->result = PQexec(stmt->conn->pg, sql);
    stmt->row = -1;
    return judge(stmt);
}

static enum err run_in_portions(struct pg_stmt *stmt, const struct parameters *parameters, enum form form)
{
    const char *text = stmt->sql.text[form];
    size_t size = strlen(text) + 64;
    char *sql = malloc(size);
    if (!sql)
        return ERR_MEMORY;
    snprintf(sql, size, "DECLARE entente_%u NO SCROLL CURSOR FOR %s", ++stmt->conn->next_name, text);
    stmt->result = PQexecParams(stmt->conn->pg, sql, stmt->sql.parameters, NULL, parameters->values,
                                parameters->lengths, parameters->formats, 0);
    free(sql);
    enum err err = judge(stmt);
    if (err)
        return err;
    stmt->cursor = stmt->conn->next_name;
    stmt->epoch = stmt->conn->epoch;
    return fetch(stmt);
}

static enum err run(struct pg_stmt *stmt)
{
    struct pg_conn *conn = stmt->conn;
    struct parameters parameters;
    char number[24];
    const char *sight = NULL;
    enum form form = FORM_FEW;
    enum err err = OK;
    if (conn->unsettled && PQtransactionStatus(conn->pg) == PQTRANS_IDLE)
        err = pg_guard_settle(conn, NULL);
    if (stmt->sql.control != CONTROL_NONE)
        return err ? err : control(stmt);
    if (err == OK)
        err = pg_guard_say(conn);
    if (err == OK && stmt->sql.sight)
        err = pg_sight_ready(conn, &sight, &form, number);
    if (err == OK)
        err = fill(stmt, &parameters);
    if (err)
        return err;
    if (stmt->sql.sight)
        parameters.values[stmt->sql.sight - 1] = sight;
    if (stmt->portions && PQtransactionStatus(conn->pg) == PQTRANS_INTRANS)
        return run_in_portions(stmt, &parameters, form);
    return run_whole(stmt, &parameters, form);
}

static void forget_bytes(struct pg_stmt *stmt, bool all)
{
    for (int i = 0; stmt->bytes && stmt->result && i < PQnfields(stmt->result); i++) {
        PQfreemem(stmt->bytes[i]);
        stmt->bytes[i] = NULL;
    }
    if (all) {
        free(stmt->bytes);
        stmt->bytes = NULL;
    }
}

/* At the end nothing is open any more. */
static void end(struct pg_stmt *stmt)
{
    forget_bytes(stmt, true);
    close_cursor(stmt);
    stmt->is_open = false;
    PQclear(stmt->result);
    stmt->result = NULL;
}

enum err pg_stmt_step(void *inner, bool *row)
{
    struct pg_stmt *stmt = inner;
    enum err err = OK;
    *row = false;
    if (!stmt->ran) {
        err = run(stmt);
        if (err)
            return err;
        stmt->ran = true;
        stmt->row = -1;
        stmt->is_open = stmt->result != NULL;
    }
    if (!stmt->is_open)
        return OK;
    forget_bytes(stmt, false);
    if (++stmt->row == PQntuples(stmt->result) && stmt->cursor && stmt->row > 0) {
        forget_bytes(stmt, true);
        err = fetch(stmt);
        stmt->row = 0;
    }
    *row = err == OK && stmt->row < PQntuples(stmt->result);
    if (!*row)
        end(stmt);
    return err;
}

void pg_stmt_portions(void *inner)
{
    ((struct pg_stmt *)inner)->portions = true;
}

void pg_stmt_reset(void *inner)
{
    struct pg_stmt *stmt = inner;
    end(stmt);
    stmt->ran = stmt->portions = false;
    if (stmt->bound)
        memset(stmt->bound, 0, (size_t)stmt->sql.parameters * sizeof *stmt->bound);
}

void pg_stmt_finalize(void *inner)
{
    struct pg_stmt *stmt = inner;
    pg_stmt_reset(stmt);
    for (enum form form = FORM_FEW; form < FORMS; form++)
        doom(stmt->conn, stmt->prepared[form]);
    pg_sql_release(&stmt->sql);
    free(stmt->bound);
    free(stmt->room);
    free(stmt);
}

/* ---- columns ---- */

static bool in_row(const struct pg_stmt *stmt, int column)
{
    return stmt->result && stmt->row >= 0 && stmt->row < PQntuples(stmt->result) && column >= 0 &&
           column < PQnfields(stmt->result);
}

bool pg_stmt_column_null(void *inner, int column)
{
    struct pg_stmt *stmt = inner;
    return !in_row(stmt, column) || PQgetisnull(stmt->result, stmt->row, column);
}

static struct str decoded(struct pg_stmt *stmt, int column, const char *text)
{
    size_t n = 0;
    if (!stmt->bytes)
        stmt->bytes = calloc((size_t)PQnfields(stmt->result), sizeof *stmt->bytes);
    if (!stmt->bytes)
        return (struct str){NULL, 0};
    PQfreemem(stmt->bytes[column]);
    stmt->bytes[column] = PQunescapeBytea((const unsigned char *)text, &n);
    return (struct str){(const char *)stmt->bytes[column], stmt->bytes[column] ? n : 0};
}

struct str pg_stmt_column(void *inner, int column)
{
    struct pg_stmt *stmt = inner;
    if (pg_stmt_column_null(stmt, column))
        return (struct str){NULL, 0};
    const char *text = PQgetvalue(stmt->result, stmt->row, column);
    Oid type = PQftype(stmt->result, column);
    if (type == OID_BOOL)
        return *text == 't' ? S("1") : S("0");
    if (type == OID_BYTEA)
        return decoded(stmt, column, text);
    return (struct str){text, (size_t)PQgetlength(stmt->result, stmt->row, column)};
}

int64_t pg_stmt_column_int(void *inner, int column)
{
    struct str text = pg_stmt_column(inner, column);
    return text.p ? strtoll(text.p, NULL, 10) : 0;
}
