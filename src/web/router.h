/* router.h: which route answers a path. Fixed segments win over {…}. {id} takes canonical UUIDs only (anything else is
 * 404); a placeholder of another name ({name}, {secret}) takes any one segment. All routes of the program: the generic
 * ones of the kinds (resource.c) lowest, then web's own pages, then the engines'; a higher one replaces a lower one of
 * the same method and shape, two of one rank that clash are an error at start. */
#ifndef WEB_ROUTER_H
#define WEB_ROUTER_H
#include "kernel/route.h"

struct router;

/* A new router in `arena`, to fill with router_add and then only read, by any thread. NULL when exhausted. */
struct router *router_new(struct arena *arena);
/* Adds `routes` (ended by method NULL; may be NULL) at `rank`: ERR_CONFLICT when one has the method and shape of
 * another of the same rank (logged), ERR_CORRUPT for a path or method that is none, ERR_MEMORY. */
enum err router_add(struct router *router, const struct route *routes, int rank) MUST_CHECK;

/* What stands at a path. */
struct match {
    const struct route *get, *post, *patch, *put, *del; /* NULL where the method is not answered */
    const struct kind *kind;                            /* named by the path's last fixed segment that names one */
    struct str ids[4];                                  /* parts of the path that was looked up */
    struct str allow;                                   /* "GET, HEAD, POST, OPTIONS" */
};
/* Finds by decoded segments. False when nothing stands there. */
bool router_find(const struct router *router, const struct str *segments, size_t count, struct match *out);
/* The same for a path such as "/alliances", already decoded. */
bool router_find_path(const struct router *router, struct str path, struct match *out);
/* The route of that method ("HEAD" is GET); NULL when the match has none. */
const struct route *match_route(const struct match *match, struct str method);
/* The i-th route that is in force, in order of path and method; NULL past the end. *kind (may be NULL) is its kind. */
const struct route *router_at(const struct router *router, size_t i, const struct kind **kind);

/* All routes of the program, gathered on the first call, after the kinds are registered (not by several threads at
 * once: web_start does so before any request). ERR_CORRUPT when some clash. */
enum err routes_load(const struct router **out) MUST_CHECK;
/* The i-th of them (for /openapi.json and `entente routes`), as router_at; NULL past the end or when they do not load.
 */
const struct route *routes_at(size_t i, const struct kind **kind);
#endif
