/* session.h: who asks, and whether a page of ours made them ask. */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H
#include "kernel/account.h"

/* What a request says of its sender; texts are empty where it does not. */
struct credentials {
    struct str authorization, cookies; /* headers */
    struct str origin, fetch_site, host, csrf_header;
};

struct who {
    bool known;             /* the caller holds: they are signed in */
    bool stale_cookie;      /* a session cookie came that is none any more */
    bool touch;             /* the session's last use should be written */
    enum session_step step; /* what the session waits for: then `known` is false and nothing else opens */
    struct caller caller;
    struct str session; /* the session's secret; empty with a token */
};

/* "entente_session", or "__Host-entente_session" when reached by TLS. */
struct str session_cookie(bool secure);
/* Finds the caller of the token or session. OK with `known` false when there is no credential or the cookie is stale;
 * ERR_SIGNED_OUT when there is an Authorization that does not hold; others from the store. */
enum err who_find(struct work *work, const struct credentials *credentials, bool secure, struct who *out) MUST_CHECK;

/* Whether the browser says that the request comes from a page of this origin: Sec-Fetch-Site, when it is there, is
 * "same-origin"; Origin, when it is there, is that of `base_url` (may be NULL) or has the host that was asked. */
bool same_origin(const struct credentials *credentials, const char *base_url);
/* Whether an unsafe request may be: same_origin, unless by token, and with a session also its token against forged
 * requests, in `field` (of a form; may be empty) or the header. */
bool forgery_proof(struct arena *arena, const struct credentials *credentials, const char *base_url,
                   const struct who *who, struct str field);
#endif
