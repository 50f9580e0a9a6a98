#include "base/disk.h"
#include "check.h"
#include <errno.h>
#include <stdio.h>

TEST(disk, files_and_their_names_are_synced)
{
    char path[512];
    snprintf(path, sizeof path, "%s/a", check_temp_dir());
    FILE *file = fopen(path, "w");
    CHECK(file && fclose(file) == 0);
    CHECK(disk_sync(path));
    CHECK(disk_sync_name(path));
    CHECK(disk_sync_name("a name without a folder"));
    CHECK(!disk_sync("/nowhere/at/all"));
    CHECK_INT(errno, ENOENT);
    CHECK(!disk_sync_name("/nowhere/at/all"));
    CHECK_INT(errno, ENOENT);
}
