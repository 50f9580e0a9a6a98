/* What every engine must do alike: values, transactions, conflicts, sight, migrations. */
#include "base/buf.h"
#include "lib/both.h"
#include "store/writer.h"
#include <pthread.h>

static const char things[] =
    "CREATE TABLE thing (id TEXT NOT NULL PRIMARY KEY, audience_id TEXT, n BIGINT, bytes BLOB, CHECK (n <> 13));"
    "CREATE TABLE part (thing_id TEXT NOT NULL REFERENCES thing (id), name TEXT)";

static enum err add(struct conn *conn, const char *id, const char *audience, int64_t n)
{
    struct stmt *stmt = conn_prepare(conn, S("INSERT INTO thing (id, audience_id, n) VALUES (?1, ?2, ?3)"));
    stmt_text(stmt, 1, str_of(id));
    stmt_text(stmt, 2, str_of(audience));
    stmt_int(stmt, 3, n);
    return stmt_run(stmt, NULL);
}

TEST(store, a_password_in_an_address_is_not_shown)
{
    static const char *const pairs[][2] = {
        {"postgresql://ana:hunter2@db.example:5432/entente?sslmode=require",
         "postgresql://ana:***@db.example:5432/entente?sslmode=require"},
        {"postgres://ana:p@ss:w@db/x", "postgres://ana:***@db/x"},
        {"postgresql://ana@db/x?password=hunter2&a=b", "postgresql://ana@db/x?password=***&a=b"},
        {"postgresql://ana:@db", "postgresql://ana:***@db"},
        {"postgresql:///x?host=/tmp/a:b@c", "postgresql:///x?host=/tmp/a:b@c"},
        {"postgresql://db:5432/x", "postgresql://db:5432/x"},
        {"sqlite:/home/ana:b@c/x.db", "sqlite:/home/ana:b@c/x.db"},
        {"sqlite:x.db", "sqlite:x.db"},
        {"", ""},
    };
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        CHECK_STR(store_url_shown(arena, str_of(pairs[i][0])).p, pairs[i][1]);
    arena_free(arena);
}

BOTH(store, values_come_back_as_they_went)
{
    bench_script(bench, things);
    const struct str texts[] = {STR(""), STR("plain"), STR("Ünïcode 漢字 🎻"), STR("a'b\"c\\d ?1 $1 %_"), {NULL, 0}};
    const int64_t numbers[] = {0, -1, INT64_MAX, INT64_MIN, 42};
    const struct str bytes[] = {STR("\0\1\2\377\0"), STR(""), {NULL, 0}, STR("\\x41"), STR("text")};
    CHECK_INT(conn_begin(bench->write), OK);
    for (int i = 0; i < 5; i++) {
        int64_t changed = 0;
        struct stmt *stmt = conn_prepare(
            bench->write,
            S("INSERT INTO thing (id, audience_id, n, bytes) VALUES (?4, ?1, ?2, ?7)")); /* gaps, any order */
        char id[2] = {(char)('a' + i), 0};
        stmt_text(stmt, 4, str_of(id));
        stmt_text(stmt, 1, texts[i]);
        stmt_int(stmt, 2, numbers[i]);
        stmt_blob(stmt, 7, bytes[i]);
        CHECK_INT(stmt_run(stmt, &changed), OK);
        CHECK_INT(changed, 1);
    }
    CHECK_INT(conn_commit(bench->write), OK);
    struct stmt *stmt = conn_prepare(bench->read, S("SELECT audience_id, n, bytes, n IS NULL FROM thing ORDER BY id"));
    bool row;
    for (int i = 0; i < 5; i++) {
        CHECK_INT(stmt_step(stmt, &row), OK);
        if (!CHECK(row))
            break;
        struct str text = stmt_column(stmt, 0), blob = stmt_column(stmt, 2);
        CHECK(!text.p == !texts[i].p && str_eq(text, texts[i]));
        CHECK_INT(stmt_column_null(stmt, 0), texts[i].p == NULL);
        CHECK_INT(stmt_column_int(stmt, 1), numbers[i]);
        CHECK_MEM(blob.p, blob.n, bytes[i].p, bytes[i].n);
        CHECK_INT(stmt_column_null(stmt, 2), bytes[i].p == NULL);
        CHECK_INT(stmt_column_int(stmt, 3), 0);
    }
    CHECK_INT(stmt_step(stmt, &row), OK);
    CHECK(!row);
    stmt_done(stmt);
}

BOTH(store, transactions_and_savepoints)
{
    bench_script(bench, things);
    struct conn *conn = bench->write;
    CHECK(!conn_in_transaction(conn));
    CHECK_INT(conn_begin(conn), OK);
    CHECK(conn_in_transaction(conn));
    CHECK_INT(add(conn, "a", "x", 1), OK);
    CHECK_INT(conn_savepoint(conn), OK);
    CHECK_INT(add(conn, "b", "x", 1), OK);
    CHECK_INT(conn_savepoint(conn), OK);
    CHECK_INT(add(conn, "c", "x", 1), OK);
    conn_rollback_to(conn);
    CHECK_INT(bench_number(conn, "SELECT count(*) FROM thing"), 2);
    CHECK_INT(conn_release(conn), OK);
    CHECK_INT(bench_number(bench->read, "SELECT count(*) FROM thing"), 0); /* nobody else sees it yet */
    CHECK_INT(conn_commit(conn), OK);
    CHECK(!conn_in_transaction(conn));
    CHECK_INT(bench_number(bench->read, "SELECT count(*) FROM thing"), 2);
    CHECK_INT(conn_begin(conn), OK);
    CHECK_INT(add(conn, "d", "x", 1), OK);
    conn_rollback(conn);
    CHECK(!conn_in_transaction(conn));
    CHECK_INT(bench_number(bench->read, "SELECT count(*) FROM thing"), 2);
}

BOTH(store, a_reader_sees_one_moment_and_writes_nothing)
{
    bench_script(bench, things);
    CHECK_INT(conn_begin(bench->read), OK);
    CHECK_INT(bench_number(bench->read, "SELECT count(*) FROM thing"), 0);
    CHECK_INT(conn_begin(bench->write), OK);
    CHECK_INT(add(bench->write, "a", "x", 1), OK);
    CHECK_INT(conn_commit(bench->write), OK);
    CHECK_INT(bench_number(bench->read, "SELECT count(*) FROM thing"), 0);
    CHECK_INT(conn_commit(bench->read), OK);
    CHECK_INT(bench_number(bench->read, "SELECT count(*) FROM thing"), 1);
    CHECK_INT(add(bench->read, "b", "x", 1), ERR_STORE);
    CHECK_INT(conn_begin(bench->read), OK);
    CHECK_INT(add(bench->read, "b", "x", 1), ERR_STORE);
    conn_rollback(bench->read);
    CHECK_INT(bench_number(bench->read, "SELECT count(*) FROM thing"), 1);
}

BOTH(store, statements_nest_on_one_connection)
{
    bench_script(bench, things);
    CHECK_INT(conn_begin(bench->write), OK);
    for (int i = 0; i < 30; i++)
        CHECK_INT(add(bench->write, arena_printf(bench->arena, "%02d", i).p, "x", i + 100), OK);
    int64_t sum = 0;
    bool row, inner_row;
    enum err err;
    struct stmt *outer = conn_prepare(bench->write, S("SELECT id FROM thing ORDER BY id"));
    while ((err = stmt_step(outer, &row)) == OK && row) {
        struct stmt *inner = conn_prepare(bench->write, S("SELECT n FROM thing WHERE id = ?1"));
        stmt_text(inner, 1, stmt_column(outer, 0));
        CHECK_INT(stmt_step(inner, &inner_row), OK);
        struct stmt *same =
            conn_prepare(bench->write, S("SELECT id FROM thing ORDER BY id")); /* the outer one's text */
        CHECK_INT(stmt_step(same, &inner_row), OK);
        CHECK(str_is(stmt_column(same, 0), "00"));
        stmt_done(same);
        sum += stmt_column_int(inner, 0);
        stmt_done(inner);
        CHECK_INT(bench_run(bench->write, "UPDATE thing SET audience_id = 'y'"), OK);
    }
    CHECK_INT(err, OK);
    stmt_done(outer);
    CHECK_INT(sum, 3435);
    conn_rollback(bench->write);
}

BOTH(store, many_rows_come_in_portions)
{
    bench_script(bench, things);
    bench_script(
        bench,
        "INSERT INTO thing (id, n) WITH RECURSIVE t (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < 3000)"
        " SELECT CAST(i + 10000 AS TEXT), i + 100 FROM t");
    static const int limits[] = {0, 1, 999, 1000, 1001, 3000}; /* about the size of a portion */
    for (int in_transaction = 0; in_transaction < 2; in_transaction++)
        for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
            int64_t sum = 0, n = 0;
            bool row;
            enum err err;
            if (in_transaction)
                CHECK_INT(conn_begin(bench->read), OK);
            struct stmt *stmt = conn_prepare(bench->read, S("SELECT n FROM thing WHERE n <= ?1 ORDER BY id"));
            stmt_portions(stmt);
            stmt_int(stmt, 1, limits[i] + 100);
            for (; (err = stmt_step(stmt, &row)) == OK && row; n++) {
                sum += stmt_column_int(stmt, 0);
                if (n % 700 == 0) /* others run meanwhile */
                    CHECK_INT(bench_number(bench->read, "SELECT count(*) FROM thing"), 3000);
            }
            CHECK_INT(err, OK);
            CHECK_INT(n, limits[i]);
            CHECK_INT(sum, (int64_t)limits[i] * (limits[i] + 1) / 2 + (int64_t)100 * limits[i]);
            CHECK_INT(conn_see(bench->read, NULL), OK); /* nothing is open at the end */
            stmt_done(stmt);
            conn_rollback(bench->read);
        }
}

BOTH(store, portions_end_with_their_savepoint)
{
    bool row;
    bench_script(bench, things);
    bench_script(bench, "INSERT INTO thing (id) VALUES ('a'), ('b'), ('c')");
    CHECK_INT(conn_begin(bench->write), OK);
    CHECK_INT(conn_savepoint(bench->write), OK);
    struct stmt *stmt = conn_prepare(bench->write, S("SELECT id FROM thing ORDER BY id"));
    stmt_portions(stmt);
    CHECK_INT(stmt_step(stmt, &row), OK);
    stmt_done(stmt);
    stmt = conn_prepare(bench->write, S("SELECT id FROM thing ORDER BY id"));
    stmt_portions(stmt);
    CHECK_INT(stmt_step(stmt, &row), OK);
    conn_rollback_to(bench->write);
    stmt_done(stmt);
    CHECK_INT(bench_number(bench->write, "SELECT count(*) FROM thing"), 3);
    CHECK_INT(conn_commit(bench->write), OK);
}

BOTH(store, conflicts_undo_their_savepoint_only)
{
    bench_script(bench, things);
    static const char *const broken[] = {
        "INSERT INTO thing (id, n) VALUES ('a', 2)",
        "INSERT INTO thing (id, n) VALUES ('z', 13)",
        "INSERT INTO thing (id, n) VALUES (NULL, 1)",
        "INSERT INTO part (thing_id, name) VALUES ('nowhere', 'x')",
    };
    CHECK_INT(conn_begin(bench->write), OK);
    CHECK_INT(add(bench->write, "a", "x", 1), OK);
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        CHECK_INT(conn_savepoint(bench->write), OK);
        CHECK_INT(bench_run(bench->write, broken[i]), ERR_CONFLICT);
        conn_rollback_to(bench->write);
    }
    CHECK_INT(conn_savepoint(bench->write), OK);
    CHECK_INT(bench_run(bench->write, "INSERT INTO nowhere VALUES (1)"), ERR_STORE);
    conn_rollback_to(bench->write);
    CHECK_INT(add(bench->write, "b", "x", 1), OK);
    CHECK_INT(conn_commit(bench->write), OK);
    CHECK_INT(bench_number(bench->read, "SELECT count(*) FROM thing"), 2);
}

BOTH(store, text_sorts_by_bytes_and_like_ignores_case)
{
    bench_script(bench, things);
    bench_script(bench,
                 "INSERT INTO thing (id) VALUES ('b'), ('A'), ('a'), ('B'), ('é'), ('_'), ('a-b'), ('a b'), ('ab')");
    struct buf all = buf_init(bench->arena, 0);
    bool row;
    struct stmt *stmt = conn_prepare(bench->read, S("SELECT id FROM thing ORDER BY id"));
    while (stmt_step(stmt, &row) == OK && row)
        buf_printf(&all, "%.*s|", STR_ARG(stmt_column(stmt, 0)));
    stmt_done(stmt);
    CHECK_STR(buf_str(&all).p, "A|B|_|a|a b|a-b|ab|b|é|");
    CHECK_INT(bench_number(bench->read, "SELECT count(*) FROM thing WHERE id LIKE 'A%'"), 5);
    CHECK_INT(bench_number(bench->read, "SELECT count(*) FROM thing WHERE id LIKE 'É'"), 0);
    CHECK_INT(bench_number(bench->read, "SELECT count(*) FROM thing WHERE id LIKE '\\_' ESCAPE '\\'"), 1);
    CHECK_INT(bench_number(bench->read, "SELECT count(*) FROM thing WHERE id = 'LIKE ?1 entente_sees(id)'"), 0);
}

BOTH(store, more_statements_than_are_kept)
{
    bench_script(bench, things);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 400; i++)
            CHECK_INT(bench_number(bench->read, arena_printf(bench->arena, "SELECT %d", i).p), i);
}

BOTH(store, columns_of_a_table)
{
    struct value *columns = NULL;
    bench_script(bench, things);
    CHECK_INT(conn_columns(bench->read, bench->arena, "part", &columns), OK);
    CHECK_INT(columns->count, 2);
    CHECK(str_is(value_at(columns, 0)->text, "thing_id") && str_is(value_at(columns, 1)->text, "name"));
    CHECK_INT(conn_columns(bench->read, bench->arena, "nowhere", &columns), OK);
    CHECK_INT(columns->count, 0);
}

/* ---- sight ---- */

static struct id_set set_of(struct bench *bench, int from, int to)
{
    struct str *ids = ARENA_ARRAY(bench->arena, (size_t)(to - from), struct str);
    for (int i = from; i < to; i++)
        ids[i - from] = arena_printf(bench->arena, "circle \"%d\"\\", i);
    return id_set_of(bench->arena, ids, (size_t)(to - from));
}

static void fill_circles(struct bench *bench)
{
    bench_script(bench, things);
    CHECK_INT(conn_begin(bench->write), OK);
    for (int i = 0; i < 300; i++)
        CHECK_INT(add(bench->write, arena_printf(bench->arena, "%03d", i).p,
                      arena_printf(bench->arena, "circle \"%d\"\\", i).p, i == 13 ? 1 : i),
                  OK);
    CHECK_INT(conn_commit(bench->write), OK);
}

static const char count_seen[] = "SELECT count(*) FROM thing WHERE entente_sees(audience_id)";
static const char first_seen[] =
    "SELECT id FROM thing t WHERE entente_sees( (t.audience_id) ) AND id <> ')' ORDER BY id LIMIT 1";

static void expect_sight(struct bench *bench, struct conn *conn, const struct id_set *set, int from, int to)
{
    CHECK_INT(conn_see(conn, set), OK);
    CHECK_INT(bench_number(conn, count_seen), to - from);
    CHECK_INT(bench_number(conn, first_seen), from);
    (void)bench;
}

BOTH(store, a_connection_sees_what_it_was_told_last)
{
    fill_circles(bench);
    struct id_set few = set_of(bench, 5, 9), many = set_of(bench, 10, 290), others = set_of(bench, 100, 250),
                  none = {0};
    for (int round = 0; round < 2; round++) {
        struct conn *conn = round ? bench->write : bench->read;
        CHECK_INT(bench_number(conn, count_seen), 0); /* nothing said: nothing seen */
        for (int in_transaction = 0; in_transaction < 2; in_transaction++) {
            if (in_transaction)
                CHECK_INT(conn_begin(conn), OK);
            expect_sight(bench, conn, &few, 5, 9);
            expect_sight(bench, conn, &many, 10, 290);
            expect_sight(bench, conn, &others, 100, 250);
            expect_sight(bench, conn, &many, 10, 290);
            expect_sight(bench, conn, &few, 5, 9);
            CHECK_INT(conn_see(conn, &none), OK);
            CHECK_INT(bench_number(conn, count_seen), 0);
            CHECK_INT(conn_see(conn, NULL), OK);
            CHECK_INT(bench_number(conn, count_seen), 0);
            conn_rollback(conn);
        }
    }
}

BOTH(store, sight_stands_through_rollbacks)
{
    fill_circles(bench);
    struct id_set many = set_of(bench, 10, 290), others = set_of(bench, 100, 250);
    struct conn *conn = bench->write;
    CHECK_INT(conn_begin(conn), OK);
    expect_sight(bench, conn, &many, 10, 290);
    CHECK_INT(conn_savepoint(conn), OK);
    expect_sight(bench, conn, &others, 100, 250);
    CHECK_INT(bench_run(conn, "INSERT INTO thing (id) VALUES ('001')"), ERR_CONFLICT);
    conn_rollback_to(conn);
    CHECK_INT(bench_number(conn, count_seen), 150);
    expect_sight(bench, conn, &many, 10, 290);
    conn_rollback(conn);
    CHECK_INT(bench_number(conn, count_seen), 280);
    CHECK_INT(conn_begin(conn), OK);
    CHECK_INT(bench_number(conn, count_seen), 280);
    CHECK_INT(conn_commit(conn), OK);
    expect_sight(bench, conn, &others, 100, 250);
    for (int i = 0; i < 30; i++) { /* more viewers than are kept */
        struct id_set other = set_of(bench, i, i + 100);
        expect_sight(bench, conn, &other, i, i + 100);
    }
}

BOTH(store, sight_does_not_change_under_an_open_statement)
{
    fill_circles(bench);
    struct id_set few = set_of(bench, 5, 9);
    bool row;
    CHECK_INT(conn_see(bench->read, &few), OK);
    struct stmt *stmt = conn_prepare(bench->read, str_of("SELECT id FROM thing WHERE entente_sees(audience_id)"));
    CHECK_INT(stmt_step(stmt, &row), OK);
    CHECK_INT(conn_see(bench->read, NULL), ERR_INTERNAL);
    stmt_done(stmt);
    CHECK_INT(conn_see(bench->read, NULL), OK);
}

BOTH(store, an_exemption_ends_where_it_began)
{
    fill_circles(bench);
    struct id_set few = set_of(bench, 5, 9), many = set_of(bench, 10, 290);
    const struct id_set *const sets[] = {NULL, &few, &many};
    const int counts[] = {0, 4, 280};
    for (int i = 0; i < 6; i++) {
        struct conn *conn = i < 3 ? bench->read : bench->write;
        CHECK_INT(conn_see(conn, sets[i % 3]), OK);
        CHECK_INT(conn_see_all(conn), OK);
        CHECK_INT(conn_see_all(conn), OK);
        CHECK_INT(bench_number(conn, count_seen), 300);
        CHECK_INT(bench_number(conn, first_seen), 0);
        CHECK_INT(conn_see_back(conn, OK), OK);
        CHECK_INT(bench_number(conn, count_seen), 300);
        CHECK_INT(conn_see_back(conn, ERR_STALE), ERR_STALE);
        CHECK_INT(bench_number(conn, count_seen), counts[i % 3]);
        CHECK_INT(conn_see_all(conn), OK);
        CHECK_INT(conn_see(conn, sets[i % 3]), OK);
        CHECK_INT(bench_number(conn, count_seen), counts[i % 3]);
        CHECK_INT(conn_see_back(conn, OK), OK); /* the exemption has ended already */
        CHECK_INT(bench_number(conn, count_seen), counts[i % 3]);
    }
}

BOTH(store, sight_rules_over_writes)
{
    fill_circles(bench);
    struct id_set few = set_of(bench, 5, 9), many = set_of(bench, 10, 290);
    int64_t changed = 0;
    const struct str sql = S("UPDATE thing SET n = ?1 WHERE id = ?2 AND n = ?1 - 1 AND entente_sees(audience_id)");
    const struct id_set *const sets[] = {&few, &many};
    for (int i = 0; i < 2; i++) {
        CHECK_INT(conn_see(bench->write, sets[i]), OK);
        CHECK_INT(conn_begin(bench->write), OK);
        for (int id = 6; id <= 60; id += 54) {
            struct stmt *stmt = conn_prepare(bench->write, sql);
            stmt_int(stmt, 1, id + 1);
            stmt_text(stmt, 2, arena_printf(bench->arena, "%03d", id));
            CHECK_INT(stmt_run(stmt, &changed), OK);
            CHECK_INT(changed, (id == 6) == (i == 0));
        }
        CHECK_INT(conn_commit(bench->write), OK);
    }
}

/* ---- writers ---- */

struct increment {
    struct write_job job;
    pthread_mutex_t *lock;
    int *left;
    bool fails;
    enum err err;
};

/* Reads, thinks, writes: what two writers at once would lose. */
static enum err increase(struct conn *conn, void *user)
{
    struct increment *increment = user;
    int64_t n = bench_number(conn, "SELECT n FROM thing WHERE id = 'counter'");
    struct stmt *stmt = conn_prepare(conn, S("UPDATE thing SET n = ?1 WHERE id = 'counter'"));
    stmt_int(stmt, 1, n + 1);
    enum err err = stmt_run(stmt, NULL);
    return err ? err : increment->fails ? bench_run(conn, "INSERT INTO thing (id) VALUES ('counter')") : OK;
}

static void increased(void *user, enum err err)
{
    struct increment *increment = user;
    increment->err = err;
    pthread_mutex_lock(increment->lock);
    --*increment->left;
    pthread_mutex_unlock(increment->lock);
}

BOTH(store, two_servers_lose_no_write)
{
    enum { JOBS = 150 };
    static struct increment increments[2][JOBS];
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    struct writer *writers[2] = {NULL, NULL};
    int left = 2 * JOBS, failed = 0;
    bench_script(bench, things);
    bench_script(bench, "INSERT INTO thing (id, n) VALUES ('counter', 1000)");
    for (int w = 0; w < 2; w++)
        CHECK_INT(writer_start(bench->store, &writers[w]), OK);
    for (int i = 0; i < JOBS; i++)
        for (int w = 0; w < 2; w++) {
            struct increment *increment = &increments[w][i];
            *increment = (struct increment){.lock = &lock, .left = &left, .fails = i % 10 == 7};
            increment->job = (struct write_job){.run = increase, .done = increased, .user = increment};
            CHECK_INT(writer_submit(writers[w], &increment->job), OK);
        }
    for (int w = 0; w < 2; w++)
        writer_stop(writers[w]);
    CHECK_INT(left, 0);
    for (int w = 0; w < 2; w++)
        for (int i = 0; i < JOBS; i++) {
            CHECK_INT(increments[w][i].err, increments[w][i].fails ? ERR_CONFLICT : OK);
            failed += increments[w][i].fails;
        }
    CHECK_INT(bench_number(bench->read, "SELECT n FROM thing WHERE id = 'counter'"), 1000 + 2 * JOBS - failed);
    pthread_mutex_destroy(&lock);
}
