/* The kernel's predicate on SQLite. The tests build this file once more without it, to see what the guard does alone.
 */
#include "store/sqlite/sqlite.h"

void sqlite_sees(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    const struct sqlite_conn *conn = sqlite3_user_data(context);
    const char *id = (const char *)sqlite3_value_text(values[0]);
    struct str text = {id, id ? (size_t)sqlite3_value_bytes(values[0]) : 0};
    sqlite3_result_int(context, id && (conn->all || id_set_has(conn->sees, text)));
}

#ifdef ENTENTE_WITHOUT_PREDICATE
static void predicate(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    (void)values;
    sqlite3_result_int(context, 1);
}
#else
#define predicate sqlite_sees
#endif

int sqlite_make_predicate(struct sqlite_conn *conn)
{
    int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS | SQLITE_DETERMINISTIC;
    return sqlite3_create_function(conn->db, "entente_sees", 1, flags, conn, predicate, NULL, NULL);
}
