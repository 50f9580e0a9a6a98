#include "web/sockets.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

enum err sockets_init(struct sockets *sockets, unsigned size)
{
    pthread_condattr_t attributes;
    *sockets = (struct sockets){.size = size, .open = calloc(size, sizeof *sockets->open)};
    if (!sockets->open || pthread_mutex_init(&sockets->lock, NULL) || pthread_condattr_init(&attributes))
        return ERR_MEMORY;
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    int failed = pthread_cond_init(&sockets->none, &attributes);
    pthread_condattr_destroy(&attributes);
    return failed ? ERR_MEMORY : OK;
}

void sockets_release(struct sockets *sockets)
{
    if (!sockets->open)
        return;
    pthread_cond_destroy(&sockets->none);
    pthread_mutex_destroy(&sockets->lock);
    free(sockets->open);
}

void sockets_opened(struct sockets *sockets, int fd)
{
    pthread_mutex_lock(&sockets->lock);
    if (sockets->count < sockets->size)
        sockets->open[sockets->count++] = fd;
    pthread_mutex_unlock(&sockets->lock);
}

void sockets_closed(struct sockets *sockets, int fd)
{
    pthread_mutex_lock(&sockets->lock);
    for (unsigned i = 0; i < sockets->count; i++)
        if (sockets->open[i] == fd) {
            sockets->open[i] = sockets->open[--sockets->count];
            break;
        }
    if (sockets->count == 0)
        pthread_cond_broadcast(&sockets->none);
    pthread_mutex_unlock(&sockets->lock);
}

void sockets_end(struct sockets *sockets, int wait_ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += wait_ms / 1000;
    until.tv_nsec += (long)(wait_ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&sockets->lock);
    for (unsigned i = 0; i < sockets->count; i++)
        shutdown(sockets->open[i], SHUT_RDWR);
    int rc = 0;
    while (sockets->count && rc != ETIMEDOUT)
        rc = pthread_cond_timedwait(&sockets->none, &sockets->lock, &until);
    pthread_mutex_unlock(&sockets->lock);
}
