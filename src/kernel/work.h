/* work.h: what one request or command works with. Passed to every kernel call, beside the viewer. */
#ifndef KERNEL_WORK_H
#define KERNEL_WORK_H
#include "base/locale.h"
#include "base/problem.h"
#include "store/store.h"

struct content_file;
struct faces;
struct kept;
struct viewer_cache;

struct work {
    struct arena *arena;
    struct conn *conn;        /* a read connection for reads, the writer's for writes */
    struct problems problems; /* what is wrong, fit to show */
    struct locale locale;
    int64_t now_ms;
    struct content_file *file;    /* that a write brings along (kernel/content.h); NULL: none */
    struct faces *faces;          /* of one reading request (kernel/faces.h); NULL: none are remembered */
    struct viewer_cache *viewers; /* of a server (kernel/viewer_cache.h); NULL: viewers are read each time */
    struct kept *kept;            /* of a server (kernel/kept.h); NULL: nothing is kept */
};

/* A work over `arena` and `conn` at clock_now(), language "en", UTC. */
struct work work_init(struct arena *arena, struct conn *conn);
#endif
