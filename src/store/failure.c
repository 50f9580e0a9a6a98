#include "base/metric.h"
#include "store/engine.h"

enum err store_failed(enum err err)
{
    switch (err) {
    case OK:
    case ERR_CONFLICT: /* as its rules say; what was asked for is refused, nothing has failed */
        break;
    case ERR_BUSY:
        metric_add(METRIC_STORE_BUSY, 1);
        break;
    case ERR_CORRUPT:
        metric_add(METRIC_STORE_CORRUPT, 1);
        break;
    case ERR_FORBIDDEN:
        metric_add(METRIC_STORE_FORBIDDEN, 1);
        break;
    case ERR_FULL:
        metric_add(METRIC_STORE_FULL, 1);
        break;
    case ERR_MEMORY:
        metric_add(METRIC_STORE_MEMORY, 1);
        break;
    default:
        metric_add(METRIC_STORE_OTHER, 1);
    }
    return err;
}
