/* pipeline_view.h: the page of an alliance's pipeline in the making, shared by its parts. */
#ifndef ENGINES_ECONOMICS_PIPELINE_VIEW_H
#define ENGINES_ECONOMICS_PIPELINE_VIEW_H
#include "engines/economics/pages.h"
#include "engines/economics/pipeline.h"

struct pipeline_view {
    struct overview o;
    struct value *view, *parties, *opportunities, *targets;
    struct pipeline pipeline;
    int64_t today;
};

/* What was won by each side, day by day, beside its path, as lines; NULL without a path or out of memory. */
struct value *pipeline_chart(struct pipeline_view *p);
/* What was won for the other side and is not in the ledger of the open periods, where the deal in force has the side
 * that carries it out pay for it: `unbooked` of the view. */
enum err put_unbooked(struct pipeline_view *p) MUST_CHECK;
#endif
