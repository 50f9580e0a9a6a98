/* metrics.h: GET /metrics, OpenMetrics text 1.0, on a listening socket of its own: who may reach that may read it, and
 * nobody reaches it through the address that people use (docs/decisions/0021-metrics.md). */
#ifndef WEB_METRICS_H
#define WEB_METRICS_H
#include "base/problem.h"

struct metrics;
struct web;

/* Listens on address and port (as listen_open, problems at /metrics); 0 takes any free port, which the log names. The
 * web must outlive it. */
enum err metrics_start(struct web *web, const char *address, uint16_t port, struct problems *problems,
                       struct metrics **out) MUST_CHECK;
void metrics_stop(struct metrics *metrics);
#endif
