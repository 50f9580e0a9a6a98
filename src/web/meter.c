#include "web/meter.h"
#include "base/metric.h"
#include "web/exchange.h"
#include <stdlib.h>

enum {
    SLOTS = 8192, /* a power of two, well above the number of routes */
    CLASSES = 6   /* of status: 1xx to 5xx, and 0: gone before there was an answer */
};

/* What no route answers, and files of the pages. */
static const struct route no_route = {.method = "", .path = ""}, asset = {.method = "GET", .path = "/assets/{name}"};

struct count {
    _Atomic(const struct route *) route;
    _Atomic int64_t by_class[CLASSES];
};

struct meter {
    struct count counts[SLOTS];
};

struct meter *meter_new(void)
{
    return calloc(1, sizeof(struct meter));
}

void meter_free(struct meter *meter)
{
    free(meter);
}

/* The slot of a route, taken when it is asked for the first time. */
static struct count *count_of(struct meter *meter, const struct route *route)
{
    size_t at = ((uintptr_t)route / sizeof *route * 0x9e3779b1u) % SLOTS;
    for (size_t tries = 0; tries < SLOTS; tries++, at = (at + 1) % SLOTS) {
        const struct route *there = NULL;
        if (atomic_compare_exchange_strong(&meter->counts[at].route, &there, route) || there == route)
            return &meter->counts[at];
    }
    return NULL;
}

static enum spread spread_of(const struct route *route)
{
    return route == &asset              ? SPREAD_REQUEST_FILE
           : route->flags & ROUTE_HASH  ? SPREAD_REQUEST_HASH
           : route->flags & ROUTE_WRITE ? SPREAD_REQUEST_WRITE
           : route->flags & ROUTE_SLOW  ? SPREAD_REQUEST_SLOW
                                        : SPREAD_REQUEST_READ;
}

void meter_request(struct meter *meter, const struct exchange *x)
{
    bool is_asset = !x->request.route && str_starts(x->target.path, S("/assets/"));
    const struct route *route = x->request.route ? x->request.route : is_asset ? &asset : &no_route;
    int class = x->answer.status / 100;
    struct count *count = meter ? count_of(meter, route) : NULL;
    metric_take(spread_of(route), monotonic_us() - x->begun_us);
    if (count)
        atomic_fetch_add_explicit(&count->by_class[class < CLASSES ? class : 0], 1, memory_order_relaxed);
}

static int by_path(const void *a, const void *b)
{
    const struct route *x = (*(const struct count *const *)a)->route, *y = (*(const struct count *const *)b)->route;
    int order = strcmp(x->path, y->path);
    return order ? order : strcmp(x->method, y->method);
}

static void write_count(struct buf *out, const struct count *count)
{
    static const char *const classes[CLASSES] = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};
    const struct route *route = count->route;
    for (size_t i = 0; i < CLASSES; i++) {
        struct buf labels = buf_init(out->arena, 0);
        int64_t n = atomic_load_explicit(&count->by_class[i], memory_order_relaxed);
        if (!n)
            continue;
        metric_label(&labels, "method", str_of(route->method));
        metric_label(&labels, "route", str_of(route->path));
        metric_label(&labels, "status", str_of(classes[i]));
        metric_sample(out, "entente_http_requests", "_total", buf_str(&labels), n);
    }
}

void meter_write(const struct meter *meter, struct buf *out)
{
    const struct count **taken = ARENA_ARRAY(out->arena, SLOTS, const struct count *);
    size_t count = 0;
    for (size_t i = 0; taken && i < SLOTS; i++)
        if (atomic_load(&meter->counts[i].route))
            taken[count++] = &meter->counts[i];
    out->failed = out->failed || !taken;
    if (count)
        qsort(taken, count, sizeof *taken, by_path);
    metric_family(out, "entente_http_requests", "counter", NULL);
    for (size_t i = 0; i < count; i++)
        write_count(out, taken[i]);
}
