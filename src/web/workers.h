/* workers.h: a bounded pool of threads for what may take long: password hashes, reports. */
#ifndef WEB_WORKERS_H
#define WEB_WORKERS_H
#include "base/err.h"
#include <stddef.h>

struct workers;

struct task {
    void (*run)(void *user); /* on a worker's thread */
    void *user;
    struct task *next; /* the pool's own */
};

/* `threads` workers; `waiting` tasks may wait for one. */
enum err workers_start(unsigned threads, unsigned waiting, struct workers **out) MUST_CHECK;
/* Hands a task over; it must live until it has run. ERR_BUSY when too many wait, or when stopping. */
enum err workers_submit(struct workers *workers, struct task *task) MUST_CHECK;
/* Runs what waits, ends the threads, frees. NULL is allowed. */
void workers_stop(struct workers *workers);
#endif
