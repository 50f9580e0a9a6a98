#include "web/pool.h"
#include <pthread.h>
#include <stdlib.h>

enum { ARENAS_KEPT = 64, REQUEST_CAP = 64 * 1024 * 1024 };

struct pool {
    struct store *store;
    pthread_mutex_t lock;
    pthread_cond_t back;
    struct arena *arenas[ARENAS_KEPT];
    size_t arena_count;
    struct conn **conns; /* those not lent */
    size_t idle, made, most;
};

enum err pool_new(struct store *store, size_t conns, struct pool **out)
{
    struct pool *pool = calloc(1, sizeof *pool);
    if (!pool)
        return ERR_MEMORY;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->back, NULL);
    pool->store = store;
    pool->most = conns;
    pool->conns = calloc(conns, sizeof *pool->conns);
    struct conn *first = NULL;
    enum err err = pool->conns ? pool_conn(pool, &first) : ERR_MEMORY;
    if (err == OK)
        err = conn_begin(first); /* what the first transaction lays down for all others */
    if (first)
        pool_conn_back(pool, first);
    if (err) {
        pool_free(pool);
        return err;
    }
    *out = pool;
    return OK;
}

void pool_free(struct pool *pool)
{
    if (!pool)
        return;
    for (size_t i = 0; i < pool->idle; i++)
        conn_close(pool->conns[i]);
    for (size_t i = 0; i < pool->arena_count; i++)
        arena_free(pool->arenas[i]);
    pthread_cond_destroy(&pool->back);
    pthread_mutex_destroy(&pool->lock);
    free(pool->conns);
    free(pool);
}

struct arena *pool_arena(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    struct arena *arena = pool->arena_count ? pool->arenas[--pool->arena_count] : NULL;
    pthread_mutex_unlock(&pool->lock);
    return arena ? arena : arena_new(REQUEST_CAP);
}

void pool_arena_back(struct pool *pool, struct arena *arena)
{
    arena_reset(arena);
    pthread_mutex_lock(&pool->lock);
    bool keep = pool->arena_count < ARENAS_KEPT;
    if (keep)
        pool->arenas[pool->arena_count++] = arena;
    pthread_mutex_unlock(&pool->lock);
    if (!keep)
        arena_free(arena);
}

enum err pool_conn(struct pool *pool, struct conn **out)
{
    *out = NULL;
    pthread_mutex_lock(&pool->lock);
    while (!pool->idle && pool->made == pool->most)
        pthread_cond_wait(&pool->back, &pool->lock);
    if (pool->idle)
        *out = pool->conns[--pool->idle];
    else
        pool->made++;
    pthread_mutex_unlock(&pool->lock);
    if (*out)
        return OK;
    enum err err = store_connect(pool->store, CONN_READ, out);
    if (err) {
        pthread_mutex_lock(&pool->lock);
        pool->made--;
        pthread_cond_signal(&pool->back);
        pthread_mutex_unlock(&pool->lock);
    }
    return err;
}

void pool_conn_back(struct pool *pool, struct conn *conn)
{
    if (conn_in_transaction(conn))
        conn_rollback(conn);
    bool sound = conn_see(conn, NULL) == OK && !conn_in_transaction(conn);
    if (!sound)
        conn_close(conn);
    pthread_mutex_lock(&pool->lock);
    if (sound)
        pool->conns[pool->idle++] = conn;
    else
        pool->made--;
    pthread_cond_signal(&pool->back);
    pthread_mutex_unlock(&pool->lock);
}
