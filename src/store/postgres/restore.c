/* The reverse of a back-up, into an empty schema, as one transaction. References are taken off while rows come in,
 * table by table, and put back, and so checked, at the end. */
#include "base/buf.h"
#include "base/embedded.h"
#include "base/json.h"
#include "base/log.h"
#include "store/migrate.h"
#include "store/postgres/archive.h"
#include <stdlib.h>
#include <unistd.h>

struct restoring {
    struct pg_conn *conn;
    struct arena *arena;
    FILE *file;
    char *line;
    size_t room;
    struct value *manifest;
};

/* The next line without its end; p NULL at the end of the file, or for one that does not end. */
static struct str next_line(struct restoring *r)
{
    ssize_t n = getline(&r->line, &r->room, r->file);
    if (n <= 0 || r->line[n - 1] != '\n')
        return (struct str){NULL, 0};
    return (struct str){r->line, (size_t)n - 1};
}

static void add_line(crypto_hash_sha256_state *digest, struct str line)
{
    crypto_hash_sha256_update(digest, (const unsigned char *)line.p, line.n + 1); /* its end, too */
}

/* First a look at the whole file: its form, its digest, its manifest. */
static enum err look(struct restoring *r)
{
    crypto_hash_sha256_state digest;
    unsigned char bytes[crypto_hash_sha256_BYTES];
    char hex[ARCHIVE_DIGEST + 1];
    struct problems unused = problems_init(r->arena);
    struct str line = next_line(r);
    crypto_hash_sha256_init(&digest);
    if (!line.p || !str_is((struct str){line.p, line.n + 1}, ARCHIVE_FIRST))
        return ERR_CORRUPT;
    for (bool in_rows = false; line.p; line = next_line(r)) {
        if (!in_rows && str_starts(line, S("sha256 ")))
            break;
        add_line(&digest, line);
        if (!in_rows && str_starts(line, S("manifest "))) {
            struct str text = arena_copy(r->arena, str_part(line, 9, line.n));
            if (json_parse(r->arena, text, &unused, &r->manifest) != OK)
                return ERR_CORRUPT;
        }
        in_rows = in_rows ? !str_is(line, "\\.") : str_starts(line, S("table "));
    }
    crypto_hash_sha256_final(&digest, bytes);
    sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
    bool good = line.p && str_is(str_part(line, 7, line.n), hex) && value_get_int(r->manifest, "schema", 0) > 0;
    return good && getc(r->file) == EOF ? OK : ERR_CORRUPT;
}

static enum err number(struct pg_conn *conn, const char *sql, int64_t *out)
{
    PGresult *rows = NULL;
    enum err err = pg_ask(conn, sql, 0, NULL, &rows);
    *out = err == OK && PQntuples(rows) > 0 ? strtoll(PQgetvalue(rows, 0, 0), NULL, 10) : 0;
    PQclear(rows);
    return err;
}

/* The number of the schema's newest script and of its workspaces, both 0 in an empty schema. */
static enum err present(struct pg_conn *conn, int64_t *schema, int64_t *tenants)
{
    int64_t there = 0;
    *schema = *tenants = 0;
    enum err err =
        number(conn,
               "SELECT count(*) FROM pg_class WHERE relname IN ('schema_migration', 'tenant') AND relkind = 'r'"
               " AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())",
               &there);
    if (err == OK && there > 0)
        err = number(conn, "SELECT coalesce(max(number), 0) FROM schema_migration", schema);
    if (err == OK && there > 1)
        err = number(conn, "SELECT count(*) FROM tenant", tenants);
    return err;
}

static enum err build_schema(struct restoring *r, int64_t from, int64_t to)
{
    enum err err = OK;
    for (size_t i = 0; err == OK && i < embedded_count(); i++) {
        const struct embedded *script = embedded_at(i);
        int at = migrate_script_number(str_of(script->path), "postgres");
        if (at <= from || at > to)
            continue;
        char *text = pg_script_make((struct str){(const char *)script->data, script->size});
        err = text ? pg_command(r->conn, text) : ERR_MEMORY;
        free(text);
    }
    return err;
}

/* The statements that make the schema's references anew, after having taken them off. */
static enum err drop_references(struct restoring *r, struct value *again)
{
    PGresult *rows = NULL;
    struct buf drops = buf_init(r->arena, 0);
    enum err err =
        pg_ask(r->conn,
               "SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', c.relname, k.conname),"
               " format('ALTER TABLE %I ADD CONSTRAINT %I %s', c.relname, k.conname, pg_get_constraintdef(k.oid))"
               " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'f'"
               " AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) ORDER BY 1",
               0, NULL, &rows);
    for (int i = 0; err == OK && i < PQntuples(rows); i++) {
        buf_printf(&drops, "%s;", PQgetvalue(rows, i, 0));
        if (!value_push(again, value_text(r->arena, arena_copy(r->arena, str_of(PQgetvalue(rows, i, 1))))))
            err = ERR_MEMORY;
    }
    PQclear(rows);
    if (err == OK && drops.n)
        err = buf_str(&drops).p ? pg_command(r->conn, buf_str(&drops).p) : ERR_MEMORY;
    return err;
}

static enum err end_copy(struct restoring *r, enum err err, int64_t *rows)
{
    PGconn *pg = r->conn->pg;
    PGresult *result;
    if (PQputCopyEnd(pg, err ? "the file ended early" : NULL) != 1 && err == OK)
        err = pg_failure(r->conn, NULL, "copy");
    while ((result = PQgetResult(pg))) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK && err == OK)
            err = pg_failure(r->conn, result, "copy");
        else
            *rows = strtoll(PQcmdTuples(result), NULL, 10);
        PQclear(result);
    }
    return err;
}

static enum err table_triggers(struct restoring *r, struct str table, const char *turn)
{
    struct str sql =
        arena_printf(r->arena, "ALTER TABLE %s %s TRIGGER USER", archive_quoted(r->arena, r->conn, table).p, turn);
    return sql.p ? pg_command(r->conn, sql.p) : ERR_MEMORY;
}

/* The rows of one table, whose head line is `head` without the word "table". */
static enum err load_table(struct restoring *r, struct str head, int64_t *rows)
{
    struct buf sql = buf_init(r->arena, 0);
    struct str name, column, line;
    if (!str_cut(&head, ' ', &name))
        return ERR_CORRUPT;
    buf_printf(&sql, "COPY %s (", archive_quoted(r->arena, r->conn, name).p);
    for (int i = 0; str_cut(&head, ' ', &column); i++)
        buf_printf(&sql, "%s%s", i ? ", " : "", archive_quoted(r->arena, r->conn, column).p);
    buf_lit(&sql, ") FROM STDIN");
    enum err err = table_triggers(r, name, "DISABLE"); /* what they would do was done before the back-up */
    if (err)
        return err;
    PGresult *result = buf_str(&sql).p ? PQexec(r->conn->pg, buf_str(&sql).p) : NULL;
    err = PQresultStatus(result) == PGRES_COPY_IN ? OK : pg_failure(r->conn, result, "copy");
    PQclear(result);
    if (err)
        return err;
    while ((line = next_line(r)).p && !str_is(line, "\\."))
        if (PQputCopyData(r->conn->pg, line.p, (int)line.n + 1) != 1) {
            err = pg_failure(r->conn, NULL, "copy");
            break;
        }
    err = end_copy(r, err == OK && !line.p ? ERR_CORRUPT : err, rows);
    return err ? err : table_triggers(r, name, "ENABLE");
}

static enum err load_tables(struct restoring *r)
{
    struct str line;
    enum err err = OK;
    rewind(r->file);
    (void)next_line(r);
    const struct value *tables = value_get(r->manifest, "tables");
    for (size_t i = 0; err == OK && (line = next_line(r)).p && str_starts(line, S("table ")); i++) {
        struct str head = arena_copy(r->arena, str_part(line, 6, line.n));
        int64_t rows = 0;
        err = head.p ? load_table(r, head, &rows) : ERR_MEMORY;
        if (err == OK && rows != value_get_int(value_at(tables, i), "rows", -1))
            err = ERR_CORRUPT;
    }
    return err;
}

static enum err fill(struct restoring *r, int64_t schema)
{
    struct value *again = value_list(r->arena);
    enum err err = pg_command(r->conn, migrate_table_sql);
    if (err == OK)
        err = build_schema(r, schema, value_get_int(r->manifest, "schema", 0));
    if (err == OK)
        err = pg_guard_lift(r->conn);
    if (err == OK)
        err = again ? drop_references(r, again) : ERR_MEMORY;
    if (err == OK)
        err = pg_command(r->conn, "DELETE FROM schema_migration");
    if (err == OK)
        err = load_tables(r);
    VALUE_EACH (reference, again)
        if (err == OK)
            err = pg_command(r->conn, reference->text.p);
    if (err == OK)
        err = pg_guard_lay(r->conn);
    return err == ERR_CONFLICT ? ERR_CORRUPT : err; /* a reference leads nowhere */
}

static enum err into(struct restoring *r, const char *file, struct problems *problems)
{
    int64_t schema, tenants, wanted = value_get_int(r->manifest, "schema", 0);
    enum err err = present(r->conn, &schema, &tenants);
    if (err)
        return err;
    if (tenants > 0 || schema > wanted) {
        (void)pg_say(problems, "store.not-empty", "path", PQdb(r->conn->pg));
        return ERR_CONFLICT;
    }
    if (wanted > migrate_newest("postgres")) {
        (void)pg_say(problems, "store.newer", "path", file);
        return ERR_CONFLICT;
    }
    err = fill(r, schema);
    if (err == OK)
        err = pg_commit(r->conn);
    if (err == OK && pg_command(r->conn, "ANALYZE") != OK) /* plans are better for it; the store is whole without */
        log_write(LOG_WARN, "store.analyze", NULL);
    if (err == ERR_CORRUPT)
        (void)pg_say(problems, "store.no-backup", "path", file);
    return err;
}

enum err pg_restore(void *store, const char *file, struct problems *problems)
{
    struct restoring r = {.file = fopen(file, "re"), .arena = arena_new(0)};
    enum err err = r.arena ? OK : ERR_MEMORY;
    if (!r.file) {
        (void)pg_say(problems, "store.file-missing", "path", file);
        err = ERR_NOT_FOUND;
    } else if (err == OK && (err = look(&r))) {
        (void)pg_say(problems, "store.no-backup", "path", file);
    }
    if (err == OK)
        err = pg_connect_bare(store, CONN_WRITE, problems, &r.conn);
    if (err == OK) {
        err = pg_begin(r.conn, "BEGIN");
        if (err == OK)
            err = into(&r, file, problems);
        pg_disconnect(r.conn); /* what is not committed is undone */
    }
    if (r.file)
        fclose(r.file);
    free(r.line);
    arena_free(r.arena);
    return err;
}
