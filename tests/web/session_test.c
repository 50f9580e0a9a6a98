#include "check.h"
#include "web/session.h"

static bool same(const char *origin, const char *site, const char *host, const char *base)
{
    struct credentials from = {.origin = str_of(origin), .fetch_site = str_of(site), .host = str_of(host)};
    return same_origin(&from, base);
}

TEST(session, a_page_of_another_site_is_known)
{
    const char *host = "127.0.0.1:8080";
    CHECK(same("", "", host, NULL)); /* no browser */
    CHECK(same("http://127.0.0.1:8080", "same-origin", host, NULL));
    CHECK(same("http://127.0.0.1:8080", "", host, NULL));
    CHECK(same("", "same-origin", host, NULL));
    CHECK(!same("http://evil.example", "", host, NULL));
    CHECK(!same("http://127.0.0.1:8081", "", host, NULL));
    CHECK(!same("http://127.0.0.1", "", host, NULL));
    CHECK(!same("null", "", host, NULL));
    CHECK(!same("http://", "", host, NULL));
    CHECK(!same("http://", "", "", NULL));
    CHECK(!same("http://127.0.0.1:8080", "cross-site", host, NULL));
    CHECK(!same("", "same-site", host, NULL));
    CHECK(!same("", "none", host, NULL));
    CHECK(!same("http://127.0.0.1:8080.evil.example", "", host, NULL));
    CHECK(!same("http://evil.example/127.0.0.1:8080", "", host, NULL));
    CHECK(same("https://ally.example", "", "backend:8080", "https://ally.example"));
    CHECK(!same("https://ally.example.evil", "", "backend:8080", "https://ally.example"));
}

TEST(session, forged_requests_are_refused)
{
    struct arena *arena = arena_new(0);
    struct who guest = {.known = false}, token = {.known = true, .caller = {.by_token = true}};
    struct who someone = {.known = true, .session = S("secret-of-a-session")};
    struct credentials plain = {.host = S("h")}, foreign = {.host = S("h"), .origin = S("http://evil")};
    struct str good = csrf_token(arena, someone.session), bad = csrf_token(arena, S("another session"));
    CHECK(good.n > 0);
    CHECK(forgery_proof(arena, &plain, NULL, &guest, S("")));
    CHECK(!forgery_proof(arena, &foreign, NULL, &guest, S("")));
    CHECK(forgery_proof(arena, &foreign, NULL, &token, S("")));
    CHECK(!forgery_proof(arena, &plain, NULL, &someone, S("")));
    CHECK(!forgery_proof(arena, &plain, NULL, &someone, bad));
    CHECK(!forgery_proof(arena, &plain, NULL, &someone, str_part(good, 0, good.n - 1)));
    CHECK(forgery_proof(arena, &plain, NULL, &someone, good));
    CHECK(!forgery_proof(arena, &foreign, NULL, &someone, good));
    plain.csrf_header = good;
    CHECK(forgery_proof(arena, &plain, NULL, &someone, S("")));
    plain.csrf_header = bad; /* the header is what counts when it is there */
    CHECK(!forgery_proof(arena, &plain, NULL, &someone, good));
    arena_free(arena);
}

TEST(session, the_cookie_is_bound_to_the_host_under_tls)
{
    CHECK(str_is(session_cookie(false), "entente_session"));
    CHECK(str_is(session_cookie(true), "__Host-entente_session"));
}
