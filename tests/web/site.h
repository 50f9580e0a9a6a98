/* site.h: the whole server on a workspace of its own, spoken to through a socket. */
#ifndef TESTS_WEB_SITE_H
#define TESTS_WEB_SITE_H
#include "../kernel/house.h"
#include "base/json.h"
#include "base/log.h"
#include "web/web.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

struct site {
    struct house house;
    struct web *web;
    uint16_t port;
    struct str token, session, csrf;
};

static inline struct site site_open(const struct web_config *config)
{
    struct site site = {.house = house_open()};
    struct house *house = &site.house;
    struct arena *a = house->arena;
    log_level_set(LOG_ERROR);
    CHECK_INT(token_issue(&house->work, house->host, house->admin, S("test"), 1, NULL, &site.token), OK);
    CHECK_INT(session_start(&house->work, house->tenant, house->admin, S("test"), &site.session), OK);
    site.token = arena_copy(a, site.token);
    site.session = arena_copy(a, site.session);
    site.csrf = csrf_token(a, site.session);
    CHECK_INT(conn_see(house->conn, NULL), OK);
    CHECK_INT(conn_commit(house->conn), OK);
    struct web_config none = {.port = 0};
    struct problems problems = problems_init(a);
    CHECK_INT(web_start(config ? config : &none, house->store, &problems, &site.web), OK);
    site.port = web_port(site.web);
    return site;
}

static inline void site_close(struct site *site)
{
    CHECK_INT(web_stop(site->web, 0), OK);
    house_close(&site->house);
    log_level_set(LOG_INFO);
}

static inline int site_connect(const struct site *site)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(site->port)};
    struct timeval patience = {.tv_sec = 20};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at) != 0) {
        if (fd >= 0)
            close(fd);
        return -1;
    }
    return fd;
}

/* Sends the bytes, and reads until the server closes. What came, in the arena; empty when there was nothing. */
static inline struct str site_talk(const struct site *site, struct arena *arena, struct str bytes)
{
    struct buf out = buf_init(arena, 0);
    char part[4096];
    int fd = site_connect(site);
    if (fd < 0)
        return S("");
    for (size_t sent = 0; sent < bytes.n;) {
        ssize_t n = send(fd, bytes.p + sent, bytes.n - sent, MSG_NOSIGNAL);
        if (n <= 0)
            break;
        sent += (size_t)n;
    }
    for (ssize_t n; (n = recv(fd, part, sizeof part, 0)) > 0;)
        buf_add(&out, (struct str){part, (size_t)n});
    close(fd);
    return buf_str(&out);
}

struct answer_seen {
    int status;
    struct str head, body;
    struct value *json; /* NULL when the body is none */
};

/* One request on a connection of its own; `headers` are lines that end in "\r\n". */
static inline struct answer_seen site_ask(const struct site *site, struct arena *arena, const char *method,
                                          const char *target, const char *headers, const char *body)
{
    struct answer_seen seen = {.status = 0};
    struct buf out = buf_init(arena, 0);
    struct problems problems = problems_init(arena);
    buf_printf(&out, "%s %s HTTP/1.1\r\nHost: here\r\nConnection: close\r\n%s", method, target, headers);
    if (body)
        buf_printf(&out, "Content-Length: %zu\r\n", strlen(body));
    buf_printf(&out, "\r\n%s", body ? body : "");
    struct str all = site_talk(site, arena, buf_str(&out));
    if (!str_starts(all, S("HTTP/1.1 ")) || all.n < 12)
        return seen;
    const char *end = strstr(all.p, "\r\n\r\n");
    seen.status = (all.p[9] - '0') * 100 + (all.p[10] - '0') * 10 + (all.p[11] - '0');
    seen.head = str_part(all, 0, end ? (size_t)(end - all.p) : all.n);
    seen.body = end ? str_part(all, (size_t)(end - all.p) + 4, all.n) : S("");
    if (json_parse(arena, seen.body, &problems, &seen.json) != OK)
        seen.json = NULL;
    return seen;
}

/* The headers of a program with the administrator's token, and of their browser. */
#define SITE_TOKEN(site, more) \
    arena_printf((site)->house.arena, "Authorization: Bearer %.*s\r\n%s", STR_ARG((site)->token), more).p
#define SITE_BROWSER(site, more)                                                                 \
    arena_printf((site)->house.arena, "Accept: text/html\r\nCookie: entente_session=%.*s\r\n%s", \
                 STR_ARG((site)->session), more)                                                 \
        .p
#define SITE_JSON "Content-Type: application/json\r\n"
#define SITE_FORM "Content-Type: application/x-www-form-urlencoded\r\n"
#endif
