/* Migrations on either store: with data in it, several programs at once, older and newer programs. The data stands in
 * tests/store/migrations/: NNNN.sql (or NNNN.sqlite.sql and NNNN.postgres.sql) fills the tables that schema/NNNN makes.
 */
#include "base/buf.h"
#include "base/embedded.h"
#include "base/files.h"
#include "base/json.h"
#include "base/message.h"
#include "lib/both.h"
#include <limits.h>
#include <pthread.h>

#define DATA_FOLDER ENTENTE_SOURCE_ROOT "/tests/store/migrations"

BOTH(migrate, runs_once)
{
    int applied = -1;
    struct schema_state state;
    const char *scheme = store_scheme(bench->store);
    CHECK_STR(scheme, bench->postgres ? "postgres" : "sqlite");
    CHECK_STR(conn_scheme(bench->read), scheme);
    CHECK_INT(migrate_look(bench->read, bench->arena, &state), OK);
    CHECK(state.number == 0 && state.missing > 2 && state.unknown == 0 && state.allowed);
    CHECK_INT(migrate(bench->write, &bench->problems, &applied), OK);
    CHECK_INT(applied, state.missing);
    CHECK_INT(migrate(bench->write, &bench->problems, &applied), OK);
    CHECK_INT(applied, 0);
    CHECK_INT(migrate_look(bench->read, bench->arena, &state), OK);
    CHECK_INT(state.number, migrate_newest(scheme));
    CHECK(state.missing == 0 && state.unknown == 0 && state.allowed);
    CHECK_STR(state.oldest.p, "0.1.0");
}

struct racer {
    struct bench *bench;
    enum err err;
    int applied;
};

static void *race(void *user)
{
    struct racer *racer = user;
    struct conn *conn = NULL;
    struct arena *arena = arena_new(0);
    struct problems problems = problems_init(arena);
    racer->err = store_connect(racer->bench->store, CONN_WRITE, &conn);
    if (racer->err == OK)
        racer->err = migrate(conn, &problems, &racer->applied);
    conn_close(conn);
    arena_free(arena);
    return NULL;
}

/* Three programs at once on one store: one of them brings it up, and all go on. */
static void check_race(struct bench *bench)
{
    struct racer racers[3];
    pthread_t threads[3];
    int applied = 0;
    for (int i = 0; i < 3; i++) {
        racers[i] = (struct racer){.bench = bench};
        CHECK_INT(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    }
    for (int i = 0; i < 3; i++) {
        pthread_join(threads[i], NULL);
        CHECK_INT(racers[i].err, OK);
        applied += racers[i].applied > 0;
    }
    CHECK_INT(applied, 1);
}

BOTH(migrate, servers_that_start_together_migrate_once)
{
    check_race(bench);
}

BOTH(migrate, servers_that_start_together_on_an_older_store_migrate_once)
{
    CHECK_INT(migrate_up_to(bench->write, 1, &bench->problems, NULL), OK);
    check_race(bench);
}

/* ---- data ---- */

/* The numbers of the scripts for the store, in their order. */
static int script_numbers(struct bench *bench, int *numbers, int room)
{
    int count = 0;
    for (size_t i = 0; i < embedded_count(); i++) {
        int number = migrate_script_number(str_of(embedded_at(i)->path), store_scheme(bench->store));
        if (number && CHECK(count < room))
            numbers[count++] = number;
    }
    return count;
}

static void fill(struct bench *bench, int number)
{
    struct arena *a = bench->arena;
    struct str text = file_read(a, DATA_FOLDER, arena_printf(a, "%04d.sql", number).p);
    if (!text.p)
        text = file_read(a, DATA_FOLDER, arena_printf(a, "%04d.%s.sql", number, store_scheme(bench->store)).p);
    if (text.p)
        bench_script(bench, text.p);
}

static struct value *tables(struct bench *bench)
{
    struct value *list = NULL;
    CHECK_INT(conn_tables(bench->write, bench->arena, &list), OK);
    return list;
}

/* Everything that a table says in the columns of `table`, in the order of its key, as one text. */
static struct str contents(struct bench *bench, const struct value *table)
{
    struct buf sql = buf_init(bench->arena, 0), out = buf_init(bench->arena, 0);
    const struct value *columns = value_get(table, "columns"), *key = value_get(table, "key");
    bool row;
    buf_lit(&sql, "SELECT ");
    VALUE_EACH (column, columns)
        buf_printf(&sql, "%.*s%s", STR_ARG(value_get_text(column, "name")), column->next ? ", " : "");
    buf_printf(&sql, " FROM %.*s", STR_ARG(value_get_text(table, "name")));
    VALUE_EACH (part, key)
        buf_printf(&sql, "%s%.*s", part == key->first ? " ORDER BY " : ", ", STR_ARG(part->text));
    CHECK_INT(conn_see_all(bench->write), OK);
    struct stmt *stmt = conn_prepare(bench->write, buf_str(&sql));
    while (CHECK_INT(stmt_step(stmt, &row), OK) && row)
        for (int i = 0; i < (int)columns->count; i++) {
            struct str cell = stmt_column(stmt, i);
            buf_printf(&out, "%zu%s%.*s|", cell.n, cell.p ? "=" : "-", STR_ARG(cell));
        }
    stmt_done(stmt);
    CHECK_INT(conn_see_back(bench->write, OK), OK);
    return out.n ? buf_str(&out) : S("");
}

static bool is_schema(const struct value *table)
{
    return str_is(value_get_text(table, "name"), "schema_migration");
}

/* What each table but the one of scripts says, kept with it as "text"; after script `number` none may be empty. */
static struct value *remember(struct bench *bench, int number)
{
    struct value *all = tables(bench);
    VALUE_EACH (table, all) {
        struct str text = contents(bench, table);
        if (!is_schema(table) && !text.n)
            check_fail(__FILE__, __LINE__, "no row for %.*s in " DATA_FOLDER "/%04d.sql",
                       STR_ARG(value_get_text(table, "name")), number);
        value_put_text(bench->arena, table, "text", text);
    }
    return all;
}

/* Brings the store up to script `most`: what was there stays, every row, with what it said. */
static void check_kept(struct bench *bench, int number, int most)
{
    struct value *before = remember(bench, number);
    CHECK_INT(migrate_up_to(bench->write, most, &bench->problems, NULL), OK);
    VALUE_EACH (table, before)
        if (!is_schema(table))
            CHECK_STR(contents(bench, table).p, value_get_text(table, "text").p);
}

/* A store of a program that knew the first `known` scripts, filled as it went. */
static void make_earlier(struct bench *bench, const int *numbers, int known)
{
    for (int i = 0; i < known; i++) {
        CHECK_INT(migrate_up_to(bench->write, numbers[i], &bench->problems, NULL), OK);
        fill(bench, numbers[i]);
    }
}

BOTH(migrate, each_script_keeps_what_is_there)
{
    int numbers[200], count = script_numbers(bench, numbers, 200);
    make_earlier(bench, numbers, 1);
    for (int i = 1; i < count; i++) {
        check_kept(bench, numbers[i - 1], numbers[i]);
        fill(bench, numbers[i]);
    }
}

BOTH(migrate, a_store_of_an_earlier_number_keeps_its_data_through_many_scripts_at_once)
{
    enum { STRIDE = 17 };
    int numbers[200], count = script_numbers(bench, numbers, 200);
    for (int known = 1; known <= count; known += STRIDE) {
        struct bench one;
        struct schema_state state;
        const char *name = arena_printf(bench->arena, "migrate_from_%d", numbers[known - 1]).p;
        if (bench_open(&one, name, bench->postgres)) {
            make_earlier(&one, numbers, known);
            check_kept(&one, numbers[known - 1], INT_MAX);
            CHECK_INT(migrate_look(one.write, one.arena, &state), OK);
            CHECK_INT(state.missing, 0);
            CHECK_INT(conn_begin(one.write), OK);
            CHECK_INT(conn_refer_later(one.write), OK);
            CHECK_INT(conn_refer_now(one.write), OK);
            CHECK_INT(conn_commit(one.write), OK);
        }
        bench_close(&one);
    }
}

/* ---- two versions ---- */

BOTH(migrate, a_later_program_says_who_may_stay)
{
    static const struct {
        const char *oldest;
        enum err err;
    } cases[] = {{"'0.1.0'", OK},
                 {"'0.0.9'", OK},
                 {"'0.1.1'", ERR_CONFLICT},
                 {"'12.0.0'", ERR_CONFLICT},
                 {"NULL", ERR_CONFLICT}};
    CHECK_INT(message_load(), OK);
    CHECK_INT(migrate(bench->write, &bench->problems, NULL), OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct schema_state state;
        struct problems problems = problems_init(bench->arena);
        int applied = -1;
        bench_script(bench, arena_printf(bench->arena,
                                         "INSERT INTO schema_migration (number, name, applied_at, oldest)"
                                         " VALUES (9999, 'later', 0, %s)",
                                         cases[i].oldest)
                                .p);
        CHECK_INT(migrate(bench->write, &problems, &applied), cases[i].err);
        CHECK_INT(applied, 0);
        CHECK_INT(problems.count, cases[i].err != OK);
        CHECK(!conn_in_transaction(bench->write));
        CHECK_INT(migrate_look(bench->read, bench->arena, &state), OK);
        CHECK(state.unknown == 1 && state.number == 9999 && state.allowed == (cases[i].err == OK));
        if (i == 3)
            CHECK_STR(problems.first->detail.p, "This workspace needs Entente 12.0.0 or later; this is " ENTENTE_VERSION
                                                ". Install a newer version.");
        if (i == 4)
            CHECK(str_contains(problems.first->detail, S("newer version")) && state.oldest.n == 0);
        bench_script(bench, "DELETE FROM schema_migration WHERE number = 9999");
    }
}

BOTH(migrate, a_table_of_scripts_as_first_made_is_understood)
{
    int applied = -1;
    struct schema_state state;
    CHECK_INT(migrate(bench->write, &bench->problems, NULL), OK);
    bench_script(bench, "ALTER TABLE schema_migration DROP COLUMN oldest");
    CHECK_INT(migrate_look(bench->read, bench->arena, &state), OK);
    CHECK(state.missing == 0 && state.allowed && str_is(state.oldest, "0.1.0"));
    CHECK_INT(migrate(bench->write, &bench->problems, &applied), OK);
    CHECK_INT(applied, 0);
    bench_script(bench,
                 "INSERT INTO schema_migration (number, name, applied_at, oldest) VALUES (9999, '', 0, '0.1.0')");
    CHECK_INT(migrate(bench->write, &bench->problems, &applied), OK);
}

TEST(migrate, versions_are_compared_by_their_parts)
{
    static const char *const rising[] = {"", "0.0.9", "0.1", "0.1.1", "0.2.0", "0.10.0", "1", "1.0.1", "12.0.0"};
    for (int i = 0; i < 9; i++)
        for (int k = 0; k < 9; k++)
            CHECK_INT(version_compare(str_of(rising[i]), str_of(rising[k])), (i > k) - (i < k));
    CHECK_INT(version_compare(S("0.1"), S("0.1.0")), 0);
}

/* ---- the tables ---- */

BOTH(migrate, tables_have_names_types_and_keys)
{
    bench_script(bench,
                 "CREATE TABLE b (y TEXT NOT NULL, x BIGINT, z BLOB, PRIMARY KEY (x, y)); CREATE TABLE a (i TEXT)");
    CHECK_STR(json_text(bench->arena, tables(bench)).p,
              "[{\"name\":\"a\",\"columns\":[{\"name\":\"i\",\"type\":\"text\"}],\"key\":[]},"
              "{\"name\":\"b\",\"columns\":[{\"name\":\"y\",\"type\":\"text\"},{\"name\":\"x\",\"type\":\"integer\"},"
              "{\"name\":\"z\",\"type\":\"bytes\"}],\"key\":[\"y\",\"x\"]}]");
}

BOTH(migrate, references_can_be_checked_at_the_end)
{
    bench_script(bench, "CREATE TABLE up (id TEXT NOT NULL PRIMARY KEY);"
                        "CREATE TABLE down (id TEXT NOT NULL PRIMARY KEY, up_id TEXT REFERENCES up (id))");
    for (int broken = 0; broken < 2; broken++) {
        CHECK_INT(conn_begin(bench->write), OK);
        CHECK_INT(conn_refer_later(bench->write), OK);
        CHECK_INT(bench_run(bench->write, broken ? "INSERT INTO down (id, up_id) VALUES ('y', 'nowhere')"
                                                 : "INSERT INTO down (id, up_id) VALUES ('x', 'u')"),
                  OK);
        if (!broken)
            CHECK_INT(bench_run(bench->write, "INSERT INTO up (id) VALUES ('u')"), OK);
        CHECK_INT(conn_refer_now(bench->write), broken ? ERR_CONFLICT : OK);
        if (broken)
            conn_rollback(bench->write);
        else
            CHECK_INT(conn_commit(bench->write), OK);
    }
    CHECK_INT(bench_run(bench->write, "INSERT INTO down (id, up_id) VALUES ('z', 'nowhere')"), ERR_CONFLICT);
    CHECK_INT(bench_number(bench->read, "SELECT count(*) FROM down"), 1);
}
