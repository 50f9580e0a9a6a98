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

TEST(postgres, a_server_elsewhere_is_reached_by_tls)
{
    static const struct {
        const char *url;
        bool tls;
    } cases[] = {
        {"postgresql://ally@db.example/work", true},
        {"postgresql://ally@10.0.0.7:5433/work", true},
        {"postgresql://ally@/work?hostaddr=192.0.2.1", true},
        {"postgresql://ally@db.example/work?sslmode=verify-full", false}, /* says itself how */
        {"postgresql://ally@db.example/work?sslmode=disable", false},
        {"postgresql://ally@localhost/work", false},
        {"postgresql://ally@127.0.0.1/work", false},
        {"postgresql://ally@[::1]/work", false},
        {"postgresql:///work?host=/run/postgresql", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!CHECK_INT(pg_wants_tls(cases[i].url), cases[i].tls))
            fprintf(stderr, "  %s\n", cases[i].url);
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

/* What the tables of sights of all sessions take up, which those that are undone do as well. */
static int64_t laid_bytes(const struct bench *bench)
{
    PGconn *pg = PQconnectdb(bench->url);
    PGresult *result = PQexec(pg, "SELECT coalesce(sum(pg_relation_size(oid)), 0)::bigint FROM pg_class WHERE relname ="
                                  " 'entente_sight'");
    CHECK_INT(PQresultStatus(result), PGRES_TUPLES_OK);
    int64_t bytes = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    PQfinish(pg);
    return bytes;
}

TEST(postgres, a_sight_is_laid_down_once_and_not_for_each_transaction_that_reads)
{
    NEEDS_POSTGRES;
    struct bench bench;
    if (begin_bench(&bench, "laid")) {
        struct str ids[100];
        for (int i = 0; i < 100; i++)
            ids[i] = arena_printf(bench.arena, "c%d", i);
        struct id_set many = id_set_of(bench.arena, ids, 100), none = {0};
        static const char sql[] = "SELECT count(*) FROM thing WHERE entente_sees(audience_id)";
        int64_t first = 0;
        bench_script(&bench, "INSERT INTO thing VALUES ('a', 'c1'), ('b', 'other')");
        for (int i = 0; i < 50; i++) {
            CHECK_INT(conn_begin(bench.read), OK);
            CHECK_INT(conn_see(bench.read, &none), OK);
            CHECK_INT(bench_number(bench.read, sql), 0); /* nothing of the viewer before is left */
            CHECK_INT(conn_see(bench.read, &many), OK);
            CHECK_INT(bench_number(bench.read, sql), 1);
            conn_rollback(bench.read);
            CHECK(!conn_in_transaction(bench.read));
            if (!first)
                first = laid_bytes(&bench);
        }
        CHECK(first > 0);
        CHECK_INT(laid_bytes(&bench), first);
        CHECK_INT(conn_begin(bench.read), OK); /* one that failed keeps nothing */
        struct id_set other = id_set_of(bench.arena, ids, 90);
        CHECK_INT(conn_see(bench.read, &other), OK);
        CHECK_INT(bench_number(bench.read, sql), 1);
        CHECK(bench_run(bench.read, "INSERT INTO thing VALUES ('c', 'c2')") != OK);
        conn_rollback(bench.read);
        CHECK_INT(conn_begin(bench.read), OK);
        CHECK_INT(bench_number(bench.read, sql), 1);
        conn_rollback(bench.read);
    }
    bench_close(&bench);
}

TEST(postgres, a_commit_that_was_cut_off_is_known_not_to_stand)
{
    NEEDS_POSTGRES;
    struct bench bench;
    if (begin_bench(&bench, "fate")) {
        bench_script(&bench, pg_mark_table);
        cut(&bench); /* a new session knows of the marks */
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

TEST(postgres, every_column_of_text_in_the_schema_compares_by_bytes)
{
    NEEDS_POSTGRES;
    struct bench bench;
    if (bench_open(&bench, "collations", true)) {
        CHECK_INT(migrate(bench.write, &bench.problems, NULL), OK);
        PGconn *pg = PQconnectdb(bench.url);
        PGresult *rows =
            PQexec(pg, "SELECT count(*) > 100, bool_and(collation_name = 'C') FROM information_schema.columns"
                       " WHERE table_schema = current_schema() AND data_type = 'text'");
        CHECK_STR(PQgetvalue(rows, 0, 0), "t");
        CHECK_STR(PQgetvalue(rows, 0, 1), "t");
        PQclear(rows);
        PQfinish(pg);
    }
    bench_close(&bench);
}
