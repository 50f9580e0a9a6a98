/* fraction_memory.h: memory for GMP, which ends the process when it gets none. Where there is none it gets some of a
 * small reserve of its thread: enough to finish one operation, whose outcome is then given up. For fraction.c. */
#ifndef KERNEL_FRACTION_MEMORY_H
#define KERNEL_FRACTION_MEMORY_H
#include <stdbool.h>

/* An operation begins. */
void fraction_memory_begin(void);
/* Whether memory ran short since: what was made lies in the reserve and must be given back at once. */
bool fraction_memory_short(void);
#endif
