#include "site.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

static bool says(const struct answer_seen *seen, const char *header)
{
    return str_contains(seen->head, str_of(header));
}

static int count_firms(const struct site *site)
{
    struct arena *a = site->house.arena;
    struct answer_seen seen = site_ask(site, a, "GET", "/organisations?total=1", SITE_TOKEN(site, ""), NULL);
    return (int)value_get_int(seen.json, "total", -1);
}

TEST(server, health_is_open_and_guarded_by_headers)
{
    struct site site = site_open(NULL);
    struct answer_seen seen = site_ask(&site, site.house.arena, "GET", "/health", "", NULL);
    CHECK_INT(seen.status, 200);
    CHECK(str_is(value_get_text(seen.json, "status"), "ok"));
    CHECK(says(&seen, "Content-Security-Policy: default-src 'none'; script-src 'self'"));
    CHECK(says(&seen, "X-Content-Type-Options: nosniff"));
    CHECK(says(&seen, "Referrer-Policy: same-origin"));
    CHECK(says(&seen, "Cache-Control: no-store"));
    site_close(&site);
}

TEST(server, strangers_must_sign_in)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    struct answer_seen seen =
        site_ask(&site, a, "GET", "/organisations?sort=name", "Accept: application/json\r\n", NULL);
    CHECK_INT(seen.status, 401);
    CHECK(says(&seen, "WWW-Authenticate: Bearer") && says(&seen, "application/problem+json"));
    CHECK(str_is(value_get_text(seen.json, "code"), "signed-out"));
    seen = site_ask(&site, a, "GET", "/organisations?sort=name", "Accept: text/html\r\n", NULL);
    CHECK_INT(seen.status, 303);
    CHECK(says(&seen, "Location: /sign-in?next=/organisations%3Fsort%3Dname\r\n"));
    seen = site_ask(&site, a, "POST", "/organisations", "Accept: text/html\r\n" SITE_FORM, "name=x");
    CHECK_INT(seen.status, 303);
    seen = site_ask(&site, a, "GET", "/organisations", "Authorization: Bearer ent_wrong\r\n", NULL);
    CHECK_INT(seen.status, 401);
    seen = site_ask(&site, a, "GET", "/organisations", "Authorization: Basic YTpi\r\n", NULL);
    CHECK_INT(seen.status, 401);
    site_close(&site);
}

TEST(server, what_does_not_stand_there)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    const char *token = SITE_TOKEN(&site, "");
    CHECK_INT(site_ask(&site, a, "GET", "/nothing", token, NULL).status, 404);
    CHECK_INT(site_ask(&site, a, "GET", "/organisations/7", token, NULL).status, 404);
    CHECK_INT(site_ask(&site, a, "GET", "/organisations/01890000-0000-7000-8000-000000000001", token, NULL).status,
              404);
    CHECK_INT(site_ask(&site, a, "GET", "/a/../b", token, NULL).status, 400);
    CHECK_INT(site_ask(&site, a, "GET", "/organisations?a=%ff", token, NULL).status, 400);
    struct answer_seen seen = site_ask(&site, a, "PUT", "/organisations", token, "");
    CHECK_INT(seen.status, 405);
    CHECK(says(&seen, "Allow: GET, HEAD, POST, OPTIONS"));
    seen = site_ask(&site, a, "OPTIONS", "/organisations", "", NULL);
    CHECK_INT(seen.status, 204);
    CHECK(says(&seen, "Allow: GET, HEAD, POST, OPTIONS"));
    seen = site_ask(&site, a, "GET", "/organisations", SITE_TOKEN(&site, "Accept: image/png\r\n"), NULL);
    CHECK_INT(seen.status, 406);
    seen = site_ask(&site, a, "HEAD", "/organisations", token, NULL);
    CHECK_INT(seen.status, 200);
    CHECK_INT(seen.body.n, 0);
    site_close(&site);
}

TEST(server, a_record_is_made_read_and_changed)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    struct answer_seen made =
        site_ask(&site, a, "POST", "/capabilities", SITE_TOKEN(&site, SITE_JSON), "{\"name\":\"Cell chemistry\"}");
    CHECK_INT(made.status, 201);
    CHECK(says(&made, "ETag: \"1\"") && says(&made, "Location: /capabilities/"));
    const char *path = arena_printf(a, "/capabilities/%.*s", STR_ARG(value_get_text(made.json, "id"))).p;
    struct answer_seen seen = site_ask(&site, a, "GET", path, SITE_TOKEN(&site, ""), NULL);
    CHECK_INT(seen.status, 200);
    CHECK(says(&seen, "ETag: \"1\"") && value_equal(seen.json, made.json));
    seen = site_ask(&site, a, "GET", path, SITE_TOKEN(&site, "If-None-Match: \"1\"\r\n"), NULL);
    CHECK_INT(seen.status, 304);
    CHECK_INT(seen.body.n, 0);
    const char *change = "{\"name\":\"Chemistry\"}";
    CHECK_INT(site_ask(&site, a, "PATCH", path, SITE_TOKEN(&site, SITE_JSON), change).status, 428);
    CHECK_INT(site_ask(&site, a, "PATCH", path, SITE_TOKEN(&site, SITE_JSON "If-Match: 1\r\n"), change).status, 400);
    seen = site_ask(&site, a, "PATCH", path, SITE_TOKEN(&site, SITE_JSON "If-Match: \"1\"\r\n"), change);
    CHECK_INT(seen.status, 200);
    CHECK(says(&seen, "ETag: \"2\""));
    seen = site_ask(&site, a, "PATCH", path, SITE_TOKEN(&site, SITE_JSON "If-Match: \"1\"\r\n"), change);
    CHECK_INT(seen.status, 412);
    CHECK_INT(value_get_int(value_get(seen.json, "current"), "version", 0), 2);
    CHECK(str_is(value_get_text(value_get(seen.json, "yours"), "name"), "Chemistry"));
    CHECK(str_is(value_get_text(seen.json, "code"), "stale"));
    site_close(&site);
}

/* A page that gathers more than the record carries its version for changes, but is never said to be unchanged by it. */
TEST(server, a_version_speaks_for_one_record_alone)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    struct answer_seen made = site_ask(&site, a, "POST", "/organisations", SITE_TOKEN(&site, SITE_JSON),
                                       "{\"name\":\"Nordlicht\",\"kind\":\"partner\"}");
    const char *path = arena_printf(a, "/organisations/%.*s", STR_ARG(value_get_text(made.json, "id"))).p;
    struct answer_seen seen = site_ask(&site, a, "GET", path, SITE_TOKEN(&site, "If-None-Match: \"1\"\r\n"), NULL);
    CHECK_INT(seen.status, 200);
    CHECK(says(&seen, "ETag: \"1\""));
    site_close(&site);
}

TEST(server, bodies_that_are_none)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    const char *json = SITE_TOKEN(&site, SITE_JSON);
    struct answer_seen seen = site_ask(&site, a, "POST", "/organisations", json, "{\"name\":\"x\",}");
    CHECK_INT(seen.status, 400);
    CHECK(value_get(seen.json, "errors") && value_get(seen.json, "errors")->count == 1);
    CHECK_INT(site_ask(&site, a, "POST", "/organisations", json, "[]").status, 422);
    CHECK_INT(site_ask(&site, a, "POST", "/organisations", json, "{}").status, 422);
    CHECK_INT(
        site_ask(&site, a, "POST", "/organisations", SITE_TOKEN(&site, "Content-Type: text/plain\r\n"), "x").status,
        415);
    CHECK_INT(site_ask(&site, a, "POST", "/organisations",
                       SITE_TOKEN(&site, "Content-Type: multipart/form-data; boundary=a\r\n"), "--a--")
                  .status,
              415);
    CHECK_INT(count_firms(&site), 1);
    site_close(&site);
}

TEST(server, large_bodies_are_refused)
{
    struct web_config config = {.body_bytes = 2000};
    struct site site = site_open(&config);
    struct arena *a = site.house.arena;
    char *large = arena_alloc(a, 3001);
    memset(large, ' ', 3000);
    struct answer_seen seen = site_ask(&site, a, "POST", "/organisations", SITE_TOKEN(&site, SITE_JSON), large);
    CHECK_INT(seen.status, 413);
    struct buf out = buf_init(a, 0);
    buf_printf(
        &out, "POST /organisations HTTP/1.1\r\nHost: here\r\nConnection: close\r\n%sTransfer-Encoding: chunked\r\n\r\n",
        SITE_TOKEN(&site, SITE_JSON));
    for (int i = 0; i < 40; i++)
        buf_printf(&out, "64\r\n%.100s\r\n", large);
    buf_lit(&out, "0\r\n\r\n");
    CHECK(str_starts(site_talk(&site, a, buf_str(&out)), S("HTTP/1.1 413")));
    CHECK_INT(site_ask(&site, a, "GET", "/health", "", NULL).status, 200);
    site_close(&site);
}

TEST(server, forged_requests_are_refused)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    const char *form = "name=Forged&kind=partner";
    const char *good = arena_printf(a, "%s&csrf=%.*s", form, STR_ARG(site.csrf)).p;
    CHECK_INT(site_ask(&site, a, "POST", "/organisations", SITE_BROWSER(&site, SITE_FORM), form).status, 403);
    CHECK_INT(site_ask(&site, a, "POST", "/organisations",
                       SITE_BROWSER(&site, SITE_FORM "Origin: http://evil.example\r\n"), good)
                  .status,
              403);
    CHECK_INT(site_ask(&site, a, "POST", "/organisations",
                       SITE_BROWSER(&site, SITE_FORM "Sec-Fetch-Site: cross-site\r\n"), good)
                  .status,
              403);
    CHECK_INT(site_ask(&site, a, "POST", "/organisations", SITE_BROWSER(&site, SITE_JSON), "{\"name\":\"x\"}").status,
              403);
    CHECK_INT(count_firms(&site), 1);
    struct answer_seen seen =
        site_ask(&site, a, "POST", "/organisations",
                 SITE_BROWSER(&site, SITE_FORM "Origin: http://here\r\nSec-Fetch-Site: same-origin\r\n"), good);
    CHECK_INT(seen.status, 303);
    CHECK(says(&seen, "Location: /organisations/") && says(&seen, "Set-Cookie: notice="));
    CHECK_INT(count_firms(&site), 2);
    site_close(&site);
}

TEST(server, a_repeated_post_is_done_once)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    const char *headers = SITE_TOKEN(&site, SITE_JSON "Idempotency-Key: 42\r\n");
    const char *body = "{\"name\":\"Once\",\"kind\":\"partner\"}";
    struct answer_seen first = site_ask(&site, a, "POST", "/organisations", headers, body);
    struct answer_seen second = site_ask(&site, a, "POST", "/organisations", headers, body);
    CHECK_INT(first.status, 201);
    CHECK_INT(second.status, 201);
    CHECK(str_eq(first.body, second.body) && says(&second, "Idempotency-Replayed: true") &&
          says(&second, "ETag: \"1\""));
    CHECK_INT(site_ask(&site, a, "POST", "/organisations", headers, "{\"name\":\"Other\"}").status, 409);
    CHECK_INT(
        site_ask(&site, a, "POST", "/organisations", SITE_TOKEN(&site, SITE_JSON "Idempotency-Key: a b\r\n"), body)
            .status,
        400);
    CHECK_INT(count_firms(&site), 2);
    site_close(&site);
}

TEST(server, a_list_is_also_a_table)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    (void)site_ask(&site, a, "POST", "/capabilities", SITE_TOKEN(&site, SITE_JSON),
                   "{\"name\":\"Cells, \\\"dry\\\"\"}");
    struct answer_seen seen =
        site_ask(&site, a, "GET", "/capabilities", SITE_TOKEN(&site, "Accept: text/csv\r\n"), NULL);
    CHECK_INT(seen.status, 200);
    CHECK(says(&seen, "Content-Type: text/csv") && says(&seen, "attachment; filename=\"capabilities.csv\""));
    CHECK(str_starts(seen.body, S("id,version,")));
    CHECK(str_contains(seen.body, S("\"Cells, \"\"dry\"\"\"")));
    CHECK_INT(site_ask(&site, a, "GET", "/account", SITE_TOKEN(&site, "Accept: text/csv\r\n"), NULL).status, 406);
    site_close(&site);
}

TEST(server, files_of_the_interface)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    struct answer_seen page = site_ask(&site, a, "GET", "/sign-in", "Accept: text/html\r\n", NULL), seen;
    const char *at = strstr(page.body.p, "/assets/app.");
    const char *path = at ? arena_printf(a, "%.*s", (int)strcspn(at, "\""), at).p : "/";
    seen = site_ask(&site, a, "GET", path, "", NULL);
    CHECK_INT(seen.status, 200);
    CHECK(says(&seen, "immutable") && !says(&seen, "Content-Encoding"));
    size_t plain = seen.body.n;
    seen = site_ask(&site, a, "GET", path, "Accept-Encoding: gzip, br\r\n", NULL);
    CHECK(says(&seen, "Content-Encoding: br") && says(&seen, "Vary: Accept-Encoding") && seen.body.n < plain);
    seen = site_ask(&site, a, "GET", path, "Accept-Encoding: gzip, br;q=0\r\n", NULL);
    CHECK(says(&seen, "Content-Encoding: gzip"));
    CHECK_INT(site_ask(&site, a, "GET", "/assets/manifest.json", "", NULL).status, 404);
    CHECK_INT(site_ask(&site, a, "GET", "/assets/none.css", "", NULL).status, 404);
    CHECK_INT(site_ask(&site, a, "GET", "/assets/a%2fb.css", "", NULL).status, 400);
    seen = site_ask(&site, a, "GET", "/robots.txt", "", NULL);
    CHECK(str_contains(seen.body, S("Disallow: /\n")));
    CHECK_INT(site_ask(&site, a, "GET", "/favicon.svg", "", NULL).status, 200);
    site_close(&site);
}

/* A link that signs in is used up by a visit, not by a mail program that looks at it. */
TEST(server, a_link_signs_in_once)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    struct str secret = {NULL, 0};
    struct house *house = &site.house;
    CHECK_INT(conn_begin(house->conn), OK);
    CHECK_INT(conn_see(house->conn, &house->host->sees), OK);
    CHECK_INT(link_issue(&house->work, house->host, house->admin, 1, &secret), OK);
    CHECK_INT(conn_commit(house->conn), OK);
    const char *path = arena_printf(a, "/link/%.*s", STR_ARG(secret)).p;
    CHECK_INT(site_ask(&site, a, "HEAD", path, "", NULL).status, 405);
    struct answer_seen seen = site_ask(&site, a, "GET", path, "Accept: text/html\r\n", NULL);
    CHECK_INT(seen.status, 303);
    CHECK(says(&seen, "Set-Cookie: entente_session=") && says(&seen, "HttpOnly; SameSite=Lax"));
    CHECK_INT(site_ask(&site, a, "GET", path, "Accept: text/html\r\n", NULL).status, 410);
    seen = site_ask(&site, a, "POST", "/sign-out", SITE_BROWSER(&site, SITE_FORM),
                    arena_printf(a, "csrf=%.*s", STR_ARG(site.csrf)).p);
    CHECK(says(&seen, "Set-Cookie: entente_session=; Path=/; Max-Age=0") && says(&seen, "Set-Cookie: notice="));
    seen = site_ask(&site, a, "GET", "/organisations", SITE_BROWSER(&site, ""), NULL);
    CHECK_INT(seen.status, 303);
    site_close(&site);
}

/* Behind a proxy that ends TLS. */
TEST(server, cookies_are_bound_under_tls)
{
    struct web_config config = {.secure_cookies = true, .behind_proxy = true, .base_url = "https://ally.example/"};
    struct site site = site_open(&config);
    struct arena *a = site.house.arena;
    const char *plain = arena_printf(a, "Cookie: entente_session=%.*s\r\n", STR_ARG(site.session)).p;
    const char *bound = arena_printf(a, "Cookie: __Host-entente_session=%.*s\r\n", STR_ARG(site.session)).p;
    CHECK_INT(site_ask(&site, a, "GET", "/account", plain, NULL).status, 303);
    struct answer_seen seen = site_ask(&site, a, "GET", "/account", bound, NULL);
    CHECK_INT(seen.status, 200);
    CHECK(says(&seen, "Strict-Transport-Security: "));
    const char *more = arena_printf(a, "%sAccept: text/html\r\n" SITE_FORM "Origin: https://ally.example\r\n", bound).p;
    seen = site_ask(&site, a, "POST", "/sign-out", more, arena_printf(a, "csrf=%.*s", STR_ARG(site.csrf)).p);
    CHECK(says(&seen, "Set-Cookie: __Host-entente_session=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"));
    site_close(&site);
}

TEST(server, guesses_at_sign_in_are_limited)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    const char *headers = SITE_JSON "Accept: application/json\r\n";
    struct answer_seen seen = {.status = 0};
    for (int i = 0; i < 9; i++) {
        if (i < 8)
            CHECK(seen.status == 0 || seen.status == 401);
        seen = site_ask(&site, a, "POST", "/sign-in", headers,
                        "{\"email\":\"Head@Altmark.example\",\"password\":\"wrong wrong\"}");
    }
    CHECK_INT(seen.status, 429);
    CHECK(says(&seen, "Retry-After: "));
    site_close(&site);
}

/* Bytes that are no request, or nearly one: the server goes on. */
TEST(server, noise_does_no_harm)
{
    static const char *const pieces[] = {"GET ",
                                         "POST ",
                                         "/",
                                         "/organisations",
                                         " HTTP/1.1\r\n",
                                         "Host: x\r\n",
                                         "\r\n",
                                         "%00",
                                         "Content-Length: 5\r\n",
                                         "Content-Length: -1\r\n",
                                         "Transfer-Encoding: chunked\r\n",
                                         "ffffffffffffffff\r\n",
                                         "0\r\n\r\n",
                                         "Cookie: entente_session=\xff\r\n",
                                         "Content-Type: application/json\r\n",
                                         "{\"a\":",
                                         "\x01\x02",
                                         "\n",
                                         ":",
                                         "?a=%zz",
                                         "Authorization: Bearer \r\n",
                                         "If-Match: \"\r\n",
                                         "Expect: 100-continue\r\n"};
    struct web_config config = {.timeout_s = 1};
    struct site site = site_open(&config);
    unsigned seed = 1;
    for (int round = 0; round < 300; round++) {
        struct arena *a = arena_new(0);
        struct buf out = buf_init(a, 0);
        for (int i = rand_r(&seed) % 14; i >= 0; i--)
            buf_add(&out, str_of(pieces[(size_t)rand_r(&seed) % (sizeof pieces / sizeof *pieces)]));
        int fd = site_connect(&site);
        CHECK(fd >= 0);
        struct str bytes = buf_str(&out);
        CHECK(send(fd, bytes.p, bytes.n, MSG_NOSIGNAL) >= -1);
        shutdown(fd, SHUT_WR);
        close(fd);
        arena_free(a);
    }
    CHECK_INT(site_ask(&site, site.house.arena, "GET", "/health", "", NULL).status, 200);
    site_close(&site);
}

/* Who leaves before the answer: what was written stays written, nothing else happens. */
TEST(server, clients_that_leave_do_no_harm)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    for (int i = 0; i < 60; i++) {
        const char *body = arena_printf(a, "{\"name\":\"Left %d\",\"kind\":\"partner\"}", i).p;
        struct str bytes =
            arena_printf(a, "POST /organisations HTTP/1.1\r\nHost: here\r\n%sContent-Length: %zu\r\n\r\n%s",
                         SITE_TOKEN(&site, SITE_JSON), strlen(body), body);
        int fd = site_connect(&site);
        CHECK(send(fd, bytes.p, bytes.n, MSG_NOSIGNAL) == (ssize_t)bytes.n);
        close(fd);
    }
    CHECK_INT(site_ask(&site, a, "GET", "/health", "", NULL).status, 200);
    CHECK(count_firms(&site) >= 1);
    site_close(&site);
}

/* One request in memory of its own, for the next test: the status of the answer, 0 when the connection was closed. */
static int bare_status(const struct site *site, struct str bytes)
{
    char head[16] = "", rest[4096];
    size_t have = 0;
    int fd = site_connect(site);
    if (fd < 0 || send(fd, bytes.p, bytes.n, MSG_NOSIGNAL) != (ssize_t)bytes.n)
        return -1;
    for (ssize_t n; (n = recv(fd, rest, sizeof rest, 0)) > 0;)
        for (ssize_t i = 0; i < n && have < sizeof head - 1; i++)
            head[have++] = rest[i];
    close(fd);
    return have < 12 ? 0 : (head[9] - '0') * 100 + (head[10] - '0') * 10 + (head[11] - '0');
}

/* Lets the first allocation fail, then the second, until the request needs no more: nothing but a good answer looks
 * like one. */
static void fails_in_turn(const struct site *site, struct str bytes, int well)
{
    enum { CALM = 30 };
    int failures = 0;
    for (unsigned n = 1, calm = 0; n < 5000 && calm < CALM; n++) {
        arena_fail_at(n);
        int status = bare_status(site, bytes);
        arena_fail_at(0);
        if (status != 0 && status != well && status < 500)
            CHECK_FAIL("status %d when allocation %u failed of: %.30s", status, n, bytes.p);
        calm = status == well ? calm + 1 : 0;
        failures += status != well;
    }
    CHECK(failures > 5);
    CHECK_INT(bare_status(site, bytes), well);
}

TEST(server, each_allocation_may_fail)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    struct str bytes = arena_printf(a, "GET /capabilities HTTP/1.1\r\nHost: here\r\nConnection: close\r\n%s\r\n",
                                    SITE_TOKEN(&site, ""));
    fails_in_turn(&site, bytes, 200);
    bytes = arena_printf(a, "GET /sign-in HTTP/1.1\r\nHost: here\r\nConnection: close\r\nAccept: text/html\r\n\r\n");
    fails_in_turn(&site, bytes, 200);
    bytes = arena_printf(
        a, "POST /capabilities HTTP/1.1\r\nHost: here\r\nConnection: close\r\n%sContent-Length: 12\r\n\r\n%s",
        SITE_TOKEN(&site, SITE_JSON), "{\"name\":\"a\"}");
    fails_in_turn(&site, bytes, 201);
    static const char *const more[] = {"GET /organisations", "GET /search?q=alt", "GET /events", "GET /none"};
    static const int well[] = {200, 200, 200, 404};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        const char *headers = i % 2 ? SITE_TOKEN(&site, "") : SITE_BROWSER(&site, "");
        bytes = arena_printf(a, "%s HTTP/1.1\r\nHost: here\r\nConnection: close\r\n%s\r\n", more[i], headers);
        fails_in_turn(&site, bytes, well[i]);
    }
    const char *form = arena_printf(a, "name=Form&csrf=%.*s", STR_ARG(site.csrf)).p;
    bytes = arena_printf(a,
                         "POST /organisations HTTP/1.1\r\nHost: here\r\nConnection: close\r\n%sContent-Length: "
                         "%zu\r\n\r\n%s",
                         SITE_BROWSER(&site, SITE_FORM), strlen(form), form);
    fails_in_turn(&site, bytes, 303);
    site_close(&site);
}

/* ---- Many at once, and stopping ---- */

struct client {
    const struct site *site;
    int number;
    atomic_int done;
};

static void *write_many(void *user)
{
    struct client *client = user;
    struct arena *a = arena_new(0);
    const char *headers = arena_printf(a, "Authorization: Bearer %.*s\r\n" SITE_JSON, STR_ARG(client->site->token)).p;
    for (int i = 0; i < 40; i++) {
        const char *body = arena_printf(a, "{\"name\":\"Firm %d of %d\",\"kind\":\"partner\"}", i, client->number).p;
        struct answer_seen seen = site_ask(client->site, a, "POST", "/organisations", headers, body);
        if (seen.status != 201)
            break;
        client->done++;
        seen = site_ask(client->site, a, "GET", "/organisations", headers, NULL);
        if (seen.status && seen.status != 503) /* or it stopped just then */
            CHECK_INT(seen.status, 200);
    }
    arena_free(a);
    return NULL;
}

static int stored(struct site *site)
{
    CHECK_INT(conn_see_all(site->house.conn), OK);
    struct stmt *stmt = conn_prepare(site->house.conn, S("SELECT count(*) FROM organisation"));
    bool row;
    int n = stmt_step(stmt, &row) == OK && row ? (int)stmt_column_int(stmt, 0) : -1;
    stmt_done(stmt);
    return n;
}

TEST(server, what_was_acknowledged_is_kept_when_it_stops)
{
    struct site site = site_open(NULL);
    struct client clients[8];
    pthread_t threads[8];
    for (int i = 0; i < 8; i++) {
        clients[i].site = &site;
        clients[i].number = i;
        atomic_init(&clients[i].done, 0);
        pthread_create(&threads[i], NULL, write_many, &clients[i]);
    }
    while (atomic_load(&clients[0].done) < 3) /* in the midst of it */
        sched_yield();
    CHECK_INT(web_stop(site.web, 0), OK);
    int done = 0;
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        done += clients[i].done;
    }
    CHECK(done > 0);
    CHECK(stored(&site) >= done + 1);
    house_close(&site.house);
    log_level_set(LOG_INFO);
}

TEST(server, a_taken_port_is_said)
{
    struct site site = site_open(NULL);
    struct web_config config = {.port = site.port};
    struct problems problems = problems_init(site.house.arena);
    struct web *second = NULL;
    CHECK_INT(web_start(&config, site.house.store, &problems, &second), ERR_CONFLICT);
    CHECK(problems.count == 1 && problems.first->detail.n > 0);
    config = (struct web_config){.address = "nowhere.example"};
    CHECK_INT(web_start(&config, site.house.store, &problems, &second), ERR_INPUT);
    site_close(&site);
}
