/* Wires the house together: the only place that knows everything. */
#include "base/log.h"
#include "base/message.h"
#include "base/process.h"
#include "cli/cli.h"
#include "engines/engine.h"
#include "web/openapi.h"
#include "web/router.h"
#include "web/web.h"
#include <signal.h>
#include <stdio.h>

static enum err server_start(const struct server_plan *plan, struct store *store, struct problems *problems,
                             void **server)
{
    struct web *web = NULL;
    const struct web_config config = {
        .address = plan->address,
        .port = plan->port,
        .base_url = plan->base_url,
        .behind_proxy = plan->behind_proxy,
        .secure_cookies = plan->secure_cookies,
        .threads = plan->threads,
        .workers = plan->workers,
        .connections = plan->connections,
        .uploads = plan->uploads,
        .metrics = plan->metrics,
        .metrics_port = plan->metrics_port,
    };
    enum err err = web_start(&config, store, problems, &web);
    *server = web;
    return err;
}

static uint16_t server_port(const void *server)
{
    return web_port(server);
}

static enum err server_stop(void *server, int grace_ms)
{
    return web_stop(server, grace_ms);
}

static const struct route *route_at(size_t i)
{
    return routes_at(i, NULL);
}

int main(int argc, char **argv)
{
    static const struct program program = {.server_start = server_start,
                                           .server_port = server_port,
                                           .server_stop = server_stop,
                                           .route_at = route_at,
                                           .api = openapi_document};
    signal(SIGPIPE, SIG_IGN);
#ifndef ENTENTE_SANITIZED
    process_keep_from_core();
#endif
    struct arena *arena = arena_new(0);
    enum err err = arena ? message_load() : ERR_MEMORY;
    if (err == OK)
        err = engines_register(arena);
    int status = err_exit(err);
    if (err)
        fprintf(stderr, "entente: the program itself is damaged (%s)\n", err_code(err));
    else
        status = cli_main(&program, argc, argv);
    kinds_release();
    arena_free(arena);
    return status;
}
