/* A back-up, and the reverse: page by page, on connections of their own, which have no guard. */
#include "store/sqlite/sqlite.h"
#include <string.h>
#include <unistd.h>

/* Copies every page of `from` to `to`; steps again while a writer is in the way. */
static enum err copy_pages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup)
        return sqlite_failure(to, "copy", sqlite3_errcode(to));
    int rc;
    while ((rc = sqlite3_backup_step(backup, -1)) == SQLITE_BUSY || rc == SQLITE_LOCKED)
        usleep(2000);
    sqlite3_backup_finish(backup);
    return rc == SQLITE_DONE ? OK : sqlite_failure(to, "copy", rc);
}

enum err sqlite_backup(void *inner, const char *file, struct problems *problems)
{
    if (access(file, F_OK) == 0) {
        (void)sqlite_say(problems, "store.file-there", file);
        return ERR_CONFLICT;
    }
    struct sqlite_conn *from = NULL;
    sqlite3 *to = NULL;
    enum err err = sqlite_open_bare(inner, CONN_READ, &from);
    if (err == OK) {
        int rc = sqlite3_open_v2(file, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
        /* EXTRA: else the journal of the copying could be back after a power cut, and undo it. */
        err = rc ? sqlite_failure(to, "backup", rc) : sqlite_pragma(to, "PRAGMA synchronous=EXTRA");
    }
    if (err == OK)
        err = copy_pages(from->db, to);
    if (err == OK)
        err = sqlite_pragma(to, "PRAGMA journal_mode=DELETE");
    sqlite3_close(to);
    if (from)
        sqlite_disconnect(from);
    if (err) {
        (void)sqlite_say(problems, "store.backup-failed", file);
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

enum err sqlite_restore(void *inner, const char *file, struct problems *problems)
{
    struct sqlite_conn *to = NULL;
    sqlite3 *from = NULL;
    if (access(file, F_OK) != 0) {
        (void)sqlite_say(problems, "store.file-missing", file);
        return ERR_NOT_FOUND;
    }
    enum err err = sqlite_open_bare(inner, CONN_WRITE, &to);
    if (err)
        return err;
    sqlite3 *db = to->db;
    if (single(db, "SELECT count(*) FROM sqlite_master WHERE name='tenant'") != 0 &&
        single(db, "SELECT count(*) FROM tenant") != 0) {
        (void)sqlite_say(problems, "store.not-empty", ((struct sqlite_store *)inner)->path);
        err = ERR_CONFLICT;
    } else if (sqlite3_open_v2(file, &from, SQLITE_OPEN_READONLY, NULL) || !sound_backup(from)) {
        (void)sqlite_say(problems, "store.no-backup", file);
        err = ERR_CORRUPT;
    } else {
        err = copy_pages(from, db);
        if (err == OK)
            err = sqlite_pragma(db, "PRAGMA journal_mode=WAL");
    }
    sqlite3_close(from);
    sqlite_disconnect(to);
    return err;
}
