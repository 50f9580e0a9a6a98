/* An archive into an empty store: the tables as the archive's schema has them, then the schema brought up. */
#include "base/json.h"
#include "base/message.h"
#include "kernel/archive_format.h"
#include "kernel/search.h"
#include "store/migrate.h"

struct reading {
    struct work *work;
    struct archive *archive;
    struct value *tables; /* of the store */
    struct arena *scratch;
    struct archive_counts *counts;
};

static enum err bad(struct reading *reading, struct str place, const char *key, struct str name)
{
    struct arena *a = reading->work->arena;
    return archive_bad(&reading->work->problems, place, key,
                       message_args(a, "name", value_text(a, arena_copy(a, name)), NULL));
}

/* ---- the form of a table ---- */

static const struct value *column_of(const struct value *table, struct str name)
{
    VALUE_EACH (column, value_get(table, "columns"))
        if (str_eq(value_get_text(column, "name"), name))
            return column;
    return NULL;
}

/* The archive's table and the store's have the same columns. */
static enum err check_columns(struct reading *reading, const struct value *theirs)
{
    struct str name = value_get_text(theirs, "name"), file = value_get_text(theirs, "file");
    const struct value *ours = archive_table(reading->tables, name);
    if (!ours)
        return bad(reading, file, "archive.table-unknown", name);
    VALUE_EACH (column, value_get(theirs, "columns")) {
        const struct value *own = column_of(ours, value_get_text(column, "name"));
        if (!own || !str_eq(value_get_text(own, "type"), value_get_text(column, "type")))
            return bad(reading, file, "archive.column-unknown", value_get_text(column, "name"));
    }
    VALUE_EACH (column, value_get(ours, "columns"))
        if (!column_of(theirs, value_get_text(column, "name")))
            return bad(reading, file, "archive.column-missing", value_get_text(column, "name"));
    return OK;
}

static enum err check_form(struct reading *reading)
{
    const struct value *theirs = value_get(reading->archive->manifest, "tables");
    enum err err = archive_tables(reading->work, true, &reading->tables);
    VALUE_EACH (table, theirs)
        if (err == OK)
            err = check_columns(reading, table);
    VALUE_EACH (table, reading->tables) {
        struct str name = value_get_text(table, "name");
        if (err == OK && !archive_table(theirs, name) && !archive_table_optional(name))
            err = bad(reading, S(ARCHIVE_MANIFEST), "archive.table-missing", name);
    }
    return err;
}

/* ---- rows ---- */

static enum err bind_bytes(struct reading *reading, struct stmt *stmt, int at, struct str text)
{
    size_t n = 0;
    unsigned char *bytes = arena_alloc(reading->scratch, text.n + 1);
    const char *end = NULL;
    if (!bytes)
        return ERR_MEMORY;
    if (sodium_base642bin(bytes, text.n + 1, text.p, text.n, NULL, &n, &end, sodium_base64_VARIANT_ORIGINAL) != 0 ||
        end != text.p + text.n)
        return ERR_INPUT;
    stmt_blob(stmt, at, (struct str){(const char *)bytes, n});
    return OK;
}

/* ERR_INPUT when the cell is not of the column's type. */
static enum err bind_cell(struct reading *reading, struct stmt *stmt, int at, const struct value *cell, struct str type)
{
    if (!cell)
        return ERR_INPUT;
    if (cell->kind == V_NULL)
        stmt_null(stmt, at);
    else if (str_is(type, "integer") && cell->kind == V_INT)
        stmt_int(stmt, at, cell->i);
    else if (str_is(type, "text") && cell->kind == V_TEXT)
        stmt_text(stmt, at, cell->text);
    else if (str_is(type, "bytes") && cell->kind == V_TEXT)
        return bind_bytes(reading, stmt, at, cell->text);
    else
        return ERR_INPUT;
    return OK;
}

static struct str insert_sql(struct arena *a, const struct value *table)
{
    struct buf sql = buf_init(a, 0);
    uint32_t count = value_get(table, "columns")->count;
    buf_printf(&sql, "INSERT INTO %.*s (%.*s) VALUES (", STR_ARG(value_get_text(table, "name")),
               STR_ARG(archive_column_list(a, table)));
    for (uint32_t i = 1; i <= count; i++)
        buf_printf(&sql, "%s?%u", i > 1 ? ", " : "", (unsigned)i);
    buf_char(&sql, ')');
    return buf_str(&sql);
}

static enum err insert_row(struct reading *reading, const struct value *table, struct str sql, const struct value *row)
{
    struct stmt *stmt = conn_prepare(reading->work->conn, sql);
    enum err err = OK;
    int at = 0;
    VALUE_EACH (column, value_get(table, "columns")) {
        const struct value *cell = value_get_str(row, value_get_text(column, "name"));
        if (err == OK)
            err = bind_cell(reading, stmt, ++at, cell, value_get_text(column, "type"));
    }
    if (err) {
        stmt_done(stmt);
        return err;
    }
    return stmt_run(stmt, NULL);
}

/* What is searched: each engine makes its own words of it. */
static enum err put_search(struct reading *reading, const struct value *row)
{
    struct work work = *reading->work;
    struct viewer viewer = {.tenant = value_get_text(row, "tenant_id")};
    const struct kind *kind = kind_by_name(value_get_text(row, "kind"));
    work.arena = reading->scratch;
    work.now_ms = value_get_int(row, "updated_at", 0);
    if (!kind)
        return ERR_INPUT;
    return search_put(&work, &viewer, kind, value_get_text(row, "record_id"), value_get_text(row, "audience_id"),
                      value_get_text(row, "title"), value_get_text(row, "body"));
}

static enum err read_row(struct reading *reading, const struct value *table, struct str sql, struct str line,
                         struct str place)
{
    struct problems unread = problems_init(reading->scratch);
    struct value *row = NULL;
    enum err err = json_parse(reading->scratch, line, &unread, &row);
    if (err == ERR_MALFORMED || (err == OK && row->kind != V_MAP))
        return bad(reading, place, "archive.line", S(""));
    if (err)
        return err;
    VALUE_EACH (cell, row)
        if (!column_of(table, cell->key))
            return bad(reading, place, "archive.column-unknown", cell->key);
    err = str_is(value_get_text(table, "name"), "search_entry") ? put_search(reading, row)
                                                                : insert_row(reading, table, sql, row);
    if (err == ERR_INPUT)
        return bad(reading, place, "archive.line", S(""));
    return err == ERR_CONFLICT || err == ERR_STORE ? bad(reading, place, "archive.row", S("")) : err;
}

static enum err read_table(struct reading *reading, const struct value *theirs)
{
    struct arena *a = reading->work->arena;
    struct str file = value_get_text(theirs, "file"), line = {NULL, 0};
    const struct value *table = archive_table(reading->tables, value_get_text(theirs, "name"));
    struct str sql = insert_sql(a, table);
    struct archive_stream *stream = NULL;
    int64_t rows = 0;
    enum err err = sql.p ? archive_stream_open(reading->archive->source, file, &stream) : ERR_MEMORY;
    while (err == OK && (err = archive_stream_line(stream, &line)) == OK && line.p) {
        err = read_row(reading, table, sql, line, archive_place(reading->scratch, file, ++rows));
        arena_reset(reading->scratch);
    }
    bool cut = err == ERR_CORRUPT && !line.p;
    archive_stream_close(stream);
    if (cut)
        return bad(reading, archive_place(a, file, rows + 1), "archive.line", S(""));
    if (err == OK && rows != value_get_int(theirs, "rows", -1))
        return bad(reading, file, "archive.rows", S(""));
    reading->counts->tables++;
    reading->counts->rows += rows;
    return err;
}

/* ---- the whole ---- */

/* A store without a workspace, with the schema that the archive was written from. */
static enum err prepare(struct reading *reading)
{
    struct schema_state state;
    struct work *work = reading->work;
    enum err err = migrate_look(work->conn, work->arena, &state);
    if (err == OK)
        err = migrate_allowed(&state, &work->problems);
    if (err == OK && state.missing > 0)
        err = migrate_up_to(work->conn, (int)reading->archive->schema, &work->problems, NULL);
    return err;
}

static enum err must_be_empty(struct work *work)
{
    bool row = false;
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT 1 FROM tenant"));
    enum err err = stmt_step(stmt, &row);
    stmt_done(stmt);
    if (err || !row)
        return err;
    (void)problem_say(&work->problems, S(""), "archive.not-empty", NULL);
    return ERR_CONFLICT;
}

static enum err fill(struct reading *reading)
{
    struct work *work = reading->work;
    enum err err = must_be_empty(work);
    if (err == OK)
        err = check_form(reading);
    if (err == OK)
        err = conn_refer_later(work->conn);
    VALUE_EACH (table, value_get(reading->archive->manifest, "tables"))
        if (err == OK)
            err = read_table(reading, table);
    if (err == OK)
        err = archive_documents_read(work, reading->archive, reading->counts);
    if (err)
        return err;
    err = conn_refer_now(work->conn);
    return err == ERR_CONFLICT ? bad(reading, S(""), "archive.reference", S("")) : err;
}

static enum err write_all(struct reading *reading)
{
    struct work *work = reading->work;
    enum err err = prepare(reading);
    if (err == OK)
        err = conn_begin(work->conn);
    if (err)
        return err;
    err = conn_see_all(work->conn);
    if (err == OK)
        err = conn_see_back(work->conn, fill(reading));
    if (err == OK)
        err = conn_commit(work->conn);
    if (err)
        conn_rollback(work->conn);
    return err ? err : migrate(work->conn, &work->problems, NULL);
}

enum err archive_open(struct arena *arena, const char *path, struct problems *problems, struct archive **out)
{
    struct archive *archive = ARENA_NEW(arena, struct archive);
    enum err err = archive ? archive_source_open(arena, path, problems, &archive->source) : ERR_MEMORY;
    if (err)
        return err;
    err = archive_check(arena, archive, problems);
    if (err)
        archive_close(archive);
    else
        *out = archive;
    return err;
}

void archive_close(struct archive *archive)
{
    archive_source_close(archive->source);
}

enum err archive_load(struct work *work, struct archive *archive, struct archive_counts *counts)
{
    struct reading reading = {.work = work, .archive = archive, .scratch = arena_new(0), .counts = counts};
    *counts = (struct archive_counts){0};
    enum err err = reading.scratch ? write_all(&reading) : ERR_MEMORY;
    arena_free(reading.scratch);
    return err;
}
