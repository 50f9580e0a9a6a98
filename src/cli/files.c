#include "cli/files.h"
#include "base/buf.h"
#include "base/disk.h"
#include "base/message.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { READ_BYTES = 65536 };

static enum err say(struct problems *problems, enum err err, const char *key, struct str path, int cause)
{
    struct arena *a = problems->arena;
    char words[128];
    struct str why = arena_copy(a, str_of(strerror_r(cause, words, sizeof words)));
    (void)problem_say(problems, path, key,
                      message_args(a, "path", value_text(a, path), "why", value_text(a, why), NULL));
    return err;
}

bool file_exists(struct str path)
{
    return path.p && access(path.p, F_OK) == 0;
}

/* Reads to the end; -1 with errno when reading fails. */
static int read_all(int fd, size_t most, struct buf *out)
{
    for (;;) {
        char bytes[READ_BYTES];
        ssize_t n = read(fd, bytes, sizeof bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? -1 : 0;
        if ((size_t)n > most - out->n) {
            errno = EFBIG;
            return -1;
        }
        buf_add(out, (struct str){bytes, (size_t)n});
    }
}

enum err file_read(struct problems *problems, struct str path, size_t most, struct str *text)
{
    const char *name = arena_cstr(problems->arena, path);
    if (!name)
        return ERR_MEMORY;
    bool standard = str_is(path, "-");
    int fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return say(problems, errno == ENOENT ? ERR_NOT_FOUND : ERR_INPUT, "cli.file.unread", path, errno);
    struct buf out = buf_init(problems->arena, most + 1);
    int status = read_all(fd, most, &out), cause = errno;
    if (!standard)
        close(fd);
    if (status != 0)
        return say(problems, cause == EFBIG ? ERR_TOO_LARGE : ERR_INPUT, "cli.file.unread", path, cause);
    *text = out.n ? buf_str(&out) : S("");
    return text->p ? OK : ERR_MEMORY;
}

static int write_all(int fd, struct str text)
{
    while (text.n) {
        ssize_t n = write(fd, text.p, text.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        text = str_part(text, (size_t)n, text.n);
    }
    return fsync(fd);
}

enum err file_write(struct problems *problems, struct str path, struct str text)
{
    const char *name = arena_cstr(problems->arena, path);
    struct str part = arena_printf(problems->arena, "%.*s.%d.part", STR_ARG(path), (int)getpid());
    if (!name || !part.p)
        return ERR_MEMORY;
    int fd = open(part.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return say(problems, ERR_STORE, "cli.file.unwritten", path, errno);
    int status = write_all(fd, text), cause = errno;
    close(fd);
    if (status == 0 && rename(part.p, name) == 0 && disk_sync_name(name))
        return OK;
    cause = status == 0 ? errno : cause;
    unlink(part.p);
    return say(problems, ERR_STORE, "cli.file.unwritten", path, cause);
}
