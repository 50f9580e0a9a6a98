#include "web/exchange.h"
#include <errno.h>
#include <time.h>

enum err gate_init(struct gate *gate)
{
    pthread_condattr_t attributes;
    if (pthread_mutex_init(&gate->lock, NULL) || pthread_condattr_init(&attributes))
        return ERR_MEMORY;
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    int failed = pthread_cond_init(&gate->quiet, &attributes);
    pthread_condattr_destroy(&attributes);
    return failed ? ERR_MEMORY : OK;
}

void gate_release(struct gate *gate)
{
    pthread_cond_destroy(&gate->quiet);
    pthread_mutex_destroy(&gate->lock);
}

bool gate_enter(struct gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    bool let_in = !gate->closed;
    gate->running += let_in;
    pthread_mutex_unlock(&gate->lock);
    return let_in;
}

void gate_answered(struct gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    gate->running--;
    gate->unsent++;
    pthread_mutex_unlock(&gate->lock);
}

void gate_sent(struct gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    if (--gate->unsent == 0 && gate->running == 0)
        pthread_cond_broadcast(&gate->quiet);
    pthread_mutex_unlock(&gate->lock);
}

unsigned gate_running(struct gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    unsigned running = gate->running;
    pthread_mutex_unlock(&gate->lock);
    return running;
}

bool gate_close(struct gate *gate, int grace_ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += grace_ms / 1000;
    until.tv_nsec += (long)(grace_ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&gate->lock);
    int rc = 0;
    while (rc != ETIMEDOUT && (gate->running || gate->unsent))
        rc = pthread_cond_timedwait(&gate->quiet, &gate->lock, &until);
    bool quiet = gate->running == 0;
    gate->closed = true;
    pthread_mutex_unlock(&gate->lock);
    return quiet;
}
