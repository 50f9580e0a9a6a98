#include "web/session.h"
#include "web/cookie.h"

struct str session_cookie(bool secure)
{
    return secure ? S("__Host-entente_session") : S("entente_session");
}

/* The token of "Bearer …"; empty for any other scheme. */
static struct str bearer(struct str authorization)
{
    if (authorization.n < 8 || !str_eq_nocase(str_part(authorization, 0, 7), S("Bearer ")))
        return S("");
    struct str token = str_trim(str_part(authorization, 7, authorization.n));
    return token.n <= 256 ? token : S("");
}

static enum err by_token(struct work *work, struct str authorization, struct who *out)
{
    struct str token = bearer(authorization);
    if (!token.n)
        return ERR_SIGNED_OUT;
    enum err err = token_find(work, token, &out->caller);
    out->known = err == OK;
    return err == ERR_NOT_FOUND || err == ERR_GONE ? ERR_SIGNED_OUT : err;
}

enum err who_find(struct work *work, const struct credentials *credentials, bool secure, struct who *out)
{
    *out = (struct who){.known = false};
    if (credentials->authorization.n)
        return by_token(work, credentials->authorization, out);
    struct str secret = cookie_get(credentials->cookies, session_cookie(secure));
    if (!secret.n)
        return OK;
    struct session session;
    enum err err = session_find(work, secret, &session);
    if (err == ERR_SIGNED_OUT || err == ERR_NOT_FOUND || err == ERR_GONE) {
        out->stale_cookie = true;
        return OK;
    }
    if (err)
        return err;
    out->known = session.step == SESSION_WHOLE;
    out->step = session.step;
    out->touch = session.touch;
    out->caller = session.caller;
    out->session = arena_copy(work->arena, secret);
    return out->session.p ? OK : ERR_MEMORY;
}

/* "host:port" of "https://host:port" or "https://host:port/"; empty for what is no web origin. */
static struct str authority(struct str url)
{
    size_t from = str_starts(url, S("https://")) ? 8 : str_starts(url, S("http://")) ? 7 : 0;
    struct str rest = str_part(url, from, url.n), host = S("");
    if (from)
        (void)str_cut(&rest, '/', &host);
    return host;
}

bool same_origin(const struct credentials *credentials, const char *base_url)
{
    if (credentials->fetch_site.n && !str_is(credentials->fetch_site, "same-origin"))
        return false;
    if (!credentials->origin.n)
        return true;
    struct str from = authority(credentials->origin), own = authority(str_of(base_url));
    return from.n && (str_eq_nocase(from, credentials->host) || (own.n && str_eq_nocase(from, own)));
}

bool forgery_proof(struct arena *arena, const struct credentials *credentials, const char *base_url,
                   const struct who *who, struct str field)
{
    if (who->caller.by_token)
        return true;
    if (!same_origin(credentials, base_url))
        return false;
    if (!who->session.n)
        return true;
    struct str token = credentials->csrf_header.n ? credentials->csrf_header : field;
    return token.n && csrf_holds(arena, who->session, token);
}
