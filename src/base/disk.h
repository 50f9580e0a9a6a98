/* disk.h: what was written outlives a power cut. A file is on disk when it was synced; that it is there at all, or has
 * a new name, when its folder was. */
#ifndef BASE_DISK_H
#define BASE_DISK_H
#include <stdbool.h>

/* Syncs what lies at `path`: the content of a file, or the names in a folder. False with errno when that failed. */
bool disk_sync(const char *path);
/* Syncs the folder in which `path` is a name. False with errno when that failed. */
bool disk_sync_name(const char *path);
#endif
