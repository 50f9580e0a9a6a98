/* An archive as files by their names, whether it is a folder or a ZIP file. Nothing of it is unpacked. */
#include "base/buf.h"
#include "base/message.h"
#include "kernel/archive_format.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

enum { BLOCK = 1 << 16 };

struct archive_source {
    zip_t *zip; /* or */
    int folder;
    size_t count;
};

struct archive_stream {
    zip_file_t *packed; /* or */
    int fd;
    char *room;
    size_t size, start, end; /* what is read and not yet given */
    bool ended;
};

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

bool archive_name_allowed(struct str name)
{
    struct str rest = name, first;
    if (str_is(name, ARCHIVE_MANIFEST) || str_is(name, ARCHIVE_DOCUMENTS))
        return true;
    bool in_tables = str_starts(name, S("tables/")) && str_ends(name, S(".jsonl"));
    if (name.n > ARCHIVE_NAME_MOST || (!in_tables && !str_starts(name, S("documents/"))))
        return false;
    (void)str_cut(&rest, '/', &first);
    for (size_t i = 0; i < rest.n; i++)
        if (!is_plain(rest.p[i]))
            return false;
    return rest.n > 0 && rest.p[0] != '.';
}

static enum err bad_name(struct problems *problems, struct str name)
{
    struct arena *a = problems->arena;
    bool words = str_utf8(name);
    return archive_bad(problems, S(""), "archive.name",
                       message_args(a, "name", value_text(a, words ? arena_copy(a, name) : S("?")), NULL));
}

/* ---- a folder ---- */

static enum err look_in_folder(struct archive_source *source, struct problems *problems, const char *below);

static enum err look_at_entry(struct archive_source *source, struct problems *problems, const char *below,
                              const char *entry)
{
    struct stat status;
    struct str name = arena_printf(problems->arena, "%s%s%s", below, *below ? "/" : "", entry);
    if (!name.p)
        return ERR_MEMORY;
    if (fstatat(source->folder, name.p, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return ERR_STORE;
    bool known = str_is(name, "tables") || str_is(name, "documents");
    if (S_ISDIR(status.st_mode) && known)
        return look_in_folder(source, problems, name.p);
    if (!S_ISREG(status.st_mode) || !archive_name_allowed(name))
        return bad_name(problems, name);
    source->count++;
    return OK;
}

static enum err look_in_folder(struct archive_source *source, struct problems *problems, const char *below)
{
    int fd = openat(source->folder, *below ? below : ".", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    struct dirent *entry;
    enum err err = OK;
    if (!folder) {
        if (fd >= 0)
            close(fd);
        return ERR_STORE;
    }
    while (err == OK && (entry = readdir(folder)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            err = look_at_entry(source, problems, below, entry->d_name);
    closedir(folder);
    return err;
}

/* ---- a ZIP file ---- */

static enum err look_in_zip(struct archive_source *source, struct problems *problems)
{
    zip_int64_t entries = zip_get_num_entries(source->zip, 0);
    for (zip_int64_t i = 0; i < entries; i++) {
        const char *text = zip_get_name(source->zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
        struct str name = str_of(text);
        if (str_is(name, "tables/") || str_is(name, "documents/"))
            continue;
        if (!text || !archive_name_allowed(name) || zip_name_locate(source->zip, text, ZIP_FL_ENC_RAW) != i)
            return bad_name(problems, name);
        source->count++;
    }
    return OK;
}

static enum err open_place(const char *path, struct problems *problems, struct archive_source *source)
{
    struct stat status;
    int code = 0;
    struct arena *a = problems->arena;
    const struct value *args = message_args(a, "path", value_text(a, str_of(path)), NULL);
    if (stat(path, &status) != 0) {
        (void)problem_say(problems, S(""), "store.file-missing", args);
        return ERR_NOT_FOUND;
    }
    if (S_ISDIR(status.st_mode)) {
        source->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        return source->folder < 0 ? ERR_STORE : look_in_folder(source, problems, "");
    }
    source->zip = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
    return source->zip ? look_in_zip(source, problems) : archive_bad(problems, S(""), "archive.unsound", args);
}

enum err archive_source_open(struct arena *arena, const char *path, struct problems *problems,
                             struct archive_source **out)
{
    struct archive_source *source = ARENA_NEW(arena, struct archive_source);
    if (!source)
        return ERR_MEMORY;
    source->folder = -1;
    enum err err = open_place(path, problems, source);
    if (err)
        archive_source_close(source);
    else
        *out = source;
    return err;
}

void archive_source_close(struct archive_source *source)
{
    if (source->zip)
        zip_discard(source->zip);
    if (source->folder >= 0)
        close(source->folder);
    source->zip = NULL;
    source->folder = -1;
}

size_t archive_source_count(const struct archive_source *source)
{
    return source->count;
}

bool archive_is(const char *path)
{
    struct stat status;
    char first[4] = "";
    if (stat(path, &status) != 0)
        return false;
    if (S_ISDIR(status.st_mode))
        return true;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool zip = fd >= 0 && read(fd, first, sizeof first) == sizeof first && memcmp(first, "PK\3\4", sizeof first) == 0;
    if (fd >= 0)
        close(fd);
    return zip || str_ends(str_of(path), S(".zip"));
}

/* ---- streams ---- */

enum err archive_stream_open(struct archive_source *source, struct str name, struct archive_stream **out)
{
    struct archive_stream *stream = calloc(1, sizeof *stream);
    char text[ARCHIVE_NAME_MOST + 1];
    if (!stream)
        return ERR_MEMORY;
    if (!archive_name_allowed(name)) {
        free(stream);
        return ERR_NOT_FOUND;
    }
    memcpy(text, name.p, name.n);
    text[name.n] = 0;
    stream->fd = -1;
    if (source->zip)
        stream->packed = zip_fopen(source->zip, text, ZIP_FL_ENC_RAW);
    else
        stream->fd = openat(source->folder, text, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (!stream->packed && stream->fd < 0) {
        free(stream);
        return ERR_NOT_FOUND;
    }
    *out = stream;
    return OK;
}

enum err archive_stream_read(struct archive_stream *stream, char *to, size_t room, size_t *n)
{
    zip_int64_t got = stream->packed ? zip_fread(stream->packed, to, room) : (zip_int64_t)read(stream->fd, to, room);
    *n = got > 0 ? (size_t)got : 0;
    return got < 0 ? ERR_CORRUPT : OK;
}

/* Makes room for another block behind what is not yet given, and fills it. */
static enum err fill(struct archive_stream *stream)
{
    size_t n = 0;
    if (stream->start) {
        memmove(stream->room, stream->room + stream->start, stream->end - stream->start);
        stream->end -= stream->start;
        stream->start = 0;
    }
    if (stream->size - stream->end < BLOCK) {
        size_t size = stream->size ? stream->size * 2 : (size_t)2 * BLOCK;
        char *room = size > (size_t)2 * ARCHIVE_LINE_MOST ? NULL : realloc(stream->room, size);
        if (!room)
            return ERR_CORRUPT;
        stream->room = room;
        stream->size = size;
    }
    enum err err = archive_stream_read(stream, stream->room + stream->end, BLOCK, &n);
    stream->end += n;
    stream->ended = n == 0;
    return err;
}

enum err archive_stream_line(struct archive_stream *stream, struct str *line)
{
    size_t looked = 0;
    *line = (struct str){NULL, 0};
    enum err err = stream->room ? OK : fill(stream);
    while (err == OK) {
        const char *from = stream->room + stream->start;
        size_t there = stream->end - stream->start;
        const char *end = there > looked ? memchr(from + looked, '\n', there - looked) : NULL;
        if (end) {
            *line = (struct str){from, (size_t)(end - from)};
            stream->start += line->n + 1;
            return OK;
        }
        looked = there;
        if (stream->ended)
            return there ? ERR_CORRUPT : OK;
        err = fill(stream);
    }
    return err;
}

void archive_stream_close(struct archive_stream *stream)
{
    if (!stream)
        return;
    if (stream->packed)
        zip_fclose(stream->packed);
    if (stream->fd >= 0)
        close(stream->fd);
    free(stream->room);
    free(stream);
}
