/* A VFS for SQLite whose sync takes 5 ms longer, for measuring what group commit is worth on slow disks. Preloaded into
 * a program (LD_PRELOAD), it makes itself the default before the program opens anything. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SYNC_MS = 5 };

/* The file of the VFS beneath begins `inner`. */
struct slow_file {
    sqlite3_file base;
    char inner[];
};

static sqlite3_vfs *beneath;
static sqlite3_vfs slow;

static sqlite3_file *inner(sqlite3_file *file)
{
    return (sqlite3_file *)(void *)((struct slow_file *)(void *)file)->inner;
}

#define PASS(name, parameters, arguments)             \
    static int pass_##name parameters                 \
    {                                                 \
        return inner(file)->pMethods->name arguments; \
    }
PASS(xClose, (sqlite3_file * file), (inner(file)))
PASS(xRead, (sqlite3_file * file, void *to, int n, sqlite3_int64 at), (inner(file), to, n, at))
PASS(xWrite, (sqlite3_file * file, const void *from, int n, sqlite3_int64 at), (inner(file), from, n, at))
PASS(xTruncate, (sqlite3_file * file, sqlite3_int64 size), (inner(file), size))
PASS(xFileSize, (sqlite3_file * file, sqlite3_int64 *size), (inner(file), size))
PASS(xLock, (sqlite3_file * file, int lock), (inner(file), lock))
PASS(xUnlock, (sqlite3_file * file, int lock), (inner(file), lock))
PASS(xCheckReservedLock, (sqlite3_file * file, int *out), (inner(file), out))
PASS(xFileControl, (sqlite3_file * file, int op, void *arg), (inner(file), op, arg))
PASS(xSectorSize, (sqlite3_file * file), (inner(file)))
PASS(xDeviceCharacteristics, (sqlite3_file * file), (inner(file)))
PASS(xShmMap, (sqlite3_file * file, int page, int size, int extend, void volatile **to),
     (inner(file), page, size, extend, to))
PASS(xShmLock, (sqlite3_file * file, int offset, int n, int flags), (inner(file), offset, n, flags))
PASS(xShmUnmap, (sqlite3_file * file, int delete), (inner(file), delete))
PASS(xFetch, (sqlite3_file * file, sqlite3_int64 at, int n, void **to), (inner(file), at, n, to))
PASS(xUnfetch, (sqlite3_file * file, sqlite3_int64 at, void *p), (inner(file), at, p))

static void pass_xShmBarrier(sqlite3_file *file)
{
    inner(file)->pMethods->xShmBarrier(inner(file));
}

static int slow_sync(sqlite3_file *file, int flags)
{
    const struct timespec wait = {.tv_nsec = SYNC_MS * 1000000L};
    nanosleep(&wait, NULL);
    return inner(file)->pMethods->xSync(inner(file), flags);
}

static const sqlite3_io_methods methods = {
    .iVersion = 3,
    .xClose = pass_xClose,
    .xRead = pass_xRead,
    .xWrite = pass_xWrite,
    .xTruncate = pass_xTruncate,
    .xSync = slow_sync,
    .xFileSize = pass_xFileSize,
    .xLock = pass_xLock,
    .xUnlock = pass_xUnlock,
    .xCheckReservedLock = pass_xCheckReservedLock,
    .xFileControl = pass_xFileControl,
    .xSectorSize = pass_xSectorSize,
    .xDeviceCharacteristics = pass_xDeviceCharacteristics,
    .xShmMap = pass_xShmMap,
    .xShmLock = pass_xShmLock,
    .xShmBarrier = pass_xShmBarrier,
    .xShmUnmap = pass_xShmUnmap,
    .xFetch = pass_xFetch,
    .xUnfetch = pass_xUnfetch,
};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *given)
{
    (void)vfs;
    int rc = beneath->xOpen(beneath, name, inner(file), flags, given);
    file->pMethods = inner(file)->pMethods ? &methods : NULL;
    return rc;
}

__attribute__((constructor)) static void begin(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* as Entente does, before anything is initialised */
    beneath = sqlite3_vfs_find(NULL);
    if (!beneath)
        abort();
    slow = *beneath;
    slow.zName = "slow-sync";
    slow.szOsFile = (int)sizeof(struct slow_file) + beneath->szOsFile;
    slow.xOpen = open_file;
    if (sqlite3_vfs_register(&slow, 1) != SQLITE_OK)
        abort();
}
