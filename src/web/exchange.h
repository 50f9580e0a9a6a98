/* exchange.h: one request and its reply on their way through the server; for the files of src/web that carry it. */
#ifndef WEB_EXCHANGE_H
#define WEB_EXCHANGE_H
#include "base/date.h"
#include "store/writer.h"
#include "web/live.h"
#include "web/negotiate.h"
#include "web/pool.h"
#include "web/rate.h"
#include "web/render.h"
#include "web/request.h"
#include "web/router.h"
#include "web/session.h"
#include "web/sockets.h"
#include "web/upload.h"
#include "web/web.h"
#include "web/workers.h"
#include <pthread.h>
#include <stdatomic.h>

struct MHD_Connection;
struct MHD_Daemon;

/* Counts the requests under way, so that stopping can wait for them. */
struct gate {
    pthread_mutex_t lock;
    pthread_cond_t quiet;
    unsigned running; /* handled now */
    unsigned unsent;  /* answered, not sent yet */
    bool closed;      /* no more are let in */
};

struct web {
    struct web_config config; /* with defaults filled in; texts in `arena` */
    struct arena *arena;      /* for the server's life */
    const struct router *router;
    struct render *render;
    struct rate *rate;
    struct pool *pool;
    struct workers *workers, *hashers; /* slow handlers; those that hash passwords */
    struct writer *writer;
    struct viewer_cache *viewers;
    struct kept *kept;       /* replies */
    struct store *store;     /* the caller's */
    struct meter *meter;     /* NULL without metrics */
    struct metrics *metrics; /* likewise */
    struct MHD_Daemon *daemon;
    struct gate gate;
    struct uploads uploads;
    struct sockets sockets;
    struct live live;
    atomic_bool draining;
    atomic_size_t bodies; /* bytes of request bodies held now */
    uint16_t port;
};

/* Headers that the server reads. */
struct headers {
    struct credentials from;
    struct str accept, accept_encoding, agent, content_length, content_type, disposition, expect, forwarded_for, htmx,
        idempotency_key;
    struct str if_match, if_none_match, if_range, last_event, range;
    struct str refresh; /* the page asks for itself anew: nobody did so by hand */
    struct str see_as;
    struct str transfer_encoding;
    bool unclear; /* where the request ends, or whose it is, may be read in more than one way */
};

/* What is sent: status, body, and headers beside those that every answer has. */
struct answer {
    int status;
    const char *type;   /* NULL: no body */
    struct str body;    /* in the exchange's arena, or constant */
    const char *cache;  /* Cache-Control */
    const char *policy; /* Content-Security-Policy in place of the pages' */
    struct {
        const char *name, *value;
    } headers[12];
    size_t count;
};

enum stage {
    STAGE_NEW,     /* the request line is there */
    STAGE_BODY,    /* headers are read; the body arrives */
    STAGE_RUNNING, /* handed to a thread */
    STAGE_RAN,     /* handled; the answer is to be made */
    STAGE_READY    /* the answer is made */
};

struct exchange {
    struct request request; /* first, so that the exchange is found from it */
    struct reply reply;
    struct web *web;
    struct arena *arena;
    struct MHD_Connection *connection;
    struct socket_place *place; /* of its connection */
    struct str method, raw_target;
    struct headers headers;
    struct target target;
    struct match match;
    enum format format;
    bool is_unsafe;
    bool let_in; /* counted by the gate */
    struct who who;
    struct str see_as;     /* with whose eyes, as asked; empty: one's own */
    struct str rate_email; /* whose token was taken, to give it back */
    bool rate_taken;
    enum stage stage;
    enum err err;
    int retry_after_s;
    struct buf body;
    size_t held, dropped; /* body bytes kept, and read but not kept */
    struct {
        bool applies; /* the body is a file: the rest holds */
        int place;    /* among those who send; -1: none */
        int64_t bytes;
        struct multipart *multipart;
        struct content_file *file; /* without multipart */
    } upload;
    struct {
        const struct content *content; /* NULL: the answer is no file */
        struct id_set audience;        /* its audience */
        int64_t first, count;          /* the bytes that are sent */
    } stream;
    struct write_job job;
    struct task task;
    struct {
        struct exchange *next;
        int64_t until_ms; /* monotonic */
    } wait;               /* for changes (live.c) */
    struct {
        bool found;
        int status;
        struct str location, body, hash;
    } replay; /* the remembered answer of an idempotent POST */
    struct answer answer;
    int64_t begun_us;
};

/* Reads the target, the route and the wanted format from what has come: nothing is handled yet. What is wrong with them
 * is kept in `err` until the request is whole. */
void exchange_begin(struct exchange *x);
/* Handles the whole request. True: the answer is made. False: the connection is suspended and another thread has the
 * exchange, which may be over already: touch it no more. */
bool exchange_run(struct exchange *x);
/* Whether a request that waits would still find nothing to tell: asked on the side, nothing of it is kept. */
bool exchange_waits_on(const struct exchange *x);
/* Ends the waiting: answers with what there is to tell now, where `anew`, else as it was when it began to wait. From
 * here on the exchange may be gone. */
void exchange_wake(struct exchange *x, bool anew);
/* Makes the answer of what ran (answer.c). Never fails: at worst it is a plain 500. */
void answer_make(struct exchange *x);
/* The status of a reply without an error. */
int answer_status(const struct exchange *x);
/* Adds a header; `value` must live as long as the exchange. */
void answer_header(struct exchange *x, const char *name, struct str value);
/* A file of the user interface, when the path is one (static.c): answers it. */
bool static_answer(struct exchange *x);
/* Suspends and resumes the connection (server.c). */
void exchange_suspend(struct exchange *x);
void exchange_resume(struct exchange *x);
/* The frame of a page: what templates find beside the view (page.c). NULL when out of memory. */
struct value *page_frame(struct exchange *x);
/* The items of a list's view as CSV (table.c). */
void table_csv(struct buf *out, const struct value *view);

enum err gate_init(struct gate *gate) MUST_CHECK;
void gate_release(struct gate *gate);
/* The request begins to run; false when no more are let in. */
bool gate_enter(struct gate *gate);
/* Its answer is known; it is sent, or the connection is gone. */
void gate_answered(struct gate *gate);
void gate_sent(struct gate *gate);
/* The requests under way. */
unsigned gate_running(struct gate *gate);
/* Waits until no request is under way, at most `grace_ms`, then lets no more in. False when some still run. */
bool gate_close(struct gate *gate, int grace_ms);
#endif
