/* The SQLite engine: WAL, synchronous=FULL, one file. */
#include "base/log.h"
#include "base/message.h"
#include "store/engine.h"
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct sqlite_store {
    char *path;
};

struct sqlite_conn {
    sqlite3 *db;
    const struct id_set *sees;
    bool all;
};

static void sees(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    const struct sqlite_conn *conn = sqlite3_user_data(context);
    const char *id = (const char *)sqlite3_value_text(values[0]);
    struct str text = {id, id ? (size_t)sqlite3_value_bytes(values[0]) : 0};
    sqlite3_result_int(context, id && (conn->all || id_set_has(conn->sees, text)));
}

static enum err failure(sqlite3 *db, const char *what, int rc)
{
    int base = rc & 0xff;
    if (base == SQLITE_BUSY || base == SQLITE_LOCKED)
        return ERR_BUSY;
    if (base == SQLITE_NOMEM)
        return ERR_MEMORY;
    if (base == SQLITE_CONSTRAINT) {
        log_write(LOG_DEBUG, "store.constraint", "cause", sqlite3_errmsg(db), NULL);
        return ERR_CONFLICT;
    }
    log_write(LOG_ERROR, "store.failure", "what", what, "cause", db ? sqlite3_errmsg(db) : sqlite3_errstr(rc), NULL);
    return base == SQLITE_CORRUPT || base == SQLITE_NOTADB ? ERR_CORRUPT : ERR_STORE;
}

static enum err pragma(sqlite3 *db, const char *sql)
{
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    return rc ? failure(db, sql, rc) : OK;
}

static enum err say(struct problems *problems, const char *key, const char *path)
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
            if (mkdir(folder, 0700) != 0 && access(folder, F_OK) != 0)
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
        (void)say(problems, "store.path-missing", place);
        return ERR_INPUT;
    }
    if (!create && access(place, F_OK) != 0) {
        (void)say(problems, "store.not-there", place);
        return ERR_NOT_FOUND;
    }
    if (create && !make_folders(place)) {
        (void)say(problems, "store.not-made", place);
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
    int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS | SQLITE_DETERMINISTIC;
    int rc = sqlite3_create_function(db, "entente_sees", 1, flags, conn, sees, NULL, NULL);
    if (rc)
        return failure(db, "entente_sees", rc);
    enum err err =
        pragma(db, "PRAGMA foreign_keys=1; PRAGMA temp_store=2; PRAGMA cache_size=-8000; PRAGMA mmap_size=268435456");
    if (err == OK)
        err = mode == CONN_READ ? pragma(db, "PRAGMA query_only=1")
                                : pragma(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
    return err;
}

static void sqlite_disconnect(void *inner)
{
    struct sqlite_conn *conn = inner;
    if (sqlite3_close(conn->db) != SQLITE_OK)
        log_write(LOG_ERROR, "store.close", NULL);
    free(conn);
}

static enum err sqlite_connect(void *inner, enum conn_mode mode, void **out)
{
    struct sqlite_store *store = inner;
    struct sqlite_conn *conn = calloc(1, sizeof *conn);
    if (!conn)
        return ERR_MEMORY;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == CONN_WRITE ? SQLITE_OPEN_CREATE : 0);
    int rc = sqlite3_open_v2(store->path, &conn->db, flags, NULL);
    enum err err = rc ? failure(conn->db, "open", rc) : settle(conn, mode);
    if (err) {
        sqlite_disconnect(conn);
        return err;
    }
    *out = conn;
    return OK;
}

static void sqlite_see(void *inner, const struct id_set *set, bool all)
{
    struct sqlite_conn *conn = inner;
    conn->sees = set;
    conn->all = all;
}

static bool sqlite_statement_open(void *inner)
{
    sqlite3 *db = ((struct sqlite_conn *)inner)->db;
    for (sqlite3_stmt *s = sqlite3_next_stmt(db, NULL); s; s = sqlite3_next_stmt(db, s))
        if (sqlite3_stmt_busy(s))
            return true;
    return false;
}

static enum err sqlite_script(void *inner, struct str sql)
{
    struct sqlite_conn *conn = inner;
    char *text = strndup(sql.p, sql.n);
    if (!text)
        return ERR_MEMORY;
    int rc = sqlite3_exec(conn->db, text, NULL, NULL, NULL);
    free(text);
    return rc ? failure(conn->db, "script", rc) : OK;
}

static bool sqlite_in_transaction(void *inner)
{
    return !sqlite3_get_autocommit(((struct sqlite_conn *)inner)->db);
}

static enum err sqlite_prepare(void *inner, struct str sql, void **out)
{
    struct sqlite_conn *conn = inner;
    sqlite3_stmt *stmt = NULL;
    const char *tail = NULL;
    int rc = sqlite3_prepare_v3(conn->db, sql.p, (int)sql.n, SQLITE_PREPARE_PERSISTENT, &stmt, &tail);
    if (rc || !stmt)
        return failure(conn->db, "prepare", rc);
    *out = stmt;
    return OK;
}

static void sqlite_text(void *stmt, int index, struct str text)
{
    if (text.p)
        sqlite3_bind_text(stmt, index, text.p, (int)text.n, SQLITE_STATIC);
    else
        sqlite3_bind_null(stmt, index);
}

static void sqlite_integer(void *stmt, int index, int64_t value)
{
    sqlite3_bind_int64(stmt, index, value);
}

static void sqlite_blob(void *stmt, int index, struct str bytes)
{
    sqlite3_bind_blob(stmt, index, bytes.p, (int)bytes.n, SQLITE_STATIC);
}

static enum err sqlite_step(void *stmt, bool *row)
{
    int rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW) {
        *row = true;
        return OK;
    }
    return rc == SQLITE_DONE ? OK : failure(sqlite3_db_handle(stmt), sqlite3_sql(stmt), rc);
}

static struct str sqlite_column(void *stmt, int column)
{
    const void *p = sqlite3_column_type(stmt, column) == SQLITE_BLOB ? sqlite3_column_blob(stmt, column)
                                                                     : sqlite3_column_text(stmt, column);
    return (struct str){p, p ? (size_t)sqlite3_column_bytes(stmt, column) : 0};
}

static int64_t sqlite_column_integer(void *stmt, int column)
{
    return sqlite3_column_int64(stmt, column);
}

static bool sqlite_column_is_null(void *stmt, int column)
{
    return sqlite3_column_type(stmt, column) == SQLITE_NULL;
}

static int64_t sqlite_changed(void *inner)
{
    return sqlite3_changes(((struct sqlite_conn *)inner)->db);
}

static void sqlite_reset_stmt(void *stmt)
{
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);
}

static void sqlite_finalize_stmt(void *stmt)
{
    sqlite3_finalize(stmt);
}

static enum err sqlite_columns(void *inner, struct arena *arena, const char *table, struct value *out)
{
    struct sqlite_conn *conn = inner;
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(conn->db, "SELECT name FROM pragma_table_info(?1) ORDER BY cid", -1, &stmt, NULL);
    if (rc)
        return failure(conn->db, "columns", rc);
    sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
    bool row = false;
    enum err err;
    while ((err = sqlite_step(stmt, &row)) == OK && row) {
        value_push(out, value_text(arena, arena_copy(arena, sqlite_column(stmt, 0))));
        row = false;
    }
    sqlite3_finalize(stmt);
    return err;
}

static enum err sqlite_tables(void *inner, struct arena *arena, struct value *out)
{
    struct sqlite_conn *conn = inner;
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(conn->db,
                                "SELECT t.name, c.name, c.type, c.pk FROM pragma_table_list AS t"
                                " JOIN pragma_table_info(t.name) AS c WHERE t.schema = 'main' AND t.type = 'table'"
                                " AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY t.name, c.cid",
                                -1, &stmt, NULL);
    if (rc)
        return failure(conn->db, "tables", rc);
    bool row = false;
    enum err err;
    while ((err = sqlite_step(stmt, &row)) == OK && row) {
        struct value *one = value_push(out, value_list(arena));
        for (int i = 0; i < 3; i++)
            value_push(one, value_text(arena, arena_copy(arena, sqlite_column(stmt, i))));
        if (!value_push(one, value_int(arena, sqlite_column_integer(stmt, 3))))
            err = ERR_MEMORY;
        row = false;
        if (err)
            break;
    }
    sqlite3_finalize(stmt);
    return err;
}

static enum err sqlite_refer_later(void *inner)
{
    return pragma(((struct sqlite_conn *)inner)->db, "PRAGMA defer_foreign_keys=1");
}

static enum err sqlite_refer_now(void *inner)
{
    sqlite3 *db = ((struct sqlite_conn *)inner)->db;
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db, "PRAGMA foreign_key_check", -1, &stmt, NULL);
    bool broken = false;
    enum err err = rc ? failure(db, "references", rc) : sqlite_step(stmt, &broken);
    sqlite3_finalize(stmt);
    if (err == OK && broken)
        return ERR_CONFLICT;
    return err ? err : pragma(db, "PRAGMA defer_foreign_keys=0");
}

/* Copies every page of `from` to `to`; steps again while a writer is in the way. */
static enum err copy_pages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup)
        return failure(to, "copy", sqlite3_errcode(to));
    int rc;
    while ((rc = sqlite3_backup_step(backup, -1)) == SQLITE_BUSY || rc == SQLITE_LOCKED)
        usleep(2000);
    sqlite3_backup_finish(backup);
    return rc == SQLITE_DONE ? OK : failure(to, "copy", rc);
}

static enum err sqlite_backup(void *inner, const char *file, struct problems *problems)
{
    if (access(file, F_OK) == 0) {
        (void)say(problems, "store.file-there", file);
        return ERR_CONFLICT;
    }
    void *from = NULL;
    sqlite3 *to = NULL;
    enum err err = sqlite_connect(inner, CONN_READ, &from);
    if (err == OK) {
        int rc = sqlite3_open_v2(file, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
        err = rc ? failure(to, "backup", rc) : copy_pages(((struct sqlite_conn *)from)->db, to);
    }
    if (err == OK)
        err = pragma(to, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL");
    sqlite3_close(to);
    if (from)
        sqlite_disconnect(from);
    if (err) {
        (void)say(problems, "store.backup-failed", file);
        unlink(file);
    }
    return err;
}

static int64_t single(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int64_t value = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        value = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return value;
}

static bool sound_backup(sqlite3 *db)
{
    sqlite3_stmt *stmt = NULL;
    bool sound = single(db, "SELECT count(*) FROM schema_migration") > 0;
    if (sound && sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &stmt, NULL) == SQLITE_OK)
        sound = sqlite3_step(stmt) == SQLITE_ROW && !strcmp((const char *)sqlite3_column_text(stmt, 0), "ok");
    sqlite3_finalize(stmt);
    return sound;
}

static enum err sqlite_restore(void *inner, const char *file, struct problems *problems)
{
    void *to = NULL;
    sqlite3 *from = NULL;
    if (access(file, F_OK) != 0) {
        (void)say(problems, "store.file-missing", file);
        return ERR_NOT_FOUND;
    }
    enum err err = sqlite_connect(inner, CONN_WRITE, &to);
    if (err)
        return err;
    sqlite3 *db = ((struct sqlite_conn *)to)->db;
    if (single(db, "SELECT count(*) FROM sqlite_master WHERE name='tenant'") != 0 &&
        single(db, "SELECT count(*) FROM tenant") != 0) {
        (void)say(problems, "store.not-empty", ((struct sqlite_store *)inner)->path);
        err = ERR_CONFLICT;
    } else if (sqlite3_open_v2(file, &from, SQLITE_OPEN_READONLY, NULL) || !sound_backup(from)) {
        (void)say(problems, "store.no-backup", file);
        err = ERR_CORRUPT;
    } else {
        err = copy_pages(from, db);
        if (err == OK)
            err = pragma(db, "PRAGMA journal_mode=WAL");
    }
    sqlite3_close(from);
    sqlite_disconnect(to);
    return err;
}

const struct engine sqlite_engine = {
    .scheme = "sqlite",
    .open = sqlite_open_store,
    .close = sqlite_close_store,
    .connect = sqlite_connect,
    .disconnect = sqlite_disconnect,
    .see = sqlite_see,
    .statement_open = sqlite_statement_open,
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
    .columns = sqlite_columns,
    .tables = sqlite_tables,
    .refer_later = sqlite_refer_later,
    .refer_now = sqlite_refer_now,
    .backup = sqlite_backup,
    .restore = sqlite_restore,
};
