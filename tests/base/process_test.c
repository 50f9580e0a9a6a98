#include "base/process.h"
#include "check.h"
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

TEST(process, leaves_no_core_file)
{
    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        process_keep_from_core();
        _exit(prctl(PR_GET_DUMPABLE));
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
