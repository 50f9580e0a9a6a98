#include "kernel/viewer_cache.h"
#include "base/date.h"
#include "base/recent.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Audiences of all viewers together, each some 200 bytes, and what a viewer counts for beside them. */
enum { MOST = 400000, VIEWER_COUNTS = 8, BUCKETS = 1024 };

/* What a viewer was read for and from. */
struct known {
    struct recent use;
    struct known *next;  /* in its bucket */
    struct arena *arena; /* of all this */
    int users;           /* the cache, and who has taken it */
    size_t weight;
    struct caller caller;
    int64_t day;
    struct viewer_marks marks;
    const char *zone;
    struct viewer viewer;
};

struct viewer_cache {
    pthread_mutex_t lock;
    struct known *buckets[BUCKETS];
    struct recent_list uses;
    size_t weight;
    _Atomic uint64_t stamps; /* given so far */
};

struct viewer_cache *viewer_cache_new(void)
{
    struct viewer_cache *cache = calloc(1, sizeof *cache);
    if (cache && pthread_mutex_init(&cache->lock, NULL) != 0) {
        free(cache);
        return NULL;
    }
    return cache;
}

static size_t bucket_of(const struct caller *caller)
{
    return str_hash(caller->account) % BUCKETS;
}

static bool same_scope(const struct token_scope *a, const struct token_scope *b)
{
    return a->reads_only == b->reads_only && a->groups == b->groups && str_eq(a->alliance, b->alliance) &&
           !a->alliance.p == !b->alliance.p;
}

static bool is_for(const struct known *known, const struct caller *caller)
{
    return str_eq(known->caller.account, caller->account) && str_eq(known->caller.tenant, caller->tenant) &&
           known->caller.by_token == caller->by_token && same_scope(&known->caller.scope, &caller->scope);
}

/* ---- with the lock held ---- */

static struct known *find(struct viewer_cache *cache, const struct caller *caller)
{
    struct known *known = cache->buckets[bucket_of(caller)];
    while (known && !is_for(known, caller))
        known = known->next;
    return known;
}

static struct known *oldest(const struct viewer_cache *cache)
{
    return (struct known *)cache->uses.oldest;
}

/* One user less. Gives what is to be freed when the lock is off. */
static struct known *leave(struct known *known)
{
    return --known->users == 0 ? known : NULL;
}

static struct known *drop(struct viewer_cache *cache, struct known *known)
{
    struct known **at = &cache->buckets[bucket_of(&known->caller)];
    while (*at != known)
        at = &(*at)->next;
    *at = known->next;
    recent_remove(&cache->uses, &known->use);
    cache->weight -= known->weight;
    return leave(known);
}

/* ---- taking ---- */

static void free_known(struct known *known)
{
    if (known)
        arena_free(known->arena);
}

struct taken {
    struct viewer_cache *cache;
    struct known *known;
};

static void give_back(void *user)
{
    struct taken *taken = user;
    pthread_mutex_lock(&taken->cache->lock);
    struct known *over = leave(taken->known);
    pthread_mutex_unlock(&taken->cache->lock);
    free_known(over);
}

static int64_t day_of_work(const struct work *work)
{
    return work->now_ms / INT64_C(86400000);
}

struct viewer_marks viewer_marks_read(struct stmt *stmt, int first)
{
    return (struct viewer_marks){.known = true,
                                 .account = stmt_column_int(stmt, first),
                                 .person = stmt_column_int(stmt, first + 1),
                                 .organisation = stmt_column_int(stmt, first + 2)};
}

/* As they are now: those that came with the caller are of the transaction that is open. */
static enum err marks_of(struct work *work, const struct caller *caller, const struct viewer *viewer,
                         struct viewer_marks *marks)
{
    *marks = caller->marks;
    if (marks->known)
        return OK;
    struct stmt *stmt = conn_prepare(
        work->conn, S("SELECT " VIEWER_MARK("?1", "?2") ", " VIEWER_MARK("?1", "?3") ", " VIEWER_MARK("?1", "?4")));
    stmt_text(stmt, 1, viewer->tenant);
    stmt_text(stmt, 2, viewer->account);
    stmt_text(stmt, 3, viewer->person);
    stmt_text(stmt, 4, viewer->organisation);
    bool row;
    enum err err = stmt_step(stmt, &row);
    if (err == OK)
        *marks = viewer_marks_read(stmt, 0);
    stmt_done(stmt);
    return err;
}

static bool same_marks(const struct viewer_marks *a, const struct viewer_marks *b)
{
    return a->account == b->account && a->person == b->person && a->organisation == b->organisation;
}

static struct known *borrow(struct viewer_cache *cache, const struct caller *caller)
{
    pthread_mutex_lock(&cache->lock);
    struct known *known = find(cache, caller);
    if (known) {
        known->users++;
        recent_use(&cache->uses, &known->use);
    }
    pthread_mutex_unlock(&cache->lock);
    return known;
}

enum err viewer_cache_take(struct work *work, const struct caller *caller, struct viewer **out)
{
    struct viewer_cache *cache = work->viewers;
    struct known *known = cache ? borrow(cache, caller) : NULL;
    struct viewer_marks marks;
    *out = NULL;
    if (!known)
        return OK;
    struct taken *taken = ARENA_NEW(work->arena, struct taken);
    struct viewer *viewer = ARENA_NEW(work->arena, struct viewer);
    struct taken now = {cache, known};
    if (!taken || !viewer) {
        give_back(&now);
        return ERR_MEMORY;
    }
    *taken = now;
    if (!arena_defer(work->arena, give_back, taken))
        return ERR_MEMORY;
    enum err err = marks_of(work, caller, &known->viewer, &marks);
    if (err || !same_marks(&marks, &known->marks) || day_of_work(work) != known->day)
        return err;
    *viewer = known->viewer;
    viewer->access = caller->access;
    work->locale.zone = known->zone ? known->zone : work->locale.zone;
    *out = viewer;
    return OK;
}

/* ---- keeping ---- */

/* Puts a copy of `text` at *at, which moves on. */
static struct str put(char **at, struct str text)
{
    if (!text.p)
        return text;
    struct str copy = {*at, text.n};
    memcpy(*at, text.p, text.n);
    (*at)[text.n] = 0;
    *at += text.n + 1;
    return copy;
}

static bool copy_viewer(struct known *known, const struct viewer *viewer, const struct caller *caller)
{
    struct work work = {.arena = known->arena};
    struct viewer *to = &known->viewer;
    struct str *const own[] = {&to->tenant, &to->account,           &to->person,        &to->organisation, &to->name,
                               &to->email,  &to->organisation_name, &to->scope.alliance};
    size_t room = caller->tenant.n + caller->account.n + caller->scope.alliance.n + 3;
    *to = *viewer;
    to->access = (struct str){NULL, 0};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        room += own[i]->n + 1;
    for (size_t i = 0; i < viewer->count; i++)
        room += viewer->audiences[i].id.n + viewer->audiences[i].alliance.n + viewer->audiences[i].name.n + 3;
    char *at = arena_alloc(known->arena, room);
    to->audiences = ARENA_ARRAY(known->arena, viewer->count + 1, struct viewer_audience);
    if (!at || !to->audiences)
        return false;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        *own[i] = put(&at, *own[i]);
    for (size_t i = 0; i < viewer->count; i++) {
        struct viewer_audience *audience = &to->audiences[i];
        *audience = viewer->audiences[i];
        audience->id = put(&at, audience->id);
        audience->alliance = put(&at, audience->alliance);
        audience->name = put(&at, audience->name);
    }
    known->caller = *caller;
    known->caller.access = (struct str){NULL, 0};
    known->caller.tenant = put(&at, caller->tenant);
    known->caller.account = put(&at, caller->account);
    known->caller.scope.alliance = put(&at, caller->scope.alliance);
    return viewer_settle(&work, to) == OK;
}

static struct known *known_new(struct work *work, const struct caller *caller, const struct viewer *viewer)
{
    struct arena *arena = arena_new(VIEWER_CAP);
    struct known *known = arena ? ARENA_NEW(arena, struct known) : NULL;
    if (!known) {
        arena_free(arena);
        return NULL;
    }
    *known =
        (struct known){.arena = arena, .users = 1, .weight = viewer->count + VIEWER_COUNTS, .day = day_of_work(work)};
    const char *zone = work->locale.zone;
    bool whole = copy_viewer(known, viewer, caller) && (!zone || (known->zone = arena_cstr(arena, str_of(zone))));
    if (!whole)
        arena_free(arena);
    return whole ? known : NULL;
}

/* Takes its place, and makes room for it among the others. */
static void insert(struct viewer_cache *cache, struct known *known)
{
    struct known *over = NULL;
    pthread_mutex_lock(&cache->lock);
    struct known *before = find(cache, &known->caller);
    while (before || (cache->uses.oldest && cache->weight + known->weight > MOST)) {
        struct known *gone = drop(cache, before ? before : oldest(cache));
        before = NULL;
        if (gone) {
            gone->next = over;
            over = gone;
        }
    }
    size_t bucket = bucket_of(&known->caller);
    known->next = cache->buckets[bucket];
    cache->buckets[bucket] = known;
    recent_add(&cache->uses, &known->use);
    cache->weight += known->weight;
    pthread_mutex_unlock(&cache->lock);
    while (over) {
        struct known *next = over->next;
        free_known(over);
        over = next;
    }
}

enum err viewer_cache_keep(struct work *work, const struct caller *caller, struct viewer *viewer)
{
    struct known *known;
    struct viewer_marks marks;
    if (!work->viewers || conn_mode(work->conn) != CONN_READ)
        return OK;
    enum err err = marks_of(work, caller, viewer, &marks);
    if (err || !(known = known_new(work, caller, viewer)))
        return err; /* without memory it is just not kept */
    known->marks = marks;
    known->viewer.stamp = viewer->stamp = atomic_fetch_add(&work->viewers->stamps, 1) + 1;
    insert(work->viewers, known);
    return OK;
}

void viewer_cache_free(struct viewer_cache *cache)
{
    if (!cache)
        return;
    while (cache->uses.oldest)
        free_known(drop(cache, oldest(cache)));
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}
