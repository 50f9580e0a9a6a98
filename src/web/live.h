/* live.h: requests that wait until there is something new to tell (server-sent events). Each is answered as soon as its
 * handler finds something, or after a while with nothing; the client then asks again from where it was. So a waiting
 * request is like any other: counted, bounded, authorised anew each time it is looked at, and over when the server
 * ends. Whenever something was written each is handled on the side, and what its viewer may not read wakes nobody. */
#ifndef WEB_LIVE_H
#define WEB_LIVE_H
#include "base/err.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct exchange;
struct web;

enum { LIVE_CONNECTIONS = 1 }; /* of the pool, which looking takes */

struct live {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    struct exchange *first; /* those who wait */
    unsigned most;
    atomic_uint waiting;
    bool rang, over, running;
};

/* Starts the thread that looks. Half of the server's connections may wait at a time. */
enum err live_start(struct web *web) MUST_CHECK;
/* Answers all who wait, and ends the thread; from now on nobody waits. May be called when it was not started. */
void live_stop(struct web *web);
/* Something was written: those who wait are looked at. By any thread. */
void live_ring(struct live *live);
/* Lets a request wait whose reply says `wait`, on the thread of its connection. False when too many wait: it is to be
 * answered as it is. True: it is answered by another thread, touch it no more. */
bool live_wait(struct exchange *x);
#endif
