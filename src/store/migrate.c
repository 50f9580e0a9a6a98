#include "store/migrate.h"
#include "base/date.h"
#include "base/embedded.h"
#include "base/log.h"
#include "base/message.h"

/* The number of "schema/NNNN_….sql" when it is for `scheme` or for both engines; 0 otherwise. */
int migrate_script_number(struct str path, const char *scheme)
{
    int64_t number;
    if (!str_starts(path, S("schema/")) || !str_ends(path, S(".sql")) || !str_int(str_part(path, 7, 4), &number))
        return 0;
    struct str stem = str_part(path, 0, path.n - 4);
    const char *const schemes[] = {".sqlite", ".postgres"};
    for (size_t i = 0; i < 2; i++)
        if (str_ends(stem, str_of(schemes[i])) && (!scheme || strcmp(scheme, schemes[i] + 1) != 0))
            return scheme ? 0 : (int)number;
    return (int)number;
}

int migrate_newest(void)
{
    int newest = 0;
    for (size_t i = 0; i < embedded_count(); i++) {
        int number = migrate_script_number(str_of(embedded_at(i)->path), NULL);
        if (number > newest)
            newest = number;
    }
    return newest;
}

const char migrate_table_sql[] = "CREATE TABLE IF NOT EXISTS schema_migration (number BIGINT NOT NULL PRIMARY KEY,"
                                 " name TEXT NOT NULL, applied_at BIGINT NOT NULL)";

static enum err ensure_table(struct conn *conn)
{
    return conn_script(conn, str_of(migrate_table_sql));
}

enum err migrate_current(struct conn *conn, int *number)
{
    struct arena *arena = arena_new(0);
    struct value *columns = NULL;
    *number = 0;
    enum err err = arena ? conn_columns(conn, arena, "schema_migration", &columns) : ERR_MEMORY;
    bool there = err == OK && columns->count > 0;
    arena_free(arena);
    if (err || !there)
        return err;
    struct stmt *stmt = conn_prepare(conn, S("SELECT coalesce(max(number),0) FROM schema_migration"));
    bool row;
    err = stmt_step(stmt, &row);
    if (err == OK && row)
        *number = (int)stmt_column_int(stmt, 0);
    stmt_done(stmt);
    return err;
}

static enum err apply(struct conn *conn, const struct embedded *script, int number)
{
    enum err err = conn_script(conn, (struct str){(const char *)script->data, script->size});
    if (err) {
        log_write(LOG_ERROR, "migrate.failed", "script", script->path, NULL);
        return err;
    }
    struct stmt *stmt =
        conn_prepare(conn, S("INSERT INTO schema_migration (number, name, applied_at) VALUES (?1, ?2, ?3)"));
    stmt_int(stmt, 1, number);
    stmt_text(stmt, 2, str_of(script->path));
    stmt_int(stmt, 3, clock_now());
    return stmt_run(stmt, NULL);
}

static enum err apply_missing(struct conn *conn, const char *scheme, int current, int *applied)
{
    for (size_t i = 0; i < embedded_count(); i++) { /* sorted by path, so by number */
        const struct embedded *script = embedded_at(i);
        int number = migrate_script_number(str_of(script->path), scheme);
        if (number <= current)
            continue;
        enum err err = apply(conn, script, number);
        if (err)
            return err;
        if (applied)
            ++*applied;
    }
    return OK;
}

enum err migrate(struct conn *conn, const char *scheme, struct problems *problems, int *applied)
{
    int current = 0;
    if (applied)
        *applied = 0;
    enum err err = conn_begin(conn);
    if (err)
        return err;
    err = ensure_table(conn);
    if (err == OK)
        err = migrate_current(conn, &current);
    if (err == OK && current > migrate_newest()) {
        (void)problem_say(problems, S("/store"), "store.newer", NULL);
        err = ERR_CONFLICT;
    }
    if (err == OK && current < migrate_newest())
        err = apply_missing(conn, scheme, current, applied);
    if (err == OK)
        err = conn_commit(conn);
    if (err)
        conn_rollback(conn);
    return err;
}
