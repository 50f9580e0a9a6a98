/* The program on a file system that forgets what is not synced when the process is killed (vfs.h).
 *   ENTENTE_FORGETFUL   decides which unsynced sectors reach the disk all the same; without it all is as usual
 *   ENTENTE_UNSYNCED    runs with synchronous=OFF, to see that the test notices */
#include "lose/vfs.h"
#include <stdlib.h>

__attribute__((constructor)) static void begin(void)
{
    const char *seed = getenv("ENTENTE_FORGETFUL");
    if (!seed)
        return;
    vfs_begin(strtoull(seed, NULL, 10));
    vfs_forget_syncs(getenv("ENTENTE_UNSYNCED") != NULL);
}
