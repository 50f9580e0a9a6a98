#include "base/process.h"
#include <sys/prctl.h>

void process_keep_from_core(void)
{
    (void)prctl(PR_SET_DUMPABLE, 0);
}
