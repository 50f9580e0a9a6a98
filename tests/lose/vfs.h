/* vfs.h: a file system for SQLite that forgets and fails, over the system's own. What is written lies in memory, as in
 * a kernel's cache, and reaches the real file when it is synced: so the real files are at any moment what a power cut
 * would leave, and a kill of the process is one. Some unsynced sectors reach them early, as a kernel may choose.
 * All functions may be called from any thread. */
#ifndef TESTS_LOSE_VFS_H
#define TESTS_LOSE_VFS_H
#include <stdbool.h>
#include <stdint.h>

/* What can fail. A write is also a truncation; an open also asks whether a file is there, and deletes it. */
enum vfs_act { VFS_OPEN, VFS_READ, VFS_WRITE, VFS_SYNC, VFS_LOCK, VFS_SHM, VFS_ACTS };

/* Becomes the file system of connections opened from now on, until vfs_end. `seed` decides which sectors reach the disk
 * unsynced; 0: none. Nothing fails yet. */
void vfs_begin(uint64_t seed);
/* Gives back the system's own; what was not synced is lost. No connection may be open. */
void vfs_end(void);

/* Lets the n-th act of a kind from now on fail (from 1); `lasting`: and all after it. vfs_heal ends it. */
void vfs_fail(enum vfs_act act, long n, bool lasting);
/* Nothing fails any more, the disk has room. Says whether something has failed since vfs_fail or vfs_fill. */
bool vfs_heal(void);
/* The disk has room for so many bytes more: beyond them a write fails as on a full disk. */
void vfs_fill(int64_t bytes);
/* Called before each change of a real file, and of what it holds in memory; not while another such call runs. NULL
 * ends it. */
void vfs_watch(void (*watch)(void *user), void *user);
/* Copies the real file at `path` to `to`, with its -wal and -journal, as a power cut would leave them now; removes what
 * lay there. False when it could not. */
bool vfs_copy(const char *path, const char *to);
/* From now on connections that ask for synchronous=FULL get synchronous=OFF. */
void vfs_forget_syncs(bool forget);
#endif
