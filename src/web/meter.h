/* meter.h: how often each route was asked for, and how that ended: by the route's pattern, never by what stood in the
 * path. Counting takes no lock; base/metric.h has the counts that are not of routes. */
#ifndef WEB_METER_H
#define WEB_METER_H
#include "base/buf.h"
#include "base/err.h"

struct exchange;
struct meter;

struct meter *meter_new(void);
void meter_free(struct meter *meter);
/* Counts a request that is over; `meter` may be NULL: only its time is taken. */
void meter_request(struct meter *meter, const struct exchange *x);
/* The family entente_http_requests, by method, route and class of status, in the order of routes. */
void meter_write(const struct meter *meter, struct buf *out);
#endif
