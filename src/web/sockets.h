/* sockets.h: which connections are open, so that stopping can close them first. libmicrohttpd 0.9.75 crashes when it is
 * told to stop while it answers a malformed request: it then takes an answer for sent that was never made. */
#ifndef WEB_SOCKETS_H
#define WEB_SOCKETS_H
#include "base/err.h"
#include <pthread.h>
#include <stdbool.h>

struct sockets {
    pthread_mutex_t lock;
    pthread_cond_t none;
    int *open;
    unsigned count, size;
};

/* Room for `size` connections at a time. Give back with sockets_release. */
enum err sockets_init(struct sockets *sockets, unsigned size) MUST_CHECK;
void sockets_release(struct sockets *sockets);
void sockets_opened(struct sockets *sockets, int fd);
void sockets_closed(struct sockets *sockets, int fd);
/* Ends all open connections and waits, at most `wait_ms`, until their threads have let go of them. */
void sockets_end(struct sockets *sockets, int wait_ms);
#endif
