#include "kernel/kept.h"
#include "base/recent.h"
#include "base/uuid.h"
#include "kernel/predicate.h"
#include "kernel/scope.h"
#include "kernel/viewer_cache.h"
#include <pthread.h>
#include <stdlib.h>

/* So many events within KEPT_SLACK_MS, or since something was kept, are not looked through. */
enum { EVENTS_MOST = 512, BUCKETS = 4096, COUNTS_BESIDE = 256 };

/* What was read of the store when something was worked out: the events later than `floor`, as the sum of the hashes of
 * their identifiers, which says in whatever order which there are; and the marks of what no event tells. */
struct moment {
    char floor[UUID_TEXT];
    uint64_t events;
    int64_t pages, look;
};

struct entry {
    struct recent use;
    struct entry *next; /* in its bucket */
    uint64_t stamp;
    struct moment moment;
    struct str name, bytes;
};

struct kept {
    pthread_mutex_t lock;
    struct entry *buckets[BUCKETS];
    struct recent_list uses;
    size_t size, most;
};

struct kept *kept_new(size_t most)
{
    struct kept *kept = calloc(1, sizeof *kept);
    if (kept && pthread_mutex_init(&kept->lock, NULL) != 0) {
        free(kept);
        return NULL;
    }
    if (kept)
        kept->most = most;
    return kept;
}

/* ---- the moment ---- */

static bool floor_of(struct work *work, char floor[UUID_TEXT])
{
    struct str least = uuid_floor(work->arena, work->now_ms - KEPT_SLACK_MS);
    if (least.p)
        memcpy(floor, least.p, UUID_TEXT);
    return least.p != NULL;
}

static enum err read_marks(struct work *work, const struct viewer *viewer, struct moment *moment)
{
    struct stmt *stmt =
        conn_prepare(work->conn, S("SELECT " VIEWER_MARK("?1", "'pages'") ", " VIEWER_MARK("?1", "'look ' || ?2")));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account);
    bool row;
    enum err err = stmt_step(stmt, &row);
    if (err == OK) {
        moment->pages = stmt_column_int(stmt, 0);
        moment->look = stmt_column_int(stmt, 1);
    }
    stmt_done(stmt);
    return err;
}

/* The events later than the floors of `old` and `now`, the second of which is the later one. *few false: too many. */
static enum err read_events(struct work *work, const struct viewer *viewer, struct moment *old, struct moment *now,
                            bool *few)
{
    static const char *const text[] = {
        "SELECT e.id FROM event e WHERE e.tenant_id = ?1 AND e.id > ?2 ORDER BY e.id DESC LIMIT ?3",
        "SELECT e.id FROM event e WHERE e.tenant_id = ?1 AND e.id > ?2 AND entente_sees(e.audience_id)"
        " ORDER BY e.id DESC LIMIT ?3"};
    struct str floor = {now->floor, UUID_TEXT};
    enum err err = conn_see(work->conn, &viewer->sees);
    if (err)
        return err;
    struct stmt *stmt = conn_prepare(work->conn, str_of(text[KERNEL_ASKS]));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, (struct str){old->floor, UUID_TEXT});
    stmt_int(stmt, 3, EVENTS_MOST + 1);
    int count = 0;
    bool row;
    old->events = now->events = 0;
    while ((err = stmt_step(stmt, &row)) == OK && row && ++count <= EVENTS_MOST) {
        struct str id = stmt_column(stmt, 0);
        uint64_t number = str_hash(id);
        old->events += number;
        now->events += str_cmp(id, floor) > 0 ? number : 0;
    }
    stmt_done(stmt);
    *few = count <= EVENTS_MOST;
    return err;
}

/* The moment now, with a floor of its own, and in *then that of `floor`. */
static enum err read_moment(struct work *work, const struct viewer *viewer, struct moment *then, struct moment *now,
                            bool *few)
{
    *few = false;
    if (!floor_of(work, now->floor))
        return ERR_MEMORY;
    enum err err = read_marks(work, viewer, now);
    return err ? err : read_events(work, viewer, then, now, few);
}

static bool applies(const struct work *work, const struct viewer *viewer)
{
    return work->kept && viewer && viewer->stamp && !scope_is_narrow(&viewer->scope) &&
           conn_mode(work->conn) == CONN_READ;
}

/* ---- with the lock held ---- */

static struct entry **bucket_of(struct kept *kept, uint64_t stamp, struct str name)
{
    return &kept->buckets[(str_hash(name) ^ stamp * UINT64_C(0x9e3779b97f4a7c15)) % BUCKETS];
}

static struct entry *find(struct kept *kept, uint64_t stamp, struct str name)
{
    struct entry *entry = *bucket_of(kept, stamp, name);
    while (entry && !(entry->stamp == stamp && str_eq(entry->name, name)))
        entry = entry->next;
    return entry;
}

static struct entry *oldest(const struct kept *kept)
{
    return (struct entry *)kept->uses.oldest;
}

static size_t weight(const struct entry *entry)
{
    return entry->bytes.n + entry->name.n + COUNTS_BESIDE;
}

static void drop(struct kept *kept, struct entry *entry)
{
    struct entry **at = bucket_of(kept, entry->stamp, entry->name);
    while (*at != entry)
        at = &(*at)->next;
    *at = entry->next;
    recent_remove(&kept->uses, &entry->use);
    kept->size -= weight(entry);
    free(entry);
}

/* ---- taking and putting ---- */

/* Its bytes and the moment that it is of. */
static enum err copy_out(struct work *work, uint64_t stamp, struct str name, struct moment *moment, struct str *out)
{
    struct kept *kept = work->kept;
    enum err err = OK;
    *out = (struct str){NULL, 0};
    pthread_mutex_lock(&kept->lock);
    struct entry *entry = find(kept, stamp, name);
    if (entry) {
        *moment = entry->moment;
        *out = arena_copy(work->arena, entry->bytes);
        err = out->p ? OK : ERR_MEMORY;
        recent_use(&kept->uses, &entry->use);
    }
    pthread_mutex_unlock(&kept->lock);
    return err;
}

/* What stood until now stands from `now` on as well, or not at all; unless it has been worked out anew meanwhile. */
static void judge(struct kept *kept, uint64_t stamp, struct str name, const struct moment *was,
                  const struct moment *now, bool stands)
{
    pthread_mutex_lock(&kept->lock);
    struct entry *entry = find(kept, stamp, name);
    if (entry && !memcmp(entry->moment.floor, was->floor, UUID_TEXT)) {
        if (stands)
            entry->moment = *now;
        else
            drop(kept, entry);
    }
    pthread_mutex_unlock(&kept->lock);
}

enum err kept_take(struct work *work, const struct viewer *viewer, struct str name, struct str *out)
{
    struct moment was, then, now;
    bool few;
    *out = (struct str){NULL, 0};
    if (!applies(work, viewer))
        return OK;
    struct str bytes;
    enum err err = copy_out(work, viewer->stamp, name, &was, &bytes);
    if (err || !bytes.p)
        return err;
    then = was;
    err = read_moment(work, viewer, &then, &now, &few);
    if (err)
        return err;
    bool stands = few && then.events == was.events && now.pages == was.pages && now.look == was.look;
    judge(work->kept, viewer->stamp, name, &was, &now, stands);
    if (stands)
        *out = bytes;
    return OK;
}

static struct entry *entry_new(const struct viewer *viewer, struct str name, struct str bytes, const struct moment *now)
{
    struct entry *entry = malloc(sizeof *entry + name.n + bytes.n);
    if (!entry)
        return NULL;
    char *at = (char *)(entry + 1);
    *entry =
        (struct entry){.stamp = viewer->stamp, .moment = *now, .name = {at, name.n}, .bytes = {at + name.n, bytes.n}};
    memcpy(at, name.p, name.n);
    memcpy(at + name.n, bytes.p, bytes.n);
    return entry;
}

enum err kept_put(struct work *work, const struct viewer *viewer, struct str name, struct str bytes)
{
    struct kept *kept = work->kept;
    struct moment now, same;
    bool few;
    if (!applies(work, viewer) || bytes.n > kept->most / 8)
        return OK;
    if (!floor_of(work, same.floor))
        return ERR_MEMORY;
    enum err err = read_moment(work, viewer, &same, &now, &few);
    struct entry *entry = err || !few ? NULL : entry_new(viewer, name, bytes, &now);
    if (!entry)
        return err; /* without memory it is just not kept */
    pthread_mutex_lock(&kept->lock);
    struct entry *before = find(kept, viewer->stamp, name), **bucket = bucket_of(kept, viewer->stamp, name);
    if (before)
        drop(kept, before);
    while (kept->uses.oldest && kept->size + weight(entry) > kept->most)
        drop(kept, oldest(kept));
    entry->next = *bucket;
    *bucket = entry;
    recent_add(&kept->uses, &entry->use);
    kept->size += weight(entry);
    pthread_mutex_unlock(&kept->lock);
    return OK;
}

void kept_free(struct kept *kept)
{
    if (!kept)
        return;
    while (kept->uses.oldest)
        drop(kept, oldest(kept));
    pthread_mutex_destroy(&kept->lock);
    free(kept);
}
