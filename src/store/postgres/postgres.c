/* The PostgreSQL engine, as store.c knows it. */
#include "store/postgres/postgres.h"
#include <stdlib.h>

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

static void postgres_see(void *conn, const struct id_set *set, bool all)
{
    pg_see(conn, set, all);
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
    if (pg_lost(conn))
        return false;
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
    enum err err = pg_ask(
        inner,
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
    .prepare = pg_stmt_prepare,
    .text = pg_stmt_text,
    .integer = pg_stmt_integer,
    .blob = pg_stmt_blob,
    .portions = pg_stmt_portions,
    .step = pg_stmt_step,
    .column = pg_stmt_column,
    .column_int = pg_stmt_column_int,
    .column_null = pg_stmt_column_null,
    .changes = postgres_changes,
    .reset = pg_stmt_reset,
    .finalize = pg_stmt_finalize,
    .begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    .begin_write = "BEGIN", /* see note_begin in connect.c */
    .columns = postgres_columns,
    .backup = pg_backup,
    .restore = pg_restore,
};
