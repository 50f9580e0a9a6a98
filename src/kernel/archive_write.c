#include "base/disk.h"
#include "base/json.h"
#include "base/log.h"
#include "base/message.h"
#include "kernel/archive_format.h"
#include "store/migrate.h"
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef ENTENTE_VERSION
#define ENTENTE_VERSION "0"
#endif

enum { FOLDER_MODE = 0700, OPEN_FOLDERS = 16 };

/* ---- rows ---- */

static struct value *base64(struct arena *a, struct str bytes)
{
    size_t room = sodium_base64_ENCODED_LEN(bytes.n, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_alloc(a, room);
    if (!text)
        return NULL;
    sodium_bin2base64(text, room, (const unsigned char *)bytes.p, bytes.n, sodium_base64_VARIANT_ORIGINAL);
    return value_text(a, str_of(text));
}

static struct value *cell(struct arena *a, struct stmt *stmt, int at, struct str type)
{
    if (stmt_column_null(stmt, at))
        return value_null(a);
    if (str_is(type, "integer"))
        return value_int(a, stmt_column_int(stmt, at));
    return str_is(type, "bytes") ? base64(a, stmt_column(stmt, at)) : value_text(a, stmt_column(stmt, at));
}

static enum err write_row(struct archive_writing *writing, struct stmt *stmt, const struct value *table,
                          struct archive_out *out)
{
    struct arena *a = writing->scratch;
    struct value *row = value_map(a);
    int at = 0;
    VALUE_EACH (column, value_get(table, "columns"))
        if (!value_put_str(row, value_get_text(column, "name"), cell(a, stmt, at++, value_get_text(column, "type"))))
            return ERR_MEMORY;
    return archive_out_line(writing, out, row);
}

static struct str select_sql(struct arena *a, const struct value *table)
{
    struct buf sql = buf_init(a, 0);
    buf_printf(&sql, "SELECT %.*s FROM %.*s", STR_ARG(archive_column_list(a, table)),
               STR_ARG(value_get_text(table, "name")));
    const char *where = archive_table_where(value_get_text(table, "name"));
    if (where)
        buf_printf(&sql, " WHERE %s", where);
    VALUE_EACH (part, value_get(table, "key"))
        buf_printf(&sql, "%s%.*s", part == value_get(table, "key")->first ? " ORDER BY " : ", ", STR_ARG(part->text));
    return buf_str(&sql);
}

static enum err write_rows(struct archive_writing *writing, const struct value *table, struct archive_out *out,
                           int64_t *rows)
{
    struct str sql = select_sql(writing->work->arena, table);
    struct stmt *stmt = sql.p ? conn_prepare(writing->work->conn, sql) : NULL;
    bool row;
    enum err err;
    stmt_portions(stmt);
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        err = write_row(writing, stmt, table, out);
        if (err)
            break;
        ++*rows;
    }
    stmt_done(stmt);
    return err;
}

static enum err write_table(struct archive_writing *writing, const struct value *table)
{
    struct arena *a = writing->work->arena;
    struct str name = archive_table_file(a, value_get_text(table, "name"));
    struct archive_out out;
    int64_t rows = 0;
    enum err err = name.p ? archive_out_open(writing, name, &out) : ERR_MEMORY;
    if (err)
        return err;
    err = write_rows(writing, table, &out, &rows);
    enum err closed = archive_out_close(writing, &out, true);
    struct value *one = value_push(writing->tables, value_copy(a, table));
    value_put_text(a, one, "file", name);
    value_put_int(a, one, "rows", rows);
    writing->counts->tables++;
    writing->counts->rows += rows;
    err = err ? err : closed;
    enum { MEMBERS = 5 };
    return err ? err : one && one->count == MEMBERS ? OK : ERR_MEMORY;
}

/* ---- the whole ---- */

static enum err begin_manifest(struct archive_writing *writing)
{
    struct arena *a = writing->work->arena;
    struct schema_state state;
    struct value *manifest = writing->manifest = value_map(a);
    enum err err = migrate_look(writing->work->conn, a, &state);
    if (err)
        return err;
    value_put_text(a, manifest, "format", S(ARCHIVE_FORMAT));
    value_put_int(a, manifest, "version", ARCHIVE_VERSION);
    struct value *made = value_put(manifest, "made", value_new(a, V_INSTANT));
    if (made)
        made->i = writing->work->now_ms;
    value_put_text(a, manifest, "program", S(ENTENTE_VERSION));
    /* One number for both engines: each has scripts that the other has not. */
    value_put_int(a, manifest, "schema", state.unknown ? state.number : migrate_newest(NULL));
    value_put_text(a, manifest, "oldest", state.oldest);
    writing->tables = value_put_list(a, manifest, "tables");
    writing->files = value_put_list(a, manifest, "files");
    enum { MEMBERS = 8 };
    return manifest && manifest->count == MEMBERS ? OK : ERR_MEMORY;
}

static enum err write_manifest(struct archive_writing *writing)
{
    struct buf text = buf_init(writing->work->arena, ARCHIVE_MANIFEST_MOST);
    struct archive_out out;
    json_write_pretty(&text, writing->manifest);
    buf_char(&text, '\n');
    if (!buf_str(&text).p)
        return ERR_TOO_LARGE;
    enum err err = archive_out_open(writing, S(ARCHIVE_MANIFEST), &out);
    if (err)
        return err;
    archive_out_add(&out, buf_str(&text));
    return archive_out_close(writing, &out, false);
}

static enum err write_all(struct archive_writing *writing, bool with_access)
{
    struct arena *a = writing->work->arena;
    struct str tables_folder = arena_printf(a, "%s/tables", writing->folder);
    struct value *tables = NULL;
    if (!tables_folder.p || mkdir(writing->folder, FOLDER_MODE) != 0 || mkdir(tables_folder.p, FOLDER_MODE) != 0)
        return ERR_STORE;
    enum err err = begin_manifest(writing);
    if (err == OK)
        err = archive_tables(writing->work, with_access, &tables);
    VALUE_EACH (table, tables)
        if (err == OK)
            err = write_table(writing, table);
    if (err == OK)
        err = archive_documents_write(writing);
    if (err == OK)
        err = write_manifest(writing);
    return err || (disk_sync(tables_folder.p) && disk_sync(writing->folder)) ? err : ERR_STORE;
}

/* Packs the folder, the manifest first, as a file within it; *made is its path. */
static enum err pack(struct archive_writing *writing, const char **made)
{
    struct arena *a = writing->work->arena;
    struct value *names = value_list(a);
    struct str file = arena_printf(a, "%s/packed", writing->folder);
    value_push(names, value_text(a, S(ARCHIVE_MANIFEST)));
    VALUE_EACH (one, writing->files)
        value_push(names, value_text(a, value_get_text(one, "path")));
    *made = file.p;
    return file.p && names && names->count == writing->files->count + 1 ? archive_pack(writing->folder, names, file.p)
                                                                        : ERR_MEMORY;
}

/* Gives what is whole its name; what has come there meanwhile stays. */
static enum err give_name(const char *made, const char *path)
{
    int status = renameat2(AT_FDCWD, made, AT_FDCWD, path, RENAME_NOREPLACE);
    if (status != 0 && (errno == EINVAL || errno == ENOSYS)) /* a file system without that */
        status = access(path, F_OK) == 0 ? -1 : rename(made, path);
    return status == 0 && disk_sync_name(path) ? OK : ERR_STORE;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *at)
{
    (void)status;
    (void)type;
    (void)at;
    return remove(path);
}

static enum err say(struct work *work, enum err err, const char *key, const char *path)
{
    (void)problem_say(&work->problems, S(""), key,
                      message_args(work->arena, "path", value_text(work->arena, str_of(path)), NULL));
    return err;
}

static enum err write_beside(struct archive_writing *writing, const char *path, bool with_access)
{
    const char *made = writing->folder;
    enum err err = write_all(writing, with_access);
    if (err == OK && str_ends(str_of(path), S(".zip")))
        err = pack(writing, &made);
    if (err == OK)
        err = give_name(made, path);
    if (access(writing->folder, F_OK) == 0)
        (void)nftw(writing->folder, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
    return err;
}

enum err archive_write(struct work *work, const char *path, bool with_access, struct archive_counts *counts)
{
    struct str place = str_of(path);
    while (place.n > 1 && place.p[place.n - 1] == '/')
        place.n--;
    path = arena_cstr(work->arena, place);
    *counts = (struct archive_counts){0};
    struct archive_writing writing = {.work = work, .scratch = arena_new(0), .counts = counts};
    if (path)
        writing.folder = arena_printf(work->arena, "%s.%d.part", path, (int)getpid()).p;
    if (!writing.folder || !writing.scratch) {
        arena_free(writing.scratch);
        return ERR_MEMORY;
    }
    if (access(path, F_OK) == 0) {
        arena_free(writing.scratch);
        return say(work, ERR_CONFLICT, "store.file-there", path);
    }
    enum err err = conn_see_all(work->conn);
    if (err == OK)
        err = conn_see_back(work->conn, write_beside(&writing, path, with_access));
    arena_free(writing.scratch);
    return err == ERR_STORE ? say(work, err, "archive.unwritten", path) : err;
}
