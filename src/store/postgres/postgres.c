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

/* A migration: as the tables' owner, who sees every row meanwhile. */
static enum err postgres_script(void *inner, struct str sql)
{
    struct pg_conn *conn = inner;
    const struct id_set *sees = conn->sees;
    bool all = conn->all;
    char *text = pg_script_make(sql);
    pg_see(conn, NULL, true);
    enum err err = text ? pg_guard_say(conn) : ERR_MEMORY;
    if (err == OK)
        err = pg_guard_raise(conn);
    if (err == OK)
        err = pg_guard_back(conn, pg_command(conn, text));
    pg_see(conn, sees, all);
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

static const char tables_sql[] =
    "SELECT c.relname, a.attname, format_type(a.atttypid, NULL), coalesce(array_position(i.indkey::int2[], a.attnum) + "
    "1,"
    " 0) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " AND a.attgenerated = '' LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary"
    " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT IN ('entente_sight', 'entente_commit') "
    "AND c.relnamespace = "
    "(SELECT oid FROM pg_namespace"
    " WHERE nspname = current_schema()) ORDER BY c.relname COLLATE \"C\", a.attnum";

static enum err postgres_tables(void *conn, struct arena *arena, struct value *out)
{
    PGresult *rows = NULL;
    enum err err = pg_ask(conn, tables_sql, 0, NULL, &rows);
    for (int i = 0; err == OK && i < PQntuples(rows); i++) {
        struct value *one = value_push(out, value_list(arena));
        for (int k = 0; k < 3; k++)
            value_push(one, value_text(arena, arena_copy(arena, str_of(PQgetvalue(rows, i, k)))));
        if (!value_push(one, value_int(arena, strtoll(PQgetvalue(rows, i, 3), NULL, 10))))
            err = ERR_MEMORY;
    }
    PQclear(rows);
    return err;
}

static const char relations_sql[] =
    "SELECT c.relname COLLATE \"C\", CASE WHEN i.indisunique THEN 'unique' ELSE 'index' END, d.relname COLLATE \"C\","
    " (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(number, "
    "place)"
    "  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number), '',"
    " CASE WHEN i.indpred IS NULL THEN '' ELSE 'part' END"
    " FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class d ON d.oid = i.indexrelid"
    " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = "
    "current_schema())"
    " AND NOT EXISTS (SELECT 1 FROM pg_constraint n WHERE n.conindid = i.indexrelid AND n.contype IN ('p', 'u'))"
    " UNION ALL SELECT c.relname, 'reference', '',"
    " (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(n.conkey) WITH ORDINALITY k(number, place)"
    "  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number), t.relname, ''"
    " FROM pg_constraint n JOIN pg_class c ON c.oid = n.conrelid JOIN pg_class t ON t.oid = n.confrelid"
    " WHERE n.contype = 'f' AND n.conparentid = 0"
    " AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())"
    " ORDER BY 1, 2, 3, 4";

static enum err postgres_relations(void *conn, struct arena *arena, struct value *out)
{
    enum { COLUMNS = 6 };
    PGresult *rows = NULL;
    enum err err = pg_ask(conn, relations_sql, 0, NULL, &rows);
    for (int i = 0; err == OK && i < PQntuples(rows); i++) {
        struct value *one = value_push(out, value_list(arena));
        for (int k = 0; k < COLUMNS; k++)
            if (!value_push(one, value_text(arena, arena_copy(arena, str_of(PQgetvalue(rows, i, k))))))
                err = ERR_MEMORY;
    }
    PQclear(rows);
    return err;
}

/* Runs the statement that `sql` writes for each reference of the schema's. */
static enum err each_reference(struct pg_conn *conn, const char *sql)
{
    PGresult *rows = NULL;
    enum err err = pg_ask(conn, sql, 0, NULL, &rows);
    for (int i = 0; err == OK && i < PQntuples(rows); i++)
        err = pg_command(conn, PQgetvalue(rows, i, 0));
    PQclear(rows);
    return err;
}

#define EACH_REFERENCE(how)                                                                                  \
    "SELECT format('ALTER TABLE %I ALTER CONSTRAINT %I " how "', c.relname, k.conname) FROM pg_constraint k" \
    " JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'f' AND k.conparentid = 0"                     \
    " AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())"

static enum err postgres_refer_later(void *conn)
{
    enum err err = pg_guard_raise(conn);
    return err ? err : pg_guard_back(conn, each_reference(conn, EACH_REFERENCE("DEFERRABLE INITIALLY DEFERRED")));
}

static enum err postgres_refer_now(void *conn)
{
    enum err err = pg_command(conn, "SET CONSTRAINTS ALL IMMEDIATE");
    if (err == OK)
        err = pg_guard_raise(conn);
    return err ? err : pg_guard_back(conn, each_reference(conn, EACH_REFERENCE("NOT DEFERRABLE")));
}

const struct engine postgres_engine = {
    .scheme = "postgres",
    .alias = "postgresql",
    .open = pg_open,
    .close = pg_close,
    .connect = postgres_connect,
    .disconnect = postgres_disconnect,
    .see = postgres_see,
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
    .tables = postgres_tables,
    .relations = postgres_relations,
    .refer_later = postgres_refer_later,
    .refer_now = postgres_refer_now,
    .guard = pg_guard_lay,
    .backup = pg_backup,
    .restore = pg_restore,
};
