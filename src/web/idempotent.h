/* idempotent.h: a POST with an Idempotency-Key is done once; its answer is remembered and given again. */
#ifndef WEB_IDEMPOTENT_H
#define WEB_IDEMPOTENT_H
#include "web/exchange.h"

/* On the writer's thread: the route's handler, or the answer that it gave to the same request before (x->replay).
 * ERR_CONFLICT when the key came with another request. */
enum err idempotent_handle(struct exchange *x) MUST_CHECK;
#endif
