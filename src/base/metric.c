#include "base/metric.h"
#include "base/message.h"
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>

enum { MILLION = 1000000, BOUNDS_MOST = 12 };

/* Samples of one family stand together. */
static const struct {
    const char *family, *type, *label, *value;
} metrics[METRIC_COUNT] = {
    [METRIC_CONNECTIONS] = {"entente_http_connections", "gauge", NULL, NULL},
    [METRIC_CONNECTIONS_REFUSED] = {"entente_http_connections_refused", "counter", NULL, NULL},
    [METRIC_WRITES_WAITING] = {"entente_writer_waiting", "gauge", NULL, NULL},
    [METRIC_LIVE_WAITING] = {"entente_live_waiting", "gauge", NULL, NULL},
    [METRIC_COMMITS_FAILED] = {"entente_commits_failed", "counter", NULL, NULL},
    [METRIC_STORE_BUSY] = {"entente_store_errors", "counter", "error", "busy"},
    [METRIC_STORE_CORRUPT] = {"entente_store_errors", "counter", "error", "corrupt"},
    [METRIC_STORE_FORBIDDEN] = {"entente_store_errors", "counter", "error", "forbidden"},
    [METRIC_STORE_FULL] = {"entente_store_errors", "counter", "error", "full"},
    [METRIC_STORE_LOST] = {"entente_store_errors", "counter", "error", "lost"},
    [METRIC_STORE_MEMORY] = {"entente_store_errors", "counter", "error", "memory"},
    [METRIC_STORE_OTHER] = {"entente_store_errors", "counter", "error", "other"},
    [METRIC_REPLY_KEPT] = {"entente_kept_replies", "counter", "from", "cache"},
    [METRIC_REPLY_MADE] = {"entente_kept_replies", "counter", "from", "store"},
    [METRIC_VIEWER_KEPT] = {"entente_viewers", "counter", "from", "cache"},
    [METRIC_VIEWER_READ] = {"entente_viewers", "counter", "from", "store"},
};
static _Atomic int64_t values[METRIC_COUNT];

struct bounds {
    int64_t most[BOUNDS_MOST];
    size_t count;
};
static const struct bounds times = {
    {1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, MILLION, 2500000, 10 * MILLION}, 12};
static const struct bounds numbers = {{1, 2, 4, 8, 16, 32, 64, 128}, 8};
static const struct {
    const char *family, *label, *value;
    const struct bounds *bounds;
} spreads[SPREAD_COUNT] = {
    [SPREAD_COMMIT] = {"entente_commit_seconds", NULL, NULL, &times},
    [SPREAD_BATCH] = {"entente_commit_jobs", NULL, NULL, &numbers},
    [SPREAD_REQUEST_FILE] = {"entente_http_request_seconds", "runs", "file", &times},
    [SPREAD_REQUEST_HASH] = {"entente_http_request_seconds", "runs", "hash", &times},
    [SPREAD_REQUEST_READ] = {"entente_http_request_seconds", "runs", "read", &times},
    [SPREAD_REQUEST_SLOW] = {"entente_http_request_seconds", "runs", "slow", &times},
    [SPREAD_REQUEST_WRITE] = {"entente_http_request_seconds", "runs", "write", &times},
};
static struct {
    _Atomic int64_t in[BOUNDS_MOST + 1]; /* the last: above all bounds */
    _Atomic int64_t sum;
} spread_values[SPREAD_COUNT];

static int64_t now(_Atomic int64_t *value)
{
    return atomic_load_explicit(value, memory_order_relaxed);
}

void metric_add(enum metric metric, int64_t by)
{
    atomic_fetch_add_explicit(&values[metric], by, memory_order_relaxed);
}

int64_t metric_value(enum metric metric)
{
    return now(&values[metric]);
}

void metric_take(enum spread spread, int64_t value)
{
    const struct bounds *bounds = spreads[spread].bounds;
    size_t at = 0;
    while (at < bounds->count && value > bounds->most[at])
        at++;
    atomic_fetch_add_explicit(&spread_values[spread].in[at], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&spread_values[spread].sum, value, memory_order_relaxed);
}

/* ---- Writing ---- */

void metric_family(struct buf *out, const char *name, const char *type, const char *unit)
{
    char key[80];
    buf_printf(out, "# TYPE %s %s\n", name, type);
    if (unit)
        buf_printf(out, "# UNIT %s %s\n", name, unit);
    snprintf(key, sizeof key, "metrics.%s", name);
    buf_printf(out, "# HELP %s ", name);
    out->failed = !message_write(out, "en", str_of(key), NULL) || out->failed;
    buf_char(out, '\n');
}

void metric_label(struct buf *labels, const char *name, struct str value)
{
    buf_printf(labels, "%s%s=\"", labels->n ? "," : "", name);
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (c == '"' || c == '\\' || c == '\n')
            buf_char(labels, '\\');
        buf_char(labels, c == '\n' ? 'n' : c);
    }
    buf_char(labels, '"');
}

static void put_name(struct buf *out, const char *name, const char *suffix, struct str labels)
{
    buf_printf(out, "%s%s", name, suffix);
    if (labels.n)
        buf_printf(out, "{%.*s}", STR_ARG(labels));
}

void metric_sample(struct buf *out, const char *name, const char *suffix, struct str labels, int64_t value)
{
    put_name(out, name, suffix, labels);
    buf_printf(out, " %" PRId64 "\n", value);
}

/* "0.0025", "1.0", "10.0": without zeros at the end, but for one. */
static void put_micro(struct buf *out, int64_t micro)
{
    char text[32];
    int n = snprintf(text, sizeof text, "%" PRId64 ".%06" PRId64, micro / MILLION, micro % MILLION);
    while (text[n - 1] == '0' && text[n - 2] != '.')
        n--;
    buf_add(out, (struct str){text, (size_t)n});
}

void metric_sample_micro(struct buf *out, const char *name, const char *suffix, struct str labels, int64_t micro)
{
    put_name(out, name, suffix, labels);
    buf_char(out, ' ');
    put_micro(out, micro);
    buf_char(out, '\n');
}

/* The labels of a sample: its own, and for a bucket the bound. */
static struct str labels_of(struct buf *labels, const char *label, const char *value)
{
    *labels = buf_init(labels->arena, 0);
    if (label)
        metric_label(labels, label, str_of(value));
    return buf_str(labels);
}

static void write_bucket(struct buf *out, enum spread spread, size_t at, int64_t so_far)
{
    const struct bounds *bounds = spreads[spread].bounds;
    struct buf labels = {.arena = out->arena}, bound = buf_init(out->arena, 0);
    (void)labels_of(&labels, spreads[spread].label, spreads[spread].value);
    if (at == bounds->count)
        buf_lit(&bound, "+Inf");
    else
        put_micro(&bound, bounds->most[at] * (bounds == &times ? 1 : MILLION));
    metric_label(&labels, "le", buf_str(&bound));
    metric_sample(out, spreads[spread].family, "_bucket", buf_str(&labels), so_far);
}

static void write_spread(struct buf *out, enum spread spread)
{
    const char *family = spreads[spread].family;
    bool timed = spreads[spread].bounds == &times;
    struct buf buffer = {.arena = out->arena};
    struct str labels = labels_of(&buffer, spreads[spread].label, spreads[spread].value);
    int64_t count = 0, sum = now(&spread_values[spread].sum);
    if (spread == 0 || strcmp(family, spreads[spread - 1].family) != 0)
        metric_family(out, family, "histogram", timed ? "seconds" : NULL);
    for (size_t at = 0; at <= spreads[spread].bounds->count; at++) {
        count += now(&spread_values[spread].in[at]);
        write_bucket(out, spread, at, count);
    }
    metric_sample(out, family, "_count", labels, count);
    metric_sample_micro(out, family, "_sum", labels, timed ? sum : sum * MILLION);
}

void metric_write(struct buf *out)
{
    for (size_t i = 0; i < METRIC_COUNT; i++) {
        const char *family = metrics[i].family;
        struct buf labels = {.arena = out->arena};
        if (i == 0 || strcmp(family, metrics[i - 1].family) != 0)
            metric_family(out, family, metrics[i].type, NULL);
        metric_sample(out, family, metrics[i].type[0] == 'c' ? "_total" : "",
                      labels_of(&labels, metrics[i].label, metrics[i].value), now(&values[i]));
    }
    for (size_t i = 0; i < SPREAD_COUNT; i++)
        write_spread(out, (enum spread)i);
}
