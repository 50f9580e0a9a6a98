#include "base/disk.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool disk_sync(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool good = fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP; /* such a file system syncs names itself */
    int cause = errno;
    close(fd);
    errno = cause;
    return good;
}

bool disk_sync_name(const char *path)
{
    char *copy = strdup(path);
    bool good = copy && disk_sync(dirname(copy));
    int cause = errno;
    free(copy);
    errno = cause;
    return good;
}
