/* metric.h: what the process counts of itself for whoever watches over it. Counts are atomic numbers, taken without a
 * lock from any thread and never given back; none says anything of a tenant, a person or a record (the decision is
 * docs/decisions/0021-metrics.md). web/metrics.h writes them out. */
#ifndef BASE_METRIC_H
#define BASE_METRIC_H
#include "base/buf.h"

/* One number each; the table in metric.c gives its name. */
enum metric {
    METRIC_CONNECTIONS, /* open now */
    METRIC_CONNECTIONS_REFUSED,
    METRIC_WRITES_WAITING, /* for the writer, now */
    METRIC_COMMITS_FAILED,
    METRIC_LIVE_WAITING, /* requests that wait for changes, now */
    METRIC_STORE_BUSY,   /* errors of the store, by what they are */
    METRIC_STORE_CORRUPT,
    METRIC_STORE_FORBIDDEN,
    METRIC_STORE_FULL,
    METRIC_STORE_LOST,
    METRIC_STORE_MEMORY,
    METRIC_STORE_OTHER,
    METRIC_REPLY_KEPT, /* replies of routes that are kept, by where they came from */
    METRIC_REPLY_MADE,
    METRIC_VIEWER_KEPT, /* viewers, by where they came from */
    METRIC_VIEWER_READ,
    METRIC_COUNT
};
void metric_add(enum metric metric, int64_t by);
int64_t metric_value(enum metric metric);

/* How values spread. */
enum spread {
    SPREAD_COMMIT,       /* microseconds */
    SPREAD_BATCH,        /* jobs */
    SPREAD_REQUEST_FILE, /* microseconds; by what runs the request */
    SPREAD_REQUEST_HASH,
    SPREAD_REQUEST_READ,
    SPREAD_REQUEST_SLOW,
    SPREAD_REQUEST_WRITE,
    SPREAD_COUNT
};
void metric_take(enum spread spread, int64_t value);

/* ---- OpenMetrics text 1.0 ---- */

/* "# TYPE", "# UNIT" (where unit is not NULL) and "# HELP" of a family of that name; help is the catalogue's words
 * under metrics.<name>. */
void metric_family(struct buf *out, const char *name, const char *type, const char *unit);
/* `name="value"` into a list of labels, escaped, with a comma before it where the list is not empty. */
void metric_label(struct buf *labels, const char *name, struct str value);
/* A sample of name and suffix ("_total"), with labels as metric_label made them. */
void metric_sample(struct buf *out, const char *name, const char *suffix, struct str labels, int64_t value);
/* The same with a value in millionths. */
void metric_sample_micro(struct buf *out, const char *name, const char *suffix, struct str labels, int64_t micro);
/* All numbers and spreads of this file. */
void metric_write(struct buf *out);
#endif
