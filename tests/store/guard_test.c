/* The second guard: statements that forget to ask what their viewer sees, and statements that try to get around it
 * (tests/store/attacks.txt), on both stores. Nothing here asks entente_sees(). */
#include "base/buf.h"
#include "base/files.h"
#include "base/log.h"
#include "lib/both.h"
#include "store/guard.h"

#define SECRET "c4nary"

/* Rows of two organisations, "mine" and "theirs", and of the circle "both" that they share; what only theirs may see
 * says SECRET wherever it says anything. */
static const char rows[] =
    "INSERT INTO tenant (id, host_id, created_at) VALUES ('t', 'mine', 1);"
    "INSERT INTO audience (tenant_id, id, kind, alliance_id, name, created_at) VALUES ('t', 'mine', 'owner', NULL, "
    "NULL, 1),"
    " ('t', 'theirs', 'owner', NULL, NULL, 1), ('t', 'both', 'joint', 'a1', NULL, 1),"
    " ('t', 'other', 'named', 'a2', '" SECRET "', 1);"
    "INSERT INTO circle_party (tenant_id, circle_id, organisation_id) VALUES ('t', 'both', 'mine'), ('t', 'both', "
    "'theirs'),"
    " ('t', 'other', '" SECRET "');"
    "INSERT INTO note (tenant_id, id, version, audience_id, created_at, updated_at, about, text, match_key) VALUES"
    " ('t', 'n1', 1, 'mine', 1, 1, 'x', 'open plum', ''), ('t', 'n2', 1, 'both', 1, 1, 'x', 'shared plum', ''),"
    " ('t', 'n3', 1, 'theirs', 1, 1, 'x', '" SECRET " plum', ''), ('t', 'n4', 1, 'other', 1, 1, 'y', '" SECRET "', '');"
    "INSERT INTO organisation (tenant_id, id, version, audience_id, created_at, updated_at, name, match_key) VALUES"
    " ('t', 'o1', 1, 'mine', 1, 1, 'Ours', 'ours'), ('t', 'o2', 1, 'theirs', 1, 1, '" SECRET "', '" SECRET "');"
    "INSERT INTO event (tenant_id, audience_id, sequence, id, at, kind, record_id, version, action, payload, "
    "payload_hash,"
    " previous, hash) VALUES ('t', 'mine', 1, 'e1', 1, 'note', 'n1', 1, 'created', '{}', '', '', ''),"
    " ('t', 'theirs', 1, 'e2', 1, 'note', 'n3', 1, 'created', '{\"text\":\"" SECRET "\"}', '', '', '');";

static const char *const words[2] = {
    "INSERT INTO search_entry (tenant_id, record_id, audience_id, kind, title, body, updated_at) VALUES"
    " ('t', 'n1', 'mine', 'note', 'open', 'plum', 1), ('t', 'n2', 'both', 'note', 'shared', 'plum', 1),"
    " ('t', 'n3', 'theirs', 'note', '" SECRET "', 'plum', 1);",
    "INSERT INTO search_entry (tenant_id, record_id, audience_id, kind, title, body, updated_at, title_words, words) "
    "VALUES"
    " ('t', 'n1', 'mine', 'note', 'open', 'plum', 1, 'open', 'plum'),"
    " ('t', 'n2', 'both', 'note', 'shared', 'plum', 1, 'shared', 'plum'),"
    " ('t', 'n3', 'theirs', 'note', '" SECRET "', 'plum', 1, '" SECRET "', 'plum " SECRET "');",
};

static void fill(struct bench *bench)
{
    CHECK_INT(migrate(bench->write, &bench->problems, NULL), OK);
    bench_script(bench, rows);
    bench_script(bench, words[bench->postgres]);
}

/* Everything that `sql` gives, cells and rows with '|' between them; p NULL when it is refused. */
static struct str all_of(struct bench *bench, struct conn *conn, struct str sql)
{
    struct buf out = buf_init(bench->arena, 0);
    bool row = false;
    struct stmt *stmt = conn_prepare(conn, sql);
    enum err err = stmt_step(stmt, &row);
    for (int n = 0; err == OK && row && n < 100; n++) {
        for (int i = 0; i < 4; i++) {
            struct str cell = stmt_column_null(stmt, i) ? S("") : stmt_column(stmt, i);
            buf_printf(&out, "%.*s|", STR_ARG(cell));
        }
        err = stmt_step(stmt, &row);
    }
    stmt_done(stmt);
    return err ? (struct str){NULL, 0} : out.n ? buf_str(&out) : S("");
}

/* What is there, as one text, hidden from nobody. */
static struct str whole(struct bench *bench)
{
    static const char *const tables[] = {
        "SELECT id, version, audience_id, text FROM note ORDER BY id",
        "SELECT id, version, audience_id, name FROM organisation ORDER BY id",
        "SELECT id, kind, alliance_id, name FROM audience ORDER BY id",
        "SELECT circle_id, organisation_id FROM circle_party ORDER BY circle_id, organisation_id",
        "SELECT id, action, record_id, payload FROM event ORDER BY id",
        "SELECT record_id, audience_id, title, body FROM search_entry ORDER BY record_id",
    };
    struct buf out = buf_init(bench->arena, 0);
    CHECK_INT(conn_see_all(bench->write), OK);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        buf_add(&out, all_of(bench, bench->write, str_of(tables[i])));
    CHECK_INT(conn_see_back(bench->write, OK), OK);
    return buf_str(&out);
}

/* What belongs to others alone, before and after: an attack may not touch it. */
static struct str hidden(struct bench *bench)
{
    static const char *const tables[] = {
        "SELECT id, version, audience_id, text FROM note WHERE audience_id IN ('theirs', 'other') ORDER BY id",
        "SELECT id, version, audience_id, name FROM organisation WHERE audience_id = 'theirs' ORDER BY id",
        "SELECT id, kind, alliance_id, name FROM audience WHERE id IN ('theirs', 'other') ORDER BY id",
        "SELECT circle_id, organisation_id FROM circle_party WHERE circle_id = 'other' ORDER BY circle_id",
        "SELECT id, action, record_id, payload FROM event WHERE audience_id = 'theirs' ORDER BY id",
        "SELECT record_id, title, body, kind FROM search_entry WHERE audience_id = 'theirs' ORDER BY record_id",
    };
    struct buf out = buf_init(bench->arena, 0);
    CHECK_INT(conn_see_all(bench->write), OK);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        buf_add(&out, all_of(bench, bench->write, str_of(tables[i])));
    CHECK_INT(conn_see_back(bench->write, OK), OK);
    return buf_str(&out);
}

/* One line of the list: "expected<TAB>statement". */
static void attack(struct bench *bench, struct str expected, struct str sql, int line)
{
    CHECK_INT(conn_begin(bench->write), OK);
    struct str before = hidden(bench);
    CHECK_INT(conn_savepoint(bench->write), OK);
    struct str got = all_of(bench, bench->write, sql);
    conn_tidy(bench->write);
    if (!got.p)
        conn_rollback_to(bench->write);
    else
        CHECK_INT(conn_release(bench->write), OK);
    if (got.p && str_contains(got, S(SECRET)))
        CHECK_FAIL("attacks.txt:%d leaks on %s: %.*s", line, store_scheme(bench->store), STR_ARG(got));
    if (!str_eq(before, hidden(bench)))
        CHECK_FAIL("attacks.txt:%d changes what it does not see on %s", line, store_scheme(bench->store));
    bool good = str_is(expected, "-")         ? !got.p
                : str_is(expected, "*")       ? true
                : str_is(expected, "nothing") ? got.p && got.n == 0
                                              : got.p && str_starts(got, expected);
    if (!good)
        CHECK_FAIL("attacks.txt:%d on %s: %.*s, expected %.*s", line, store_scheme(bench->store),
                   STR_ARG(got.p ? got : S("refused")), STR_ARG(expected));
    conn_rollback(bench->write);
}

static void attack_all(struct bench *bench)
{
    struct str list = file_read(bench->arena, ENTENTE_SOURCE_ROOT, "tests/store/attacks.txt"), line;
    int number = 0, attacks = 0;
    while (str_cut(&list, '\n', &line)) {
        struct str sql = line, expected;
        number++;
        if (!line.n || line.p[0] == '#')
            continue;
        bool one_store = str_starts(line, S("sqlite ")) || str_starts(line, S("postgres "));
        if (one_store && !str_starts(line, str_of(store_scheme(bench->store))))
            continue;
        if (one_store)
            (void)str_cut(&sql, ' ', &expected);
        (void)str_cut(&sql, '\t', &expected);
        attack(bench, expected, sql, number);
        attacks++;
    }
    CHECK(attacks > 140);
}

BOTH(guard, attacks_get_nothing)
{
    struct str ids[100] = {STR("mine"), STR("both")};
    for (int i = 2; i < 100; i++)
        ids[i] = arena_printf(bench->arena, "circle %d", i);
    struct id_set few = id_set_of(bench->arena, ids, 2), many = id_set_of(bench->arena, ids, 100);
    fill(bench);
    log_level_set((enum log_level)(LOG_ERROR + 1));
    CHECK_INT(conn_see(bench->write, &few), OK);
    attack_all(bench);
    CHECK_INT(conn_see(bench->write, &many), OK);
    attack_all(bench);
    log_level_set(LOG_INFO);
}

/* Who sees nothing, and who sees everything by exemption. */
BOTH(guard, nothing_said_is_nothing_seen)
{
    fill(bench);
    for (int i = 0; i < 2; i++) {
        struct conn *conn = i ? bench->write : bench->read;
        if (!i && bench->postgres) { /* opened before there was a guard: nobody has asked since */
            conn_close(bench->read);
            CHECK_INT(store_connect(bench->store, CONN_READ, &bench->read), OK);
            conn = bench->read;
        }
        CHECK_INT(conn_see(conn, NULL), OK);
        CHECK_INT(bench_number(conn, "SELECT count(*) FROM note"), 0);
        CHECK_INT(bench_number(conn, "SELECT count(*) FROM audience"), 0);
        CHECK_INT(conn_see_all(conn), OK);
        CHECK_INT(bench_number(conn, "SELECT count(*) FROM note"), 4);
        CHECK_INT(conn_see_back(conn, OK), OK);
        CHECK_INT(bench_number(conn, "SELECT count(*) FROM note"), 0);
        CHECK_INT(bench_number(conn, "SELECT count(*) FROM tenant"), 1);
    }
}

BOTH(guard, stands_through_rollbacks_and_scripts)
{
    struct str mine = S("mine");
    struct id_set sees = id_set_of(bench->arena, &mine, 1);
    static const char count[] = "SELECT count(*) FROM note";
    fill(bench);
    CHECK_INT(conn_see(bench->write, &sees), OK);
    for (int i = 0; i < 3; i++) {
        CHECK_INT(conn_begin(bench->write), OK);
        CHECK_INT(bench_number(bench->write, count), 1);
        CHECK_INT(conn_savepoint(bench->write), OK);
        if (i > 0)
            CHECK_INT(conn_script(bench->write, S("UPDATE note SET version = version + 1")), OK);
        CHECK_INT(bench_number(bench->write, count), 1);
        conn_rollback_to(bench->write);
        CHECK_INT(bench_number(bench->write, count), 1);
        if (i == 1)
            CHECK_INT(conn_commit(bench->write), OK);
        else
            conn_rollback(bench->write);
        CHECK_INT(bench_number(bench->write, count), 1);
        CHECK_INT(bench_run(bench->write, "DELETE FROM note WHERE tenant_id = 't' AND id = 'n3'"), OK);
    }
    CHECK(str_contains(whole(bench), S("n3|1|theirs")));
}

/* A table is guarded, or it is here with the reason why it need not be. */
static const char *const open_tables[] = {
    "tenant",         /* workspaces: no content */
    "account",        /* sign-in reads it before it is known who looks */
    "account_role",   /* likewise */
    "access",         /* likewise: hashes of secrets */
    "account_rule",   /* likewise: whether a second factor is demanded */
    "recovery_code",  /* likewise: hashes of codes */
    "notice_choice",  /* likewise: how often somebody wants mail */
    "notice_mail",    /* likewise: that a mail went out */
    "notice_told",    /* likewise: digests of what mails told */
    "day_look",       /* likewise: up to which event somebody has looked, asked for by account */
    "campaign_asked", /* found by a link before anybody looks, and by its person; says who was asked, never what of */
    "invitation",     /* read by its secret before anybody looks; listed by organisation */
    "sign_in_limit",  /* hashes of addresses that tried to sign in */
    "idempotency",    /* answers already given, asked for by account */
    "viewer_change",  /* numbers by which servers know that a viewer is no longer right */
    "content_total",  /* room taken, asked for by organisation */
    "schema_migration", NULL,
};

BOTH(guard, every_table_is_guarded_or_named)
{
    struct value *list = NULL;
    CHECK_INT(migrate(bench->write, &bench->problems, NULL), OK);
    CHECK_INT(conn_tables(bench->write, bench->arena, &list), OK);
    CHECK(list->count > 30);
    VALUE_EACH (table, list) {
        struct str name = value_get_text(table, "name");
        bool known = false;
        VALUE_EACH (column, value_get(table, "columns"))
            known |= str_is(value_get_text(column, "name"), "audience_id");
        for (const struct guarded_table *t = guarded_tables; t->table; t++)
            known |= str_is(name, t->table);
        for (size_t i = 0; open_tables[i]; i++)
            known |= str_is(name, open_tables[i]);
        if (!known)
            CHECK_FAIL("table %.*s has no audience_id: name its column in src/store/guard.c, or say here why not",
                       STR_ARG(name));
    }
}

TEST(guard, words_that_no_statement_says)
{
    static const struct {
        const char *sql, *objection;
    } cases[] = {
        {"SELECT 1 FROM note", NULL},
        {" WITH a AS (SELECT 1) SELECT 'main.note; pg_class' FROM a -- main", NULL},
        {"SELECT \"main\".x FROM y", "main"},
        {"SELECT 1 /* main */ FROM Main . note", "Main"},
        {"SELECT 1; SELECT 2", ";"},
        {"SELECT $$x$$", "$"},
        {"SELECT set_config('entente.sees', '*', false)", "set_config"},
        {"SELECT entente_seen('x')", "entente_seen"},
        {"SELECT 1 FROM t WHERE ENTENTE_SEES(a)", NULL},
        {"PRAGMA foreign_keys=0", "PRAGMA"},
        {"set role x", "set"},
        {"SELECT query_to_xml('SELECT 1', true, true, '')", "query_to_xml"},
        {"SELECT * FROM `sqlite_master`", "sqlite_master"},
        {"SELECT * FROM [temp].x", "temp"},
        {"", "nothing"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str word = guard_objection(str_of(cases[i].sql));
        CHECK_INT(word.p == NULL, cases[i].objection == NULL);
        if (word.p && cases[i].objection && !str_is(word, cases[i].objection))
            CHECK_FAIL("%s: %.*s", cases[i].sql, STR_ARG(word));
    }
    CHECK_INT(guard_write_target(S("INSERT OR IGNORE INTO t (a) VALUES (1)")), 22);
    CHECK_INT(guard_write_target(S("update t SET a = 1")), 7);
    CHECK_INT(guard_write_target(S("SELECT 1 FROM t")), 0);
}
