/* writer.h: the one writer of a store, with group commit. Jobs that wait together are run one after another, each in a
 * savepoint of its own, and committed together; `done` is called only after the commit is on disk (or with the error
 * that kept it from being so). There is no waiting to gather: batches form by themselves from whoever waits. */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H
#include "store/store.h"

struct writer;

struct write_job {
    /* Runs on the writer's thread, inside a savepoint; an error undoes this job alone. */
    enum err (*run)(struct conn *conn, void *user);
    /* Called on the writer's thread after the commit, with the job's own error or the commit's. Must not block. */
    void (*done)(void *user, enum err err);
    void *user;
    struct write_job *next; /* the writer's own */
};

/* Starts the writer's thread with a write connection of its own. */
enum err writer_start(struct store *store, struct writer **out) MUST_CHECK;
/* Hands a job over; it must live until its `done`. ERR_BUSY when `limit` jobs wait already or the writer is stopping.
 */
enum err writer_submit(struct writer *writer, struct write_job *job) MUST_CHECK;
/* Finishes the jobs that wait, ends the thread, frees. */
void writer_stop(struct writer *writer);
#endif
