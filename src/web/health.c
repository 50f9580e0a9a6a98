/* GET /health: whether the program runs and its store can be read; open, for whoever watches it. */
#include "web/health.h"

static enum err health(struct request *request, struct reply *reply)
{
    struct work *work = &request->work;
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT count(*) FROM tenant"));
    bool row;
    enum err err = stmt_step(stmt, &row);
    stmt_done(stmt);
    if (err)
        return err;
    reply->view = value_map(work->arena);
    value_put_text(work->arena, reply->view, "status", S("ok"));
    value_put_text(work->arena, reply->view, "version", S(ENTENTE_VERSION));
    return reply->view ? OK : ERR_MEMORY;
}

const struct route health_routes[] = {
    {"GET", "/health", health, ROUTE_OPEN, "route.health", "health"},
    {NULL, NULL, NULL, 0, NULL, NULL},
};
