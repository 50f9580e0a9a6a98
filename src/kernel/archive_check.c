/* The look at an archive before anything is written: its manifest, its files, their checksums. */
#include "base/buf.h"
#include "base/json.h"
#include "base/message.h"
#include "kernel/archive_format.h"
#include "kernel/str_map.h"
#include "store/migrate.h"
#include <stdlib.h>

#ifndef ENTENTE_VERSION
#define ENTENTE_VERSION "0"
#endif

enum { BLOCK = 1 << 16 };

enum err archive_bad(struct problems *problems, struct str place, const char *key, const struct value *args)
{
    (void)problem_say(problems, place, key, args);
    return ERR_CORRUPT;
}

struct str archive_place(struct arena *arena, struct str file, int64_t line)
{
    return arena_printf(arena, "%.*s:%lld", STR_ARG(file), (long long)line);
}

struct look {
    struct arena *arena;
    struct archive *archive;
    struct problems *problems;
};

static enum err bad(struct look *look, struct str place, const char *key)
{
    return archive_bad(look->problems, place, key, NULL);
}

static enum err bad_manifest(struct look *look, const char *member)
{
    struct arena *a = look->arena;
    return archive_bad(look->problems, S(ARCHIVE_MANIFEST), "archive.manifest",
                       message_args(a, "member", value_text(a, str_of(member)), NULL));
}

static enum err read_manifest(struct look *look)
{
    struct archive_stream *stream = NULL;
    struct problems unread = problems_init(look->arena);
    struct buf text = buf_init(look->arena, ARCHIVE_MANIFEST_MOST);
    char block[BLOCK];
    size_t n = 1;
    enum err err = archive_stream_open(look->archive->source, S(ARCHIVE_MANIFEST), &stream);
    if (err)
        return err == ERR_NOT_FOUND ? bad(look, S(ARCHIVE_MANIFEST), "archive.file-missing") : err;
    while (err == OK && n && !text.failed) {
        err = archive_stream_read(stream, block, sizeof block, &n);
        buf_add(&text, (struct str){block, n});
    }
    archive_stream_close(stream);
    if (err || text.failed || json_parse(look->arena, buf_str(&text), &unread, &look->archive->manifest) != OK)
        return bad(look, S(ARCHIVE_MANIFEST), "archive.unread");
    return OK;
}

/* Whether this program can read it at all. */
static enum err check_version(struct look *look)
{
    struct arena *a = look->arena;
    const struct value *manifest = look->archive->manifest;
    int64_t version = value_get_int(manifest, "version", 0);
    if (!str_is(value_get_text(manifest, "format"), ARCHIVE_FORMAT))
        return bad_manifest(look, "format");
    if (version != ARCHIVE_VERSION)
        return archive_bad(
            look->problems, S(ARCHIVE_MANIFEST), "archive.version",
            message_args(a, "version", value_int(a, version), "known", value_int(a, ARCHIVE_VERSION), NULL));
    look->archive->schema = value_get_int(manifest, "schema", 0);
    if (look->archive->schema < 1)
        return bad_manifest(look, "schema");
    if (look->archive->schema <= migrate_newest(NULL))
        return OK;
    (void)problem_say(look->problems, S(ARCHIVE_MANIFEST), "store.needs",
                      message_args(a, "needed", value_text(a, value_get_text(manifest, "program")), "version",
                                   value_text(a, S(ENTENTE_VERSION)), NULL));
    return ERR_CONFLICT;
}

static bool is_digest(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!strchr("0123456789abcdef", text.p[i]))
            return false;
    return text.n == ARCHIVE_DIGEST;
}

static bool is_list(const struct value *value)
{
    return value && value->kind == V_LIST;
}

/* The files: each once, under a name that one may have; and as many as there are. */
static enum err check_names(struct look *look, struct str_map *names)
{
    const struct value *files = value_get(look->archive->manifest, "files");
    uint32_t count = 0;
    if (!is_list(files))
        return bad_manifest(look, "files");
    VALUE_EACH (file, files) {
        struct str path = value_get_text(file, "path");
        bool good = archive_name_allowed(path) && !str_is(path, ARCHIVE_MANIFEST) &&
                    is_digest(value_get_text(file, "sha256")) && value_get_int(file, "bytes", -1) >= 0;
        uint32_t *place = good ? str_map_at(names, path) : NULL;
        if (good && !place)
            return ERR_MEMORY;
        if (!good || *place)
            return bad_manifest(look, "files");
        *place = ++count;
    }
    if (archive_source_count(look->archive->source) > (size_t)count + 1)
        return bad(look, S(""), "archive.surplus");
    return OK;
}

static enum err check_table(struct look *look, const struct value *table, const struct str_map *names)
{
    struct str name = value_get_text(table, "name"), file = value_get_text(table, "file");
    const struct value *columns = value_get(table, "columns");
    struct str_map seen = str_map_init(look->arena);
    if (!name.n || !str_eq(file, archive_table_file(look->arena, name)) || !str_map_get(names, file) ||
        value_get_int(table, "rows", -1) < 0 || !is_list(columns))
        return bad_manifest(look, "tables");
    VALUE_EACH (column, columns) {
        struct str column_name = value_get_text(column, "name");
        uint32_t *place = column_name.n ? str_map_at(&seen, column_name) : NULL;
        if (!place || *place)
            return bad_manifest(look, "columns");
        *place = 1;
    }
    return OK;
}

static enum err check_tables(struct look *look, const struct str_map *names)
{
    const struct value *tables = value_get(look->archive->manifest, "tables");
    struct str_map seen = str_map_init(look->arena);
    if (!is_list(tables))
        return bad_manifest(look, "tables");
    VALUE_EACH (table, tables) {
        enum err err = check_table(look, table, names);
        uint32_t *place = err ? NULL : str_map_at(&seen, value_get_text(table, "name"));
        if (err)
            return err;
        if (!place)
            return ERR_MEMORY;
        if (*place)
            return bad_manifest(look, "tables");
        *place = 1;
    }
    return OK;
}

/* Reads a file once, no further than it should go, for its size and digest. */
static enum err check_file(struct look *look, const struct value *file, char *block)
{
    unsigned char bytes[crypto_hash_sha256_BYTES];
    char hex[ARCHIVE_DIGEST + 1];
    struct str path = value_get_text(file, "path");
    struct archive_stream *stream = NULL;
    crypto_hash_sha256_state digest;
    int64_t size = value_get_int(file, "bytes", 0), read = 0;
    size_t n = 1;
    enum err err = archive_stream_open(look->archive->source, path, &stream);
    if (err)
        return err == ERR_NOT_FOUND ? bad(look, path, "archive.file-missing") : err;
    crypto_hash_sha256_init(&digest);
    while (err == OK && n && read <= size) {
        err = archive_stream_read(stream, block, BLOCK, &n);
        crypto_hash_sha256_update(&digest, (const unsigned char *)block, n);
        read += (int64_t)n;
    }
    archive_stream_close(stream);
    crypto_hash_sha256_final(&digest, bytes);
    sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
    if (err)
        return bad(look, path, "archive.unread");
    if (read != size)
        return bad(look, path, "archive.size");
    return str_is(value_get_text(file, "sha256"), hex) ? OK : bad(look, path, "archive.checksum");
}

enum err archive_check(struct arena *arena, struct archive *archive, struct problems *problems)
{
    struct look look = {arena, archive, problems};
    struct str_map names = str_map_init(arena);
    char *block = arena_alloc(arena, BLOCK);
    enum err err = block ? read_manifest(&look) : ERR_MEMORY;
    if (err == OK)
        err = check_version(&look);
    if (err == OK)
        err = check_names(&look, &names);
    if (err == OK)
        err = check_tables(&look, &names);
    VALUE_EACH (file, err ? NULL : value_get(archive->manifest, "files"))
        if (err == OK)
            err = check_file(&look, file, block);
    return err;
}
