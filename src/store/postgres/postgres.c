/* The PostgreSQL engine: statements. Results are fetched whole, so that statements may nest on one connection. */
#include "base/log.h"
#include "store/postgres/postgres.h"
#include <stdio.h>
#include <stdlib.h>

enum { OID_BOOL = 16, OID_BYTEA = 17 };

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
    struct prepared prepared[2]; /* few, many */
    struct bound *bound;         /* by place */
    int growth;                  /* of the table that it inserts into, or -1 */
    PGresult *result;
    int row;  /* that the caller stands on */
    bool ran; /* since the last reset */
    char *room;
    size_t room_size;
    unsigned char **bytes; /* decoded columns of bytes, of the current row */
};

/* ---- preparing ---- */

static enum err postgres_prepare(void *inner, struct str sql, void **out)
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

static enum err make_ready(struct pg_stmt *stmt, bool many, char name[NAME_ROOM])
{
    struct pg_conn *conn = stmt->conn;
    struct prepared *prepared = &stmt->prepared[many];
    const char *sql = many ? stmt->sql.many : stmt->sql.few;
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

static void postgres_reset(void *inner)
{
    struct pg_stmt *stmt = inner;
    for (int i = 0; stmt->bytes && stmt->result && i < PQnfields(stmt->result); i++)
        PQfreemem(stmt->bytes[i]);
    free(stmt->bytes);
    stmt->bytes = NULL;
    stmt->conn->open -= stmt->ran && stmt->result;
    PQclear(stmt->result);
    stmt->result = NULL;
    stmt->ran = false;
    if (stmt->bound)
        memset(stmt->bound, 0, (size_t)stmt->sql.parameters * sizeof *stmt->bound);
}

static void postgres_finalize(void *inner)
{
    struct pg_stmt *stmt = inner;
    postgres_reset(stmt);
    doom(stmt->conn, stmt->prepared[0]);
    doom(stmt->conn, stmt->prepared[1]);
    pg_sql_release(&stmt->sql);
    free(stmt->bound);
    free(stmt->room);
    free(stmt);
}

/* ---- binding ---- */

static void bind(struct pg_stmt *stmt, int index, struct bound value)
{
    int place = index > 0 && index <= PARAMETERS_MAX ? stmt->sql.place[index] : 0;
    if (place)
        stmt->bound[place - 1] = value;
}

static void postgres_text(void *stmt, int index, struct str text)
{
    bind(stmt, index, (struct bound){.kind = text.p ? BOUND_TEXT : BOUND_NULL, .text = text});
}

static void postgres_integer(void *stmt, int index, int64_t value)
{
    bind(stmt, index, (struct bound){.kind = BOUND_INT, .i = value});
}

static void postgres_blob(void *stmt, int index, struct str bytes)
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

static enum err control(struct pg_stmt *stmt)
{
    struct pg_conn *conn = stmt->conn;
    enum err err;
    switch (stmt->sql.control) {
    case CONTROL_BEGIN:
        pg_growth_begin(conn);
        err = pg_lost(conn) ? OK : pg_sight_tidy(conn);
        return err ? err : pg_begin(conn, stmt->sql.few);
    case CONTROL_COMMIT:
        err = pg_commit(conn);
        if (err)
            pg_sight_undone(conn);
        else
            pg_sight_settled(conn);
        return err;
    case CONTROL_ROLLBACK:
    case CONTROL_ROLLBACK_TO:
        pg_sight_undone(conn);
        return pg_command(conn, stmt->sql.few);
    default:
        return pg_command(conn, stmt->sql.few);
    }
}

static enum err run(struct pg_stmt *stmt)
{
    struct pg_conn *conn = stmt->conn;
    struct parameters parameters;
    char name[NAME_ROOM], number[24];
    const char *sight = NULL;
    bool many = false;
    if (stmt->sql.control != CONTROL_NONE)
        return control(stmt);
    enum err err = stmt->sql.sight ? pg_sight_ready(conn, &sight, &many, number) : OK;
    if (err == OK)
        err = fill(stmt, &parameters);
    if (err == OK)
        err = make_ready(stmt, many, name);
    if (err)
        return err;
    if (stmt->sql.sight)
        parameters.values[stmt->sql.sight - 1] = sight;
    stmt->result = PQexecPrepared(conn->pg, name, stmt->sql.parameters, parameters.values, parameters.lengths,
                                  parameters.formats, 0);
    ExecStatusType status = PQresultStatus(stmt->result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        conn->changes = strtoll(PQcmdTuples(stmt->result), NULL, 10);
        pg_grown(conn, stmt->growth, conn->changes);
        return OK;
    }
    err = pg_failure(conn, stmt->result, stmt->sql.few);
    PQclear(stmt->result);
    stmt->result = NULL;
    return err;
}

static enum err postgres_step(void *inner, bool *row)
{
    struct pg_stmt *stmt = inner;
    *row = false;
    if (!stmt->ran) {
        enum err err = run(stmt);
        if (err)
            return err;
        stmt->ran = true;
        stmt->row = -1;
        stmt->conn->open += stmt->result != NULL;
    }
    for (int i = 0; stmt->bytes && i < PQnfields(stmt->result); i++) {
        PQfreemem(stmt->bytes[i]);
        stmt->bytes[i] = NULL;
    }
    if (!stmt->result)
        return OK;
    *row = ++stmt->row < PQntuples(stmt->result);
    if (!*row) { /* at the end nothing is open any more */
        stmt->row = PQntuples(stmt->result);
        free(stmt->bytes);
        stmt->bytes = NULL;
        PQclear(stmt->result);
        stmt->result = NULL;
        stmt->conn->open--;
    }
    return OK;
}

/* ---- columns ---- */

static bool in_row(const struct pg_stmt *stmt, int column)
{
    return stmt->result && stmt->row >= 0 && stmt->row < PQntuples(stmt->result) && column >= 0 && column < PQnfields(stmt->result);
}

static bool postgres_column_null(void *inner, int column)
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

static struct str postgres_column(void *inner, int column)
{
    struct pg_stmt *stmt = inner;
    if (postgres_column_null(stmt, column))
        return (struct str){NULL, 0};
    const char *text = PQgetvalue(stmt->result, stmt->row, column);
    Oid type = PQftype(stmt->result, column);
    if (type == OID_BOOL)
        return *text == 't' ? S("1") : S("0");
    if (type == OID_BYTEA)
        return decoded(stmt, column, text);
    return (struct str){text, (size_t)PQgetlength(stmt->result, stmt->row, column)};
}

static int64_t postgres_column_int(void *inner, int column)
{
    struct str text = postgres_column(inner, column);
    return text.p ? strtoll(text.p, NULL, 10) : 0;
}

/* ---- the connection ---- */

static enum err postgres_connect(void *store, enum conn_mode mode, void **out)
{
    struct pg_conn *conn = NULL;
    enum err err = pg_connect(store, mode, NULL, &conn);
    *out = conn;
    return err;
}

static void postgres_disconnect(void *conn)
{
    pg_disconnect(conn);
}

static void postgres_see(void *conn, const struct id_set *set)
{
    pg_see(conn, set);
}

static bool postgres_statement_open(void *conn)
{
    return ((struct pg_conn *)conn)->open > 0;
}

static enum err postgres_script(void *conn, struct str sql)
{
    char *text = pg_script_make(sql);
    enum err err = text ? pg_command(conn, text) : ERR_MEMORY;
    free(text);
    return err;
}

static bool postgres_in_transaction(void *conn)
{
    PGTransactionStatusType status = PQtransactionStatus(((struct pg_conn *)conn)->pg);
    return status == PQTRANS_ACTIVE || status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

static int64_t postgres_changes(void *conn)
{
    return ((struct pg_conn *)conn)->changes;
}

static enum err postgres_columns(void *inner, struct arena *arena, const char *table, struct value *out)
{
    const char *const values[] = {table};
    PGresult *rows = NULL;
    enum err err = pg_ask(inner,
                          "SELECT a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
                          " WHERE c.relname = $1 AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())"
                          " AND c.relkind IN ('r', 'v', 'p') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
                          1, values, &rows);
    for (int i = 0; err == OK && i < PQntuples(rows); i++)
        if (!value_push(out, value_text(arena, arena_copy(arena, str_of(PQgetvalue(rows, i, 0))))))
            err = ERR_MEMORY;
    PQclear(rows);
    return err;
}

const struct engine postgres_engine = {
    .scheme = "postgres",
    .alias = "postgresql",
    .open = pg_open,
    .close = pg_close,
    .connect = postgres_connect,
    .disconnect = postgres_disconnect,
    .see = postgres_see,
    .statement_open = postgres_statement_open,
    .script = postgres_script,
    .in_transaction = postgres_in_transaction,
    .prepare = postgres_prepare,
    .text = postgres_text,
    .integer = postgres_integer,
    .blob = postgres_blob,
    .step = postgres_step,
    .column = postgres_column,
    .column_int = postgres_column_int,
    .column_null = postgres_column_null,
    .changes = postgres_changes,
    .reset = postgres_reset,
    .finalize = postgres_finalize,
    .begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    .begin_write = "BEGIN", /* see note_begin in connect.c */
    .columns = postgres_columns,
    .backup = pg_backup,
    .restore = pg_restore,
};
