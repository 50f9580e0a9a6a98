/* A disk that fails: each act of a run in turn, all from one on, for want of room. What was refused left nothing
 * behind, and what is asked next is done. */
#include "deeds.h"
#include "store/writer.h"
#include <stdlib.h>

static const char *const acts[VFS_ACTS] = {"open", "read", "write", "sync", "lock", "shm"};

static bool done(int status)
{
    return status >= 200 && status < 300;
}

static int64_t count(struct site *site, const char *sql, const char *name)
{
    bool row = false;
    struct stmt *stmt = conn_prepare(site->house.conn, str_of(sql));
    stmt_text(stmt, 1, str_of(name));
    int64_t number = stmt_step(stmt, &row) == OK && row ? stmt_column_int(stmt, 0) : -1;
    stmt_done(stmt);
    return number;
}

/* Whether the store has what these deeds were told, no more and no less. */
static bool as_told(struct site *site, const struct deeds *deeds)
{
    const char *file = arena_printf(deeds->arena, "%s-file", deeds->name).p;
    bool made = done(deeds->status[0]), gone = done(deeds->status[4]);
    int version = !made ? 0 : 1 + done(deeds->status[1]) + gone;
    CHECK_INT(conn_see_all(site->house.conn), OK);
    bool good =
        CHECK_INT(count(site, "SELECT coalesce(sum(version), 0) FROM organisation WHERE name = ?1", deeds->name),
                  version) &&
        CHECK_INT(count(site, "SELECT count(*) FROM search_entry WHERE title = ?1", deeds->name), made && !gone) &&
        CHECK_INT(count(site, "SELECT count(*) FROM event e WHERE kind = 'organisation' AND record_id = ?1",
                        arena_cstr(deeds->arena, deeds->id)),
                  version) &&
        CHECK_INT(count(site, "SELECT count(*) FROM document WHERE name = ?1", file), done(deeds->status[2])) &&
        CHECK_INT(count(site,
                        "SELECT count(*) FROM content WHERE document_id IN (SELECT id FROM document WHERE name ="
                        " ?1)",
                        file),
                  done(deeds->status[2]));
    CHECK_INT(conn_see_back(site->house.conn, OK), OK);
    return good;
}

/* An answer is what was asked for, or says that the store is at fault. */
static bool as_expected(const struct deeds *deeds)
{
    for (int step = 0; step < DEED_STEPS; step++) {
        int status = deeds->status[step];
        bool fault = (status == 500 && str_is(deeds->code[step], "store")) ||
                     (status == 503 && str_is(deeds->code[step], "busy")) ||
                     (status == 507 && str_is(deeds->code[step], "full"));
        bool asked = step == 0 || step == 3 || done(deeds->status[0]);
        if (asked && !done(status) && !fault) {
            CHECK_FAIL("step %d of %s: %d %.*s", step, deeds->name, status, STR_ARG(deeds->code[step]));
            return false;
        }
    }
    return true;
}

static bool all_done(const struct deeds *deeds)
{
    bool all = true;
    for (int step = 0; step < DEED_STEPS; step++)
        all = all && done(deeds->status[step]);
    return all;
}

static bool ask_again(struct site *site, struct arena *arena, const char *name)
{
    struct deeds deeds = {.site = site, .arena = arena, .name = arena_printf(arena, "%safter", name).p};
    deeds_do(&deeds);
    return all_done(&deeds);
}

static void check_whole(struct site *site)
{
    struct arena *arena = arena_new(0);
    const char *fault = store_fault(arena, site->house.conn);
    CHECK_STR(fault ? fault : "whole", "whole");
    arena_free(arena);
}

/* One run in which the n-th act fails; false when the run has no such act. */
static bool try_once(struct site *site, enum vfs_act act, long n)
{
    struct arena *arena = arena_new(0);
    struct deeds deeds = {.site = site, .arena = arena, .name = arena_printf(arena, "%s%ld", acts[act], n).p};
    vfs_fail(act, n, false);
    deeds_do(&deeds);
    bool failed = vfs_heal();
    bool good = as_expected(&deeds) && as_told(site, &deeds) && (failed || CHECK(all_done(&deeds)));
    if (failed && good)
        good = CHECK(ask_again(site, arena, deeds.name));
    if (!good)
        CHECK_FAIL("when act %ld of %s failed", n, acts[act]);
    arena_free(arena);
    return failed;
}

TEST(fault, each_act_that_fails_is_told_and_leaves_nothing_behind)
{
    static const struct {
        enum vfs_act act;
        long least; /* a run has more of them */
    } tried[] = {{VFS_WRITE, 100}, {VFS_SYNC, 3}, {VFS_READ, 10}, {VFS_SHM, 10}};
    if (test_on_postgres())
        return;
    vfs_begin(0);
    struct site site = site_open(NULL);
    log_level_set(LOG_ERROR + 1);
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
        long n = 1;
        while (try_once(&site, tried[i].act, n))
            n++;
        CHECK(n > tried[i].least);
        check_whole(&site);
    }
    site_close(&site);
    vfs_end();
}

TEST(fault, a_disk_that_stays_broken_is_told_and_once_it_works_so_does_the_program)
{
    if (test_on_postgres())
        return;
    vfs_begin(0);
    struct site site = site_open(NULL);
    log_level_set(LOG_ERROR + 1);
    for (enum vfs_act act = VFS_READ; act < VFS_ACTS; act++)
        for (long n = 1; n < 34; n += 6) { /* so many acts of each kind there are, with whatever locks */
            struct arena *arena = arena_new(0);
            struct deeds deeds = {.site = &site, .arena = arena};
            for (int i = 0; i < 2; i++) {
                deeds.name = arena_printf(arena, "broken%d%ldx%d", (int)act, n, i).p;
                if (i == 0)
                    vfs_fail(act, n, true);
                deeds_do(&deeds);
                CHECK(as_expected(&deeds));
            }
            bool failed = vfs_heal();
            CHECK(failed || act == VFS_LOCK || act == VFS_READ || act == VFS_SYNC);
            if (!CHECK(as_told(&site, &deeds)) || !CHECK(ask_again(&site, arena, deeds.name)))
                CHECK_FAIL("when %s failed from act %ld on", acts[act], n);
            arena_free(arena);
        }
    check_whole(&site);
    site_close(&site);
    vfs_end();
}

TEST(fault, a_full_disk_is_told_is_read_from_and_is_written_to_when_there_is_room)
{
    if (test_on_postgres())
        return;
    vfs_begin(0);
    struct site site = site_open(NULL);
    log_level_set(LOG_ERROR + 1);
    bool full = true, told = false;
    for (int64_t room = 0; full; room += 5000) {
        struct arena *arena = arena_new(0);
        struct deeds deeds = {.site = &site, .arena = arena, .name = arena_printf(arena, "full%d", (int)room).p};
        vfs_fill(room);
        deeds_do(&deeds);
        CHECK_INT(deeds.status[3], 200);
        full = vfs_heal();
        told = told || deeds.status[0] == 507;
        CHECK_INT(full, !all_done(&deeds));
        if (!CHECK(as_expected(&deeds)) || !CHECK(as_told(&site, &deeds)) ||
            !CHECK(ask_again(&site, arena, deeds.name)))
            CHECK_FAIL("with room for %d bytes", (int)room);
        arena_free(arena);
    }
    CHECK(told);
    check_whole(&site);
    site_close(&site);
    vfs_end();
}

static enum err add_one(struct conn *conn, void *user)
{
    (void)user;
    return stmt_run(conn_prepare(conn, S("INSERT INTO idempotency (tenant_id, account_id, key_hash, request_hash,"
                                         " status, body, created_at) VALUES ('t', 'a', 'one', '', 200, '', 1)")),
                    NULL);
}

static void note(void *user, enum err err)
{
    *(enum err *)user = err;
}

/* What a server does when it starts, a write, and what it does when it ends. */
static enum err start_and_write(const char *url)
{
    struct arena *arena = arena_new(0);
    struct problems problems = problems_init(arena);
    struct store *store = NULL;
    struct conn *conn = NULL;
    struct writer *writer = NULL;
    enum err err = store_open(url, false, &problems, &store), written = ERR_STORE;
    struct write_job job = {.run = add_one, .done = note, .user = &written};
    if (err == OK)
        err = store_connect(store, CONN_WRITE, &conn);
    if (err == OK)
        err = migrate(conn, &problems, NULL);
    if (err == OK)
        err = writer_start(store, &writer);
    if (err == OK)
        err = writer_submit(writer, &job);
    writer_stop(writer);
    conn_close(conn);
    store_close(store);
    arena_free(arena);
    return err ? err : written;
}

TEST(fault, a_start_or_an_end_that_fails_harms_nothing)
{
    if (test_on_postgres())
        return;
    vfs_begin(0);
    struct house house = house_open();
    CHECK_INT(conn_commit(house.conn), OK);
    const char *url = arena_cstr(house.arena, str_of(store_url(house.store)));
    conn_close(house.conn); /* the last: the next one finds no log */
    log_level_set(LOG_ERROR + 1);
    for (enum vfs_act act = 0; act < VFS_ACTS; act++) {
        bool failed = true;
        for (long n = 1; failed; n += n < 5 || deeds_all() ? 1 : 31) {
            vfs_fail(act, n, false);
            enum err err = start_and_write(url);
            failed = vfs_heal();
            bool there = false;
            CHECK_INT(store_connect(house.store, CONN_WRITE, &house.conn), OK);
            int64_t rows = deeds_number(house.conn, "SELECT count(*) FROM idempotency");
            there = rows == 1;
            CHECK_INT(conn_begin(house.conn), OK);
            CHECK_INT(stmt_run(conn_prepare(house.conn, S("DELETE FROM idempotency")), NULL), OK);
            CHECK_INT(conn_commit(house.conn), OK);
            conn_close(house.conn);
            if (!CHECK(err == OK || err == ERR_STORE || err == ERR_BUSY) || !CHECK_INT(there, err == OK))
                CHECK_FAIL("when act %ld of %s failed: %s", n, acts[act], err_code(err));
        }
    }
    CHECK_INT(store_connect(house.store, CONN_WRITE, &house.conn), OK);
    const char *fault = store_fault(house.arena, house.conn);
    CHECK_STR(fault ? fault : "whole", "whole");
    house_close(&house);
    log_level_set(LOG_INFO);
    vfs_end();
}
