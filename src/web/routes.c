/* The one list of where routes come from. */
#include "engines/engine.h"
#include "web/health.h"
#include "web/pages.h"
#include "web/resource.h"
#include "web/router.h"

enum rank { RANK_GENERIC, RANK_WEB, RANK_ENGINE };

static const struct route *const own[] = {health_routes,   sign_in_routes,       reset_routes,  invitation_routes,
                                          account_routes,  second_factor_routes, admin_routes,  roles_routes,
                                          search_routes,   event_routes,         live_routes,   calc_routes,
                                          help_routes,     share_routes,         see_as_routes, circle_routes,
                                          personal_routes, openapi_routes,       notice_routes};

static enum err gather(struct arena *arena, struct router **out)
{
    struct router *router = router_new(arena);
    const struct route *generic = resource_routes();
    if (!router || !generic)
        return ERR_MEMORY;
    enum err err = router_add(router, generic, RANK_GENERIC);
    for (size_t i = 0; err == OK && i < sizeof own / sizeof *own; i++)
        err = router_add(router, own[i], RANK_WEB);
    for (size_t i = 0; err == OK && engines[i]; i++)
        err = router_add(router, engines[i]->routes, RANK_ENGINE);
    *out = router;
    return err == ERR_CONFLICT ? ERR_CORRUPT : err;
}

enum err routes_load(const struct router **out)
{
    static struct arena *arena; /* for the process's life */
    static struct router *all;
    static enum err failure;
    if (!arena) {
        arena = arena_new(0);
        failure = arena ? gather(arena, &all) : ERR_MEMORY;
    }
    *out = all;
    return failure;
}

const struct route *routes_at(size_t i, const struct kind **kind)
{
    const struct router *all;
    return routes_load(&all) == OK ? router_at(all, i, kind) : NULL;
}
