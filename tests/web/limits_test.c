/* What clients may take of the server: connections, time, headers, bodies. The right reply, and never a hang. */
#include "base/date.h"
#include "site.h"
#include <poll.h>
#include <sys/resource.h>

enum { PATIENCE_MS = 1500 };

static bool say(int fd, const char *text)
{
    size_t n = strlen(text);
    return send(fd, text, n, MSG_NOSIGNAL) == (ssize_t)n;
}

/* What comes until the server closes; waits no longer than the socket's patience. */
static struct str hear(int fd, struct arena *arena)
{
    struct buf out = buf_init(arena, 0);
    char part[4096];
    for (ssize_t n; (n = recv(fd, part, sizeof part, 0)) > 0;)
        buf_add(&out, (struct str){part, (size_t)n});
    return buf_str(&out);
}

static size_t times_in(struct str text, const char *part)
{
    size_t count = 0;
    for (const char *at = text.p; at && (at = strstr(at, part)); at += strlen(part))
        count++;
    return count;
}

static const char get_health[] = "GET /health HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";

TEST(limits, a_thousand_connections_are_served)
{
    enum { MANY = 1000 };
    static int fds[MANY];
    struct rlimit files;
    CHECK_INT(getrlimit(RLIMIT_NOFILE, &files), 0);
    files.rlim_cur = files.rlim_max;
    CHECK_INT(setrlimit(RLIMIT_NOFILE, &files), 0); /* for both ends of each */
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    int open = 0, answered = 0;
    for (int i = 0; i < MANY; i++)
        open += (fds[i] = site_connect(&site)) >= 0;
    CHECK_INT(open, MANY);
    for (int i = 0; i < MANY; i++)
        CHECK(say(fds[i], get_health));
    for (int i = 0; i < MANY; i++) {
        answered += str_starts(hear(fds[i], a), S("HTTP/1.1 200 "));
        close(fds[i]);
    }
    CHECK_INT(answered, MANY);
    site_close(&site);
}

TEST(limits, who_comes_when_all_places_are_taken_is_told)
{
    enum { FEW = 4 };
    int fds[FEW + 1];
    const struct web_config config = {.connections = FEW, .threads = 1};
    struct site site = site_open(&config);
    struct arena *a = site.house.arena;
    for (int i = 0; i < FEW; i++) { /* each in the middle of its request */
        fds[i] = site_connect(&site);
        CHECK(say(fds[i], "GET /health HTTP/1.1\r\nHost:"));
    }
    for (int i = 0; i < 3; i++) {
        struct str told = site_talk(&site, a, S("GET /health HTTP/1.1\r\nHost: here\r\n\r\n"));
        CHECK(str_starts(told, S("HTTP/1.1 503 ")));
        CHECK(str_contains(told, S("Retry-After: ")) && str_contains(told, S("Connection: close")));
    }
    for (int i = 0; i < FEW; i++) { /* those who were there are served */
        CHECK(say(fds[i], " here\r\nConnection: close\r\n\r\n"));
        CHECK(str_starts(hear(fds[i], a), S("HTTP/1.1 200 ")));
        close(fds[i]);
    }
    CHECK_INT(site_ask(&site, a, "GET", "/health", "", NULL).status, 200);
    site_close(&site);
}

TEST(limits, an_idle_connection_gives_its_place)
{
    const struct web_config config = {.connections = 1, .threads = 1};
    struct site site = site_open(&config);
    struct arena *a = site.house.arena;
    char part[8192];
    int idle = site_connect(&site);
    CHECK(say(idle, "GET /health HTTP/1.1\r\nHost: here\r\n\r\n"));
    CHECK(recv(idle, part, sizeof part, 0) > 0);
    struct answer_seen seen = {.status = 0};
    for (int i = 0; i < 50 && seen.status != 200; i++) /* until its answer is known to be sent */
        seen = site_ask(&site, a, "GET", "/health", "", NULL);
    CHECK_INT(seen.status, 200);
    CHECK_INT(recv(idle, part, sizeof part, 0), 0);
    close(idle);
    site_close(&site);
}

/* A client that sends `first`, then `drip` again and again, until the server has enough. Returns what it said; *ms is
 * how long that took. */
static struct str drip_at(const struct site *site, const char *first, const char *drip, int64_t *ms)
{
    int fd = site_connect(site);
    int64_t begun = monotonic_ms();
    CHECK(say(fd, first));
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    while (monotonic_ms() - begun < 20 * PATIENCE_MS && poll(&wait, 1, 50) == 0)
        (void)say(fd, drip);
    *ms = monotonic_ms() - begun;
    struct str said = hear(fd, site->house.arena);
    close(fd);
    return said;
}

TEST(limits, slow_clients_are_cut_off)
{
    const struct web_config config = {.patience_ms = PATIENCE_MS};
    struct site site = site_open(&config);
    int64_t ms;
    struct str said = drip_at(&site, "GET /health HTTP/1.1\r\nHost: here\r\nX-Slow: ", "a", &ms);
    CHECK(str_starts(said, S("HTTP/1.1 408 ")));
    CHECK(ms >= PATIENCE_MS && ms < 10 * PATIENCE_MS);
    said =
        drip_at(&site, "POST /sign-in HTTP/1.1\r\nHost: here\r\n" SITE_FORM "Content-Length: 90000\r\n\r\n", "a", &ms);
    CHECK(str_starts(said, S("HTTP/1.1 408 ")));
    CHECK(ms >= PATIENCE_MS && ms < 10 * PATIENCE_MS);
    said = drip_at(&site, "POST /sign-in HTTP/1.1\r\nHost: here\r\n" SITE_FORM "Transfer-Encoding: chunked\r\n\r\n",
                   "1\r\na\r\n", &ms);
    CHECK(str_starts(said, S("HTTP/1.1 408 ")));
    CHECK(ms >= PATIENCE_MS && ms < 10 * PATIENCE_MS);
    said = drip_at(&site, "", "\r\n", &ms); /* nothing at all */
    CHECK(ms < 10 * PATIENCE_MS);
    site_close(&site);
}

TEST(limits, who_does_not_take_the_answer_is_cut_off)
{
    const struct web_config config = {.patience_ms = PATIENCE_MS};
    struct site site = site_open(&config);
    struct arena *a = site.house.arena;
    int fd = site_connect(&site), small = 4096;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    struct buf many = buf_init(a, 0);
    for (int i = 0; i < 3000; i++) /* more than buffers hold */
        buf_lit(&many, "GET /assets/none HTTP/1.1\r\nHost: here\r\n\r\n");
    struct str bytes = buf_str(&many);
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    int64_t begun = monotonic_ms();
    bool ended = false;
    for (size_t sent = 0; !ended && monotonic_ms() - begun < 20 * PATIENCE_MS;) {
        ssize_t n = sent < bytes.n ? send(fd, bytes.p + sent, bytes.n - sent, MSG_NOSIGNAL | MSG_DONTWAIT) : -1;
        sent += n > 0 ? (size_t)n : 0;
        (void)poll(&wait, 1, 100);
        ended = wait.revents & (POLLERR | POLLHUP);
    }
    CHECK(ended);
    close(fd);
    CHECK_INT(site_ask(&site, a, "GET", "/health", "", NULL).status, 200);
    site_close(&site);
}

TEST(limits, huge_headers_are_refused)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    char *big = arena_alloc(a, 200001);
    memset(big, 'a', 200000);
    struct str answers[] = {
        site_talk(&site, a, arena_printf(a, "GET /health HTTP/1.1\r\nHost: here\r\nX-Big: %s\r\n\r\n", big)),
        site_talk(&site, a, arena_printf(a, "GET /%s HTTP/1.1\r\nHost: here\r\n\r\n", big)),
        site_talk(&site, a, arena_printf(a, "GET /health HTTP/1.1\r\nHost: here\r\nCookie: a=%s\r\n\r\n", big)),
    };
    static const char *const wanted[] = {"HTTP/1.1 431 ", "HTTP/1.1 414 ", "HTTP/1.1 431 "};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (!CHECK(str_starts(answers[i], str_of(wanted[i]))))
            fprintf(stderr, "  %zu: %.*s\n", i, (int)(answers[i].n < 60 ? answers[i].n : 60), answers[i].p);
    struct buf many = buf_init(a, 0);
    buf_lit(&many, "GET /health HTTP/1.1\r\nHost: here\r\n");
    for (int i = 0; i < 5000; i++)
        buf_printf(&many, "X-%d: 1\r\n", i);
    buf_lit(&many, "\r\n");
    CHECK(str_starts(site_talk(&site, a, buf_str(&many)), S("HTTP/1.1 431 ")));
    CHECK_INT(site_ask(&site, a, "GET", "/health", "", NULL).status, 200);
    site_close(&site);
}

TEST(limits, endless_bodies_are_refused)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    struct buf chunk = buf_init(a, 0);
    buf_lit(&chunk, "10000\r\n");
    for (int i = 0; i < 0x10000; i++)
        buf_char(&chunk, 'a');
    buf_lit(&chunk, "\r\n");
    struct str piece = buf_str(&chunk);
    int fd = site_connect(&site);
    CHECK(say(fd, "POST /sign-in HTTP/1.1\r\nHost: here\r\n" SITE_FORM "Transfer-Encoding: chunked\r\n\r\n"));
    size_t sent = 0;
    for (ssize_t n; sent < (size_t)1 << 30 && (n = send(fd, piece.p, piece.n, MSG_NOSIGNAL)) > 0;)
        sent += (size_t)n;
    CHECK(sent < (size_t)64 << 20);
    close(fd);
    struct str said = site_talk(&site, a,
                                S("POST /sign-in HTTP/1.1\r\nHost: here\r\nConnection: close\r\n" SITE_FORM
                                  "Content-Length: 99999999999999999999\r\n\r\n"));
    CHECK(!said.n || str_starts(said, S("HTTP/1.1 4")));
    CHECK_INT(site_ask(&site, a, "GET", "/health", "", NULL).status, 200);
    site_close(&site);
}

TEST(limits, pipelined_requests_are_answered_in_order)
{
    struct site site = site_open(NULL);
    struct arena *a = site.house.arena;
    struct buf out = buf_init(a, 0);
    for (int i = 0; i < 50; i++)
        buf_printf(&out, "GET /health HTTP/1.1\r\nHost: here\r\n\r\nGET /none/%d HTTP/1.1\r\nHost: here\r\n%s\r\n", i,
                   i == 49 ? "Connection: close\r\n" : "");
    struct str said = site_talk(&site, a, buf_str(&out));
    CHECK_INT(times_in(said, "HTTP/1.1 200 "), 50);
    CHECK_INT(times_in(said, "HTTP/1.1 "), 100);
    struct buf writes = buf_init(a, 0);
    for (int i = 0; i < 20; i++) {
        struct str body = arena_printf(a, "{\"name\":\"Pipe %02d\"}", i);
        buf_printf(&writes,
                   "POST /organisations HTTP/1.1\r\nHost: here\r\n%s" SITE_JSON "Content-Length: %zu\r\n%s\r\n%s",
                   SITE_TOKEN(&site, ""), body.n, i == 19 ? "Connection: close\r\n" : "", body.p);
    }
    said = site_talk(&site, a, buf_str(&writes));
    CHECK_INT(times_in(said, "HTTP/1.1 201 "), 20);
    const char *at = said.p;
    for (int i = 0; i < 20 && CHECK(at != NULL); i++)
        at = strstr(at, arena_printf(a, "Pipe %02d", i).p);
    site_close(&site);
}
