/* sockets.h: which connections are open, and how long their clients may still take. Who sends or takes bytes too slowly
 * is cut off, however steadily they drip; who comes when all places are taken is told so at once, or gets the place of
 * a connection that waits idle for another request. And stopping can close all of them first: libmicrohttpd 0.9.75
 * crashes when it is told to stop while it answers a malformed request: it then takes an answer for sent that was never
 * made. */
#ifndef WEB_SOCKETS_H
#define WEB_SOCKETS_H
#include "base/err.h"
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Connections beyond the limit that are taken, each only to be told that there is no room. */
enum { SOCKETS_SURPLUS = 64 };

/* What a connection waits for. */
enum socket_state {
    SOCKET_FREE,    /* no connection: the place is free */
    SOCKET_REQUEST, /* the rest of a request: told 408 when it takes too long */
    SOCKET_SERVER,  /* for us: as long as it takes */
    SOCKET_ANSWER,  /* that the client takes its answer */
    SOCKET_IDLE     /* another request, perhaps */
};

struct socket_place {
    int fd;
    enum socket_state state;
    bool surplus;     /* beyond the limit */
    int64_t until_ms; /* monotonic; when it is over */
    int64_t since_ms; /* when its state began */
    int64_t bytes;    /* of the request's body that have come */
};

struct sockets {
    pthread_mutex_t lock;
    pthread_cond_t none, wake;
    pthread_t watch;
    struct socket_place *places;
    unsigned count, size, limit;
    int64_t patience_ms, idle_ms;
    bool watching, over;
};

/* Room for `limit` connections at a time, and some to be refused. Raises the process's limit of open files where needed
 * and allowed. A request's head, and each KiB of its body or answer beyond what a second takes, may take `patience_ms`;
 * a connection may be idle for `idle_ms`. Starts a thread; give back with sockets_release. */
enum err sockets_init(struct sockets *sockets, unsigned limit, int64_t patience_ms, int64_t idle_ms) MUST_CHECK;
void sockets_release(struct sockets *sockets);
/* A connection is there. Its place, until sockets_closed; NULL when there is none (it is then not watched). */
struct socket_place *sockets_opened(struct sockets *sockets, int fd);
void sockets_closed(struct sockets *sockets, struct socket_place *place);
/* What it waits for from now on; `bytes` of an answer are to be taken. A place may be NULL. */
void sockets_turn(struct sockets *sockets, struct socket_place *place, enum socket_state state, int64_t bytes);
/* That many more bytes of a request's body have come. */
void sockets_came(struct sockets *sockets, struct socket_place *place, size_t bytes);
/* Ends all open connections and waits, at most `wait_ms`, until their threads have let go of them. */
void sockets_end(struct sockets *sockets, int wait_ms);
#endif
