/* What is PostgreSQL's alone: the words of its SQL, what is asked of the server, and connections that are lost. */
#include "base/message.h"
#include "lib/both.h"
#include "store/postgres/postgres.h"

static void check_sql(const char *from, const char *few, const char *many)
{
    struct pg_sql sql;
    if (!CHECK_INT(pg_sql_make(str_of(from), &sql), OK))
        return;
    CHECK_STR(sql.text[FORM_FEW], few);
    CHECK_STR(sql.text[FORM_MANY], many ? many : few);
    pg_sql_release(&sql);
}

TEST(postgres, statements_are_put_into_its_words)
{
    check_sql("SELECT a FROM t WHERE b = ?3 AND c IN (?1, ?3, ?12)",
              "SELECT a FROM t WHERE b = $1 AND c IN ($2, $1, $3)", NULL);
    check_sql("SELECT '?1 LIKE ''?2''', \"?3\" /* ?4 */ FROM t -- ?5\n WHERE a LIKE ?1 ESCAPE '\\'",
              "SELECT '?1 LIKE ''?2''', \"?3\" /* ?4 */ FROM t -- ?5\n WHERE a ILIKE $1 ESCAPE '\\'", NULL);
    check_sql("UPDATE t SET likes = ?1 WHERE a NOT like ?2", "UPDATE t SET likes = $1 WHERE a NOT ILIKE $2", NULL);
    check_sql("SELECT 1 FROM t WHERE entente_sees(t.a) AND b = ?1",
              "SELECT 1 FROM t WHERE (t.a = ANY ($1::pg_catalog.text[])) AND b = $2",
              "SELECT 1 FROM t WHERE (EXISTS (SELECT 1 FROM pg_temp.entente_sight AS entente_s WHERE"
              " entente_s.entente_sight = $1::pg_catalog.int8 AND entente_s.entente_circle = t.a) IS TRUE) AND b = $2");
    check_sql(
        "SELECT 1 FROM t WHERE entente_sees (coalesce(a, ?1, ')')) LIMIT 1",
        "SELECT 1 FROM t WHERE (coalesce(a, $2, ')') = ANY ($1::pg_catalog.text[])) LIMIT 1",
        "SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM pg_temp.entente_sight AS entente_s WHERE"
        " entente_s.entente_sight = $1::pg_catalog.int8 AND entente_s.entente_circle = coalesce(a, $2, ')') OFFSET 0)"
        " LIMIT 1");
    check_sql("SELECT 'unclosed ?1", "SELECT 'unclosed ?1", NULL);
    check_sql("", "", NULL);
}

TEST(postgres, columns_of_text_compare_by_bytes)
{
    char *script = pg_script_make(S("CREATE TABLE t (a TEXT NOT NULL, b BLOB, c BIGINT DEFAULT 'TEXT'); -- TEXT\n"
                                    "SELECT CAST(a AS TEXT) AS TEXTS; CREATE FUNCTION f() RETURNS text AS $x$ SELECT "
                                    "'TEXT' TEXT $x$ LANGUAGE sql"));
    CHECK_STR(
        script,
        "CREATE TABLE t (a text COLLATE \"C\" NOT NULL, b bytea, c BIGINT DEFAULT 'TEXT'); -- TEXT\n"
        "SELECT CAST(a AS TEXT) AS TEXTS; CREATE FUNCTION f() RETURNS text AS $x$ SELECT 'TEXT' TEXT $x$ LANGUAGE sql");
    free(script);
}

#define NEEDS_POSTGRES \
    CHECK_SKIP_UNLESS(getenv("ENTENTE_TEST_POSTGRES"), "no PostgreSQL here: tests/lib/postgres run …")

/* Opening `url` fails so, with words. */
static void check_refused(const char *url, bool create, enum err expected)
{
    struct arena *arena = arena_new(0);
    struct problems problems = problems_init(arena);
    struct store *store = NULL;
    CHECK_INT(message_load(), OK);
    CHECK_INT(store_open(url, create, &problems, &store), expected);
    if (CHECK_INT(problems.count, 1))
        CHECK(str_find(problems.first->detail, ' ') > 0); /* words, not a key */
    store_close(store);
    arena_free(arena);
}

static const char *with(struct arena *arena, const char *option)
{
    const char *base = getenv("ENTENTE_TEST_POSTGRES");
    return arena_printf(arena, "%s&options=%s", base, option).p;
}

/* The base address, but for another database. */
static const char *in_database(struct arena *arena, const char *name)
{
    return arena_printf(arena, "%s&dbname=%s", getenv("ENTENTE_TEST_POSTGRES"), name).p;
}

TEST(postgres, refuses_a_server_that_may_forget)
{
    NEEDS_POSTGRES;
    struct arena *arena = arena_new(0);
    check_refused(with(arena, "-csynchronous_commit%3Doff"), true, ERR_STORE);
    check_refused(with(arena, "-csearch_path%3Dnowhere"), true, ERR_STORE);
    check_refused("postgresql:///x?host=/nowhere/at/all", true, ERR_BUSY);
    check_refused("postgresql://[", true, ERR_INPUT);
    arena_free(arena);
}

TEST(postgres, makes_the_database_that_is_missing)
{
    NEEDS_POSTGRES;
    struct arena *arena = arena_new(0);
    struct problems problems = problems_init(arena);
    struct store *store = NULL;
    const char *name = arena_printf(arena, "test_%d \"made\"", (int)getpid()).p;
    const char *url = in_database(arena, arena_printf(arena, "test_%d%%20%%22made%%22", (int)getpid()).p);
    check_refused(url, false, ERR_NOT_FOUND);
    CHECK_INT(store_open(url, true, &problems, &store), OK);
    store_close(store);
    store = NULL;
    CHECK_INT(store_open(url, false, &problems, &store), OK);
    store_close(store);
    PGconn *pg = PQconnectdb(getenv("ENTENTE_TEST_POSTGRES"));
    char *quoted = PQescapeIdentifier(pg, name, strlen(name));
    PQclear(PQexec(pg, arena_printf(arena, "DROP DATABASE %s", quoted).p));
    PQfreemem(quoted);
    PQfinish(pg);
    arena_free(arena);
}

/* Ends every other session of this address's database that runs in `bench`'s schema, as a restart of the server would.
 */
static void cut(struct bench *bench)
{
    PGconn *pg = PQconnectdb(bench->url);
    PGresult *result = PQexec(pg, "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
                                  " WHERE application_name = 'entente' AND pid <> pg_backend_pid()");
    CHECK_INT(PQresultStatus(result), PGRES_TUPLES_OK);
    PQclear(result);
    PQfinish(pg);
}

static bool begin_bench(struct bench *bench, const char *name)
{
    if (!bench_open(bench, name, true))
        return false;
    bench_script(bench, "CREATE TABLE thing (id TEXT PRIMARY KEY, audience_id TEXT)");
    return true;
}

TEST(postgres, connections_come_back_with_the_next_transaction)
{
    NEEDS_POSTGRES;
    struct bench bench;
    if (begin_bench(&bench, "cut")) {
        struct str ids[100];
        for (int i = 0; i < 100; i++)
            ids[i] = arena_printf(bench.arena, "c%d", i);
        struct id_set many = id_set_of(bench.arena, ids, 100);
        static const char sql[] = "SELECT count(*) FROM thing WHERE entente_sees(audience_id)";
        bench_script(&bench, "INSERT INTO thing VALUES ('a', 'c1'), ('b', 'other')");
        CHECK_INT(conn_see(bench.read, &many), OK);
        CHECK_INT(conn_begin(bench.read), OK);
        CHECK_INT(bench_number(bench.read, sql), 1);
        CHECK_INT(conn_begin(bench.write), OK);
        CHECK_INT(bench_run(bench.write, "INSERT INTO thing VALUES ('c', 'c2')"), OK);
        cut(&bench);
        CHECK_INT(bench_run(bench.write, "INSERT INTO thing VALUES ('d', 'c3')"), ERR_BUSY);
        CHECK(!conn_in_transaction(bench.write));
        CHECK_INT(bench_run(bench.read, sql), ERR_BUSY);
        CHECK(!conn_in_transaction(bench.read));
        CHECK_INT(conn_begin(bench.read), OK);
        CHECK_INT(bench_number(bench.read, sql), 1); /* what was not committed is gone, and the sight is there again */
        CHECK_INT(conn_commit(bench.read), OK);
        cut(&bench); /* between transactions nobody notices */
        CHECK_INT(conn_begin(bench.write), OK);
        CHECK_INT(bench_run(bench.write, "INSERT INTO thing VALUES ('d', 'c3')"), OK);
        CHECK_INT(conn_commit(bench.write), OK);
        CHECK_INT(conn_begin(bench.read), OK);
        CHECK_INT(bench_number(bench.read, sql), 2);
        conn_rollback(bench.read);
    }
    bench_close(&bench);
}

TEST(postgres, a_commit_that_was_cut_off_is_known_not_to_stand)
{
    NEEDS_POSTGRES;
    struct bench bench;
    if (begin_bench(&bench, "fate")) {
        CHECK_INT(conn_begin(bench.write), OK);
        CHECK_INT(bench_run(bench.write, "INSERT INTO thing VALUES ('a', 'x')"), OK);
        cut(&bench);
        CHECK_INT(conn_commit(bench.write), ERR_BUSY);
        CHECK_INT(conn_begin(bench.write), OK);
        CHECK_INT(bench_number(bench.write, "SELECT count(*) FROM thing"), 0);
        conn_rollback(bench.write);
    }
    bench_close(&bench);
}

TEST(postgres, a_failed_transaction_is_not_committed)
{
    NEEDS_POSTGRES;
    struct bench bench;
    if (begin_bench(&bench, "failed")) {
        CHECK_INT(conn_begin(bench.write), OK);
        CHECK_INT(bench_run(bench.write, "INSERT INTO thing VALUES ('a', 'x')"), OK);
        CHECK_INT(bench_run(bench.write, "INSERT INTO thing VALUES ('a', 'x')"), ERR_CONFLICT);
        CHECK_INT(conn_commit(bench.write), ERR_STORE);
        CHECK(!conn_in_transaction(bench.write));
        CHECK_INT(bench_number(bench.read, "SELECT count(*) FROM thing"), 0);
    }
    bench_close(&bench);
}

TEST(postgres, text_with_a_zero_byte_is_refused)
{
    NEEDS_POSTGRES;
    struct bench bench;
    if (begin_bench(&bench, "zero")) {
        const struct str texts[] = {STR("a\0b"), STR("\xff\xfe")};
        for (int i = 0; i < 2; i++) {
            struct stmt *stmt = conn_prepare(bench.read, S("SELECT 1 FROM thing WHERE id = ?1"));
            bool row;
            stmt_text(stmt, 1, texts[i]);
            CHECK_INT(stmt_step(stmt, &row), ERR_INPUT);
            stmt_done(stmt);
        }
    }
    bench_close(&bench);
}

/* ---- the second guard ---- */

/* A store in the same schema for an account that owns nothing there. */
static struct store *as_guest(struct bench *bench, const char *role)
{
    struct store *store = NULL;
    const char *at = strstr(bench->url, "user=postgres");
    struct str url = arena_printf(bench->arena, "%.*suser=%s%s", at ? (int)(at - bench->url) : 0, bench->url, role,
                                  at ? at + strlen("user=postgres") : "");
    CHECK(at != NULL);
    CHECK_INT(store_open(url.p, false, &bench->problems, &store), OK);
    return store;
}

/* None of these asks what it may see: each is a predicate forgotten. The number is what a viewer of "mine" gets. */
static const struct {
    const char *sql;
    int64_t expected;
} forgotten[] = {
    {"SELECT count(*) FROM note", 2},
    {"SELECT count(*) FROM note WHERE text LIKE '%secret%'", 0},
    {"WITH note AS (SELECT * FROM note) SELECT count(*) FROM note", 2},
    {"SELECT count(*) FROM (SELECT id FROM note UNION ALL SELECT id FROM note) x", 4},
    {"SELECT count(*) FROM tenant t LEFT JOIN note n ON n.tenant_id = t.id", 2},
    {"SELECT count(*) FROM note a JOIN note b ON b.audience_id <> a.audience_id", 0},
    {"SELECT max(version) FROM note", 1},
    {"SELECT count(*) FROM note WHERE id = 'theirs-1'", 0},
    {"SELECT count(*) FROM note WHERE audience_id = 'theirs'", 0},
    {"SELECT count(*) FROM note WHERE about > 'a' AND CAST(text AS TEXT) <> ''", 2},
    {"UPDATE note SET version = version + 1 WHERE id = 'theirs-1' RETURNING version", -1},
    {"DELETE FROM note WHERE audience_id = 'theirs' RETURNING 1", -1},
    {"SELECT count(*) FROM pg_stats WHERE tablename = 'note'", 0},
    {"SELECT count(*) FROM event", 0},
    {"SELECT count(*) FROM search_entry", 0},
};

static void expect_guard(struct conn *conn, const struct id_set *set, const char *only)
{
    CHECK_INT(conn_see(conn, set), OK);
    for (size_t i = 0; i < sizeof forgotten / sizeof *forgotten; i++) {
        int64_t got = bench_number(conn, forgotten[i].sql);
        int64_t expected = only                        ? forgotten[i].expected
                           : i == 4                    ? 1
                           : i == 6                    ? 0
                           : forgotten[i].expected > 0 ? 0
                                                       : forgotten[i].expected;
        if (got != expected)
            CHECK_FAIL("%s: %lld, expected %lld", forgotten[i].sql, (long long)got, (long long)expected);
    }
}

static void check_writes(struct conn *conn)
{
    static const char insert[] =
        "INSERT INTO note (tenant_id, id, version, audience_id, created_at, updated_at, match_key)"
        " VALUES ('t', '%s', 1, '%s', 1, 1, '')";
    char sql[256];
    CHECK_INT(conn_begin(conn), OK);
    snprintf(sql, sizeof sql, insert, "new", "mine");
    CHECK_INT(bench_run(conn, sql), OK);
    CHECK_INT(conn_savepoint(conn), OK);
    snprintf(sql, sizeof sql, insert, "newer", "theirs");
    CHECK_INT(bench_run(conn, sql), ERR_FORBIDDEN);
    conn_rollback_to(conn);
    CHECK_INT(conn_savepoint(conn), OK);
    CHECK_INT(bench_run(conn, "UPDATE note SET audience_id = 'theirs' WHERE id = 'new'"), ERR_FORBIDDEN);
    conn_rollback_to(conn);
    CHECK_INT(bench_number(conn, "SELECT count(*) FROM note"), 3);
    conn_rollback(conn);
}

static void fill_guarded(struct bench *bench, const char *role)
{
    CHECK_INT(migrate(bench->write, &bench->problems, NULL), OK);
    bench_script(
        bench, "INSERT INTO tenant VALUES ('t', 'mine', 1);"
               "INSERT INTO audience (tenant_id, id, kind, created_at) VALUES ('t', 'mine', 'owner', 1),"
               " ('t', 'theirs', 'owner', 1);"
               "INSERT INTO note (tenant_id, id, version, audience_id, created_at, updated_at, about, text, match_key)"
               " SELECT 't', a || '-' || n, CASE a WHEN 'mine' THEN 1 ELSE 7 END, a, 1, 1, 'x',"
               " CASE a WHEN 'mine' THEN 'open' ELSE 'a secret' END, ''"
               " FROM (VALUES ('mine'), ('theirs')) AS v (a), generate_series(1, 2) n");
    bench_script(bench, arena_printf(bench->arena,
                                     "CREATE ROLE %s LOGIN NOBYPASSRLS; GRANT USAGE ON SCHEMA test_%d_guard TO %s;"
                                     "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA test_%d_guard TO %s",
                                     role, (int)getpid(), role, (int)getpid(), role)
                            .p);
}

TEST(postgres, the_second_guard_alone_leaks_nothing)
{
    NEEDS_POSTGRES;
    struct bench bench;
    if (bench_open(&bench, "guard", true)) {
        const char *role = arena_printf(bench.arena, "entente_guest_%d", (int)getpid()).p;
        struct str ids[100] = {STR("mine")};
        for (int i = 1; i < 100; i++)
            ids[i] = arena_printf(bench.arena, "other %d", i);
        struct id_set few = id_set_of(bench.arena, ids, 1), many = id_set_of(bench.arena, ids, 100);
        struct conn *conn = NULL;
        fill_guarded(&bench, role);
        CHECK(bench_number(bench.write, "SELECT entente_guard(true)") > 20);
        struct store *store = as_guest(&bench, role);
        CHECK_INT(store_connect(store, CONN_WRITE, &conn), OK);
        for (int in_transaction = 0; in_transaction < 2; in_transaction++) {
            if (in_transaction)
                CHECK_INT(conn_begin(conn), OK);
            expect_guard(conn, NULL, NULL);
            expect_guard(conn, &few, "mine");
            expect_guard(conn, &many, "mine");
            expect_guard(conn, NULL, NULL);
            expect_guard(conn, &few, "mine");
            conn_rollback(conn);
            CHECK_INT(bench_number(conn, "SELECT count(*) FROM note"),
                      2); /* a rollback takes back what was said: it is said again */
        }
        check_writes(conn);
        conn_close(conn);
        store_close(store);
        CHECK(bench_number(bench.write, "SELECT entente_guard(true)") > 20); /* again, after a migration */
        CHECK(bench_number(bench.write, "SELECT entente_guard(false)") > 20);
        bench_script(&bench, arena_printf(bench.arena, "DROP OWNED BY %s; DROP ROLE %s", role, role).p);
    }
    bench_close(&bench);
}

TEST(postgres, every_column_of_text_in_the_schema_compares_by_bytes)
{
    NEEDS_POSTGRES;
    struct bench bench;
    if (bench_open(&bench, "collations", true)) {
        CHECK_INT(migrate(bench.write, &bench.problems, NULL), OK);
        CHECK(bench_number(bench.read,
                           "SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema()"
                           " AND data_type = 'text' AND collation_name = 'C'") > 100);
        CHECK_INT(bench_number(bench.read,
                               "SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema()"
                               " AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"),
                  0);
    }
    bench_close(&bench);
}
