/* web.h: the program as a web server: pages and API at the same addresses. libmicrohttpd speaks HTTP on a few threads
 * that never block; reads run there, slow handlers on worker threads, writes on the store's one writer. The caller has
 * loaded the catalogue (message_load) and registered kinds and calculators before; nothing here exits the process or
 * looks at signals. */
#ifndef WEB_WEB_H
#define WEB_WEB_H
#include "kernel/limit.h"
#include "kernel/route.h"

struct web;
struct writer;

struct web_config {
    const char *address;  /* to listen on: "127.0.0.1", "::1", "0.0.0.0"; NULL: "127.0.0.1" */
    uint16_t port;        /* 0: any free one, see web_port */
    const char *base_url; /* as people reach it, "https://alliances.example.com", without a path; NULL: as asked for */
    bool behind_proxy;    /* a proxy in front: the last X-Forwarded-For is the client's address */
    bool secure_cookies;  /* reached by TLS (which the proxy ends): cookies are Secure and named __Host-… */
    unsigned threads;     /* that speak HTTP; 0: 2 */
    unsigned workers;     /* for slow handlers; passwords are hashed on two more; 0: 4 */
    unsigned waiting;     /* slow requests that may wait for a worker, more get 503; 0: 64 */
    unsigned connections; /* open at a time, more get 503; 0: 1,000 */
    unsigned timeout_s;   /* a connection that is silent for so long is closed; 0: 60 */
    unsigned patience_ms; /* for a request's head; bodies and answers besides a second each KiB; 0: 30,000 */
    size_t body_bytes;    /* of a request, more get 413; 0: 1 MiB */
    size_t bodies_bytes;  /* of all request bodies held at a time, more get 503; 0: 64 MiB */
    const char *metrics;  /* address on which GET /metrics is answered; NULL: nowhere */
    uint16_t metrics_port;
    unsigned uploads; /* files on their way in at a time, more get 503; 0: 32, at most 64 */
};

/* Starts everything: templates parsed, routes gathered (ERR_CORRUPT when two of equal rank clash), writer, workers,
 * listening socket. On return the port is open. Says in `problems` what is wrong: ERR_CONFLICT when the port is taken,
 * ERR_INPUT for an address that is none. The store must outlive it. */
enum err web_start(const struct web_config *config, struct store *store, struct problems *problems,
                   struct web **out) MUST_CHECK;
/* The port that it listens on. */
uint16_t web_port(const struct web *web);
/* The one writer of the store, for the jobs of the process (not for handlers: see ROUTE_WRITE and web_write). */
struct writer *web_writer(const struct web *web);
/* Stops taking connections, finishes the requests that run and the writer's jobs, ends all threads, frees. When some
 * request still runs after `grace_ms` (0: 10 s): ERR_BUSY; nothing is freed then and the process should just end. */
enum err web_stop(struct web *web, int grace_ms) MUST_CHECK;

/* For handlers of ROUTE_SLOW and ROUTE_HASH routes (without ROUTE_WRITE): runs `act` on the writer's thread in a
 * savepoint, and returns after the commit. Meanwhile request->work.conn is the writer's and the viewer, if any, is as
 * it stands there. This is how a password is hashed on a worker and then written. Its own error undoes what it wrote.
 */
enum err web_write(struct request *request, enum err (*act)(struct request *request, void *user),
                   void *user) MUST_CHECK;

/* A try that the store counts. */
struct rate_try {
    const struct rate_limit *limit;
    struct str key;
};
/* For the same handlers: takes these tries, in a write of its own. ERR_RATE with Retry-After when one of them is none
 * any more; nothing is taken then. */
enum err web_try(struct request *request, const struct rate_try *tries, size_t count) MUST_CHECK;
/* Gives them back, after a success; within what web_write runs. */
enum err web_try_back(struct request *request, const struct rate_try *tries, size_t count) MUST_CHECK;
/* What stands for the client's address in such a try. */
struct str web_try_address(const struct request *request);

/* "http://127.0.0.1:8080" as this request's client reaches the program (the configured base URL where there is one),
 * for links that leave the program. In the request's arena. */
struct str web_base_url(const struct request *request);
#endif
