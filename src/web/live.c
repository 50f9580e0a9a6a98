#include "web/live.h"
#include "base/date.h"
#include "base/metric.h"
#include "web/exchange.h"
#include <time.h>

enum {
    PATIENCE_MS = 25000, /* less than what proxies let a request take, mostly 30 or 60 seconds */
    LOOK_MS = 3000,      /* for what was written by other programs on the store */
    PAUSE_MS = 100       /* between two looks: what is written together is looked at together */
};

static void add_ms(struct timespec *time, int64_t ms)
{
    int64_t ns = time->tv_nsec + ms % 1000 * 1000000;
    time->tv_sec += (time_t)(ms / 1000 + ns / 1000000000);
    time->tv_nsec = (long)(ns % 1000000000);
}

/* Waits, with the lock held, until something rang (where `for_bell`) or all is over, at most `ms`. */
static void rest(struct live *live, int64_t ms, bool for_bell)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    add_ms(&until, ms);
    while (!live->over && !(for_bell && live->rang))
        if (pthread_cond_timedwait(&live->wake, &live->lock, &until) != 0)
            return;
}

/* Whether `x` waits on. Without the lock: it is in no list now. */
static bool look(struct exchange *x, bool over)
{
    bool late = over || monotonic_ms() >= x->wait.until_ms;
    if (!late && exchange_waits_on(x))
        return true;
    atomic_fetch_sub(&x->web->live.waiting, 1);
    metric_add(METRIC_LIVE_WAITING, -1);
    exchange_wake(x, !late);
    return false;
}

/* Looks at all who wait; with the lock held, which is let go of meanwhile. */
static void look_at_all(struct live *live)
{
    struct exchange *all = live->first;
    bool over = live->over;
    live->first = NULL;
    live->rang = false;
    pthread_mutex_unlock(&live->lock);
    struct exchange *kept = NULL, **end = &kept;
    while (all) {
        struct exchange *x = all;
        all = x->wait.next;
        if (!look(x, over))
            continue;
        *end = x;
        end = &x->wait.next;
        *end = NULL;
    }
    pthread_mutex_lock(&live->lock);
    *end = live->first; /* those who came meanwhile */
    live->first = kept;
}

static void *run(void *user)
{
    struct live *live = user;
    pthread_mutex_lock(&live->lock);
    while (!live->over) {
        while (!live->over && !live->first)
            pthread_cond_wait(&live->wake, &live->lock);
        rest(live, LOOK_MS, true);
        rest(live, PAUSE_MS, false);
        look_at_all(live);
    }
    while (live->first)
        look_at_all(live);
    pthread_mutex_unlock(&live->lock);
    return NULL;
}

enum err live_start(struct web *web)
{
    struct live *live = &web->live;
    pthread_condattr_t attributes;
    live->most = web->config.connections / 2;
    if (pthread_condattr_init(&attributes))
        return ERR_MEMORY;
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    int failed = pthread_mutex_init(&live->lock, NULL) || pthread_cond_init(&live->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    if (failed)
        return ERR_MEMORY;
    live->running = pthread_create(&live->thread, NULL, run, live) == 0;
    return live->running ? OK : ERR_MEMORY;
}

void live_stop(struct web *web)
{
    struct live *live = &web->live;
    if (!live->running)
        return;
    pthread_mutex_lock(&live->lock);
    live->over = true;
    pthread_cond_signal(&live->wake);
    pthread_mutex_unlock(&live->lock);
    pthread_join(live->thread, NULL);
    live->running = false;
}

void live_ring(struct live *live)
{
    if (!atomic_load(&live->waiting))
        return;
    pthread_mutex_lock(&live->lock);
    live->rang = true;
    pthread_cond_signal(&live->wake);
    pthread_mutex_unlock(&live->lock);
}

bool live_wait(struct exchange *x)
{
    struct live *live = &x->web->live;
    pthread_mutex_lock(&live->lock);
    bool waits = !live->over && atomic_load(&live->waiting) < live->most;
    if (waits) {
        exchange_suspend(x);
        x->stage = STAGE_RUNNING;
        x->wait.until_ms = monotonic_ms() + PATIENCE_MS;
        x->wait.next = live->first;
        live->first = x;
        atomic_fetch_add(&live->waiting, 1);
        metric_add(METRIC_LIVE_WAITING, 1);
        pthread_cond_signal(&live->wake);
    }
    pthread_mutex_unlock(&live->lock);
    return waits;
}
