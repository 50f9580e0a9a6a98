/* cookie.h: cookies read and written. */
#ifndef WEB_COOKIE_H
#define WEB_COOKIE_H
#include "base/arena.h"

/* The value of the first cookie of that name in a Cookie header; empty when there is none, or when it holds anything
 * but the characters of a cookie's value, or is longer than 512. */
struct str cookie_get(struct str header, struct str name);

struct cookie {
    struct str name, value;
    int max_age; /* seconds; 0: until the browser is closed; negative: remove it */
    bool secure; /* only over TLS */
    bool script; /* may be read by scripts */
};
/* The text of Set-Cookie: Path=/, SameSite=Lax, HttpOnly unless `script`. p NULL when the arena is exhausted. */
struct str cookie_text(struct arena *arena, const struct cookie *cookie);
#endif
