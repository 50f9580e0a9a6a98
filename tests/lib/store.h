/* store.h: stores for tests. With ENTENTE_TEST_STORE=postgres in the environment, fixtures stand on PostgreSQL: in a
 * schema of their own in the database of ENTENTE_TEST_POSTGRES (tests/lib/postgres starts one). Else in a file. */
#ifndef TESTS_LIB_STORE_H
#define TESTS_LIB_STORE_H
#include "check.h"
#include "store/store.h"
#include <stdlib.h>
#include <unistd.h>

static inline bool test_on_postgres(void)
{
    const char *wanted = getenv("ENTENTE_TEST_STORE");
    return wanted && !strcmp(wanted, "postgres");
}

/* Runs a script on the store at `url`, on a write connection, in a transaction of its own. */
static inline void test_script(const char *url, const char *sql)
{
    struct arena *arena = arena_new(0);
    struct problems problems = problems_init(arena);
    struct store *store = NULL;
    struct conn *conn = NULL;
    if (CHECK_INT(store_open(url, false, &problems, &store), OK) &&
        CHECK_INT(store_connect(store, CONN_WRITE, &conn), OK)) {
        CHECK_INT(conn_begin(conn), OK);
        CHECK_INT(conn_script(conn, str_of(sql)), OK);
        CHECK_INT(conn_commit(conn), OK);
        conn_close(conn);
    }
    store_close(store);
    arena_free(arena);
}

/* The address of a new, empty schema of this program's, NULL when there is no PostgreSQL to test with. */
static inline const char *test_postgres_url(struct arena *arena, const char *name)
{
    const char *base = getenv("ENTENTE_TEST_POSTGRES");
    if (!base || !*base)
        return NULL;
    struct str schema = arena_printf(arena, "test_%d_%s", (int)getpid(), name);
    test_script(base, arena_printf(arena, "DROP SCHEMA IF EXISTS %s CASCADE; CREATE SCHEMA %s", schema.p, schema.p).p);
    return arena_printf(arena, "%s%soptions=-csearch_path%%3D%s", base, strchr(base, '?') ? "&" : "?", schema.p).p;
}
#endif
