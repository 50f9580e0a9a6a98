/* reader.h: the rivals (rivals.h), and a server that reads the same store beside the one who writes. */
#ifndef TESTS_KERNEL_READER_H
#define TESTS_KERNEL_READER_H
#include "kernel/hooks.h"
#include "kernel/viewer_cache.h"
#include "rivals.h"

/* The host with its rivals, and a server that reads the same store. */
struct server {
    struct rivals r;
    struct conn *read;
    struct viewer_cache *cache;
};

/* What was written so far is there for those who read. */
static inline void settle(struct server *s)
{
    CHECK_INT(conn_see(s->r.house.conn, NULL), OK);
    CHECK_INT(conn_commit(s->r.house.conn), OK);
    CHECK_INT(conn_begin(s->r.house.conn), OK);
}

static inline struct server server_open(void)
{
    struct server s = {.r = rivals_open()};
    s.cache = viewer_cache_new();
    CHECK_INT(store_connect(s.r.house.store, CONN_READ, &s.read), OK);
    settle(&s);
    return s;
}

static inline void server_close(struct server *s)
{
    CHECK_INT(conn_see(s->r.house.conn, NULL), OK);
    arena_reset(s->r.house.arena); /* viewers are given back */
    viewer_cache_free(s->cache);
    conn_close(s->read);
    house_close(&s->r.house);
}

static inline void withdraw(struct server *s, struct viewer *viewer, const char *plural, struct str id)
{
    struct value *out = NULL, *record = NULL;
    const struct kind *kind = kind_by_plural(str_of(plural));
    look(&s->r, viewer);
    CHECK_INT(record_get(&s->r.house.work, viewer, kind, id, &record), OK);
    CHECK_INT(record_withdraw(&s->r.house.work, viewer, kind, id, value_get_int(record, "version", 0), S(""), &out),
              OK);
}

static inline void change(struct server *s, struct viewer *viewer, const char *plural, struct str id, const char *text)
{
    struct value *out = NULL, *record = NULL;
    const struct kind *kind = kind_by_plural(str_of(plural));
    look(&s->r, viewer);
    CHECK_INT(record_get(&s->r.house.work, viewer, kind, id, &record), OK);
    CHECK_INT(record_change(&s->r.house.work, viewer, kind, id, value_get_int(record, "version", 0),
                            house_json(&s->r.house, text), INPUT_JSON, S(""), &out),
              OK);
}
#endif
