#include "lose/vfs.h"
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    SECTOR = 512,
    PATH_MOST = 1024,
    GHOST_MOST = PATH_MOST + 16,
    EARLY = 4 /* one sector in so many reaches the disk unsynced */
};

/* What the cache holds of a file: all of it. */
struct cached {
    char *path;
    unsigned char *bytes, *dirty; /* a flag for each sector */
    int64_t size, room;
    struct cached *next;
};

struct handle {
    sqlite3_file base;
    struct cached *file; /* NULL: a file without a name, which nobody misses */
    sqlite3_file *real;
};

static struct {
    pthread_mutex_t lock;
    sqlite3_vfs vfs, *real;
    struct cached *files;
    uint64_t random;
    long left[VFS_ACTS]; /* acts until the one that fails; 0: none does */
    bool lasting, failed;
    int64_t disk; /* bytes that the disk has room for; -1: no end */
    void (*watch)(void *user);
    void *user;
    bool watching, forgets;
} disk = {.lock = PTHREAD_MUTEX_INITIALIZER, .disk = -1};

static struct handle *of(sqlite3_file *file)
{
    return (struct handle *)file;
}

static uint64_t next_random(void)
{
    disk.random ^= disk.random << 13;
    disk.random ^= disk.random >> 7;
    disk.random ^= disk.random << 17;
    return disk.random;
}

/* ---- failing ---- */

static bool fails(enum vfs_act act)
{
    if (disk.left[act] == 0 || --disk.left[act] > 0)
        return false;
    if (disk.lasting)
        disk.left[act] = 1;
    disk.failed = true;
    return true;
}

static bool fails_now(enum vfs_act act)
{
    pthread_mutex_lock(&disk.lock);
    bool failed = fails(act);
    pthread_mutex_unlock(&disk.lock);
    return failed;
}

void vfs_fail(enum vfs_act act, long n, bool lasting)
{
    pthread_mutex_lock(&disk.lock);
    disk.left[act] = n;
    disk.lasting = lasting;
    disk.failed = false;
    pthread_mutex_unlock(&disk.lock);
}

void vfs_fill(int64_t bytes)
{
    pthread_mutex_lock(&disk.lock);
    disk.disk = bytes;
    disk.failed = false;
    pthread_mutex_unlock(&disk.lock);
}

bool vfs_heal(void)
{
    pthread_mutex_lock(&disk.lock);
    memset(disk.left, 0, sizeof disk.left);
    disk.disk = -1;
    bool failed = disk.failed;
    pthread_mutex_unlock(&disk.lock);
    return failed;
}

/* ---- watching ---- */

void vfs_watch(void (*watch)(void *user), void *user)
{
    pthread_mutex_lock(&disk.lock);
    disk.watch = watch;
    disk.user = user;
    pthread_mutex_unlock(&disk.lock);
}

/* With the lock held: real files stand still meanwhile. */
static void tell(void)
{
    if (!disk.watch || disk.watching)
        return;
    disk.watching = true;
    disk.watch(disk.user);
    disk.watching = false;
}

static void ghost_of(const char *path, char ghost[GHOST_MOST])
{
    snprintf(ghost, GHOST_MOST, "%s-deleted", path);
}

static bool copy_file(const char *from, const char *to)
{
    char part[65536];
    size_t n;
    unlink(to);
    FILE *in = fopen(from, "rb"), *out = in ? fopen(to, "wb") : NULL;
    bool good = in && out;
    while (good && (n = fread(part, 1, sizeof part, in)) > 0)
        good = fwrite(part, 1, n, out) == n;
    if (in)
        fclose(in);
    if (out)
        good = fclose(out) == 0 && good;
    return good;
}

bool vfs_copy(const char *path, const char *to)
{
    static const char *const ends[] = {"", "-wal", "-journal"};
    char from[PATH_MOST], target[PATH_MOST], ghost[GHOST_MOST];
    bool good = true;
    for (int i = 0; i < 3; i++) {
        snprintf(from, sizeof from, "%s%s", path, ends[i]);
        snprintf(target, sizeof target, "%s%s", to, ends[i]);
        ghost_of(from, ghost);
        bool there = access(from, F_OK) == 0;
        unlink(target);
        if (there || access(ghost, F_OK) == 0)
            good = copy_file(there ? from : ghost, target) && good;
        else if (i == 0)
            good = false;
    }
    snprintf(target, sizeof target, "%s-shm", to);
    unlink(target);
    return good;
}

/* ---- the cache ---- */

static struct cached *find(const char *path)
{
    for (struct cached *file = disk.files; file; file = file->next)
        if (!strcmp(file->path, path))
            return file;
    return NULL;
}

static void grow(struct cached *file, int64_t size)
{
    if (size > file->room) {
        int64_t room = (size * 2 + SECTOR) / SECTOR * SECTOR;
        file->bytes = realloc(file->bytes, (size_t)room);
        file->dirty = realloc(file->dirty, (size_t)(room / SECTOR));
        if (!file->bytes || !file->dirty)
            abort();
        memset(file->bytes + file->room, 0, (size_t)(room - file->room));
        memset(file->dirty + file->room / SECTOR, 0, (size_t)((room - file->room) / SECTOR));
        file->room = room;
    }
    if (size > file->size)
        file->size = size;
}

/* The cache of a file that is being opened, read from the disk. */
static int load(const char *path, sqlite3_file *real, struct cached **out)
{
    sqlite3_int64 size = 0;
    *out = find(path);
    if (*out)
        return SQLITE_OK;
    int rc = real->pMethods->xFileSize(real, &size);
    struct cached *file = rc ? NULL : calloc(1, sizeof *file);
    if (!file)
        return rc ? rc : SQLITE_NOMEM;
    file->path = strdup(path);
    grow(file, size ? size : 1);
    file->size = size;
    rc = size ? real->pMethods->xRead(real, file->bytes, (int)size, 0) : SQLITE_OK;
    file->next = disk.files;
    disk.files = file;
    *out = file;
    return rc;
}

static int write_sector(struct handle *h, int64_t sector)
{
    struct cached *file = h->file;
    int64_t at = sector * SECTOR, n = file->size - at < SECTOR ? file->size - at : SECTOR;
    file->dirty[sector] = 0;
    return n > 0 ? h->real->pMethods->xWrite(h->real, file->bytes + at, (int)n, at) : SQLITE_OK;
}

/* All that is unsynced to the real file; with `losing` only some of it, and the rest is thought to be there. */
static int flush(struct handle *h, bool losing)
{
    struct cached *file = h->file;
    sqlite3_int64 size = 0;
    int rc = h->real->pMethods->xFileSize(h->real, &size);
    if (rc == SQLITE_OK && size > file->size && !losing)
        rc = h->real->pMethods->xTruncate(h->real, file->size);
    for (int64_t i = 0; rc == SQLITE_OK && i * SECTOR < file->room; i++)
        if (file->dirty[i] && losing && next_random() % 2)
            file->dirty[i] = 0;
        else if (file->dirty[i])
            rc = write_sector(h, i);
    return rc;
}

/* A power cut brought back what was deleted and whose folder was not synced. */
static void revive(const char *name)
{
    char ghost[GHOST_MOST];
    ghost_of(name, ghost);
    pthread_mutex_lock(&disk.lock);
    if (!find(name) && access(ghost, F_OK) == 0)
        (void)rename(ghost, name);
    pthread_mutex_unlock(&disk.lock);
}

/* ---- methods ---- */

static int x_close(sqlite3_file *file)
{
    struct handle *h = of(file);
    return h->real->pMethods ? h->real->pMethods->xClose(h->real) : SQLITE_OK;
}

static int x_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
    struct handle *h = of(file);
    if (!h->file)
        return h->real->pMethods->xRead(h->real, to, n, at);
    pthread_mutex_lock(&disk.lock);
    int rc = fails(VFS_READ) ? SQLITE_IOERR_READ : SQLITE_OK;
    int64_t there = h->file->size - at < n ? h->file->size - at : n;
    if (rc == SQLITE_OK) {
        memset(to, 0, (size_t)n);
        if (there > 0)
            memcpy(to, h->file->bytes + at, (size_t)there);
        if (there < n)
            rc = SQLITE_IOERR_SHORT_READ;
    }
    pthread_mutex_unlock(&disk.lock);
    return rc;
}

static int write_cached(struct handle *h, const void *from, int n, int64_t at)
{
    struct cached *file = h->file;
    int64_t more = at + n - file->size;
    int rc = SQLITE_OK;
    if (more > 0 && disk.disk >= 0) {
        if (more > disk.disk) {
            disk.failed = true;
            return SQLITE_FULL;
        }
        disk.disk -= more;
    }
    grow(file, at + n);
    memcpy(file->bytes + at, from, (size_t)n);
    for (int64_t i = at / SECTOR; rc == SQLITE_OK && i <= (at + n - 1) / SECTOR; i++) {
        file->dirty[i] = 1;
        if (disk.random && next_random() % EARLY == 0)
            rc = write_sector(h, i);
    }
    return rc;
}

static int x_write(sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
    struct handle *h = of(file);
    if (!h->file)
        return h->real->pMethods->xWrite(h->real, from, n, at);
    pthread_mutex_lock(&disk.lock);
    tell();
    int rc = fails(VFS_WRITE) ? SQLITE_IOERR_WRITE : write_cached(h, from, n, at);
    pthread_mutex_unlock(&disk.lock);
    return rc;
}

static int x_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct handle *h = of(file);
    if (!h->file)
        return h->real->pMethods->xTruncate(h->real, size);
    pthread_mutex_lock(&disk.lock);
    tell();
    int rc = fails(VFS_WRITE) ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
    if (rc == SQLITE_OK && size < h->file->size) {
        memset(h->file->bytes + size, 0, (size_t)(h->file->size - size));
        if (disk.disk >= 0)
            disk.disk += h->file->size - size;
        h->file->size = size;
        if (disk.random && next_random() % EARLY == 0)
            rc = h->real->pMethods->xTruncate(h->real, size);
    }
    pthread_mutex_unlock(&disk.lock);
    return rc;
}

/* The first sync of a new journal also makes its folder durable, and with it what was deleted there. */
static void bury(void)
{
    char ghost[GHOST_MOST];
    for (struct cached *file = disk.files; file; file = file->next) {
        ghost_of(file->path, ghost);
        unlink(ghost);
    }
}

static int x_sync(sqlite3_file *file, int flags)
{
    struct handle *h = of(file);
    if (!h->file)
        return h->real->pMethods->xSync(h->real, flags);
    pthread_mutex_lock(&disk.lock);
    tell();
    bool failed = fails(VFS_SYNC);
    int rc = flush(h, failed);
    if (!failed)
        bury();
    pthread_mutex_unlock(&disk.lock);
    return failed ? SQLITE_IOERR_FSYNC : rc;
}

static int x_size(sqlite3_file *file, sqlite3_int64 *size)
{
    struct handle *h = of(file);
    if (!h->file)
        return h->real->pMethods->xFileSize(h->real, size);
    pthread_mutex_lock(&disk.lock);
    *size = h->file->size;
    pthread_mutex_unlock(&disk.lock);
    return SQLITE_OK;
}

static int x_lock(sqlite3_file *file, int level)
{
    return fails_now(VFS_LOCK) ? SQLITE_IOERR_LOCK : of(file)->real->pMethods->xLock(of(file)->real, level);
}

static int x_unlock(sqlite3_file *file, int level)
{
    return of(file)->real->pMethods->xUnlock(of(file)->real, level);
}

static int x_reserved(sqlite3_file *file, int *out)
{
    return of(file)->real->pMethods->xCheckReservedLock(of(file)->real, out);
}

/* A hint of the size to come must not reach the real file. */
static int x_control(sqlite3_file *file, int op, void *argument)
{
    if (op == SQLITE_FCNTL_SIZE_HINT || op == SQLITE_FCNTL_CHUNK_SIZE)
        return SQLITE_NOTFOUND;
    return of(file)->real->pMethods->xFileControl(of(file)->real, op, argument);
}

static int x_sector(sqlite3_file *file)
{
    return of(file)->real->pMethods->xSectorSize(of(file)->real);
}

static int x_traits(sqlite3_file *file)
{
    return of(file)->real->pMethods->xDeviceCharacteristics(of(file)->real);
}

static int x_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    *out = NULL;
    return fails_now(VFS_SHM) ? SQLITE_IOERR_SHMMAP
                              : of(file)->real->pMethods->xShmMap(of(file)->real, page, size, extend, out);
}

static int x_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    if ((flags & SQLITE_SHM_LOCK) && fails_now(VFS_SHM))
        return SQLITE_IOERR_SHMLOCK;
    return of(file)->real->pMethods->xShmLock(of(file)->real, offset, n, flags);
}

static void x_shm_barrier(sqlite3_file *file)
{
    of(file)->real->pMethods->xShmBarrier(of(file)->real);
}

static int x_shm_unmap(sqlite3_file *file, int delete)
{
    return of(file)->real->pMethods->xShmUnmap(of(file)->real, delete);
}

/* The second version: without memory maps, which would go past the cache. */
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = x_close,
    .xRead = x_read,
    .xWrite = x_write,
    .xTruncate = x_truncate,
    .xSync = x_sync,
    .xFileSize = x_size,
    .xLock = x_lock,
    .xUnlock = x_unlock,
    .xCheckReservedLock = x_reserved,
    .xFileControl = x_control,
    .xSectorSize = x_sector,
    .xDeviceCharacteristics = x_traits,
    .xShmMap = x_shm_map,
    .xShmLock = x_shm_lock,
    .xShmBarrier = x_shm_barrier,
    .xShmUnmap = x_shm_unmap,
};

static int x_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *got)
{
    struct handle *h = of(file);
    (void)vfs;
    *h = (struct handle){.real = (sqlite3_file *)(h + 1)};
    h->real->pMethods = NULL;
    if (name && fails_now(VFS_OPEN))
        return SQLITE_CANTOPEN;
    if (name)
        revive(name);
    int rc = disk.real->xOpen(disk.real, name, h->real, flags, got);
    if (rc == SQLITE_OK && name) {
        pthread_mutex_lock(&disk.lock);
        rc = load(name, h->real, &h->file);
        pthread_mutex_unlock(&disk.lock);
    }
    if (rc && h->real->pMethods)
        h->real->pMethods->xClose(h->real);
    else if (rc == SQLITE_OK)
        h->base.pMethods = &methods;
    return rc;
}

/* The name of a deleted file is gone for good when its folder is synced: till then a power cut brings it back. */
static int x_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    char ghost[GHOST_MOST];
    (void)vfs;
    pthread_mutex_lock(&disk.lock);
    tell();
    int rc = fails(VFS_OPEN) ? SQLITE_IOERR_DELETE : SQLITE_OK;
    if (rc == SQLITE_OK) {
        struct cached *file = find(name);
        if (file) {
            if (disk.disk >= 0)
                disk.disk += file->size;
            memset(file->bytes, 0, (size_t)file->room);
            memset(file->dirty, 0, (size_t)(file->room / SECTOR));
            file->size = 0;
        }
        ghost_of(name, ghost);
        rc = access(name, F_OK) != 0 ? SQLITE_IOERR_DELETE_NOENT
             : rename(name, ghost)   ? SQLITE_IOERR_DELETE
                                     : SQLITE_OK;
        if (rc == SQLITE_OK && sync_folder)
            unlink(ghost);
    }
    pthread_mutex_unlock(&disk.lock);
    return rc;
}

static int x_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    (void)vfs;
    revive(name);
    return fails_now(VFS_OPEN) ? SQLITE_IOERR_ACCESS : disk.real->xAccess(disk.real, name, flags, out);
}

/* ---- beginning and ending ---- */

void vfs_begin(uint64_t seed)
{
    disk.real = sqlite3_vfs_find("unix");
    if (!disk.real)
        abort();
    disk.vfs = *disk.real;
    disk.vfs.zName = "forgetful";
    disk.vfs.szOsFile = (int)sizeof(struct handle) + disk.real->szOsFile;
    disk.vfs.xOpen = x_open;
    disk.vfs.xDelete = x_delete;
    disk.vfs.xAccess = x_access;
    disk.random = seed;
    (void)vfs_heal();
    sqlite3_vfs_register(&disk.vfs, 1);
}

void vfs_end(void)
{
    vfs_watch(NULL, NULL);
    vfs_forget_syncs(false);
    (void)vfs_heal();
    sqlite3_vfs_register(disk.real, 1);
    sqlite3_vfs_unregister(&disk.vfs);
    while (disk.files) {
        struct cached *file = disk.files;
        disk.files = file->next;
        free(file->path);
        free(file->bytes);
        free(file->dirty);
        free(file);
    }
}

/* ---- without syncs ---- */

int __real_sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *user,
                        char **message);
int __wrap_sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *user,
                        char **message);

void vfs_forget_syncs(bool forget)
{
    disk.forgets = forget;
}

/* The linker puts this in place of sqlite3_exec (meson.build). */
int __wrap_sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *user,
                        char **message)
{
    static const char asked[] = "synchronous=FULL";
    const char *at = disk.forgets ? strstr(sql, asked) : NULL;
    if (!at)
        return __real_sqlite3_exec(db, sql, row, user, message);
    char *other = sqlite3_mprintf("%.*ssynchronous=OFF%s", (int)(at - sql), sql, at + sizeof asked - 1);
    int rc = other ? __real_sqlite3_exec(db, other, row, user, message) : SQLITE_NOMEM;
    sqlite3_free(other);
    return rc;
}
