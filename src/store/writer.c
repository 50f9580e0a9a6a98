#include "store/writer.h"
#include "base/date.h"
#include "base/log.h"
#include "base/metric.h"
#include <pthread.h>
#include <stdlib.h>

enum { BATCH = 128, WAITING = 4096 };

struct writer {
    struct conn *conn;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct write_job *first, *last;
    size_t waiting;
    bool stopping;
};

/* Takes up to BATCH jobs, waiting for the first; 0 when stopping and none is left. */
static size_t take(struct writer *writer, struct write_job **jobs)
{
    size_t n = 0;
    pthread_mutex_lock(&writer->lock);
    while (!writer->first && !writer->stopping)
        pthread_cond_wait(&writer->wake, &writer->lock);
    for (; writer->first && n < BATCH; n++) {
        jobs[n] = writer->first;
        writer->first = jobs[n]->next;
    }
    if (!writer->first)
        writer->last = NULL;
    writer->waiting -= n;
    metric_add(METRIC_WRITES_WAITING, -(int64_t)n);
    pthread_mutex_unlock(&writer->lock);
    return n;
}

/* `ended` is what to say when an earlier job's failure has ended the whole batch. */
static enum err run_one(struct writer *writer, struct write_job *job, enum err ended)
{
    struct conn *conn = writer->conn;
    if (!conn_in_transaction(conn))
        return ended;
    enum err err = conn_savepoint(conn);
    if (err)
        return err;
    err = job->run(conn, job->user);
    conn_tidy(conn);
    enum err seen = conn_see(conn, NULL); /* the job's sight ends with it */
    err = err ? err : seen;
    if (err == OK)
        err = conn_release(conn);
    if (err)
        conn_rollback_to(conn);
    return err;
}

static enum err commit(struct writer *writer, size_t jobs, enum err ended)
{
    int64_t begun_us = monotonic_us();
    if (!conn_in_transaction(writer->conn))
        return ended;
    enum err err = conn_commit(writer->conn);
    metric_take(SPREAD_COMMIT, monotonic_us() - begun_us);
    metric_take(SPREAD_BATCH, (int64_t)jobs);
    return err;
}

static void run_batch(struct writer *writer, struct write_job **jobs, size_t n)
{
    enum err errs[BATCH];
    if (conn_in_transaction(writer->conn)) /* the last batch could not even be rolled back */
        conn_rollback(writer->conn);
    enum err batch = conn_begin(writer->conn), ended = ERR_STORE;
    for (size_t i = 0; i < n; i++) {
        errs[i] = batch ? batch : run_one(writer, jobs[i], ended);
        if (errs[i] == ERR_BUSY && !conn_in_transaction(writer->conn))
            ended = ERR_BUSY; /* the connection was lost: nothing of the batch stands, all may try again */
    }
    if (batch == OK)
        batch = commit(writer, n, ended);
    if (batch) {
        metric_add(METRIC_COMMITS_FAILED, 1);
        log_write(LOG_ERROR, "writer.commit", "error", err_code(batch), NULL);
        conn_rollback(writer->conn);
    }
    for (size_t i = 0; i < n; i++)
        jobs[i]->done(jobs[i]->user, errs[i] ? errs[i] : batch);
}

static void *loop(void *user)
{
    struct writer *writer = user;
    struct write_job *jobs[BATCH];
    size_t n;
    while ((n = take(writer, jobs)) != 0)
        run_batch(writer, jobs, n);
    return NULL;
}

enum err writer_start(struct store *store, struct writer **out)
{
    struct writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return ERR_MEMORY;
    enum err err = store_connect(store, CONN_WRITE, &writer->conn);
    if (err) {
        free(writer);
        return err;
    }
    pthread_mutex_init(&writer->lock, NULL);
    pthread_cond_init(&writer->wake, NULL);
    if (pthread_create(&writer->thread, NULL, loop, writer) != 0) {
        conn_close(writer->conn);
        free(writer);
        return ERR_MEMORY;
    }
    *out = writer;
    return OK;
}

enum err writer_submit(struct writer *writer, struct write_job *job)
{
    enum err err = OK;
    job->next = NULL;
    pthread_mutex_lock(&writer->lock);
    if (writer->stopping || writer->waiting >= WAITING) {
        err = ERR_BUSY;
    } else {
        if (writer->last)
            writer->last->next = job;
        else
            writer->first = job;
        writer->last = job;
        writer->waiting++;
        metric_add(METRIC_WRITES_WAITING, 1);
        pthread_cond_signal(&writer->wake);
    }
    pthread_mutex_unlock(&writer->lock);
    return err;
}

void writer_stop(struct writer *writer)
{
    if (!writer)
        return;
    pthread_mutex_lock(&writer->lock);
    writer->stopping = true;
    pthread_cond_signal(&writer->wake);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
    pthread_mutex_destroy(&writer->lock);
    pthread_cond_destroy(&writer->wake);
    conn_close(writer->conn);
    free(writer);
}
