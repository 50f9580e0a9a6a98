/* libmicrohttpd's side: what it calls for each request, and starting and stopping it all. */
#include "base/log.h"
#include "base/metric.h"
#include "kernel/kept.h"
#include "kernel/viewer_cache.h"
#include "web/assets.h"
#include "web/download.h"
#include "web/exchange.h"
#include "web/listen.h"
#include "web/live.h"
#include "web/meter.h"
#include "web/metrics.h"
#include <microhttpd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HASHERS = 2, HASHES_WAITING = 32, KEPT_BYTES = 64 << 20 };

enum {
    HEADER_BYTES = 16 * 1024,        /* a connection's memory: request line, headers, read buffer */
    DROPPED_MOST = 16 * 1024 * 1024, /* of a body that is refused, read so that the answer arrives */
    GRACE_MS = 10000,
    CLOSING_MS = 1000 /* for connections to end when the server does */
};

/* ---- One request ---- */

static struct socket_place *place_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* The first that is heard of a request: its target, as sent. */
static void *begin(void *user, const char *uri, struct MHD_Connection *connection)
{
    struct web *web = user;
    struct arena *arena = pool_arena(web->pool);
    struct exchange *x = arena ? ARENA_NEW(arena, struct exchange) : NULL;
    struct str target = arena ? arena_copy(arena, str_of(uri)) : S("");
    if (!x || !target.p) {
        if (arena)
            pool_arena_back(web->pool, arena);
        return NULL;
    }
    x->web = web;
    x->arena = arena;
    x->connection = connection;
    x->place = place_of(connection);
    sockets_turn(&web->sockets, x->place, SOCKET_REQUEST, 0);
    x->begun_us = monotonic_us();
    x->raw_target = target;
    x->body = buf_init(arena, web->config.body_bytes + 1);
    return x;
}

static const struct {
    const char *name;
    size_t at;
} header_table[] = {
    {"Accept", offsetof(struct headers, accept)},
    {"Accept-Encoding", offsetof(struct headers, accept_encoding)},
    {"Authorization", offsetof(struct headers, from.authorization)},
    {"Content-Disposition", offsetof(struct headers, disposition)},
    {"Content-Length", offsetof(struct headers, content_length)},
    {"Content-Type", offsetof(struct headers, content_type)},
    {"Cookie", offsetof(struct headers, from.cookies)},
    {"Entente-Refresh", offsetof(struct headers, refresh)},
    {"Entente-See-As", offsetof(struct headers, see_as)},
    {"Host", offsetof(struct headers, from.host)},
    {"Expect", offsetof(struct headers, expect)},
    {"HX-Request", offsetof(struct headers, htmx)},
    {"Idempotency-Key", offsetof(struct headers, idempotency_key)},
    {"If-Match", offsetof(struct headers, if_match)},
    {"If-None-Match", offsetof(struct headers, if_none_match)},
    {"If-Range", offsetof(struct headers, if_range)},
    {"Last-Event-ID", offsetof(struct headers, last_event)},
    {"Origin", offsetof(struct headers, from.origin)},
    {"Range", offsetof(struct headers, range)},
    {"Transfer-Encoding", offsetof(struct headers, transfer_encoding)},
    {"Sec-Fetch-Site", offsetof(struct headers, from.fetch_site)},
    {"User-Agent", offsetof(struct headers, agent)},
    {"X-CSRF-Token", offsetof(struct headers, from.csrf_header)},
    {"X-Forwarded-For", offsetof(struct headers, forwarded_for)},
};

/* The characters of a header's name (RFC 9110 5.6.2). A blank before the colon hides a header from some and not from
 * others. */
static bool is_name(struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (c <= ' ' || c >= 0x7f || strchr("\"(),/:;<=>?@[\\]{}", (int)c))
            return false;
    }
    return name.n > 0;
}

/* Whether a header of that name may be there once only, as it says where the request ends or whom it is for. */
static bool is_single(struct str name)
{
    return str_eq_nocase(name, S("Content-Length")) || str_eq_nocase(name, S("Transfer-Encoding")) ||
           str_eq_nocase(name, S("Host"));
}

/* Keeps the last of each; they live in the connection's memory until the request is completed. */
static enum MHD_Result take_header(void *user, enum MHD_ValueKind kind, const char *name, size_t name_n,
                                   const char *value, size_t value_n)
{
    struct headers *headers = user;
    (void)kind;
    headers->unclear = headers->unclear || !is_name((struct str){name, name_n});
    for (size_t i = 0; i < sizeof header_table / sizeof *header_table; i++)
        if (str_eq_nocase((struct str){name, name_n}, str_of(header_table[i].name))) {
            struct str text = value ? (struct str){value, value_n} : S(""), before;
            memcpy(&before, (char *)headers + header_table[i].at, sizeof before);
            headers->unclear = headers->unclear || (before.p && is_single(str_of(header_table[i].name)));
            memcpy((char *)headers + header_table[i].at, &text, sizeof text);
        }
    return MHD_YES;
}

/* Proxies and servers that disagree on where a request ends let one request hide in another (RFC 9112 11.2): what may
 * be read in two ways is refused, and the connection with all that follows on it. */
static bool is_unclear(const struct headers *headers)
{
    struct str length = headers->content_length, encoding = headers->transfer_encoding;
    for (size_t i = 0; i < length.n; i++)
        if (length.p[i] < '0' || length.p[i] > '9')
            return true;
    return headers->unclear || (encoding.p && (length.p || !str_eq_nocase(encoding, S("chunked"))));
}

static void read_head(struct exchange *x, const char *method)
{
    x->method = str_of(method);
    MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, take_header, &x->headers);
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    x->request.address = peer_text(x->arena, info ? info->client_addr : NULL);
    if (x->web->config.behind_proxy && x->headers.forwarded_for.n)
        x->request.address = forwarded_text(x->arena, x->headers.forwarded_for, x->request.address);
    exchange_begin(x);
    int64_t length = 0;
    x->headers.unclear = is_unclear(&x->headers);
    if (x->headers.unclear)
        x->err = ERR_MALFORMED;
    else if (upload_applies(x))
        upload_begin(x);
    else if (str_int(x->headers.content_length, &length) && length > (int64_t)x->web->config.body_bytes)
        x->err = ERR_TOO_LARGE;
}

/* Keeps the body, unless it is refused already. */
static bool take_body(struct exchange *x, const char *data, size_t n)
{
    struct web *web = x->web;
    sockets_came(&web->sockets, x->place, n);
    if (x->upload.applies && x->err == OK) {
        x->err = upload_take(x, (struct str){data, n});
        return true;
    }
    if (x->err == OK && x->held + n > web->config.body_bytes)
        x->err = ERR_TOO_LARGE;
    if (x->err) {
        x->dropped += n;
        return x->dropped <= DROPPED_MOST;
    }
    if (atomic_fetch_add(&web->bodies, n) + n > web->config.bodies_bytes)
        x->err = ERR_BUSY;
    x->held += n;
    buf_add(&x->body, (struct str){data, n});
    return true;
}

/* The policy comes first: send_answer knows it there. */
static const struct {
    const char *name, *value;
} security_headers[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
     "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
};

static enum MHD_Result send_answer(struct exchange *x)
{
    const struct answer *answer = &x->answer;
    /* The body stays where it is until `completed`. */
    struct MHD_Response *response =
        x->stream.content ? download_response(x)
                          : MHD_create_response_from_buffer(answer->body.n, (void *)(uintptr_t)answer->body.p,
                                                            MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    for (size_t i = 0; i < sizeof security_headers / sizeof *security_headers; i++)
        MHD_add_response_header(response, security_headers[i].name,
                                !i && answer->policy ? answer->policy : security_headers[i].value);
    if (answer->type)
        MHD_add_response_header(response, "Content-Type", answer->type);
    if (answer->cache)
        MHD_add_response_header(response, "Cache-Control", answer->cache);
    for (size_t i = 0; i < answer->count; i++)
        MHD_add_response_header(response, answer->headers[i].name, answer->headers[i].value);
    if (x->web->config.secure_cookies)
        MHD_add_response_header(response, "Strict-Transport-Security", "max-age=31536000");
    if (atomic_load(&x->web->draining) || x->headers.unclear || (x->place && x->place->surplus))
        MHD_add_response_header(response, "Connection", "close");
    sockets_turn(&x->web->sockets, x->place, SOCKET_ANSWER,
                 x->stream.content ? x->stream.count : (int64_t)answer->body.n);
    enum MHD_Result result = MHD_queue_response(x->connection, (unsigned)answer->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result serve(void *user, struct MHD_Connection *connection, const char *url, const char *method,
                             const char *version, const char *data, size_t *size, void **request)
{
    struct exchange *x = *request;
    (void)user, (void)connection, (void)url, (void)version;
    if (!x)
        return MHD_NO; /* out of memory */
    switch (x->stage) {
    case STAGE_NEW:
        read_head(x, method);
        x->stage = STAGE_BODY;
        /* Whoever asks first need not send what is refused; what is unclear is not read on. */
        if (x->headers.unclear || (x->err && x->upload.applies && x->headers.expect.n))
            return exchange_run(x) ? send_answer(x) : MHD_YES;
        return MHD_YES;
    case STAGE_BODY:
        if (*size) {
            bool going_on = take_body(x, data, *size);
            *size = 0;
            return going_on ? MHD_YES : MHD_NO;
        }
        return exchange_run(x) ? send_answer(x) : MHD_YES;
    case STAGE_RAN:
        answer_make(x);
        x->stage = STAGE_READY;
        return send_answer(x);
    case STAGE_READY:
        return send_answer(x);
    case STAGE_RUNNING:
        break;
    }
    return MHD_NO;
}

/* A line of the log: of people the account's identifier; where they come from only where somebody was refused or signs
 * in, so that guessing can be traced. */
static void log_request(const struct exchange *x)
{
    char method[20], status[12], ms[24], bytes[24];
    const struct route *route = x->request.route;
    bool signs_in = route && (route->flags & ROUTE_LIMITED);
    bool is_asset = !route && str_starts(x->target.path, S("/assets/"));
    bool unnamed = route && (route->flags & ROUTE_UNNAMED) && x->answer.status < 400;
    bool refused = x->answer.status == 401 || x->answer.status == 403 || x->answer.status == 429 || signs_in;
    const char *account = x->request.viewer && !unnamed ? arena_cstr(x->arena, x->request.viewer->account) : NULL;
    const char *address = refused && !unnamed ? arena_cstr(x->arena, x->request.address) : NULL;
    snprintf(method, sizeof method, "%.*s", STR_ARG(x->method));
    snprintf(status, sizeof status, "%d", x->answer.status); /* 0: gone before there was an answer */
    snprintf(ms, sizeof ms, "%.3f", (double)(monotonic_us() - x->begun_us) / 1000);
    snprintf(bytes, sizeof bytes, "%lld", x->stream.content ? (long long)x->stream.count : (long long)x->answer.body.n);
    log_write(LOG_INFO, "http.request", "method", method, "route",
              route      ? route->path
              : is_asset ? "/assets/{name}"
                         : "",
              "status", status, "ms", ms, "bytes", bytes, "account", account ? account : "", "address",
              address ? address : "", NULL);
}

/* The answer is sent, or the connection is gone: nothing of the request is needed any more. */
static void completed(void *user, struct MHD_Connection *connection, void **request,
                      enum MHD_RequestTerminationCode how)
{
    struct exchange *x = *request;
    struct web *web = user;
    (void)connection, (void)how;
    if (!x)
        return;
    *request = NULL;
    if (x->stage != STAGE_NEW) {
        /* What waits for changes is asked again and again, and takes as long as nothing happens. */
        bool waits = x->request.stream && x->answer.status == 200;
        if (!waits && log_takes(LOG_INFO))
            log_request(x);
        if (!waits)
            meter_request(web->meter, x);
    }
    atomic_fetch_sub(&web->bodies, x->held);
    upload_over(x);
    bool let_in = x->let_in;
    sockets_turn(&web->sockets, x->place, SOCKET_IDLE, 0);
    pool_arena_back(web->pool, x->arena);
    if (let_in)
        gate_sent(&web->gate);
}

static void connected(void *user, struct MHD_Connection *connection, void **socket_context,
                      enum MHD_ConnectionNotificationCode what)
{
    struct web *web = user;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    metric_add(METRIC_CONNECTIONS, what == MHD_CONNECTION_NOTIFY_STARTED ? 1 : -1);
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        struct socket_place *place = info ? sockets_opened(&web->sockets, info->connect_fd) : NULL;
        metric_add(METRIC_CONNECTIONS_REFUSED, place && place->surplus);
        *socket_context = place;
    } else {
        sockets_closed(&web->sockets, *socket_context);
    }
}

void exchange_suspend(struct exchange *x)
{
    MHD_suspend_connection(x->connection);
}

void exchange_resume(struct exchange *x)
{
    MHD_resume_connection(x->connection);
}

/* Targets are decoded by request.c: here they stay as they are. */
static size_t keep(void *user, struct MHD_Connection *connection, char *text)
{
    (void)user, (void)connection;
    return strlen(text);
}

__attribute__((format(printf, 2, 0))) static void mhd_log(void *user, const char *format, va_list args)
{
    char line[300];
    (void)user;
    vsnprintf(line, sizeof line, format, args);
    line[strcspn(line, "\n")] = 0;
    log_write(LOG_DEBUG, "http.server", "what", line, NULL);
}

/* ---- Starting and stopping ---- */

static bool fill_config(struct web *web, const struct web_config *config)
{
    struct web_config *own = &web->config;
    *own = *config;
    own->address = arena_cstr(web->arena, str_of(config->address ? config->address : "127.0.0.1"));
    struct str base = str_of(config->base_url);
    while (base.n && base.p[base.n - 1] == '/')
        base.n--;
    own->base_url = base.n ? arena_cstr(web->arena, base) : NULL;
    own->threads = config->threads ? config->threads : 2;
    own->workers = config->workers ? config->workers : 4;
    own->waiting = config->waiting ? config->waiting : 64;
    own->connections = config->connections ? config->connections : 1000;
    own->timeout_s = config->timeout_s ? config->timeout_s : 60;
    own->patience_ms = config->patience_ms ? config->patience_ms : 30000;
    own->body_bytes = config->body_bytes ? config->body_bytes : 1024 * 1024;
    own->bodies_bytes = config->bodies_bytes ? config->bodies_bytes : 64 * 1024 * 1024;
    own->uploads = config->uploads ? config->uploads : 32;
    return own->address && (own->base_url || !base.n);
}

static struct MHD_Daemon *start_daemon(struct web *web, int fd)
{
    const struct web_config *config = &web->config;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG | MHD_USE_TURBO;
    struct MHD_OptionItem pool[] = {{MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)config->threads, NULL},
                                    {MHD_OPTION_END, 0, NULL}};
    return MHD_start_daemon(flags, 0, NULL, NULL, serve, web, MHD_OPTION_EXTERNAL_LOGGER, mhd_log, NULL,
                            MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, web->sockets.size,
                            MHD_OPTION_CONNECTION_TIMEOUT, config->timeout_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                            (size_t)HEADER_BYTES, MHD_OPTION_NOTIFY_COMPLETED, completed, web,
                            MHD_OPTION_NOTIFY_CONNECTION, connected, web, MHD_OPTION_URI_LOG_CALLBACK, begin, web,
                            MHD_OPTION_UNESCAPE_CALLBACK, keep, NULL, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY,
                            config->threads > 1 ? pool : pool + 1, MHD_OPTION_END);
}

static void release(struct web *web)
{
    metrics_stop(web->metrics);
    live_stop(web);
    workers_stop(web->workers);
    workers_stop(web->hashers);
    writer_stop(web->writer);
    if (web->daemon) {
        sockets_end(&web->sockets, CLOSING_MS);
        MHD_stop_daemon(web->daemon);
    }
    pool_free(web->pool);
    viewer_cache_free(web->viewers);
    kept_free(web->kept);
    meter_free(web->meter);
    rate_free(web->rate);
    gate_release(&web->gate);
    uploads_release(&web->uploads);
    sockets_release(&web->sockets);
    arena_free(web->arena);
    free(web);
}

/* The connections to the store, opened beside what is read of the program's own content: each takes a third of the time
 * to the first reply. */
struct opening {
    struct store *store;
    size_t conns;
    struct pool *pool;
    enum err err;
};

static void *open_pool(void *user)
{
    struct opening *opening = user;
    opening->err = pool_new(opening->store, opening->conns, &opening->pool);
    return NULL;
}

/* What needs no store. */
static enum err load(struct web *web, const struct web_config *config)
{
    enum err err = sockets_init(&web->sockets, web->config.connections, web->config.patience_ms,
                                (int64_t)web->config.timeout_s * 1000);
    if (err == OK)
        err = assets_load(web->arena);
    if (err == OK)
        err = render_load(web->arena, &web->render);
    if (err == OK)
        err = routes_load(&web->router);
    if (err == OK)
        err = (web->rate = rate_new()) ? OK : ERR_MEMORY;
    if (err == OK)
        err = (web->viewers = viewer_cache_new()) ? OK : ERR_MEMORY;
    if (err == OK)
        err = (web->kept = kept_new(KEPT_BYTES)) ? OK : ERR_MEMORY;
    if (err == OK && config->metrics)
        err = (web->meter = meter_new()) ? OK : ERR_MEMORY;
    return err;
}

/* All but the socket. */
static enum err prepare(struct web *web, const struct web_config *config, struct store *store)
{
    if (!fill_config(web, config))
        return ERR_MEMORY;
    web->store = store;
    web->uploads.most = web->config.uploads < UPLOADS_MOST ? web->config.uploads : UPLOADS_MOST;
    struct opening opening = {.store = store,
                              .conns = web->config.threads + web->config.workers + HASHERS + LIVE_CONNECTIONS};
    pthread_t thread;
    bool beside = pthread_create(&thread, NULL, open_pool, &opening) == 0;
    enum err err = load(web, config);
    if (beside)
        (void)pthread_join(thread, NULL);
    else
        (void)open_pool(&opening);
    web->pool = opening.pool;
    err = err ? err : opening.err;
    if (err == OK)
        err = writer_start(store, &web->writer);
    if (err == OK)
        err = workers_start(web->config.workers, web->config.waiting, &web->workers);
    if (err == OK)
        err = workers_start(HASHERS, HASHES_WAITING, &web->hashers);
    if (err == OK)
        err = live_start(web);
    return err;
}

enum err web_start(const struct web_config *config, struct store *store, struct problems *problems, struct web **out)
{
    struct web *web = calloc(1, sizeof *web);
    int fd = -1;
    if (!web || !(web->arena = arena_new(0)) || gate_init(&web->gate) != OK || uploads_init(&web->uploads, 0) != OK) {
        if (web)
            arena_free(web->arena);
        free(web);
        return ERR_MEMORY;
    }
    enum err err = prepare(web, config, store);
    if (err == OK)
        err = listen_open(S("/listen"), web->config.address, web->config.port, problems, &fd, &web->port);
    if (err == OK && !(web->daemon = start_daemon(web, fd))) {
        close(fd);
        err = ERR_INTERNAL;
    }
    if (err == OK && config->metrics)
        err = metrics_start(web, config->metrics, config->metrics_port, problems, &web->metrics);
    if (err) {
        release(web);
        return err;
    }
    *out = web;
    return OK;
}

uint16_t web_port(const struct web *web)
{
    return web->port;
}

struct writer *web_writer(const struct web *web)
{
    return web->writer;
}

/* Nobody connects from now on. Not by MHD_quiesce_daemon: in 0.9.75 it and the threads of the pool may both take the
 * socket out of a set, and whoever comes second ends the program. */
static void stop_listening(struct MHD_Daemon *daemon)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_LISTEN_FD);
    if (info)
        (void)shutdown(info->listen_fd, SHUT_RDWR);
}

enum err web_stop(struct web *web, int grace_ms)
{
    if (!web)
        return OK;
    atomic_store(&web->draining, true);
    stop_listening(web->daemon);
    live_stop(web);
    if (!gate_close(&web->gate, grace_ms > 0 ? grace_ms : GRACE_MS)) {
        log_write(LOG_WARN, "web.stop", "what", "requests still run", NULL);
        return ERR_BUSY;
    }
    release(web);
    return OK;
}
