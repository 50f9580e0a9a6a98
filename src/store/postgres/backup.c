/* A back-up: one file with all tables as they were at one moment, also while others write. */
#include "base/buf.h"
#include "base/disk.h"
#include "base/json.h"
#include "base/log.h"
#include "store/postgres/archive.h"
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void archive_add(struct archive *archive, struct str bytes)
{
    crypto_hash_sha256_update(&archive->digest, (const unsigned char *)bytes.p, bytes.n);
    if (fwrite(bytes.p, 1, bytes.n, archive->file) != bytes.n)
        archive->failed = true;
}

struct str archive_quoted(struct arena *arena, const struct pg_conn *conn, struct str name)
{
    char *quoted = PQescapeIdentifier(conn->pg, name.p, name.n);
    struct str copy = quoted ? arena_copy(arena, str_of(quoted)) : (struct str){NULL, 0};
    PQfreemem(quoted);
    return copy;
}

struct work {
    struct pg_conn *conn;
    struct arena *arena;
    struct archive archive;
    struct value *tables; /* for the manifest */
};

/* Row after row from the server into the file. */
static enum err copy_out(struct work *work, const char *sql, int64_t *rows)
{
    PGconn *pg = work->conn->pg;
    PGresult *result = PQexec(pg, sql);
    enum err err = PQresultStatus(result) == PGRES_COPY_OUT ? OK : pg_failure(work->conn, result, "copy");
    PQclear(result);
    char *line = NULL;
    int n;
    while (err == OK && (n = PQgetCopyData(pg, &line, 0)) > 0) {
        archive_add(&work->archive, (struct str){line, (size_t)n});
        PQfreemem(line);
        ++*rows;
    }
    while (err == OK && (result = PQgetResult(pg))) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK)
            err = pg_failure(work->conn, result, "copy");
        PQclear(result);
    }
    archive_add(&work->archive, S("\\.\n"));
    return err;
}

static enum err dump_table(struct work *work, struct str name, struct str columns)
{
    struct buf sql = buf_init(work->arena, 0), head = buf_init(work->arena, 0);
    struct str column;
    int64_t rows = 0;
    buf_printf(&head, "table %.*s", STR_ARG(name));
    buf_printf(&sql, "COPY %s (", archive_quoted(work->arena, work->conn, name).p);
    for (int i = 0; str_cut(&columns, ' ', &column); i++) {
        buf_printf(&head, " %.*s", STR_ARG(column));
        buf_printf(&sql, "%s%s", i ? ", " : "", archive_quoted(work->arena, work->conn, column).p);
    }
    buf_lit(&sql, ") TO STDOUT");
    buf_lit(&head, "\n");
    if (!buf_str(&sql).p || !buf_str(&head).p)
        return ERR_MEMORY;
    archive_add(&work->archive, buf_str(&head));
    enum err err = copy_out(work, buf_str(&sql).p, &rows);
    struct value *table = value_push_map(work->arena, work->tables);
    value_put_text(work->arena, table, "name", name);
    return err ? err : value_put_int(work->arena, table, "rows", rows) ? OK : ERR_MEMORY;
}

static const char tables_sql[] =
    "SELECT c.relname, string_agg(a.attname::text, ' ' ORDER BY a.attnum) FROM pg_class c"
    " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''"
    " WHERE c.relkind = 'r' AND c.relname NOT IN ('entente_sight', 'entente_commit') AND c.relnamespace = (SELECT oid "
    "FROM pg_namespace WHERE "
    "nspname = current_schema())"
    " GROUP BY c.relname ORDER BY c.relname COLLATE \"C\"";

static enum err dump_tables(struct work *work, int64_t *schema)
{
    PGresult *rows = NULL;
    enum err err = pg_ask(work->conn, "SELECT coalesce(max(number), 0) FROM schema_migration", 0, NULL, &rows);
    *schema = err ? 0 : strtoll(PQgetvalue(rows, 0, 0), NULL, 10);
    PQclear(rows);
    rows = NULL;
    if (err == OK)
        err = pg_ask(work->conn, tables_sql, 0, NULL, &rows);
    for (int i = 0; err == OK && i < PQntuples(rows); i++) {
        struct str name = arena_copy(work->arena, str_of(PQgetvalue(rows, i, 0)));
        struct str columns = arena_copy(work->arena, str_of(PQgetvalue(rows, i, 1)));
        err = name.p && columns.p ? dump_table(work, name, columns) : ERR_MEMORY;
        if (err == OK && work->archive.failed)
            err = ERR_STORE;
    }
    PQclear(rows);
    return err;
}

/* The manifest and the digest of all before it. */
static enum err finish(struct work *work, int64_t schema)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char hex[ARCHIVE_DIGEST + 1];
    struct value *manifest = value_map(work->arena);
    value_put_int(work->arena, manifest, "schema", schema);
    value_put(manifest, "tables", work->tables);
    struct str text = arena_printf(work->arena, "manifest %.*s\n", STR_ARG(json_text(work->arena, manifest)));
    if (!text.p)
        return ERR_MEMORY;
    archive_add(&work->archive, text);
    crypto_hash_sha256_final(&work->archive.digest, digest);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    if (fprintf(work->archive.file, "sha256 %s\n", hex) < 0 || work->archive.failed ||
        fflush(work->archive.file) != 0 || fsync(fileno(work->archive.file)) != 0)
        return ERR_STORE;
    return OK;
}

/* A migration waits until the back-up is done; writers do not. Nothing is hidden by the second guard. */
static const char begin_sql[] =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; LOCK TABLE schema_migration IN SHARE MODE;"
    " SET LOCAL entente.sees = '*'";

static enum err write_archive(struct pg_store *store, FILE *file)
{
    struct work work = {.arena = arena_new(0), .archive = {.file = file}};
    int64_t schema = 0;
    if (!work.arena)
        return ERR_MEMORY;
    work.tables = value_list(work.arena);
    crypto_hash_sha256_init(&work.archive.digest);
    enum err err = pg_connect_bare(store, CONN_READ, NULL, &work.conn);
    if (err == OK) {
        archive_add(&work.archive, S(ARCHIVE_FIRST));
        err = pg_command(work.conn, begin_sql);
        if (err == OK)
            err = dump_tables(&work, &schema);
        if (err == OK)
            err = finish(&work, schema);
        pg_disconnect(work.conn);
    }
    arena_free(work.arena);
    return err;
}

enum err pg_backup(void *store, const char *file, struct problems *problems)
{
    int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && access(file, F_OK) == 0) {
        (void)pg_say(problems, "store.file-there", "path", file);
        return ERR_CONFLICT;
    }
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
    enum err err = out ? write_archive(store, out) : ERR_STORE;
    if (out && fclose(out) != 0 && err == OK)
        err = ERR_STORE;
    if (err == OK && !disk_sync_name(file))
        err = ERR_STORE;
    if (err) {
        (void)pg_say(problems, "store.backup-failed", "path", file);
        if (fd >= 0)
            unlink(file);
    }
    return err;
}
