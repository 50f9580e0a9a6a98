#include "web/cookie.h"

static bool sound(struct str value)
{
    for (size_t i = 0; i < value.n; i++) {
        unsigned char c = (unsigned char)value.p[i];
        if (c <= 0x20 || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\')
            return false;
    }
    return value.n <= 512;
}

struct str cookie_get(struct str header, struct str name)
{
    struct str rest = header, pair;
    while (str_cut(&rest, ';', &pair)) {
        struct str key, value = str_trim(pair);
        if (str_cut(&value, '=', &key) && value.p && str_eq(key, name))
            return sound(value) ? value : S("");
    }
    return S("");
}

struct str cookie_text(struct arena *arena, const struct cookie *cookie)
{
    struct str age = S("");
    if (cookie->max_age)
        age = arena_printf(arena, "; Max-Age=%d", cookie->max_age < 0 ? 0 : cookie->max_age);
    if (!age.p)
        return age;
    return arena_printf(arena, "%.*s=%.*s; Path=/%s%s%s; SameSite=Lax", STR_ARG(cookie->name), STR_ARG(cookie->value),
                        age.p, cookie->script ? "" : "; HttpOnly", cookie->secure ? "; Secure" : "");
}
