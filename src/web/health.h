/* health.h: GET /health. */
#ifndef WEB_HEALTH_H
#define WEB_HEALTH_H
#include "kernel/route.h"

extern const struct route health_routes[];
#endif
