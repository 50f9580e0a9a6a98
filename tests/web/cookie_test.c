#include "check.h"
#include "web/cookie.h"
#include <stdlib.h>

static bool holds(const char *header, const char *name, const char *value)
{
    return str_is(cookie_get(str_of(header), str_of(name)), value);
}

TEST(cookie, is_found_among_others)
{
    CHECK(holds("theme=dark; entente_session=abc-_9", "entente_session", "abc-_9"));
    CHECK(holds("entente_session=abc;theme=dark", "theme", "dark"));
    CHECK(holds("a=1; a=2", "a", "1"));
    CHECK(holds("a=b=c", "a", "b=c"));
    CHECK(holds("", "a", ""));
    CHECK(holds("xentente_session=1; entente_sessionx=2", "entente_session", ""));
    CHECK(holds("a", "a", ""));
}

TEST(cookie, a_value_of_odd_characters_is_none)
{
    CHECK(holds("a=\"quoted\"", "a", ""));
    CHECK(holds("a=with space", "a", ""));
    CHECK(holds("a=b\xc3\xa9", "a", ""));
    CHECK(holds("a=b,c", "a", ""));
    CHECK(holds("a=b\\c", "a", ""));
}

TEST(cookie, is_written_with_its_guards)
{
    struct arena *arena = arena_new(0);
    struct cookie cookie = {.name = S("__Host-entente_session"), .value = S("s"), .max_age = 60, .secure = true};
    CHECK_STR(cookie_text(arena, &cookie).p,
              "__Host-entente_session=s; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax");
    cookie = (struct cookie){.name = S("theme"), .value = S(""), .max_age = -1, .script = true};
    CHECK_STR(cookie_text(arena, &cookie).p, "theme=; Path=/; Max-Age=0; SameSite=Lax");
    cookie = (struct cookie){.name = S("a"), .value = S("b")};
    CHECK_STR(cookie_text(arena, &cookie).p, "a=b; Path=/; HttpOnly; SameSite=Lax");
    arena_free(arena);
}

TEST(cookie, random_headers_do_no_harm)
{
    unsigned seed = 3;
    for (int round = 0; round < 20000; round++) {
        char raw[600];
        size_t n = (size_t)(rand_r(&seed) % 600);
        for (size_t i = 0; i < n; i++)
            raw[i] = "a=; \"\\,\t\x80z"[rand_r(&seed) % 10];
        struct str value = cookie_get((struct str){raw, n}, S("a"));
        CHECK(value.n <= 512 && str_find(value, ' ') < 0 && str_find(value, ';') < 0 && str_find(value, '"') < 0);
    }
}
