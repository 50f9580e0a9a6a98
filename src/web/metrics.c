#include "web/metrics.h"
#include "base/log.h"
#include "base/metric.h"
#include "web/exchange.h"
#include "web/listen.h"
#include "web/meter.h"
#include <dirent.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 8, PATIENCE_MS = 5000, CLOSING_MS = 1000, HEADER_BYTES = 8192, TEXT_BYTES = 8 << 20 };

struct metrics {
    struct web *web;
    struct MHD_Daemon *daemon;
    struct sockets sockets;
    int64_t started_us; /* since 1970 */
};

/* ---- What is said ---- */

static int64_t resident_bytes(void)
{
    long long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file || fscanf(file, "%*s %lld", &pages) != 1)
        pages = 0;
    if (file)
        fclose(file);
    return (int64_t)pages * sysconf(_SC_PAGESIZE);
}

static int64_t open_files(void)
{
    int64_t count = -1; /* the one that counts */
    DIR *folder = opendir("/proc/self/fd");
    for (struct dirent *entry = folder ? readdir(folder) : NULL; entry; entry = readdir(folder))
        count += entry->d_name[0] != '.';
    if (folder)
        closedir(folder);
    return count > 0 ? count : 0;
}

static int64_t micro_of(struct timeval time)
{
    return (int64_t)time.tv_sec * 1000000 + time.tv_usec;
}

static void gauge(struct buf *out, const char *name, const char *unit, int64_t value)
{
    metric_family(out, name, "gauge", unit);
    metric_sample(out, name, "", S(""), value);
}

static void write_process(const struct metrics *metrics, struct buf *out)
{
    struct rusage used;
    struct rlimit files;
    getrusage(RUSAGE_SELF, &used);
    getrlimit(RLIMIT_NOFILE, &files);
    metric_family(out, "process_cpu_seconds", "counter", "seconds");
    metric_sample_micro(out, "process_cpu_seconds", "_total", S(""), micro_of(used.ru_utime) + micro_of(used.ru_stime));
    metric_family(out, "process_start_time_seconds", "gauge", "seconds");
    metric_sample_micro(out, "process_start_time_seconds", "", S(""), metrics->started_us);
    gauge(out, "process_resident_memory_bytes", "bytes", resident_bytes());
    gauge(out, "process_open_fds", NULL, open_files());
    gauge(out, "process_max_fds", NULL, (int64_t)files.rlim_cur);
}

static struct str text_of(const struct metrics *metrics, struct arena *arena)
{
    struct buf out = buf_init(arena, TEXT_BYTES), labels = buf_init(arena, 0);
    struct web *web = metrics->web;
    metric_label(&labels, "version", S(ENTENTE_VERSION));
    metric_label(&labels, "store", str_of(store_scheme(web->store)));
    metric_family(&out, "entente_build", "info", NULL);
    metric_sample(&out, "entente_build", "_info", buf_str(&labels), 1);
    write_process(metrics, &out);
    gauge(&out, "entente_http_requests_running", NULL, gate_running(&web->gate));
    meter_write(web->meter, &out);
    metric_write(&out);
    buf_lit(&out, "# EOF\n");
    return buf_str(&out);
}

/* ---- The listener ---- */

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, struct str text, const char *type,
                              const char *allow)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(text.n, (void *)(uintptr_t)text.p, MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", type);
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Connection", "close");
    if (allow)
        MHD_add_response_header(response, "Allow", allow);
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result serve(void *user, struct MHD_Connection *connection, const char *url, const char *method,
                             const char *version, const char *data, size_t *size, void **request)
{
    static const char plain[] = "text/plain; charset=utf-8";
    struct metrics *metrics = user;
    static int seen;
    (void)version, (void)data, (void)size;
    if (!*request) { /* the head; what is to be answered may only be said at the next call */
        *request = &seen;
        return MHD_YES;
    }
    if (*size)
        return MHD_NO; /* no body belongs here */
    if (strcmp(url, "/metrics") != 0)
        return answer(connection, MHD_HTTP_NOT_FOUND, S("/metrics\n"), plain, NULL);
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, S(""), plain, "GET, HEAD");
    struct arena *arena = arena_new(0);
    struct str text = arena ? text_of(metrics, arena) : (struct str){NULL, 0};
    enum MHD_Result result = text.p ? answer(connection, MHD_HTTP_OK, text,
                                             "application/openmetrics-text; version=1.0.0; charset=utf-8", NULL)
                                    : answer(connection, MHD_HTTP_SERVICE_UNAVAILABLE, S(""), plain, NULL);
    arena_free(arena);
    return result;
}

static void connected(void *user, struct MHD_Connection *connection, void **socket_context,
                      enum MHD_ConnectionNotificationCode what)
{
    struct metrics *metrics = user;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        *socket_context = info ? sockets_opened(&metrics->sockets, info->connect_fd) : NULL;
    else
        sockets_closed(&metrics->sockets, *socket_context);
}

static struct MHD_Daemon *start_daemon(struct metrics *metrics, int fd)
{
    return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, serve, metrics, MHD_OPTION_LISTEN_SOCKET, fd,
                            MHD_OPTION_CONNECTION_LIMIT, metrics->sockets.size, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                            (size_t)HEADER_BYTES, MHD_OPTION_NOTIFY_CONNECTION, connected, metrics, MHD_OPTION_END);
}

static void say(const char *address, uint16_t port)
{
    char url[80];
    bool brackets = strchr(address, ':') != NULL;
    snprintf(url, sizeof url, "http://%s%s%s:%u/metrics", brackets ? "[" : "", address, brackets ? "]" : "", port);
    log_write(LOG_INFO, "metrics.ready", "address", url, NULL);
}

enum err metrics_start(struct web *web, const char *address, uint16_t port, struct problems *problems,
                       struct metrics **out)
{
    struct metrics *metrics = calloc(1, sizeof *metrics);
    struct timespec now;
    int fd = -1;
    if (!metrics)
        return ERR_MEMORY;
    clock_gettime(CLOCK_REALTIME, &now);
    metrics->web = web;
    metrics->started_us = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
    enum err err = sockets_init(&metrics->sockets, CONNECTIONS, PATIENCE_MS, PATIENCE_MS);
    if (err == OK)
        err = listen_open(S("/metrics"), address, port, problems, &fd, &port);
    if (err == OK && !(metrics->daemon = start_daemon(metrics, fd))) {
        close(fd);
        err = ERR_INTERNAL;
    }
    if (err) {
        metrics_stop(metrics);
        return err;
    }
    say(address, port);
    *out = metrics;
    return OK;
}

void metrics_stop(struct metrics *metrics)
{
    if (!metrics)
        return;
    if (metrics->daemon) {
        sockets_end(&metrics->sockets, CLOSING_MS);
        MHD_stop_daemon(metrics->daemon);
    }
    sockets_release(&metrics->sockets);
    free(metrics);
}
