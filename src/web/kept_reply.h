/* kept_reply.h: replies of routes marked ROUTE_KEPT, which rest on the path, the viewer, the day and the records alone:
 * worked out once and given again as long as they stand (kernel/kept.h). */
#ifndef WEB_KEPT_REPLY_H
#define WEB_KEPT_REPLY_H
#include "web/exchange.h"

/* Handles the request of a viewer on a route marked so: from what is kept, or by its handler. */
enum err kept_reply(struct exchange *x) MUST_CHECK;
#endif
