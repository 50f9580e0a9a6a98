/* The files of documents in an archive: each as it is, and a line of documents.jsonl that says whose it is. */
#include "base/disk.h"
#include "base/json.h"
#include "base/message.h"
#include "kernel/archive_format.h"
#include "kernel/content.h"
#include <sys/stat.h>

/* ---- out ---- */

struct documents {
    struct archive_writing *writing;
    struct archive_out list; /* opened with the first */
    const char *folder;
};

static enum err begin(struct documents *documents)
{
    enum { FOLDER_MODE = 0700 };
    if (documents->list.file)
        return OK;
    if (mkdir(documents->folder, FOLDER_MODE) != 0)
        return ERR_STORE;
    return archive_out_open(documents->writing, S(ARCHIVE_DOCUMENTS), &documents->list);
}

static enum err write_bytes(struct documents *documents, struct work *work, const struct content *content,
                            struct str name)
{
    struct archive_out out;
    char *chunk = arena_alloc(work->arena, CONTENT_CHUNK);
    int64_t at = 0;
    size_t n = 1;
    enum err err = chunk ? archive_out_open(documents->writing, name, &out) : ERR_MEMORY;
    if (err)
        return err;
    while (err == OK && n && at < content->size) {
        err = content_chunk(work->conn, content, at, chunk, CONTENT_CHUNK, &n);
        archive_out_add(&out, (struct str){chunk, err ? 0 : n});
        at += err ? 0 : (int64_t)n;
    }
    enum err closed = archive_out_close(documents->writing, &out, true);
    return err ? err : closed ? closed : at == content->size ? OK : ERR_CORRUPT;
}

static enum err write_one(struct work *work, const struct content *content, void *user)
{
    struct documents *documents = user;
    struct archive_writing *writing = documents->writing;
    struct arena *a = writing->scratch;
    struct str name = arena_printf(writing->work->arena, "documents/%.*s-%lld", STR_ARG(content->document),
                                   (long long)content->version);
    enum err err = name.p ? begin(documents) : ERR_MEMORY;
    if (err == OK)
        err = write_bytes(documents, work, content, name);
    if (err)
        return err;
    struct value *line = value_map(a);
    value_put_text(a, line, "file", name);
    value_put_text(a, line, "tenant", content->tenant);
    value_put_text(a, line, "audience", content->audience);
    value_put_text(a, line, "document", content->document);
    value_put_int(a, line, "version", content->version);
    value_put_text(a, line, "organisation", content->organisation);
    value_put_text(a, line, "name", content->name);
    value_put_text(a, line, "media_type", content->media_type);
    value_put_int(a, line, "size", content->size);
    value_put_text(a, line, "sha256", content->sha256);
    value_put_int(a, line, "created_at", content->created_at);
    value_put(line, "created_by", content->created_by.p ? value_text(a, content->created_by) : value_null(a));
    enum { MEMBERS = 12 };
    if (!line || line->count != MEMBERS)
        return ERR_MEMORY;
    writing->counts->documents++;
    return archive_out_line(writing, &documents->list, line);
}

/* The workspaces of the store, in their order. */
static enum err read_tenants(struct work *work, struct value **out)
{
    bool row;
    enum err err;
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT id FROM tenant ORDER BY id"));
    *out = value_list(work->arena);
    while ((err = stmt_step(stmt, &row)) == OK && row)
        if (!value_push(*out, value_text(work->arena, arena_copy(work->arena, stmt_column(stmt, 0))))) {
            err = ERR_MEMORY;
            break;
        }
    stmt_done(stmt);
    return err;
}

enum err archive_documents_write(struct archive_writing *writing)
{
    struct work *work = writing->work;
    struct value *tenants = NULL;
    struct documents documents = {.writing = writing};
    documents.folder = arena_printf(work->arena, "%s/documents", writing->folder).p;
    enum err err = documents.folder ? read_tenants(work, &tenants) : ERR_MEMORY;
    VALUE_EACH (tenant, tenants)
        if (err == OK)
            err = content_each(work, tenant->text, write_one, &documents);
    if (!documents.list.file)
        return err;
    enum err closed = archive_out_close(writing, &documents.list, true);
    err = err ? err : closed;
    return err || disk_sync(documents.folder) ? err : ERR_STORE;
}

/* ---- in ---- */

static struct content content_of(const struct value *line)
{
    struct str person = value_get_text(line, "created_by");
    return (struct content){
        .tenant = value_get_text(line, "tenant"),
        .audience = value_get_text(line, "audience"),
        .document = value_get_text(line, "document"),
        .version = value_get_int(line, "version", 0),
        .organisation = value_get_text(line, "organisation"),
        .name = value_get_text(line, "name"),
        .media_type = value_get_text(line, "media_type"),
        .sha256 = value_get_text(line, "sha256"),
        .size = value_get_int(line, "size", -1),
        .created_at = value_get_int(line, "created_at", 0),
        .created_by = person.n ? person : (struct str){NULL, 0},
    };
}

static enum err read_bytes(struct work *work, struct archive *archive, struct str name, const struct content *content,
                           struct content_file **out)
{
    struct archive_stream *stream = NULL;
    char *chunk = arena_alloc(work->arena, CONTENT_CHUNK);
    size_t n = 1;
    enum err err = chunk ? archive_stream_open(archive->source, name, &stream) : ERR_MEMORY;
    if (err == OK)
        err = content_file_new(work->arena, out);
    while (err == OK && n) {
        err = archive_stream_read(stream, chunk, CONTENT_CHUNK, &n);
        if (err == OK && n)
            err = content_file_add(*out, (struct str){chunk, n});
    }
    archive_stream_close(stream);
    return err ? err : content_file_end(*out, content->name, content->media_type);
}

/* ERR_NOT_FOUND, ERR_CORRUPT, ERR_CONFLICT or ERR_MALFORMED for a line that is not as it should be. */
static enum err read_one(struct work *work, struct archive *archive, struct str text)
{
    struct problems unread = problems_init(work->arena);
    struct value *line = NULL;
    struct content_file *file = NULL;
    enum err err = json_parse(work->arena, text, &unread, &line);
    if (err)
        return err;
    struct str name = value_get_text(line, "file");
    struct content content = content_of(line);
    err = str_starts(name, S("documents/")) ? read_bytes(work, archive, name, &content, &file) : ERR_MALFORMED;
    return err ? err : content_put(work, &content, file);
}

static enum err read_lines(struct work *work, struct archive *archive, struct archive_stream *stream,
                           struct archive_counts *counts)
{
    struct work one = *work;
    struct str line = {NULL, 0};
    int64_t number = 0;
    enum err err = OK;
    one.arena = arena_new(0);
    if (!one.arena)
        return ERR_MEMORY;
    while (err == OK) {
        number++;
        err = archive_stream_line(stream, &line);
        if (err == OK && !line.p)
            break;
        if (err == OK)
            err = read_one(&one, archive, line);
        arena_reset(one.arena);
        counts->documents += err == OK;
    }
    arena_free(one.arena);
    if (err == ERR_NOT_FOUND || err == ERR_CORRUPT || err == ERR_CONFLICT || err == ERR_MALFORMED)
        return archive_bad(&work->problems, archive_place(work->arena, S(ARCHIVE_DOCUMENTS), number),
                           "archive.document", NULL);
    return err;
}

enum err archive_documents_read(struct work *work, struct archive *archive, struct archive_counts *counts)
{
    struct archive_stream *stream = NULL;
    enum err err = archive_stream_open(archive->source, S(ARCHIVE_DOCUMENTS), &stream);
    if (err == ERR_NOT_FOUND)
        return OK; /* checked before: then the manifest names none */
    if (err == OK)
        err = read_lines(work, archive, stream, counts);
    archive_stream_close(stream);
    return err;
}
