/* Files of an archive on its way. */
#include "base/json.h"
#include "base/log.h"
#include "kernel/archive_format.h"
#include <fcntl.h>
#include <unistd.h>

enum { FILE_MODE = 0600 };

enum err archive_out_open(struct archive_writing *writing, struct str name, struct archive_out *out)
{
    struct str path = arena_printf(writing->work->arena, "%s/%.*s", writing->folder, STR_ARG(name));
    int fd = path.p ? open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE) : -1;
    *out = (struct archive_out){.file = fd < 0 ? NULL : fdopen(fd, "w"), .name = name};
    crypto_hash_sha256_init(&out->digest);
    if (!out->file && fd >= 0)
        close(fd);
    return out->file ? OK : ERR_STORE;
}

void archive_out_add(struct archive_out *out, struct str bytes)
{
    crypto_hash_sha256_update(&out->digest, (const unsigned char *)bytes.p, bytes.n);
    if (fwrite(bytes.p, 1, bytes.n, out->file) != bytes.n)
        out->failed = true;
    out->bytes += (int64_t)bytes.n;
}

enum err archive_out_close(struct archive_writing *writing, struct archive_out *out, bool noted)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char hex[ARCHIVE_DIGEST + 1];
    struct arena *a = writing->work->arena;
    bool good = !out->failed && fflush(out->file) == 0 && fsync(fileno(out->file)) == 0;
    if (fclose(out->file) != 0)
        good = false;
    crypto_hash_sha256_final(&out->digest, digest);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    if (!good || !noted)
        return good ? OK : ERR_STORE;
    struct str copy = arena_copy(a, str_of(hex));
    struct value *one = value_push_map(a, writing->files);
    value_put_text(a, one, "path", out->name);
    value_put_int(a, one, "bytes", out->bytes);
    value_put_text(a, one, "sha256", copy);
    return copy.p && one && one->count == 3 ? OK : ERR_MEMORY;
}

enum err archive_out_line(struct archive_writing *writing, struct archive_out *out, const struct value *row)
{
    struct buf line = buf_init(writing->scratch, ARCHIVE_LINE_MOST);
    VALUE_EACH (cell, row)
        if (cell->kind == V_TEXT && !str_utf8(cell->text)) {
            log_write(LOG_ERROR, "archive.text", "file", arena_cstr(writing->scratch, out->name), NULL);
            return ERR_CORRUPT;
        }
    json_write(&line, row);
    buf_char(&line, '\n');
    if (!buf_str(&line).p)
        return ERR_TOO_LARGE;
    archive_out_add(out, buf_str(&line));
    arena_reset(writing->scratch);
    return out->failed ? ERR_STORE : OK;
}
