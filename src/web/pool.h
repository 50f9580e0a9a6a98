/* pool.h: arenas and read connections that requests borrow, so that neither is made anew each time and never more
 * connections are open than threads can use at once. Safe to use from several threads. */
#ifndef WEB_POOL_H
#define WEB_POOL_H
#include "store/store.h"

struct pool;

/* `conns` is the most read connections to open. NULL when out of memory. The first connection is made at once, and made
 * ready: ERR_STORE and the like when that fails. */
enum err pool_new(struct store *store, size_t conns, struct pool **out) MUST_CHECK;
/* All that was borrowed must be back. */
void pool_free(struct pool *pool);
/* An empty arena; NULL when out of memory. */
struct arena *pool_arena(struct pool *pool);
void pool_arena_back(struct pool *pool, struct arena *arena);
/* A read connection that sees nothing, outside a transaction; waits while all are lent. ERR_STORE when none can be
 * made. */
enum err pool_conn(struct pool *pool, struct conn **out) MUST_CHECK;
/* Gives it back, rolled back and seeing nothing. */
void pool_conn_back(struct pool *pool, struct conn *conn);
#endif
