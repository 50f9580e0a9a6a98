#include "web/sockets.h"
#include "base/date.h"
#include "base/log.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

enum {
    LOOK_MS = 250,        /* between two looks for those who are too slow */
    LEAST_RATE = 1024,    /* bytes a second, of bodies and answers */
    SURPLUS_MS = 5000,    /* for a request that will be refused */
    OTHER_FILES = 200,    /* that the process has open beside connections */
    NANO_IN_MS = 1000000, /* nanoseconds */
    MS_IN_S = 1000
};

static struct timespec moment_in(int64_t ms)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += ms / MS_IN_S;
    at.tv_nsec += (long)(ms % MS_IN_S) * NANO_IN_MS;
    if (at.tv_nsec >= (long)MS_IN_S * NANO_IN_MS) {
        at.tv_sec++;
        at.tv_nsec -= (long)MS_IN_S * NANO_IN_MS;
    }
    return at;
}

/* Ends a connection. Whoever still owes a request hears why: nothing else is being sent to them then. */
static void cut_off(struct socket_place *place)
{
    static const char late[] = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    if (place->state == SOCKET_REQUEST)
        (void)send(place->fd, late, sizeof late - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    shutdown(place->fd, SHUT_RDWR);
    place->until_ms = INT64_MAX;
}

static void *watch(void *user)
{
    struct sockets *sockets = user;
    pthread_mutex_lock(&sockets->lock);
    while (!sockets->over) {
        int64_t now = monotonic_ms();
        for (unsigned i = 0; i < sockets->size && sockets->count; i++)
            if (sockets->places[i].state != SOCKET_FREE && now > sockets->places[i].until_ms)
                cut_off(&sockets->places[i]);
        struct timespec next = moment_in(LOOK_MS);
        if (sockets->count)
            (void)pthread_cond_timedwait(&sockets->wake, &sockets->lock, &next);
        else
            (void)pthread_cond_wait(&sockets->wake, &sockets->lock);
    }
    pthread_mutex_unlock(&sockets->lock);
    return NULL;
}

/* Files for so many connections; fewer connections where the system allows no more. */
static unsigned make_room(unsigned limit)
{
    struct rlimit files;
    rlim_t wanted = (rlim_t)limit + SOCKETS_SURPLUS + OTHER_FILES;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY || files.rlim_cur >= wanted)
        return limit;
    files.rlim_cur = files.rlim_max == RLIM_INFINITY || files.rlim_max > wanted ? wanted : files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur == wanted)
        return limit;
    rlim_t least = SOCKETS_SURPLUS + OTHER_FILES + 1;
    log_write(LOG_WARN, "web.files", "what", "fewer connections than set: the limit of open files is low", NULL);
    return files.rlim_cur > least ? (unsigned)(files.rlim_cur - least + 1) : 1;
}

static bool init_conditions(struct sockets *sockets)
{
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes))
        return false;
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    bool good =
        pthread_cond_init(&sockets->none, &attributes) == 0 && pthread_cond_init(&sockets->wake, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    return good;
}

enum err sockets_init(struct sockets *sockets, unsigned limit, int64_t patience_ms, int64_t idle_ms)
{
    *sockets = (struct sockets){.limit = make_room(limit), .patience_ms = patience_ms, .idle_ms = idle_ms};
    unsigned size = sockets->limit + SOCKETS_SURPLUS;
    struct socket_place *places = calloc(size, sizeof *places);
    if (!places || pthread_mutex_init(&sockets->lock, NULL) || !init_conditions(sockets)) {
        free(places);
        return ERR_MEMORY;
    }
    sockets->places = places;
    sockets->size = size;
    sockets->watching = pthread_create(&sockets->watch, NULL, watch, sockets) == 0;
    return sockets->watching ? OK : ERR_MEMORY;
}

void sockets_release(struct sockets *sockets)
{
    if (!sockets->places)
        return;
    if (sockets->watching) {
        pthread_mutex_lock(&sockets->lock);
        sockets->over = true;
        pthread_cond_signal(&sockets->wake);
        pthread_mutex_unlock(&sockets->lock);
        pthread_join(sockets->watch, NULL);
    }
    pthread_cond_destroy(&sockets->none);
    pthread_cond_destroy(&sockets->wake);
    pthread_mutex_destroy(&sockets->lock);
    free(sockets->places);
}

/* Gives up the connection that has been idle for longest; false when none is. */
static bool make_place(struct sockets *sockets)
{
    struct socket_place *oldest = NULL;
    for (unsigned i = 0; i < sockets->size; i++) {
        struct socket_place *place = &sockets->places[i];
        bool idle = place->state == SOCKET_IDLE && place->until_ms != INT64_MAX;
        if (idle && (!oldest || place->since_ms < oldest->since_ms))
            oldest = place;
    }
    if (oldest)
        cut_off(oldest);
    return oldest != NULL;
}

struct socket_place *sockets_opened(struct sockets *sockets, int fd)
{
    struct socket_place *place = NULL;
    pthread_mutex_lock(&sockets->lock);
    for (unsigned i = 0; i < sockets->size && !place; i++)
        if (sockets->places[i].state == SOCKET_FREE)
            place = &sockets->places[i];
    if (place) {
        bool surplus = sockets->count >= sockets->limit && !make_place(sockets);
        int64_t now = monotonic_ms();
        *place = (struct socket_place){.fd = fd, .state = SOCKET_REQUEST, .surplus = surplus, .since_ms = now};
        place->until_ms = now + (surplus && sockets->patience_ms > SURPLUS_MS ? SURPLUS_MS : sockets->patience_ms);
        if (sockets->count++ == 0)
            pthread_cond_signal(&sockets->wake);
    }
    pthread_mutex_unlock(&sockets->lock);
    return place;
}

void sockets_closed(struct sockets *sockets, struct socket_place *place)
{
    if (!place)
        return;
    pthread_mutex_lock(&sockets->lock);
    place->state = SOCKET_FREE;
    if (--sockets->count == 0)
        pthread_cond_broadcast(&sockets->none);
    pthread_mutex_unlock(&sockets->lock);
}

/* So long may that many bytes take. */
static int64_t allowance(const struct sockets *sockets, int64_t bytes)
{
    return sockets->patience_ms + bytes / LEAST_RATE * MS_IN_S;
}

void sockets_turn(struct sockets *sockets, struct socket_place *place, enum socket_state state, int64_t bytes)
{
    if (!place)
        return;
    pthread_mutex_lock(&sockets->lock);
    if (place->until_ms != INT64_MAX || place->state == SOCKET_SERVER) { /* else it is cut off already */
        place->state = state;
        place->since_ms = monotonic_ms();
        place->bytes = 0;
        place->until_ms = state == SOCKET_SERVER ? INT64_MAX
                          : state == SOCKET_IDLE ? place->since_ms + sockets->idle_ms
                                                 : place->since_ms + allowance(sockets, bytes);
    }
    pthread_mutex_unlock(&sockets->lock);
}

void sockets_came(struct sockets *sockets, struct socket_place *place, size_t bytes)
{
    if (!place)
        return;
    pthread_mutex_lock(&sockets->lock);
    place->bytes += (int64_t)bytes;
    if (place->state == SOCKET_REQUEST && place->until_ms != INT64_MAX)
        place->until_ms = place->since_ms + allowance(sockets, place->bytes);
    pthread_mutex_unlock(&sockets->lock);
}

void sockets_end(struct sockets *sockets, int wait_ms)
{
    struct timespec until = moment_in(wait_ms);
    pthread_mutex_lock(&sockets->lock);
    for (unsigned i = 0; i < sockets->size; i++)
        if (sockets->places[i].state != SOCKET_FREE)
            shutdown(sockets->places[i].fd, SHUT_RDWR);
    int rc = 0;
    while (sockets->count && rc != ETIMEDOUT)
        rc = pthread_cond_timedwait(&sockets->none, &sockets->lock, &until);
    pthread_mutex_unlock(&sockets->lock);
}
