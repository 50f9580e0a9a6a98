/* The second guard on SQLite. Each guarded table is shadowed by a view of the same name in the connection's own schema,
 * which reads a second view, which alone may read the table: its name holds a nonce, and the authorizer knows by that
 * name who reads. Writes go to the table itself, where triggers look at each row. What is not known is refused. */
#include "store/guard.h"
#include "base/log.h"
#include "store/sqlite/sqlite.h"
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

/* The full-text tables: their words, the guarded table that has the rows, its key. */
static const struct {
    const char *words, *content, *key;
} texts[] = {{"search_words", "search_entry", "rid"}, {"search_titles", "search_entry", "rid"}};

/* Tables that are open before the guard has looked at the schema: whoever asks those only need not lay it. */
static const char *const always_open[] = {"schema_migration", "tenant", NULL};

static const char *const functions[] = {"abs",
                                        "avg",
                                        "bm25",
                                        "coalesce",
                                        "count",
                                        "date",
                                        "datetime",
                                        "dense_rank",
                                        "entente_sees",
                                        "first_value",
                                        "group_concat",
                                        "hex",
                                        "ifnull",
                                        "iif",
                                        "instr",
                                        "json",
                                        "json_array",
                                        "json_array_length",
                                        "json_each",
                                        "json_extract",
                                        "json_group_array",
                                        "json_object",
                                        "json_type",
                                        "json_valid",
                                        "lag",
                                        "last_value",
                                        "lead",
                                        "length",
                                        "like",
                                        "lower",
                                        "ltrim",
                                        "match",
                                        "max",
                                        "min",
                                        "nullif",
                                        "printf",
                                        "format",
                                        "rank",
                                        "replace",
                                        "round",
                                        "row_number",
                                        "rtrim",
                                        "sign",
                                        "strftime",
                                        "substr",
                                        "sum",
                                        "total",
                                        "trim",
                                        "upper",
                                        "raise",
                                        "->",
                                        "->>",
                                        NULL};

/* Columns that a statement that writes may read of rows which it will perhaps not be let change: names, not content. */
static const char *const keys[] = {"id",  "version", "sequence", "kind",    "action",
                                   "rid", "rowid",   "oid",      "_rowid_", NULL};

static bool among(const char *word, const char *const *list)
{
    for (; word && *list; list++)
        if (sqlite3_stricmp(word, *list) == 0)
            return true;
    return false;
}

/* ---- lists of names ---- */

static int compare(const void *a, const void *b)
{
    return sqlite3_stricmp(*(const char *const *)a, *(const char *const *)b);
}

static bool has(const struct names *names, const char *name)
{
    return name && names->n && bsearch(&name, names->p, names->n, sizeof *names->p, compare);
}

static bool add_name(struct names *names, const char *name)
{
    char **grown = realloc(names->p, (names->n + 1) * sizeof *grown), *copy = grown ? strdup(name) : NULL;
    if (grown)
        names->p = grown;
    if (!copy)
        return false;
    names->p[names->n++] = copy;
    return true;
}

static void sort_names(struct names *names)
{
    if (names->n)
        qsort(names->p, names->n, sizeof *names->p, compare);
}

static void clear_names(struct names *names)
{
    for (size_t i = 0; i < names->n; i++)
        free(names->p[i]);
    free(names->p);
    *names = (struct names){0};
}

static void forget(struct sqlite_guard *guard)
{
    struct names *const all[] = {&guard->guarded, &guard->open,     &guard->words,
                                 &guard->shadows, &guard->triggers, &guard->keys};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        clear_names(all[i]);
    guard->laid = false;
}

/* ---- who may do what ---- */

static bool is_key(const struct sqlite_guard *guard, const char *column)
{
    size_t n = column ? strlen(column) : 0;
    return among(column, keys) || has(&guard->keys, column) ||
           (n > 3 && (!strcmp(column + n - 3, "_id") || !strcmp(column + n - 3, "_at")));
}

static bool may_read(const struct sqlite_conn *conn, const char *table, const char *column, const char *schema,
                     const char *inside)
{
    const struct sqlite_guard *guard = &conn->guard;
    if (inside && !strncmp(inside, guard->nonce, strlen(guard->nonce)))
        return true;
    if (schema && !strcmp(schema, "temp")) /* it holds the guard's own views only, and their names */
        return sqlite3_strnicmp(table, "sqlite_", 7) != 0;
    if (among(table, always_open) || has(&guard->open, table) || !strcmp(table, "json_each") ||
        !strcmp(table, "json_tree"))
        return true;
    if (guard->running && has(&guard->shadows, table))
        return true;
    bool known = has(&guard->guarded, table) || has(&guard->words, table) || has(&guard->shadows, table);
    if (guard->laid && !known && !*column && sqlite3_strnicmp(table, "sqlite_", 7) != 0)
        return true; /* no column of a table expression */
    if (!guard->writes || !has(&guard->guarded, table))
        return false;
    /* A statement that writes can name its target only, and the triggers that feed the full text see no other row. */
    return conn->all || is_key(guard, column) || (inside && has(&guard->triggers, inside));
}

static bool may_write(const struct sqlite_conn *conn, const char *table, const char *inside)
{
    const struct sqlite_guard *guard = &conn->guard;
    if (guard->running && has(&guard->shadows, table))
        return true;
    if (!guard->writes)
        return false;
    if (inside && has(&guard->triggers, inside) && has(&guard->words, table))
        return true;
    return among(table, always_open) || has(&guard->open, table) ||
           (conn->mode == CONN_WRITE && has(&guard->guarded, table));
}

static int judge(void *user, int action, const char *a, const char *b, const char *schema, const char *inside)
{
    struct sqlite_conn *conn = user;
    bool good = conn->guard.trusted;
    if (good)
        return SQLITE_OK;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        good = among(b, functions) || (inside && !strncmp(inside, conn->guard.nonce, strlen(conn->guard.nonce)));
        break;
    case SQLITE_READ:
        good = may_read(conn, a, b, schema, inside);
        break;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        good = may_write(conn, a, inside);
        break;
    case SQLITE_PRAGMA:
        good = conn->guard.running && !strcmp(a, "data_version");
        break;
    default:
        break;
    }
    if (!good)
        snprintf(conn->guard.why, sizeof conn->guard.why, "action %d on %s.%s inside %s", action, a ? a : "",
                 b ? b : "", inside ? inside : "nothing");
    return good ? SQLITE_OK : SQLITE_DENY;
}

/* ---- laying it ---- */

struct laying {
    struct sqlite_conn *conn;
    sqlite3_str *sql;
};

static int run(struct sqlite_conn *conn, const char *sql)
{
    return sql ? sqlite3_exec(conn->db, sql, NULL, NULL, NULL) : SQLITE_NOMEM;
}

/* Calls `take` with the columns of each row. */
static int each(struct sqlite_conn *conn, const char *sql, bool (*take)(struct laying *, sqlite3_stmt *),
                struct laying *laying)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(conn->db, sql, -1, &stmt, NULL);
    while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
        rc = take(laying, stmt) ? SQLITE_OK : SQLITE_NOMEM;
    sqlite3_finalize(stmt);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static bool take_drop(struct laying *laying, sqlite3_stmt *stmt)
{
    sqlite3_str_appendf(laying->sql, "DROP %s temp.\"%w\";", sqlite3_column_text(stmt, 0),
                        sqlite3_column_text(stmt, 1));
    return true;
}

/* Views and triggers that are there go away. */
static int drop(struct laying *laying)
{
    laying->sql = sqlite3_str_new(laying->conn->db);
    int rc = each(laying->conn, "SELECT type, name FROM temp.sqlite_master WHERE type = 'view'", take_drop, laying);
    if (rc == SQLITE_OK)
        rc = each(laying->conn, "SELECT type, name FROM temp.sqlite_master WHERE type = 'trigger'", take_drop, laying);
    char *sql = sqlite3_str_finish(laying->sql);
    if (rc == SQLITE_OK && sql)
        rc = run(laying->conn, sql);
    sqlite3_free(sql);
    return rc;
}

/* The column that says to which audience a row belongs; NULL when the table has none. */
static const char *audience_column(const char *table, bool has_audience)
{
    if (has_audience)
        return "audience_id";
    for (const struct guarded_table *t = guarded_tables; t->table; t++)
        if (!strcmp(table, t->table))
            return t->column;
    return NULL;
}

static void add_table(struct laying *laying, const char *table, const char *column)
{
    const char *z = laying->conn->guard.nonce;
    sqlite3_str_appendf(laying->sql,
                        "CREATE TEMP VIEW \"%w%w\" AS SELECT t.* FROM main.\"%w\" AS t WHERE entente_seen(t.%s);"
                        "CREATE TEMP VIEW \"%w\" AS SELECT * FROM \"%w%w\";",
                        z, table, table, column, table, z, table);
    if (laying->conn->mode != CONN_WRITE)
        return;
    static const char *const triggers[][3] = {
        {"BEFORE DELETE", "OLD", "IGNORE"},
        {"BEFORE UPDATE", "OLD", "IGNORE"},
        {"AFTER INSERT", "NEW", "ABORT, 'guard'"},
        {"AFTER UPDATE", "NEW", "ABORT, 'guard'"},
    };
    for (int i = 0; i < 4; i++)
        sqlite3_str_appendf(laying->sql,
                            "CREATE TEMP TRIGGER \"%w%w:%d\" %s ON main.\"%w\" WHEN NOT entente_seen(%s.%s)"
                            " BEGIN SELECT RAISE(%s); END;",
                            z, table, i, triggers[i][0], table, triggers[i][1], column, triggers[i][2]);
}

static bool take_table(struct laying *laying, sqlite3_stmt *stmt)
{
    struct sqlite_guard *guard = &laying->conn->guard;
    const char *name = (const char *)sqlite3_column_text(stmt, 0), *type = (const char *)sqlite3_column_text(stmt, 1);
    if (!name || !type || !strncmp(name, "sqlite_", 7))
        return true;
    if (!strcmp(type, "shadow"))
        return add_name(&guard->shadows, name);
    if (!strcmp(type, "virtual"))
        return add_name(&guard->words, name);
    const char *column = !strcmp(type, "table") ? audience_column(name, sqlite3_column_int(stmt, 2)) : NULL;
    if (!column)
        return add_name(&guard->open, name);
    add_table(laying, name, column);
    return add_name(&guard->guarded, name);
}

static bool take_trigger(struct laying *laying, sqlite3_stmt *stmt)
{
    return add_name(&laying->conn->guard.triggers, (const char *)sqlite3_column_text(stmt, 0));
}

static bool take_key(struct laying *laying, sqlite3_stmt *stmt)
{
    const char *name = (const char *)sqlite3_column_text(stmt, 0);
    return !name || add_name(&laying->conn->guard.keys, name);
}

static const char keys_sql[] =
    "SELECT c.name FROM pragma_table_list AS t JOIN pragma_table_info(t.name, 'main') AS c"
    " WHERE t.schema = 'main' AND t.type = 'table' AND c.pk > 0"
    " UNION SELECT f.\"from\" FROM pragma_table_list AS t JOIN pragma_foreign_key_list(t.name, 'main') AS f"
    " WHERE t.schema = 'main' AND t.type = 'table'";

/* What is found by words: the rows beside them, and the place of each among the words, whose order the full-text table
 * gives by itself. The first use of such a table asks for more than statements may. */
static void add_texts(struct laying *laying)
{
    const char *z = laying->conn->guard.nonce;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (has(&laying->conn->guard.words, texts[i].words))
            sqlite3_str_appendf(
                laying->sql,
                "CREATE TEMP VIEW \"%w%w\" AS SELECT t.*, f.%w AS %w, f.rowid AS place FROM main.%w AS f CROSS JOIN"
                " main.%w AS t ON t.%w = f.rowid WHERE entente_seen(t.audience_id);"
                "CREATE TEMP VIEW %w AS SELECT * FROM \"%w%w\"; SELECT 1 FROM main.%w LIMIT 0;",
                z, texts[i].words, texts[i].words, texts[i].words, texts[i].words, texts[i].content, texts[i].key,
                texts[i].words, z, texts[i].words, texts[i].words);
}

static int lay(struct laying *laying)
{
    struct sqlite_conn *conn = laying->conn;
    struct sqlite_guard *guard = &conn->guard;
    int rc = drop(laying);
    if (rc)
        return rc;
    laying->sql = sqlite3_str_new(conn->db);
    rc = each(conn,
              "SELECT l.name, l.type, EXISTS (SELECT 1 FROM pragma_table_info(l.name, 'main') WHERE name ="
              " 'audience_id') AND EXISTS (SELECT 1 FROM main.sqlite_master WHERE name = 'audience')"
              " FROM pragma_table_list AS l WHERE l.schema = 'main'",
              take_table, laying);
    if (rc == SQLITE_OK)
        rc = each(conn, "SELECT name FROM main.sqlite_master WHERE type = 'trigger'", take_trigger, laying);
    if (rc == SQLITE_OK)
        rc = each(conn, keys_sql, take_key, laying);
    sort_names(&guard->words);
    add_texts(laying);
    sqlite3_str_appendall(laying->sql, "SELECT 1 FROM json_each('[]');"); /* its first use, too, asks for more */
    char *sql = sqlite3_str_finish(laying->sql);
    if (rc == SQLITE_OK && sql)
        rc = run(conn, sql);
    sqlite3_free(sql);
    sort_names(&guard->guarded);
    sort_names(&guard->open);
    sort_names(&guard->shadows);
    sort_names(&guard->triggers);
    sort_names(&guard->keys);
    return rc;
}

static int64_t schema_version(struct sqlite_conn *conn)
{
    sqlite3_stmt *stmt = NULL;
    int64_t version = -1;
    if (sqlite3_prepare_v2(conn->db, "PRAGMA main.schema_version", -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        version = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return version;
}

/* Does `act` as the engine itself, all or nothing. */
static int trusted(struct sqlite_conn *conn, int (*act)(struct laying *))
{
    struct laying laying = {.conn = conn};
    conn->guard.trusted = true;
    sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    int rc = run(conn, "PRAGMA query_only=0; SAVEPOINT entente_guard");
    if (rc == SQLITE_OK)
        rc = act(&laying);
    int end = run(conn, rc ? "ROLLBACK TO entente_guard; RELEASE entente_guard" : "RELEASE entente_guard");
    if (conn->mode == CONN_READ && run(conn, "PRAGMA query_only=1") != SQLITE_OK)
        end = SQLITE_ERROR;
    conn->guard.trusted = false;
    return rc ? rc : end;
}

enum err sqlite_guard_lay(struct sqlite_conn *conn)
{
    struct sqlite_guard *guard = &conn->guard;
    bool inside = !sqlite3_get_autocommit(conn->db);
    forget(guard);
    int rc = trusted(conn, lay);
    if (rc) {
        forget(guard);
        return sqlite_failure(conn->db, "guard", rc);
    }
    guard->trusted = true;
    guard->schema = schema_version(conn);
    guard->trusted = false;
    guard->laid = true;
    guard->laid_inside = inside;
    return OK;
}

enum err sqlite_guard_lift(struct sqlite_conn *conn)
{
    forget(&conn->guard);
    int rc = trusted(conn, drop);
    return rc ? sqlite_failure(conn->db, "guard", rc) : OK;
}

/* What was laid within the transaction may have gone with it. */
static void rolled_back(void *user)
{
    struct sqlite_conn *conn = user;
    if (conn->guard.laid_inside)
        forget(&conn->guard);
}

enum err sqlite_guard_begin(struct sqlite_conn *conn)
{
    struct sqlite_guard *guard = &conn->guard;
    unsigned char random[8];
    int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS | SQLITE_DETERMINISTIC;
    randombytes_buf(random, sizeof random);
    guard->nonce[0] = 'g';
    sodium_bin2hex(guard->nonce + 1, sizeof guard->nonce - 1, random, sizeof random);
    int rc = sqlite3_create_function(conn->db, "entente_seen", 1, flags, conn, sqlite_sees, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_set_authorizer(conn->db, judge, conn);
    sqlite3_rollback_hook(conn->db, rolled_back, conn);
    return rc ? sqlite_failure(conn->db, "guard", rc) : OK;
}

void sqlite_guard_end(struct sqlite_conn *conn)
{
    forget(&conn->guard);
}

/* ---- statements ---- */

/* Writes go to the table itself: "INSERT INTO t" is "INSERT INTO main.t". NULL when out of memory. */
static char *to_main(struct str sql)
{
    size_t at = guard_write_target(sql);
    return sqlite3_mprintf("%.*s%s%.*s", (int)at, sql.p, at ? "main." : "", (int)(sql.n - at), sql.p + at);
}

static bool stale(struct sqlite_conn *conn)
{
    conn->guard.trusted = true;
    bool is = !conn->guard.laid || conn->guard.schema != schema_version(conn);
    conn->guard.trusted = false;
    return is;
}

int sqlite_guard_prepare(struct sqlite_conn *conn, struct str sql, sqlite3_stmt **out)
{
    struct sqlite_guard *guard = &conn->guard;
    const char *tail = NULL;
    char *text = to_main(sql);
    int rc = text ? SQLITE_OK : SQLITE_NOMEM;
    for (int again = 0; text && again < 2; again++) {
        guard->writes = guard_write_target(sql) > 0;
        guard->why[0] = 0;
        rc = sqlite3_prepare_v3(conn->db, text, -1, SQLITE_PREPARE_PERSISTENT, out, &tail);
        if (rc != SQLITE_OK && rc != SQLITE_AUTH)
            snprintf(guard->why, sizeof guard->why, "%s", sqlite3_errmsg(conn->db));
        if (rc == SQLITE_OK || again || !stale(conn) || sqlite_guard_lay(conn) != OK)
            break;
    }
    if (rc)
        log_write(LOG_ERROR, rc == SQLITE_AUTH ? "store.guarded" : "store.failure", "what", text ? text : "", "cause",
                  guard->why, NULL);
    sqlite3_free(text);
    return rc;
}

/* What a transaction finds laid stays when it is rolled back. */
static bool begins(struct sqlite_conn *conn, sqlite3_stmt *stmt)
{
    return sqlite3_get_autocommit(conn->db) && str_starts(str_of(sqlite3_sql(stmt)), S("BEGIN"));
}

/* A rollback to a savepoint that may have taken away what was laid after it. */
static bool sets_back(const struct sqlite_guard *guard, sqlite3_stmt *stmt)
{
    return guard->laid_inside && str_starts(str_of(sqlite3_sql(stmt)), S("ROLLBACK TO"));
}

/* Whether a statement that was prepared anew failed because what was laid had gone, or because another program changed
 * the schema meanwhile. */
static bool lost(struct sqlite_conn *conn, int rc)
{
    if (rc == SQLITE_AUTH)
        return !conn->guard.laid;
    return (rc & 0xff) == SQLITE_ERROR && stale(conn);
}

int sqlite_guard_step(struct sqlite_conn *conn, sqlite3_stmt *stmt)
{
    struct sqlite_guard *guard = &conn->guard;
    int rc = SQLITE_AUTH;
    if (!guard->laid && begins(conn, stmt) && sqlite_guard_lay(conn) != OK)
        return SQLITE_ERROR;
    for (int again = 0; again < 2; again++) {
        guard->writes = !sqlite3_stmt_readonly(stmt);
        guard->running = true;
        rc = sqlite3_step(stmt);
        guard->running = false;
        if (again || !lost(conn, rc))
            break;
        sqlite3_reset(stmt);
        if (sqlite_guard_lay(conn) != OK)
            break;
    }
    if (rc == SQLITE_DONE && sets_back(guard, stmt))
        forget(guard);
    return rc;
}
