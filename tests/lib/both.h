/* both.h: a test that runs on either store. BOTH(suite, name) { … bench … } makes two tests, name_on_sqlite and
 * name_on_postgres; without PostgreSQL the second is not run, which CI does not let pass. */
#ifndef TESTS_LIB_BOTH_H
#define TESTS_LIB_BOTH_H
#include "lib/store.h"
#include "store/migrate.h"
#include <stdio.h>

/* A new store, with a write connection and (once there is a schema) a read one. */
struct bench {
    struct arena *arena;
    struct problems problems;
    const char *url;
    struct store *store;
    struct conn *write, *read;
    bool postgres;
};

/* `name` need be unlike others' only on PostgreSQL. */
static inline bool bench_open(struct bench *bench, const char *name, bool postgres)
{
    *bench = (struct bench){.arena = arena_new(0), .postgres = postgres};
    bench->problems = problems_init(bench->arena);
    bench->url = postgres ? test_postgres_url(bench->arena, name)
                          : arena_printf(bench->arena, "sqlite:%s/store.db", check_temp_dir()).p;
    return bench->url && CHECK_INT(store_open(bench->url, true, &bench->problems, &bench->store), OK) &&
           CHECK_INT(store_connect(bench->store, CONN_WRITE, &bench->write), OK) &&
           CHECK_INT(store_connect(bench->store, CONN_READ, &bench->read), OK);
}

static inline void bench_close(struct bench *bench)
{
    conn_close(bench->read);
    conn_close(bench->write);
    store_close(bench->store);
    arena_free(bench->arena);
}

static inline void bench_script(struct bench *bench, const char *sql)
{
    CHECK_INT(conn_begin(bench->write), OK);
    CHECK_INT(conn_script(bench->write, str_of(sql)), OK);
    CHECK_INT(conn_commit(bench->write), OK);
}

/* The first column of the first row as a number; -1 when there is none. */
static inline int64_t bench_number(struct conn *conn, const char *sql)
{
    bool row;
    struct stmt *stmt = conn_prepare(conn, str_of(sql));
    int64_t number = stmt_step(stmt, &row) == OK && row ? stmt_column_int(stmt, 0) : -1;
    stmt_done(stmt);
    return number;
}

/* Runs one statement. */
static inline enum err bench_run(struct conn *conn, const char *sql)
{
    return stmt_run(conn_prepare(conn, str_of(sql)), NULL);
}

#define BOTH(suite, name)                                                                                   \
    static void both_##name(struct bench *bench);                                                           \
    TEST(suite, name##_on_sqlite)                                                                           \
    {                                                                                                       \
        struct bench bench;                                                                                 \
        if (bench_open(&bench, #name, false))                                                               \
            both_##name(&bench);                                                                            \
        bench_close(&bench);                                                                                \
    }                                                                                                       \
    TEST(suite, name##_on_postgres)                                                                         \
    {                                                                                                       \
        struct bench bench;                                                                                 \
        CHECK_SKIP_UNLESS(getenv("ENTENTE_TEST_POSTGRES"), "no PostgreSQL here: tests/lib/postgres run …"); \
        if (bench_open(&bench, #name, true))                                                                \
            both_##name(&bench);                                                                            \
        bench_close(&bench);                                                                                \
    }                                                                                                       \
    static void both_##name(struct bench *bench)
#endif
