#include "kernel/work.h"
#include "base/date.h"

struct work work_init(struct arena *arena, struct conn *conn)
{
    struct work work = {.arena = arena, .conn = conn, .problems = problems_init(arena), .now_ms = clock_now()};
    work.locale = (struct locale){.language = "en", .zone = NULL, .now_ms = work.now_ms};
    return work;
}
