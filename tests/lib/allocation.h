/* allocation.h: memory that runs out, in whatever library it is asked for: the program's malloc and its kin are taken
 * by the tests' program, which lets them fail when it is told to, and else hands on to those of the sanitizer or of
 * libc. (operator new, and what the sanitizer itself needs, are not among them.) */
#ifndef TESTS_ALLOCATION_H
#define TESTS_ALLOCATION_H
#include <stdbool.h>

/* From here on the n-th request for memory fails (0: none does), with `on` each one after it, too; requests of the
 * calling thread are not counted and do not fail. */
void allocation_fail(unsigned n, bool on);
/* No more of that: how many requests there were. */
unsigned allocation_stop(void);
#endif
