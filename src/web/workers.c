#include "web/workers.h"
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>

/* Hashes and reports give way to the threads that answer everybody else. */
enum { NICENESS = 5 };

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct task *first, *last;
    unsigned waiting, most, count;
    bool stopping;
    pthread_t threads[];
};

static struct task *take(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    while (!workers->first && !workers->stopping)
        pthread_cond_wait(&workers->wake, &workers->lock);
    struct task *task = workers->first;
    if (task) {
        workers->first = task->next;
        workers->waiting--;
    }
    pthread_mutex_unlock(&workers->lock);
    return task;
}

static void *loop(void *user)
{
    struct task *task;
    (void)setpriority(PRIO_PROCESS, 0, NICENESS); /* on Linux: of this thread */
    while ((task = take(user)))
        task->run(task->user);
    return NULL;
}

enum err workers_start(unsigned threads, unsigned waiting, struct workers **out)
{
    struct workers *workers = calloc(1, sizeof *workers + threads * sizeof *workers->threads);
    if (!workers)
        return ERR_MEMORY;
    workers->most = waiting;
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->wake, NULL);
    for (; workers->count < threads; workers->count++)
        if (pthread_create(&workers->threads[workers->count], NULL, loop, workers) != 0) {
            workers_stop(workers);
            return ERR_MEMORY;
        }
    *out = workers;
    return OK;
}

enum err workers_submit(struct workers *workers, struct task *task)
{
    enum err err = OK;
    task->next = NULL;
    pthread_mutex_lock(&workers->lock);
    if (workers->stopping || workers->waiting >= workers->most) {
        err = ERR_BUSY;
    } else {
        if (workers->first)
            workers->last->next = task;
        else
            workers->first = task;
        workers->last = task;
        workers->waiting++;
        pthread_cond_signal(&workers->wake);
    }
    pthread_mutex_unlock(&workers->lock);
    return err;
}

void workers_stop(struct workers *workers)
{
    if (!workers)
        return;
    pthread_mutex_lock(&workers->lock);
    workers->stopping = true;
    pthread_cond_broadcast(&workers->wake);
    pthread_mutex_unlock(&workers->lock);
    for (unsigned i = 0; i < workers->count; i++)
        pthread_join(workers->threads[i], NULL);
    pthread_cond_destroy(&workers->wake);
    pthread_mutex_destroy(&workers->lock);
    free(workers);
}
