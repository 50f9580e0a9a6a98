/* assets.h: the user interface's files, embedded under content-hashed names. */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H
#include "base/problem.h"

/* Reads assets/manifest.json once, at start, into `arena` (for the process's life). Without a manifest there are none.
 */
enum err assets_load(struct arena *arena) MUST_CHECK;
/* Logical names to addresses, {"app_css": "/assets/app.HASH.css", …}; "icons" too for "icons_svg". Shared, read only.
 */
const struct value *assets_view(void);

struct asset {
    struct str body;
    const char *type, *encoding; /* encoding: "br", "gzip" or NULL */
    bool lasting;                /* its name changes with its content */
};
/* The file that is served at `path` ("/assets/NAME", "/favicon.svg", "/robots.txt"), in the smallest form that
 * Accept-Encoding takes. False when there is none. */
bool asset_find(struct str path, struct str accept_encoding, struct asset *out);
#endif
