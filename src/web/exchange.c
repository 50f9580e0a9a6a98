/* The way of one request: who asks, may they, what runs where. Reads run on the thread that speaks HTTP, slow handlers
 * on a worker, writes on the writer's thread. Answers are never made on the writer's thread: it only writes. */
#include "web/exchange.h"
#include "base/date.h"
#include "base/log.h"
#include "kernel/faces.h"
#include "web/cookie.h"
#include "web/form.h"
#include "web/idempotent.h"
#include "web/kept_reply.h"
#include "web/see_as.h"

static bool is_unsafe_method(struct str method)
{
    return !str_is(method, "GET") && !str_is(method, "HEAD") && !str_is(method, "OPTIONS");
}

static bool is_form_post(const struct exchange *x)
{
    return str_is(x->method, "POST") && !is_json_type(x->headers.content_type);
}

/* Target, route and format. A form may name another method, so that a POST without a route waits for its body. */
static enum err find_route(struct exchange *x)
{
    struct request *request = &x->request;
    enum err err = target_parse(x->arena, x->raw_target, &request->work.problems, &x->target);
    bool found = err == OK && x->target.count <= SEGMENTS_MAX &&
                 router_find(x->web->router, x->target.segments, x->target.count, &x->match);
    bool list = x->match.get && (x->match.get->flags & ROUTE_LIST);
    bool json_first = x->headers.from.authorization.n || is_json_type(x->headers.content_type);
    x->format = negotiate(x->headers.accept, json_first && !x->headers.htmx.n, list && !x->is_unsafe);
    request->html = x->format == FORMAT_HTML;
    request->path = x->target.path;
    request->query = x->target.query;
    if (err || !found)
        return err ? err : ERR_NOT_FOUND;
    request->kind = x->match.kind;
    memcpy(request->ids, x->match.ids, sizeof request->ids);
    request->route = match_route(&x->match, x->method);
    request->stream = request->route && (request->route->flags & ROUTE_LIVE) && x->format == FORMAT_OTHER &&
                      accept_takes(x->headers.accept, S("text/event-stream"));
    if (request->route && str_is(x->method, "HEAD") && (request->route->flags & ROUTE_WRITE))
        return ERR_METHOD; /* a link that signs in, looked at by a mail program, must not be used up */
    if (!request->route && !is_form_post(x) && !str_is(x->method, "OPTIONS"))
        return ERR_METHOD;
    return x->format == FORMAT_OTHER && x->is_unsafe ? ERR_NOT_ACCEPTABLE : OK;
}

/* The version of an If-Match header or If-None-Match: "7" in quotes. */
static bool version_of(struct str header, int64_t *version)
{
    struct str tag = str_trim(header);
    if (tag.n < 3 || tag.p[0] != '"' || tag.p[tag.n - 1] != '"')
        return false;
    return str_int(str_part(tag, 1, tag.n - 2), version) && *version >= 0;
}

static enum err read_headers(struct exchange *x)
{
    struct request *request = &x->request;
    request->if_match = -1;
    request->agent = arena_copy(x->arena, str_part(x->headers.agent, 0, 200));
    if (!str_utf8(request->agent))
        request->agent = S("");
    if (x->headers.if_match.n && !version_of(x->headers.if_match, &request->if_match)) {
        (void)problem_say(&request->work.problems, S(""), "web.if-match", NULL);
        return ERR_MALFORMED;
    }
    struct str key = x->headers.idempotency_key;
    for (size_t i = 0; i < key.n; i++)
        if (key.n > 255 || (unsigned char)key.p[i] < 0x21 || (unsigned char)key.p[i] > 0x7e) {
            (void)problem_say(&request->work.problems, S(""), "web.idempotency-key", NULL);
            return ERR_MALFORMED;
        }
    request->idempotency_key = key;
    request->last_event = x->headers.last_event;
    return OK;
}

void exchange_begin(struct exchange *x)
{
    x->request.work = work_init(x->arena, NULL);
    x->request.work.viewers = x->web->viewers;
    x->request.work.kept = x->web->kept;
    x->is_unsafe = is_unsafe_method(x->method);
    x->err = find_route(x);
    enum err err = read_headers(x);
    x->err = x->err ? x->err : err;
}

/* ---- Admission ---- */

/* What a form says beside the record: the method that it stands for, the version that was read. */
static enum err read_form(struct exchange *x)
{
    struct request *request = &x->request;
    struct str method = value_get_text(request->body, "_method");
    if (method.n) {
        bool good = str_is(method, "PATCH") || str_is(method, "PUT") || str_is(method, "DELETE");
        request->route = good ? match_route(&x->match, method) : NULL;
    }
    struct str version = value_get_text(request->body, "version");
    int64_t number;
    if (version.n && request->if_match < 0 && str_int(version, &number) && number >= 0)
        request->if_match = number;
    return request->route ? OK : ERR_METHOD;
}

static enum err read_body(struct exchange *x)
{
    struct request *request = &x->request;
    enum body_style style = BODY_JSON;
    struct str text = buf_str(&x->body);
    if (!text.p)
        return ERR_MEMORY;
    if (!x->is_unsafe)
        return OK;
    if (x->upload.applies) {
        enum err whole = upload_end(x);
        return whole ? whole : read_form(x);
    }
    enum err err = body_parse(x->arena, x->headers.content_type, text, &request->work.problems, &request->body, &style);
    request->style = style == BODY_FORM ? INPUT_TEXT : INPUT_JSON;
    if (err)
        return err;
    if (style == BODY_FORM)
        return read_form(x);
    return request->route ? OK : ERR_METHOD;
}

static enum err take_tokens(struct exchange *x)
{
    struct rate *rate = x->web->rate;
    int64_t now = monotonic_ms();
    if (!rate_take(rate, &rate_by_address, rate_address(x->request.address), now, &x->retry_after_s))
        return ERR_RATE;
    x->rate_taken = true;
    struct str email = str_trim(value_get_text(x->request.body, "email"));
    char *lower = email.n ? arena_alloc(x->arena, email.n) : NULL;
    for (size_t i = 0; lower && i < email.n; i++)
        lower[i] = (char)(email.p[i] >= 'A' && email.p[i] <= 'Z' ? email.p[i] + 32 : email.p[i]);
    struct str key = {lower, lower ? email.n : 0};
    if (lower && !rate_take(rate, &rate_by_email, key, now, &x->retry_after_s))
        return ERR_RATE;
    x->rate_email = key;
    return OK;
}

static enum err check_forgery(struct exchange *x)
{
    struct value *body = x->request.body;
    struct str field = x->request.style == INPUT_TEXT ? value_get_text(body, "csrf") : S("");
    if (!forgery_proof(x->arena, &x->headers.from, x->web->config.base_url, &x->who, field)) {
        (void)problem_say(&x->request.work.problems, S(""), "web.forged", NULL);
        return ERR_FORBIDDEN;
    }
    if (x->request.style == INPUT_TEXT && body) {
        value_drop(body, "csrf");
        value_drop(body, "_method");
    }
    return OK;
}

/* With a partner's eyes nothing is written; only the way out of it is open. */
static enum err refuse_writing(struct exchange *x)
{
    if (!x->see_as.n || !x->is_unsafe || (x->request.route->flags & ROUTE_OWN))
        return OK;
    (void)problem_say(&x->request.work.problems, S(""), "see-as.read-only", NULL);
    return ERR_FORBIDDEN;
}

/* Who asks, on the read connection; then what they sent. Strangers hear that they must sign in before anything else. */
static enum err admit(struct exchange *x)
{
    struct request *request = &x->request;
    enum err err = who_find(&request->work, &x->headers.from, x->web->config.secure_cookies, &x->who);
    request->session = x->who.session;
    if (err || x->err)
        return x->err ? x->err : err;
    if (!x->who.known && !(request->route && (request->route->flags & ROUTE_OPEN)))
        return ERR_SIGNED_OUT;
    if (x->who.known)
        x->see_as = x->headers.see_as.n ? x->headers.see_as : cookie_get(x->headers.from.cookies, S("see_as"));
    err = read_body(x);
    if (err == OK && x->is_unsafe)
        err = check_forgery(x);
    if (err == OK)
        err = refuse_writing(x);
    if (err == OK && (request->route->flags & ROUTE_LIMITED))
        err = take_tokens(x);
    return err;
}

/* ---- Handling ---- */

/* Puts the partner's eyes in place of one's own. Whom one may no longer look as is said, rather than shown one's own
 * view. */
static enum err look_as(struct exchange *x)
{
    struct request *request = &x->request;
    struct viewer *own = request->viewer, *eyes = NULL;
    enum err err = see_as_viewer(&request->work, own, x->see_as, &eyes);
    if (err == OK)
        request->viewer = eyes;
    if (err != ERR_NOT_FOUND)
        return err;
    (void)problem_say(&request->work.problems, S(""), "see-as.unknown", NULL);
    err = viewer_look(&request->work, own);
    return err ? err : ERR_FORBIDDEN;
}

/* Where memory ran out on the way, that is the error: a page would have gaps, and what was not found may be there. */
static enum err with_memory(const struct exchange *x, enum err err)
{
    return arena_exhausted(x->arena) ? ERR_MEMORY : err;
}

/* The viewer as the connection of `work` sees them; on open routes there may be none. */
static enum err build_viewer(struct exchange *x)
{
    struct request *request = &x->request;
    request->viewer = NULL;
    if (!x->who.known)
        return OK;
    enum err err = viewer_of_caller(&request->work, &x->who.caller, &request->viewer);
    if (err == OK && x->see_as.n && request->route && !(request->route->flags & ROUTE_OWN))
        return look_as(x);
    if (err != ERR_NOT_FOUND)
        return err;
    x->who.known = false; /* disabled, or gone: signed out */
    x->who.stale_cookie = x->who.session.n > 0;
    x->who.session = request->session = S("");
    request->viewer = NULL;
    return request->route && (request->route->flags & ROUTE_OPEN) ? OK : ERR_SIGNED_OUT;
}

static enum err handle(struct exchange *x)
{
    const struct route *route = x->request.route;
    enum err err = build_viewer(x);
    if (err == OK)
        err = route->flags & ROUTE_KEPT ? kept_reply(x) : route->handle(&x->request, &x->reply);
    return with_memory(x, err);
}

/* Runs `act` with a read connection in a transaction of its own: one moment of the store. */
static enum err with_connection(struct exchange *x, enum err (*act)(struct exchange *))
{
    struct conn *conn;
    enum err err = pool_conn(x->web->pool, &conn);
    if (err)
        return err;
    x->request.work.conn = conn;
    x->request.work.faces = faces_new(x->arena);
    err = conn_begin(conn);
    if (err == OK)
        err = act(x);
    x->request.work.conn = NULL;
    x->request.work.faces = NULL;
    x->who.caller.marks.known = false;
    pool_conn_back(x->web->pool, conn);
    return err;
}

static bool runs_here(const struct exchange *x)
{
    return !(x->request.route->flags & (ROUTE_WRITE | ROUTE_SLOW | ROUTE_HASH));
}

/* The viewer of somebody who writes is read here, where it may be kept, so that the writer need not. */
static enum err meet_writer(struct exchange *x)
{
    struct viewer *viewer;
    bool writes = x->request.route->flags & ROUTE_WRITE;
    enum err err = writes && x->who.known ? viewer_of_caller(&x->request.work, &x->who.caller, &viewer) : OK;
    return err == ERR_NOT_FOUND ? OK : err; /* the writer says so */
}

static enum err admit_and_read(struct exchange *x)
{
    enum err err = with_memory(x, admit(x));
    if (err == OK)
        err = runs_here(x) ? handle(x) : meet_writer(x);
    /* An error's page knows its reader, too. */
    if (err && x->format == FORMAT_HTML && x->who.known && !x->request.viewer && build_viewer(x) != OK)
        x->request.viewer = NULL;
    return err;
}

static enum err write_run(struct conn *conn, void *user)
{
    struct exchange *x = user;
    struct work *work = &x->request.work;
    work->conn = conn;
    work->now_ms = work->locale.now_ms = clock_now();
    enum err err = build_viewer(x);
    if (err == OK)
        err = idempotent_handle(x);
    err = with_memory(x, err);
    if (conn_see(conn, NULL) != OK && err == OK)
        err = ERR_INTERNAL; /* the handler left a statement open */
    work->conn = NULL;
    if (err == OK)
        x->err = OK;
    return err;
}

/* Hands the exchange back to the thread of its connection. */
static void ran(struct exchange *x, enum stage stage)
{
    x->stage = stage;
    gate_answered(&x->web->gate);
    exchange_resume(x); /* from here on the exchange may be gone */
}

static void write_done(void *user, enum err err)
{
    struct exchange *x = user;
    if (err == OK)
        live_ring(&x->web->live);
    if (err && x->err == OK) /* the handler was content, but the commit failed: nothing of its reply holds */
        x->reply = (struct reply){.status = 0};
    x->err = err;
    ran(x, STAGE_RAN);
}

static void task_run(void *user)
{
    struct exchange *x = user;
    x->err = with_connection(x, handle);
    answer_make(x);
    ran(x, STAGE_READY);
}

/* ---- Waiting for changes ---- */

bool exchange_waits_on(const struct exchange *x)
{
    struct arena *arena = pool_arena(x->web->pool);
    struct exchange *probe = arena ? ARENA_NEW(arena, struct exchange) : NULL;
    bool waits = true;
    if (probe) {
        *probe = *x;
        probe->arena = arena;
        probe->request.work = work_init(arena, NULL);
        probe->request.work.viewers = x->web->viewers;
        probe->reply = (struct reply){.status = 0};
        waits = with_connection(probe, handle) == OK && probe->reply.wait;
    }
    if (arena)
        pool_arena_back(x->web->pool, arena);
    return waits;
}

void exchange_wake(struct exchange *x, bool anew)
{
    if (anew) {
        x->reply = (struct reply){.status = 0};
        x->err = with_connection(x, handle);
    }
    answer_make(x);
    ran(x, STAGE_READY);
}

/* ---- The session's last use ---- */

struct touch {
    struct web *web;
    struct arena *arena;
    struct str secret;
    struct write_job job;
};

static enum err touch_run(struct conn *conn, void *user)
{
    struct touch *touch = user;
    struct work work = work_init(touch->arena, conn);
    return session_touch(&work, touch->secret);
}

static void touch_done(void *user, enum err err)
{
    struct touch *touch = user;
    if (err)
        log_write(LOG_WARN, "session.touch", "error", err_code(err), NULL);
    pool_arena_back(touch->web->pool, touch->arena);
}

/* Nobody waits for it. */
static void touch_session(struct web *web, struct str secret)
{
    struct arena *arena = pool_arena(web->pool);
    struct touch *touch = arena ? ARENA_NEW(arena, struct touch) : NULL;
    if (touch) {
        *touch = (struct touch){.web = web, .arena = arena, .secret = arena_copy(arena, secret)};
        touch->job = (struct write_job){.run = touch_run, .done = touch_done, .user = touch};
        if (touch->secret.p && writer_submit(web->writer, &touch->job) == OK)
            return;
    }
    if (arena)
        pool_arena_back(web->pool, arena);
}

/* ---- The way through ---- */

static bool answered(struct exchange *x)
{
    answer_make(x);
    x->stage = STAGE_READY;
    gate_answered(&x->web->gate);
    return true;
}

static bool hand_over(struct exchange *x)
{
    bool writes = x->request.route->flags & ROUTE_WRITE;
    enum err err;
    x->stage = STAGE_RUNNING;
    x->err = ERR_INTERNAL; /* until the handler is content */
    exchange_suspend(x);
    if (writes) {
        x->job = (struct write_job){.run = write_run, .done = write_done, .user = x};
        err = writer_submit(x->web->writer, &x->job);
    } else {
        x->task = (struct task){.run = task_run, .user = x};
        bool hashes = x->request.route->flags & ROUTE_HASH;
        err = workers_submit(hashes ? x->web->hashers : x->web->workers, &x->task);
    }
    if (err) {
        x->err = err;
        ran(x, STAGE_RAN);
    }
    return false;
}

bool exchange_run(struct exchange *x)
{
    bool surplus = x->place && x->place->surplus;
    sockets_turn(&x->web->sockets, x->place, SOCKET_SERVER, 0);
    x->let_in = !surplus && gate_enter(&x->web->gate);
    if (!x->let_in) {
        x->err = ERR_BUSY;
        answer_make(x);
        x->stage = STAGE_READY;
        return true;
    }
    if (static_answer(x)) {
        x->stage = STAGE_READY;
        gate_answered(&x->web->gate);
        return true;
    }
    if (x->err == OK && str_is(x->method, "OPTIONS"))
        return answered(x);
    x->err = with_connection(x, admit_and_read);
    if (x->who.touch && !x->request.stream && !x->headers.refresh.n)
        touch_session(x->web, x->who.session);
    if (x->err == OK && x->reply.wait && live_wait(x))
        return false;
    if (x->err || runs_here(x))
        return answered(x);
    return hand_over(x);
}

/* ---- Writing from a worker ---- */

struct waiting {
    struct request *request;
    enum err (*act)(struct request *request, void *user);
    void *user;
    pthread_mutex_t lock;
    pthread_cond_t done;
    bool is_done;
    enum err err;
};

static enum err waiting_run(struct conn *conn, void *user)
{
    struct waiting *waiting = user;
    struct exchange *x = (struct exchange *)waiting->request;
    struct conn *reading = waiting->request->work.conn;
    struct faces *faces = waiting->request->work.faces;
    waiting->request->work.conn = conn;
    waiting->request->work.faces = NULL;
    enum err err = build_viewer(x);
    if (err == OK)
        err = waiting->act(waiting->request, waiting->user);
    err = with_memory(x, err);
    if (conn_see(conn, NULL) != OK && err == OK)
        err = ERR_INTERNAL;
    waiting->request->work.conn = reading;
    waiting->request->work.faces = faces;
    return err;
}

static void waiting_done(void *user, enum err err)
{
    struct waiting *waiting = user;
    if (err == OK)
        live_ring(&((struct exchange *)waiting->request)->web->live);
    pthread_mutex_lock(&waiting->lock);
    waiting->err = err;
    waiting->is_done = true;
    pthread_cond_signal(&waiting->done);
    pthread_mutex_unlock(&waiting->lock);
}

enum err web_write(struct request *request, enum err (*act)(struct request *request, void *user), void *user)
{
    struct exchange *x = (struct exchange *)request;
    struct waiting waiting = {.request = request, .act = act, .user = user};
    struct write_job job = {.run = waiting_run, .done = waiting_done, .user = &waiting};
    if (x->stage != STAGE_RUNNING || (request->route->flags & ROUTE_WRITE))
        return ERR_INTERNAL; /* on a thread that must not wait */
    pthread_mutex_init(&waiting.lock, NULL);
    pthread_cond_init(&waiting.done, NULL);
    enum err err = writer_submit(x->web->writer, &job);
    if (err == OK) {
        pthread_mutex_lock(&waiting.lock);
        while (!waiting.is_done)
            pthread_cond_wait(&waiting.done, &waiting.lock);
        pthread_mutex_unlock(&waiting.lock);
        err = waiting.err;
    }
    pthread_cond_destroy(&waiting.done);
    pthread_mutex_destroy(&waiting.lock);
    return err;
}

struct str web_base_url(const struct request *request)
{
    const struct exchange *x = (const struct exchange *)request;
    const struct web_config *config = &x->web->config;
    if (config->base_url)
        return str_of(config->base_url);
    return arena_printf(x->arena, "%s://%.*s", config->secure_cookies ? "https" : "http",
                        STR_ARG(x->headers.from.host));
}
