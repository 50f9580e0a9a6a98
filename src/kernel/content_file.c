#include "base/buf.h"
#include "base/log.h"
#include "base/message.h"
#include "kernel/content_type.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const int64_t file_default = INT64_C(25) * 1024 * 1024, organisation_default = INT64_C(10) * 1024 * 1024 * 1024;
static int64_t file_most, organisation_most;
enum { NAME_MOST = 120, PART = 64 * 1024 };

struct content_file {
    struct arena *arena;
    int fd;
    int64_t size;
    bool too_large, is_text;
    crypto_hash_sha256_state state;
    char sha256[2 * crypto_hash_sha256_BYTES + 1];
    struct str name, media_type;
};

void content_limits_set(int64_t file_bytes, int64_t organisation_bytes)
{
    file_most = file_bytes;
    organisation_most = organisation_bytes;
}

int64_t content_file_most(void)
{
    return file_most > 0 ? file_most : file_default;
}

int64_t content_organisation_most(void)
{
    return organisation_most > 0 ? organisation_most : organisation_default;
}

/* ---- bytes ---- */

static void close_file(void *user)
{
    struct content_file *file = user;
    if (file->fd >= 0)
        close(file->fd);
    file->fd = -1;
}

/* A file without a name; on file systems that know no such thing one whose name is taken away at once. */
static int open_nameless(void)
{
    const char *folder = getenv("TMPDIR");
    char path[512];
    folder = folder && *folder == '/' ? folder : "/var/tmp";
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || snprintf(path, sizeof path, "%s/entente-XXXXXX", folder) >= (int)sizeof path)
        return fd;
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

/* What the system's reason for not keeping a file means. */
static enum err not_kept(int cause)
{
    log_write(LOG_ERROR, "content.file", "what", strerror(cause), NULL);
    return cause == ENOSPC || cause == EDQUOT ? ERR_FULL : ERR_STORE;
}

enum err content_file_new(struct arena *arena, struct content_file **out)
{
    struct content_file *file = *out = ARENA_NEW(arena, struct content_file);
    if (!file || sodium_init() < 0)
        return ERR_MEMORY;
    *file = (struct content_file){.arena = arena, .fd = -1, .is_text = true};
    if (!arena_defer(arena, close_file, file))
        return ERR_MEMORY;
    file->fd = open_nameless();
    int cause = errno;
    crypto_hash_sha256_init(&file->state);
    return file->fd >= 0 ? OK : not_kept(cause);
}

static bool all_text(struct str bytes)
{
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 0x7f)
            return false;
    }
    return true;
}

enum err content_file_add(struct content_file *file, struct str bytes)
{
    if (file->too_large || file->size + (int64_t)bytes.n > content_file_most()) {
        file->too_large = true;
        return ERR_TOO_LARGE;
    }
    for (size_t done = 0; done < bytes.n;) {
        ssize_t n = pwrite(file->fd, bytes.p + done, bytes.n - done, (off_t)(file->size + (int64_t)done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return not_kept(n < 0 ? errno : ENOSPC);
        done += (size_t)n;
    }
    file->size += (int64_t)bytes.n;
    file->is_text = file->is_text && all_text(bytes);
    crypto_hash_sha256_update(&file->state, (const unsigned char *)bytes.p, bytes.n);
    return OK;
}

enum err content_file_end(struct content_file *file, struct str name, struct str media_type)
{
    unsigned char sum[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&file->state, sum);
    sodium_bin2hex(file->sha256, sizeof file->sha256, sum, sizeof sum);
    file->name = content_name_clean(file->arena, name);
    file->media_type = arena_copy(file->arena, media_type.p ? media_type : S(""));
    return file->name.p && file->media_type.p ? OK : ERR_MEMORY;
}

enum err content_file_of(struct arena *arena, struct str bytes, struct str name, struct content_file **out)
{
    enum err err = content_file_new(arena, out);
    if (err == OK)
        err = content_file_add(*out, bytes);
    return err ? err : content_file_end(*out, name, S(""));
}

enum err content_file_read(struct arena *arena, const char *path, struct content_file **out)
{
    char part[PART];
    ssize_t n = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return ERR_NOT_FOUND;
    enum err err = content_file_new(arena, out);
    while (err == OK && (n = read(fd, part, sizeof part)) > 0)
        err = content_file_add(*out, (struct str){part, (size_t)n});
    close(fd);
    if (err == OK && n < 0)
        err = ERR_NOT_FOUND;
    return err ? err : content_file_end(*out, str_of(path), S(""));
}

bool content_file_bytes(const struct content_file *file, int64_t offset, void *to, size_t n)
{
    for (size_t done = 0; done < n;) {
        ssize_t got = pread(file->fd, (char *)to + done, n - done, (off_t)(offset + (int64_t)done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

/* ---- names ---- */

/* What has no place in a name: it hides, or makes "gpj.exe" look like "exe.jpg". */
static bool is_unfit(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
           (c >= 0xfff9 && c <= 0xfffb) || c >= 0xe0000;
}

/* The character at the beginning of a well-formed text, and how many bytes it has. */
static uint32_t first_character(struct str text, size_t *n)
{
    unsigned char lead = (unsigned char)text.p[0];
    *n = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t c = *n == 1 ? lead : lead & (0x3fu >> (*n - 1));
    for (size_t i = 1; i < *n; i++)
        c = c << 6 | ((unsigned char)text.p[i] & 0x3f);
    return c;
}

static struct str without_folders(struct str name)
{
    size_t at = name.n;
    while (at > 0 && name.p[at - 1] != '/' && name.p[at - 1] != '\\')
        at--;
    return str_part(name, at, name.n);
}

/* Shortened before its ending, between characters. */
static struct str shortened(struct arena *arena, struct str name)
{
    size_t dot = name.n, end;
    if (name.n <= NAME_MOST)
        return name;
    while (dot > 0 && name.p[dot - 1] != '.')
        dot--;
    struct str ending = dot > 1 && name.n - dot <= 10 ? str_part(name, dot - 1, name.n) : S("");
    for (end = NAME_MOST - ending.n; end > 0 && ((unsigned char)name.p[end] & 0xc0) == 0x80; end--)
        ;
    while (end > 0 && (name.p[end - 1] == ' ' || name.p[end - 1] == '.'))
        end--;
    return arena_printf(arena, "%.*s%.*s", (int)end, name.p, STR_ARG(ending));
}

struct str content_name_clean(struct arena *arena, struct str name)
{
    struct buf out = buf_init(arena, 0);
    struct str rest = str_trim(without_folders(name.p ? name : S("")));
    if (!str_utf8(rest))
        return S("");
    bool blank = false;
    while (rest.n) {
        size_t n;
        uint32_t c = first_character(rest, &n);
        bool space = c == ' ' || c == '\t' || c == 0xa0;
        if (space && !blank && out.n)
            buf_char(&out, ' ');
        else if (!space && !is_unfit(c) && !(c == '.' && !out.n))
            buf_add(&out, c < 0x80 && strchr("<>:\"|?*", (int)c) ? S("_") : str_part(rest, 0, n));
        blank = space || (blank && is_unfit(c));
        rest = str_part(rest, n, rest.n);
    }
    struct str clean = buf_str(&out);
    while (clean.n && (clean.p[clean.n - 1] == ' ' || clean.p[clean.n - 1] == '.'))
        clean.n--;
    return clean.p && clean.n ? shortened(arena, arena_copy(arena, clean)) : clean.p ? S("") : clean;
}

/* ---- whether it may be kept ---- */

static enum err say(struct problems *problems, const char *key, struct value *args)
{
    return problem_say(problems, S("/file"), key, args);
}

/* A type that was said must be the one that the name says; texts are told apart by their names alone. */
static bool is_contradicted(const struct content_file *file, const struct content_type *type)
{
    const struct content_type *said = content_type_of_media(file->media_type);
    bool same = !said || !strcmp(said->media_type, type->media_type);
    bool both_text =
        said && str_starts(str_of(said->media_type), S("text/")) && str_starts(str_of(type->media_type), S("text/"));
    return !same && !both_text;
}

enum err content_file_check(struct content_file *file, struct problems *problems)
{
    struct arena *a = problems->arena;
    struct value *most = value_new(a, V_BYTES);
    if (!most)
        return ERR_MEMORY;
    most->i = content_file_most();
    struct value *args = message_args(a, "most", most, "name", value_text(a, file->name), "endings",
                                      value_text(a, content_endings(a)), NULL);
    if (file->too_large)
        return say(problems, "content.too-large", args) == ERR_MEMORY ? ERR_MEMORY : ERR_TOO_LARGE;
    if (!file->size)
        return say(problems, "content.empty", args);
    if (!file->name.n)
        return say(problems, "content.name", args);
    const struct content_type *type = content_type_of_name(file->name);
    if (!type)
        return say(problems, "content.type-unknown", args);
    if (is_contradicted(file, type) || !type->fits(file, type))
        return say(problems, "content.type-mismatch", args);
    file->media_type = str_of(type->media_type);
    return OK;
}

struct str content_file_name(const struct content_file *file)
{
    return file->name;
}

struct str content_file_type(const struct content_file *file)
{
    return file->media_type;
}

struct str content_file_sha256(const struct content_file *file)
{
    return str_of(file->sha256);
}

int64_t content_file_size(const struct content_file *file)
{
    return file->size;
}

bool content_file_is_text(const struct content_file *file)
{
    return file->is_text;
}
