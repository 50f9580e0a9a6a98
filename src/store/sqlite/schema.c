/* What the store asks of the schema itself, and of references. */
#include "store/sqlite/sqlite.h"

static enum err prepare(struct sqlite_conn *conn, const char *sql, sqlite3_stmt **stmt)
{
    conn->guard.trusted = true;
    int rc = sqlite3_prepare_v2(conn->db, sql, -1, stmt, NULL);
    return rc ? sqlite_failure(conn->db, sql, rc) : OK;
}

/* Whether there is a next row. */
static bool next(struct sqlite_conn *conn, sqlite3_stmt *stmt, enum err *err)
{
    int rc = *err ? SQLITE_DONE : sqlite3_step(stmt);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        *err = sqlite_failure(conn->db, sqlite3_sql(stmt), rc);
    return rc == SQLITE_ROW;
}

static void finish(struct sqlite_conn *conn, sqlite3_stmt *stmt)
{
    sqlite3_finalize(stmt);
    conn->guard.trusted = false;
}

static struct value *push_text(struct arena *arena, struct value *list, sqlite3_stmt *stmt, int column)
{
    struct str text = str_of((const char *)sqlite3_column_text(stmt, column));
    return value_push(list, value_text(arena, arena_copy(arena, text)));
}

enum err sqlite_columns(void *inner, struct arena *arena, const char *table, struct value *out)
{
    sqlite3_stmt *stmt = NULL;
    enum err err = prepare(inner, "SELECT name FROM pragma_table_info(?1, 'main') ORDER BY cid", &stmt);
    if (err == OK)
        sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
    while (next(inner, stmt, &err))
        push_text(arena, out, stmt, 0);
    finish(inner, stmt);
    return err;
}

enum err sqlite_tables(void *inner, struct arena *arena, struct value *out)
{
    sqlite3_stmt *stmt = NULL;
    enum err err = prepare(inner,
                           "SELECT t.name, c.name, c.type, c.pk FROM pragma_table_list AS t"
                           " JOIN pragma_table_info(t.name, 'main') AS c WHERE t.schema = 'main' AND t.type = 'table'"
                           " AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY t.name, c.cid",
                           &stmt);
    while (next(inner, stmt, &err)) {
        struct value *one = value_push(out, value_list(arena));
        for (int i = 0; i < 3; i++)
            push_text(arena, one, stmt, i);
        if (!value_push(one, value_int(arena, sqlite3_column_int64(stmt, 3))))
            err = ERR_MEMORY;
    }
    finish(inner, stmt);
    return err;
}

static const char relations_sql[] =
    "SELECT t.name, CASE i.\"unique\" WHEN 1 THEN 'unique' ELSE 'index' END, i.name,"
    " (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name, 'main') ORDER BY seqno)), '',"
    " CASE i.partial WHEN 1 THEN 'part' ELSE '' END"
    " FROM pragma_table_list AS t JOIN pragma_index_list(t.name, 'main') AS i"
    " WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND i.origin = 'c'"
    " UNION ALL SELECT name, 'reference', '', group_concat(part, ', '), target, '' FROM"
    " (SELECT t.name, f.id, f.\"from\" AS part, f.\"table\" AS target"
    "  FROM pragma_table_list AS t JOIN pragma_foreign_key_list(t.name, 'main') AS f"
    "  WHERE t.schema = 'main' AND t.type = 'table' ORDER BY t.name, f.id, f.seq) GROUP BY name, id, target"
    " ORDER BY 1, 2, 3, 4";

enum err sqlite_relations(void *inner, struct arena *arena, struct value *out)
{
    enum { COLUMNS = 6 };
    sqlite3_stmt *stmt = NULL;
    enum err err = prepare(inner, relations_sql, &stmt);
    while (next(inner, stmt, &err)) {
        struct value *one = value_push(out, value_list(arena));
        for (int i = 0; i < COLUMNS; i++)
            if (!push_text(arena, one, stmt, i))
                err = ERR_MEMORY;
    }
    finish(inner, stmt);
    return err;
}

static enum err pragma(struct sqlite_conn *conn, const char *sql)
{
    conn->guard.trusted = true;
    enum err err = sqlite_pragma(conn->db, sql);
    conn->guard.trusted = false;
    return err;
}

enum err sqlite_refer_later(void *conn)
{
    return pragma(conn, "PRAGMA defer_foreign_keys=1");
}

enum err sqlite_refer_now(void *conn)
{
    sqlite3_stmt *stmt = NULL;
    enum err err = prepare(conn, "PRAGMA foreign_key_check", &stmt);
    bool broken = next(conn, stmt, &err);
    finish(conn, stmt);
    if (err == OK && broken)
        return ERR_CONFLICT;
    return err ? err : pragma(conn, "PRAGMA defer_foreign_keys=0");
}
