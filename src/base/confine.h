/* confine.h: what the process may ask of the kernel. A server that has started needs little: its files, its
 * connections, memory, threads and time. Everything else is refused from then on, so that whoever makes it run code of
 * theirs can start no program, look into no other process, open no other port and change nothing of the machine.
 * Linux's seccomp, by libseccomp. */
#ifndef BASE_CONFINE_H
#define BASE_CONFINE_H
#include <stdbool.h>

/* Confines all threads of the process, those to come too, for good: no way leads back. What is asked for and not
 * allowed fails with EPERM and is a line `confine.refused` on the log, with the number of the system call. With
 * `leak_check` the process may also trace itself, which a leak sanitizer does at its end. False, and nothing has
 * changed, when the kernel or the surroundings do not let it; errno says why. */
bool confine_process(bool leak_check);
#endif
