/* Back-up and restore on either store: while others write, and what is refused. */
#include "lib/both.h"
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

static void fill(struct bench *bench)
{
    CHECK_INT(migrate(bench->write, &bench->problems, NULL), OK);
    bench_script(bench, "INSERT INTO tenant (id, host_id, created_at) VALUES ('t', 'h', 1);"
                        "INSERT INTO audience (tenant_id, id, kind, created_at) VALUES ('t', 'h', 'owner', 1);"
                        "INSERT INTO organisation (tenant_id, id, version, audience_id, created_at, updated_at, name, "
                        "parent_id, match_key)"
                        " VALUES ('t', 'h', 1, 'h', 1, 1, 'Ärger \\ mit\ttabs\n\\. und Zeilen', 'p', ''),"
                        " ('t', 'p', 1, 'h', 1, 1, '', NULL, 'a parent, later in the file')");
}

/* Writes pairs until told to stop: a copy of one moment holds both of a pair or none. */
struct busy {
    struct bench *bench;
    atomic_bool stop;
    int written;
};

static void *write_pairs(void *user)
{
    struct busy *busy = user;
    struct conn *conn = NULL;
    CHECK_INT(store_connect(busy->bench->store, CONN_WRITE, &conn), OK);
    while (conn && !busy->stop) {
        CHECK_INT(conn_begin(conn), OK);
        for (int i = 0; i < 2; i++) {
            struct stmt *stmt =
                conn_prepare(conn, S("INSERT INTO idempotency (tenant_id, account_id, key_hash, request_hash, status,"
                                     " body, created_at) VALUES ('t', 'a', ?1, '', 200, 'pair', ?2)"));
            char key[24];
            snprintf(key, sizeof key, "%d-%d", busy->written, i);
            stmt_text(stmt, 1, str_of(key));
            stmt_int(stmt, 2, busy->written);
            CHECK_INT(stmt_run(stmt, NULL), OK);
        }
        CHECK_INT(conn_commit(conn), OK);
        busy->written++;
    }
    conn_close(conn);
    return NULL;
}

static void check_copy(struct bench *bench, struct store *copy)
{
    struct conn *conn = NULL;
    bool row;
    if (!CHECK_INT(store_connect(copy, CONN_WRITE, &conn), OK))
        return;
    CHECK_INT(conn_see_all(conn), OK);
    int64_t pairs = bench_number(conn, "SELECT count(*) FROM idempotency");
    CHECK(pairs > 0 && pairs % 2 == 0);
    CHECK_INT(bench_number(conn, "SELECT max(created_at) + 1 FROM idempotency"), pairs / 2);
    struct stmt *stmt = conn_prepare(conn, S("SELECT name FROM organisation WHERE id = 'h' AND parent_id = 'p'"));
    CHECK_INT(stmt_step(stmt, &row), OK);
    CHECK(row && str_is(stmt_column(stmt, 0), "Ärger \\ mit\ttabs\n\\. und Zeilen"));
    stmt_done(stmt);
    CHECK_INT(migrate(conn, &bench->problems, NULL), OK);
    CHECK_INT(conn_begin(conn), OK);
    CHECK_INT(
        bench_run(conn,
                  "INSERT INTO organisation (tenant_id, id, version, audience_id, created_at, updated_at, match_key)"
                  " VALUES ('t', 'x', 1, 'nowhere', 1, 1, '')"),
        ERR_CONFLICT); /* references are watched again */
    conn_rollback(conn);
    conn_close(conn);
}

static struct store *other_store(struct bench *bench, const char *name)
{
    struct store *store = NULL;
    const char *url = bench->postgres ? test_postgres_url(bench->arena, name)
                                      : arena_printf(bench->arena, "sqlite:%s/%s.db", check_temp_dir(), name).p;
    CHECK_INT(store_open(url, true, &bench->problems, &store), OK);
    return store;
}

static const char *new_file(struct bench *bench)
{
    return arena_printf(bench->arena, "%s/copy.backup", check_temp_dir()).p;
}

BOTH(backup, is_of_one_moment_while_others_write)
{
    struct busy busy = {.bench = bench};
    pthread_t thread;
    struct stat status;
    const char *file = new_file(bench);
    fill(bench);
    CHECK_INT(pthread_create(&thread, NULL, write_pairs, &busy), 0);
    while (bench_number(bench->read, "SELECT count(*) FROM idempotency") < 20)
        continue;
    CHECK_INT(store_backup(bench->store, file, &bench->problems), OK);
    busy.stop = true;
    pthread_join(thread, NULL);
    CHECK(stat(file, &status) == 0 && status.st_size > 0);
    CHECK_INT(store_backup(bench->store, file, &bench->problems), ERR_CONFLICT);
    struct store *copy = other_store(bench, "copy");
    CHECK_INT(store_restore(copy, file, &bench->problems), OK);
    check_copy(bench, copy);
    CHECK_INT(store_restore(copy, file, &bench->problems), ERR_CONFLICT);
    store_close(copy);
}

/* Writes `file` again with one byte changed, or cut off there. */
static const char *damaged(struct bench *bench, const char *file, long at, bool cut)
{
    const char *other = new_file(bench);
    FILE *from = fopen(file, "rb"), *to = fopen(other, "wb");
    int c;
    if (!CHECK(from && to))
        return other;
    for (long i = 0; (c = getc(from)) != EOF && !(cut && i == at); i++)
        putc(i == at && !cut ? c ^ 1 : c, to);
    fclose(from);
    fclose(to);
    return other;
}

BOTH(backup, what_is_no_back_up_is_not_restored)
{
    struct stat status;
    const char *file = new_file(bench), *missing = new_file(bench);
    fill(bench);
    CHECK_INT(store_backup(bench->store, file, &bench->problems), OK);
    CHECK(stat(file, &status) == 0);
    CHECK_INT(status.st_mode & 077, bench->postgres ? 0 : status.st_mode & 077);
    struct store *copy = other_store(bench, "copy");
    CHECK_INT(store_restore(copy, missing, &bench->problems), ERR_NOT_FOUND);
    CHECK_INT(store_restore(copy, damaged(bench, file, 3, false), &bench->problems), ERR_CORRUPT);
    CHECK_INT(store_restore(copy, damaged(bench, file, status.st_size / 2, true), &bench->problems), ERR_CORRUPT);
    if (bench->postgres) { /* SQLite's own check is of its form, not of each byte */
        CHECK_INT(store_restore(copy, damaged(bench, file, status.st_size / 2, false), &bench->problems), ERR_CORRUPT);
        CHECK_INT(store_restore(copy, damaged(bench, file, status.st_size - 1, true), &bench->problems), ERR_CORRUPT);
    }
    CHECK_INT(store_restore(copy, file, &bench->problems), OK);
    CHECK_INT(store_backup(bench->store, "/nowhere/at/all", &bench->problems), ERR_STORE);
    store_close(copy);
}

BOTH(backup, goes_into_a_schema_without_a_workspace)
{
    const char *file = new_file(bench);
    struct conn *conn = NULL;
    fill(bench);
    CHECK_INT(store_backup(bench->store, file, &bench->problems), OK);
    struct store *copy = other_store(bench, "copy");
    CHECK_INT(store_connect(copy, CONN_WRITE, &conn), OK);
    CHECK_INT(migrate(conn, &bench->problems, NULL), OK);
    conn_close(conn);
    CHECK_INT(store_restore(copy, file, &bench->problems), OK);
    store_close(copy);
}
