/* process.h: what the process asks of the system for itself. */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

/* Keeps the memory of the process, and the secrets in it, out of core files and from other processes of its user. A
 * leak sanitizer cannot look into it afterwards. */
void process_keep_from_core(void);
#endif
