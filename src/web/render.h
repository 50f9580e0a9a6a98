/* render.h: the page templates, parsed once at start. A page template stands in the layout by inheritance:
 * {{<layout}}{{$content}}…{{/content}}{{/layout}}; partials are found by their path, {{>partials/badge}}. */
#ifndef WEB_RENDER_H
#define WEB_RENDER_H
#include "base/mustache.h"

struct render;

/* Parses all templates embedded under templates/. ERR_CORRUPT, each fault logged with file and line. */
enum err render_load(struct arena *arena, struct render **out) MUST_CHECK;
/* The template of that name ("list"); NULL when there is none. */
const struct mustache *render_find(const struct render *render, struct str name);
/* Renders the page over `frame` and `view`. False when there is no such template. */
bool render_page(const struct render *render, const char *name, const struct value *frame, const struct value *view,
                 const struct locale *locale, struct buf *out);
#endif
