/* What a power cut leaves of a store on SQLite: at every change of the disk, a copy is what would be left. */
#include "deeds.h"
#include <limits.h>
#include <stdlib.h>

enum { CLIENTS = 3, RUNS = 3, SNAPSHOTS = 2000 };

static struct promises promises = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* A copy, and how much had been acknowledged when it was made. */
struct snapshots {
    const char *from, *folder;
    long seen, every, first; /* changes of the disk; each so manieth makes a copy, beginning with the `first` */
    int count;
    int promised[SNAPSHOTS];
};

static const char *snapshot_path(const struct snapshots *all, int i, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%s/%d.db", all->folder, i);
    return path;
}

static void snapshot(void *user)
{
    struct snapshots *all = user;
    char path[PATH_MAX];
    if (all->seen++ % all->every != all->first || all->count == SNAPSHOTS || access(all->from, F_OK) != 0)
        return;
    pthread_mutex_lock(&promises.lock);
    all->promised[all->count] = promises.count;
    pthread_mutex_unlock(&promises.lock);
    CHECK(vfs_copy(all->from, snapshot_path(all, all->count, path)));
    all->count++;
}

struct client {
    const struct site *site;
    int number;
};

static void *work_on(void *user)
{
    struct client *client = user;
    struct arena *arena = arena_new(0);
    for (int i = 0; i < RUNS; i++) {
        struct deeds deeds = {.site = client->site,
                              .arena = arena,
                              .promises = &promises,
                              .name = arena_printf(arena, "firm%dx%d", client->number, i).p};
        deeds_do(&deeds);
        for (int step = 0; step < DEED_STEPS; step++)
            CHECK(deeds.status[step] >= 200 && deeds.status[step] < 300);
    }
    arena_free(arena);
    return NULL;
}

static void run_clients(const struct site *site)
{
    pthread_t threads[CLIENTS];
    struct client clients[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){site, i};
        CHECK_INT(pthread_create(&threads[i], NULL, work_on, &clients[i]), 0);
    }
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(threads[i], NULL);
}

/* Whether the copy has what was acknowledged when it was made, and nothing by halves. */
static bool judge(const char *path, int promised, bool loud)
{
    struct arena *arena = arena_new(0);
    struct problems problems = problems_init(arena);
    struct store *store = NULL;
    struct conn *conn = NULL;
    const char *fault = "it cannot be opened";
    int broken = 0;
    if (store_open(arena_printf(arena, "sqlite:%s", path).p, false, &problems, &store) == OK &&
        store_connect(store, CONN_WRITE, &conn) == OK) {
        fault = store_fault(arena, conn);
        CHECK_INT(conn_see_all(conn), OK);
        broken = promises_broken(conn, &promises, promised);
    }
    conn_close(conn);
    store_close(store);
    if (!fault && !file_whole(path))
        fault = "it is damaged";
    if (loud && (fault || broken))
        CHECK_FAIL("%s: %s; %d of %d promises broken", path, fault ? fault : "whole", broken, promised);
    arena_free(arena);
    return !fault && !broken;
}

/* Plays the run with copies of each `every`-th moment; how many of them are not as they should be. */
static int play(bool syncs, uint64_t seed, long every, long first, int *copies)
{
    struct snapshots all = {.every = every, .first = first, .folder = check_temp_dir()};
    int bad = 0;
    promises.count = 0;
    vfs_begin(seed);
    vfs_forget_syncs(!syncs);
    struct site site = site_open(NULL);
    all.from = store_url(site.house.store) + strlen("sqlite:");
    vfs_watch(snapshot, &all);
    run_clients(&site);
    snapshot(&all);
    vfs_watch(NULL, NULL);
    site_close(&site);
    vfs_end();
    log_level_set(syncs ? LOG_INFO : LOG_ERROR + 1);
    for (int i = 0; i < all.count; i++) {
        char path[PATH_MAX];
        bad += !judge(snapshot_path(&all, i, path), all.promised[i], syncs);
        CHECK_INT(unlink(path), 0);
    }
    log_level_set(LOG_INFO);
    *copies = all.count;
    return bad;
}

TEST(power, what_was_acknowledged_is_on_disk_whenever_power_fails)
{
    enum { STRIDE = 41 };
    if (test_on_postgres())
        return;
    for (long first = 0; first < (deeds_all() ? STRIDE : 1); first++) {
        int copies = 0;
        CHECK_INT(play(true, 88172645463325252u + (uint64_t)first, STRIDE, first, &copies), 0);
        CHECK(copies > 8);
    }
}

TEST(power, without_syncs_the_same_test_finds_what_is_lost)
{
    if (test_on_postgres())
        return;
    int copies = 0, bad = play(false, 0, 40, 0, &copies);
    CHECK(copies > 5 && bad > copies / 2);
}

/* ---- making, copying and restoring ---- */

/* What a copy of an unfinished store comes to: the number of its workspaces once the schema is brought up, -1 when it
 * is not whole. */
static int workspaces(const char *path)
{
    struct arena *arena = arena_new(0);
    struct problems problems = problems_init(arena);
    struct store *store = NULL;
    struct conn *conn = NULL;
    int64_t count = -1;
    if (CHECK_INT(store_open(arena_printf(arena, "sqlite:%s", path).p, true, &problems, &store), OK) &&
        CHECK_INT(store_connect(store, CONN_WRITE, &conn), OK) && CHECK_INT(migrate(conn, &problems, NULL), OK)) {
        const char *fault = store_fault(arena, conn);
        CHECK_STR(fault ? fault : "whole", "whole");
        count = deeds_number(conn, "SELECT count(*) FROM tenant");
    }
    conn_close(conn);
    store_close(store);
    count = CHECK(file_whole(path)) ? count : -1;
    arena_free(arena);
    return (int)count;
}

/* What all copies come to: first none, then one. Removes them. */
static void check_copies(struct snapshots *all)
{
    int before = 0;
    char path[PATH_MAX];
    for (int i = 0; i < all->count; i++) {
        int now = workspaces(snapshot_path(all, i, path));
        CHECK(now >= before && now <= 1);
        before = now;
        unlink(path);
    }
    CHECK(all->count > 3);
    CHECK_INT(before, 1); /* the last was made when all was done */
}

static struct snapshots watch_from(const char *file, long every)
{
    struct snapshots all = {.from = file, .every = deeds_all() ? 1 : every, .folder = check_temp_dir()};
    promises.count = 0;
    return all;
}

TEST(power, a_store_is_made_and_filled_in_whole_steps)
{
    if (test_on_postgres())
        return;
    vfs_begin(4101842887655102017u);
    struct arena *arena = arena_new(0);
    struct house house = house_open();
    CHECK_INT(conn_commit(house.conn), OK);
    const char *backup = arena_printf(arena, "%s/copy.backup", check_temp_dir()).p;
    const char *kept = arena_printf(arena, "%s/kept.backup", check_temp_dir()).p;
    const char *file = arena_printf(arena, "%s/new/folder/new.db", check_temp_dir()).p;
    struct problems problems = problems_init(arena);
    struct store *store = NULL;
    CHECK_INT(store_backup(house.store, backup, &problems), OK);
    CHECK(vfs_copy(backup, kept)); /* power fails right after it was said to be done */
    house_close(&house);
    struct snapshots all = watch_from(file, 200);
    CHECK_INT(store_open(arena_printf(arena, "sqlite:%s", file).p, true, &problems, &store), OK);
    vfs_watch(snapshot, &all);
    CHECK_INT(store_restore(store, kept, &problems), OK);
    vfs_watch(NULL, NULL);
    all.every = 1;
    snapshot(&all);
    store_close(store);
    vfs_end();
    check_copies(&all);
    arena_free(arena);
}

TEST(power, a_schema_is_there_or_not)
{
    if (test_on_postgres())
        return;
    vfs_begin(2685821657736338717u);
    struct arena *arena = arena_new(0);
    house_kinds();
    const char *file = arena_printf(arena, "%s/made.db", check_temp_dir()).p;
    struct snapshots all = watch_from(file, 200);
    struct problems problems = problems_init(arena);
    struct store *store = NULL;
    struct conn *conn = NULL;
    struct str tenant, admin;
    CHECK_INT(store_open(arena_printf(arena, "sqlite:%s", file).p, true, &problems, &store), OK);
    vfs_watch(snapshot, &all);
    CHECK_INT(store_connect(store, CONN_WRITE, &conn), OK);
    CHECK_INT(migrate(conn, &problems, NULL), OK);
    struct work work = work_init(arena, conn);
    CHECK_INT(conn_begin(conn), OK);
    CHECK_INT(workspace_init(&work, S("Host"), S("a@host.example"), S("A"), &tenant, &admin), OK);
    CHECK_INT(conn_commit(conn), OK);
    vfs_watch(NULL, NULL);
    all.every = 1;
    snapshot(&all);
    conn_close(conn);
    store_close(store);
    vfs_end();
    check_copies(&all);
    arena_free(arena);
}
