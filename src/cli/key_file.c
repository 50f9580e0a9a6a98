#include "cli/key_file.h"
#include "base/disk.h"
#include "base/log.h"
#include "cli/files.h"
#include "kernel/vault.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_BYTES = 32, FILE_MOST = 4096, OWNER_ONLY = 0600, OWNER_FOLDER = 0700 };

/* The folder of the default may not be there yet. */
static void make_folder(struct cli *cli, struct str path)
{
    size_t slash = path.n;
    while (slash > 0 && path.p[slash - 1] != '/')
        slash--;
    const char *folder = slash > 1 ? arena_cstr(cli->arena, str_part(path, 0, slash - 1)) : NULL;
    if (folder)
        (void)mkdir(folder, OWNER_FOLDER);
}

/* Makes it whole beside, then gives it its name: of several servers that begin together the first wins. */
static bool make(struct cli *cli, struct str path)
{
    unsigned char bytes[KEY_BYTES];
    char text[2 * KEY_BYTES + 1];
    const char *name = arena_cstr(cli->arena, path);
    struct str part = arena_printf(cli->arena, "%.*s.%d.part", STR_ARG(path), (int)getpid());
    if (!name || !part.p || sodium_init() < 0)
        return false;
    int fd = open(part.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, OWNER_ONLY);
    if (fd < 0)
        return false;
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2hex(text, sizeof text, bytes, sizeof bytes);
    text[2 * KEY_BYTES] = '\n';
    bool written = write(fd, text, sizeof text) == (ssize_t)sizeof text && fsync(fd) == 0;
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(text, sizeof text);
    close(fd);
    bool named = written && (link(part.p, name) == 0 || errno == EEXIST);
    unlink(part.p);
    return named && disk_sync_name(name); /* what it encrypts must not outlive it */
}

enum err key_file_use(struct cli *cli)
{
    struct str path = cli_setting(cli, SETTING_KEY_FILE), text;
    struct problems aside = problems_init(cli->arena);
    bool asked = cli->settings.given[SETTING_KEY_FILE];
    if (!path.p)
        return OK;
    if (!file_exists(path) && !asked)
        make_folder(cli, path);
    if (!file_exists(path))
        (void)make(cli, path);
    enum err err = file_read(asked ? &cli->problems : &aside, path, FILE_MOST, &text);
    if (err == OK && vault_use(str_trim(text)) != OK)
        err = asked ? cli_fail(cli, ERR_INPUT, "cli.serve.key-short", NULL) : ERR_INPUT;
    if (!err || asked)
        return err;
    log_write(LOG_WARN, "serve.no-key-file", NULL);
    return OK;
}
