/* The SQLite engine: WAL, synchronous=FULL, one file. */
#include "store/sqlite/sqlite.h"
#include "base/disk.h"
#include "base/log.h"
#include "base/message.h"
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err meaning(sqlite3 *db, const char *what, int rc)
{
    int base = rc & 0xff;
    if (base == SQLITE_BUSY || base == SQLITE_LOCKED)
        return ERR_BUSY;
    if (base == SQLITE_NOMEM)
        return ERR_MEMORY;
    if (rc == SQLITE_AUTH || rc == SQLITE_CONSTRAINT_TRIGGER) { /* a row where the connection does not see */
        log_write(LOG_ERROR, "store.guarded", "what", what, "cause", sqlite3_errmsg(db), NULL);
        return ERR_FORBIDDEN;
    }
    if (base == SQLITE_CONSTRAINT) {
        log_write(LOG_DEBUG, "store.constraint", "cause", sqlite3_errmsg(db), NULL);
        return ERR_CONFLICT;
    }
    log_write(LOG_ERROR, "store.failure", "what", what, "cause", db ? sqlite3_errmsg(db) : sqlite3_errstr(rc), NULL);
    if (base == SQLITE_FULL)
        return ERR_FULL;
    return base == SQLITE_CORRUPT || base == SQLITE_NOTADB ? ERR_CORRUPT : ERR_STORE;
}

enum err sqlite_failure(sqlite3 *db, const char *what, int rc)
{
    return store_failed(meaning(db, what, rc));
}

enum err sqlite_pragma(sqlite3 *db, const char *sql)
{
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    return rc ? sqlite_failure(db, sql, rc) : OK;
}

enum err sqlite_say(struct problems *problems, const char *key, const char *path)
{
    struct arena *a = problems->arena;
    return problem_say(problems, S("/store"), key, message_args(a, "path", value_text(a, str_of(path)), NULL));
}

static bool make_folders(const char *path)
{
    char folder[4096];
    size_t n = strlen(path);
    if (n >= sizeof folder)
        return false;
    memcpy(folder, path, n + 1);
    for (char *at = folder + 1; *at; at++)
        if (*at == '/') {
            *at = 0;
            bool made = mkdir(folder, 0700) == 0;
            if (made ? !disk_sync_name(folder) : access(folder, F_OK) != 0)
                return false;
            *at = '/';
        }
    return true;
}

/* Counting every allocation costs a lock for each: 13 to 29 % of a small read (measured, loaded machine). */
static void configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum err sqlite_open_store(const char *place, bool create, struct problems *problems, void **out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure);
    if (!*place) {
        (void)sqlite_say(problems, "store.path-missing", place);
        return ERR_INPUT;
    }
    if (!create && access(place, F_OK) != 0) {
        (void)sqlite_say(problems, "store.not-there", place);
        return ERR_NOT_FOUND;
    }
    if (create && !make_folders(place)) {
        (void)sqlite_say(problems, "store.not-made", place);
        return ERR_STORE;
    }
    struct sqlite_store *store = calloc(1, sizeof *store);
    if (!store || !(store->path = strdup(place))) {
        free(store);
        return ERR_MEMORY;
    }
    *out = store;
    return OK;
}

static void sqlite_close_store(void *inner)
{
    struct sqlite_store *store = inner;
    free(store->path);
    free(store);
}

static enum err settle(struct sqlite_conn *conn, enum conn_mode mode)
{
    sqlite3 *db = conn->db;
    sqlite3_busy_timeout(db, 20000);
    sqlite3_extended_result_codes(db, 1);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    int rc = sqlite_make_predicate(conn);
    if (rc)
        return sqlite_failure(db, "entente_sees", rc);
    enum err err = sqlite_pragma(db, "PRAGMA foreign_keys=1; PRAGMA recursive_triggers=1; PRAGMA temp_store=2; PRAGMA "
                                     "cache_size=-8000; PRAGMA mmap_size=2147418112");
    if (err == OK)
        err = mode == CONN_READ
                  ? sqlite_pragma(db, "PRAGMA query_only=1")
                  : sqlite_pragma(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=1");
    return err;
}

void sqlite_disconnect(void *inner)
{
    struct sqlite_conn *conn = inner;
    sqlite_guard_end(conn);
    sqlite3_finalize(conn->moment);
    if (sqlite3_close(conn->db) != SQLITE_OK)
        log_write(LOG_ERROR, "store.close", NULL);
    free(conn);
}

enum err sqlite_open_bare(const struct sqlite_store *store, enum conn_mode mode, struct sqlite_conn **out)
{
    struct sqlite_conn *conn = calloc(1, sizeof *conn);
    if (!conn)
        return ERR_MEMORY;
    conn->mode = mode;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == CONN_WRITE ? SQLITE_OPEN_CREATE : 0);
    int rc = sqlite3_open_v2(store->path, &conn->db, flags, NULL);
    enum err err = rc ? sqlite_failure(conn->db, "open", rc) : settle(conn, mode);
    if (err) {
        sqlite_disconnect(conn);
        return err;
    }
    *out = conn;
    return OK;
}

static enum err sqlite_connect(void *store, enum conn_mode mode, void **out)
{
    struct sqlite_conn *conn = NULL;
    enum err err = sqlite_open_bare(store, mode, &conn);
    if (err)
        return err;
    err = sqlite_guard_begin(conn);
    if (err)
        sqlite_disconnect(conn);
    else
        *out = conn;
    return err;
}

static void sqlite_see(void *inner, const struct id_set *set, bool all)
{
    struct sqlite_conn *conn = inner;
    conn->sees = set;
    conn->all = all;
}

/* A migration: nothing is guarded meanwhile, and every row is seen. */
static enum err sqlite_script(void *inner, struct str sql)
{
    struct sqlite_conn *conn = inner;
    char *text = strndup(sql.p, sql.n);
    enum err err = text ? sqlite_guard_lift(conn) : ERR_MEMORY;
    if (err == OK) {
        conn->guard.trusted = true;
        int rc = sqlite3_exec(conn->db, text, NULL, NULL, NULL);
        conn->guard.trusted = false;
        err = rc ? sqlite_failure(conn->db, "script", rc) : OK;
    }
    free(text);
    return err;
}

static bool sqlite_in_transaction(void *inner)
{
    return !sqlite3_get_autocommit(((struct sqlite_conn *)inner)->db);
}

/* SQLite's own number: it changes with each commit that the connection comes to see. Never 0. */
static int64_t sqlite_moment(void *inner)
{
    struct sqlite_conn *conn = inner;
    int64_t moment = 0;
    conn->guard.trusted = true;
    if (!conn->moment)
        (void)sqlite3_prepare_v3(conn->db, "PRAGMA main.data_version", -1, SQLITE_PREPARE_PERSISTENT, &conn->moment,
                                 NULL);
    if (conn->moment && sqlite3_step(conn->moment) == SQLITE_ROW)
        moment = sqlite3_column_int64(conn->moment, 0) + 1;
    sqlite3_reset(conn->moment);
    conn->guard.trusted = false;
    return moment;
}

static enum err sqlite_prepare(void *inner, struct str sql, void **out)
{
    struct sqlite_stmt *stmt = calloc(1, sizeof *stmt);
    if (!stmt)
        return ERR_MEMORY;
    stmt->conn = inner;
    int rc = sqlite_guard_prepare(stmt->conn, sql, &stmt->inner);
    if (rc || !stmt->inner) { /* it is on the log */
        free(stmt);
        return rc == SQLITE_AUTH ? ERR_FORBIDDEN : ERR_STORE;
    }
    *out = stmt;
    return OK;
}

static sqlite3_stmt *own(void *stmt)
{
    return ((struct sqlite_stmt *)stmt)->inner;
}

static void sqlite_text(void *stmt, int index, struct str text)
{
    if (text.p)
        sqlite3_bind_text(own(stmt), index, text.p, (int)text.n, SQLITE_STATIC);
    else
        sqlite3_bind_null(own(stmt), index);
}

static void sqlite_integer(void *stmt, int index, int64_t value)
{
    sqlite3_bind_int64(own(stmt), index, value);
}

static void sqlite_blob(void *stmt, int index, struct str bytes)
{
    sqlite3_bind_blob(own(stmt), index, bytes.p, (int)bytes.n, SQLITE_STATIC);
}

static enum err sqlite_step(void *stmt, bool *row)
{
    struct sqlite_conn *conn = ((struct sqlite_stmt *)stmt)->conn;
    int rc = sqlite_guard_step(conn, own(stmt));
    if (rc == SQLITE_ROW) {
        *row = true;
        return OK;
    }
    return rc == SQLITE_DONE ? OK : sqlite_failure(conn->db, sqlite3_sql(own(stmt)), rc);
}

static struct str sqlite_column(void *stmt, int column)
{
    int type = sqlite3_column_type(own(stmt), column);
    if (type == SQLITE_NULL)
        return (struct str){NULL, 0};
    const void *p =
        type == SQLITE_BLOB ? sqlite3_column_blob(own(stmt), column) : sqlite3_column_text(own(stmt), column);
    return (struct str){p, p ? (size_t)sqlite3_column_bytes(own(stmt), column) : 0};
}

static int64_t sqlite_column_integer(void *stmt, int column)
{
    return sqlite3_column_int64(own(stmt), column);
}

static bool sqlite_column_is_null(void *stmt, int column)
{
    return sqlite3_column_type(own(stmt), column) == SQLITE_NULL;
}

static int64_t sqlite_changed(void *inner)
{
    return sqlite3_changes(((struct sqlite_conn *)inner)->db);
}

static void sqlite_reset_stmt(void *stmt)
{
    sqlite3_reset(own(stmt));
    sqlite3_clear_bindings(own(stmt));
}

static void sqlite_finalize_stmt(void *stmt)
{
    sqlite3_finalize(own(stmt));
    free(stmt);
}

const struct engine sqlite_engine = {
    .scheme = "sqlite",
    .open = sqlite_open_store,
    .close = sqlite_close_store,
    .connect = sqlite_connect,
    .disconnect = sqlite_disconnect,
    .see = sqlite_see,
    .script = sqlite_script,
    .in_transaction = sqlite_in_transaction,
    .prepare = sqlite_prepare,
    .text = sqlite_text,
    .integer = sqlite_integer,
    .blob = sqlite_blob,
    .step = sqlite_step,
    .column = sqlite_column,
    .column_int = sqlite_column_integer,
    .column_null = sqlite_column_is_null,
    .changes = sqlite_changed,
    .reset = sqlite_reset_stmt,
    .finalize = sqlite_finalize_stmt,
    .begin_read = "BEGIN",
    .begin_write = "BEGIN IMMEDIATE",
    .moment = sqlite_moment,
    .columns = sqlite_columns,
    .tables = sqlite_tables,
    .relations = sqlite_relations,
    .refer_later = sqlite_refer_later,
    .refer_now = sqlite_refer_now,
    .plan = sqlite_plan,
    .backup = sqlite_backup,
    .restore = sqlite_restore,
};
