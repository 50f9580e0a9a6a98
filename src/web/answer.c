/* From what a handler gave, or what went wrong, to status, headers and body. */
#include "base/json.h"
#include "base/log.h"
#include "base/message.h"
#include "web/cookie.h"
#include "web/download.h"
#include "web/exchange.h"

enum { SESSION_S = 30 * 24 * 3600, NOTICE_S = 60 };

static const char html_type[] = "text/html; charset=utf-8", json_type[] = "application/json",
                  problem_type[] = "application/problem+json", csv_type[] = "text/csv; charset=utf-8";

void answer_header(struct exchange *x, const char *name, struct str value)
{
    struct answer *answer = &x->answer;
    const char *text = arena_cstr(x->arena, value);
    if (text && answer->count < sizeof answer->headers / sizeof *answer->headers) {
        answer->headers[answer->count].name = name;
        answer->headers[answer->count++].value = text;
    }
}

/* What is left when memory is exhausted. */
static void plain_failure(struct exchange *x)
{
    x->answer = (struct answer){.status = 500, .type = problem_type, .cache = "no-store"};
    x->answer.body = S("{\"type\":\"/problems/memory\",\"title\":\"Out of memory\",\"status\":500,\"code\":\"memory\","
                       "\"detail\":\"The server has too little memory for this request.\",\"errors\":[]}");
}

static void put_body(struct exchange *x, const char *type, struct buf *body)
{
    struct str text = buf_str(body);
    if (!text.p) {
        plain_failure(x);
        return;
    }
    x->answer.type = type;
    x->answer.body = text;
}

static void put_json(struct exchange *x, const char *type, const struct value *view)
{
    struct buf out = buf_init(x->arena, 0);
    json_write(&out, view);
    put_body(x, type, &out);
}

/* False when there is no such template. */
static bool put_page(struct exchange *x, const char *template, const struct value *view)
{
    struct buf out = buf_init(x->arena, 0);
    if (!render_find(x->web->render, str_of(template))) {
        log_write(LOG_ERROR, "render.missing", "template", template, NULL);
        return false;
    }
    struct value *frame = page_frame(x);
    if (!frame || !render_page(x->web->render, template, frame, view, &x->request.work.locale, &out)) {
        plain_failure(x);
        return true;
    }
    put_body(x, html_type, &out);
    return true;
}

/* A path of this site: what redirects may lead to. */
static struct str own_path(struct str location)
{
    bool good =
        location.n && location.p[0] == '/' && (location.n == 1 || (location.p[1] != '/' && location.p[1] != '\\'));
    for (size_t i = 0; i < location.n; i++)
        good = good && (unsigned char)location.p[i] > 0x20 && location.p[i] != 0x7f;
    return good ? location : S("/");
}

static void redirect(struct exchange *x, struct str location)
{
    x->answer.status = 303;
    x->answer.type = NULL;
    x->answer.body = S("");
    answer_header(x, "Location", own_path(location));
}

static bool is_redirect(const struct exchange *x)
{
    int status = x->reply.status;
    bool redirects = status >= 300 && status < 400;
    return x->reply.location.n && x->format == FORMAT_HTML && (x->is_unsafe || redirects);
}

int answer_status(const struct exchange *x)
{
    const struct reply *reply = &x->reply;
    if (reply->status)
        return reply->status;
    if (reply->location.n && !strcmp(x->request.route->method, "POST"))
        return 201;
    return reply->view || reply->raw.p ? 200 : 204;
}

/* ---- What went well ---- */

static void put_raw(struct exchange *x)
{
    const struct reply *reply = &x->reply;
    x->answer.type = arena_cstr(x->arena, reply->raw_type);
    x->answer.body = reply->raw;
    if (!x->answer.type) {
        plain_failure(x);
        return;
    }
    if (reply->file_name.n)
        answer_header(x, "Content-Disposition", download_disposition(x->arena, reply->file_name));
}

static bool is_known_version(const struct exchange *x, struct str etag)
{
    struct str rest = x->headers.if_none_match, tag;
    while (rest.n && str_cut(&rest, ',', &tag)) {
        tag = str_trim(tag);
        if (str_starts(tag, S("W/")))
            tag = str_part(tag, 2, tag.n);
        if (str_eq(tag, etag))
            return true;
    }
    return false;
}

/* Whether the version says all that the view depends on: it is a record alone, with nothing else gathered into it. */
static bool is_one_record(const struct value *view)
{
    VALUE_EACH (member, view && view->kind == V_MAP ? view : NULL)
        if (member->kind == V_MAP || member->kind == V_LIST || member->kind == V_CHART)
            return false;
    return true;
}

static void put_view(struct exchange *x)
{
    const struct reply *reply = &x->reply;
    if (reply->etag > 0) {
        struct str etag = arena_printf(x->arena, "\"%lld\"", (long long)reply->etag);
        answer_header(x, "ETag", etag);
        if (!x->is_unsafe && x->answer.status == 200 && is_known_version(x, etag) && is_one_record(reply->view)) {
            x->answer.status = 304;
            return;
        }
    }
    put_json(x, json_type, reply->view);
}

static void put_csv(struct exchange *x)
{
    struct buf out = buf_init(x->arena, 0);
    const struct kind *kind = x->request.kind;
    table_csv(&out, x->reply.view);
    put_body(x, csv_type, &out);
    answer_header(x, "Content-Disposition",
                  arena_printf(x->arena, "attachment; filename=\"%s.csv\"", kind ? kind->plural : "list"));
}

static void answer_error(struct exchange *x, enum err err);

static void answer_well(struct exchange *x)
{
    const struct reply *reply = &x->reply;
    x->answer.status = answer_status(x);
    if (reply->content) {
        download_answer(x);
        return;
    }
    if (x->answer.status == 204 && !x->is_unsafe) {
        answer_error(x, ERR_MEMORY); /* who reads gets something: the view could not be made */
        return;
    }
    if (is_redirect(x)) {
        redirect(x, reply->location);
        return;
    }
    if (reply->location.n)
        answer_header(x, "Location", own_path(reply->location));
    if (reply->raw.p && (x->format != FORMAT_OTHER || accept_takes(x->headers.accept, reply->raw_type)))
        put_raw(x);
    else if (!reply->view && !reply->raw.p)
        x->answer.type = NULL;
    else if (x->format == FORMAT_OTHER)
        answer_error(x, ERR_NOT_ACCEPTABLE);
    else if (x->format == FORMAT_CSV && reply->view && reply->view->kind == V_MAP)
        put_csv(x);
    else if (x->format != FORMAT_HTML || !reply->template || !put_page(x, reply->template, reply->view))
        put_view(x);
}

static void answer_again(struct exchange *x)
{
    x->answer.status = x->replay.status;
    if (x->replay.location.n)
        answer_header(x, "Location", own_path(x->replay.location));
    answer_header(x, "Idempotency-Replayed", S("true"));
    if (!x->replay.body.n)
        return;
    x->answer.type = json_type;
    x->answer.body = x->replay.body;
    struct value *view = NULL;
    struct problems problems = problems_init(x->arena);
    if (json_parse(x->arena, x->replay.body, &problems, &view) == OK && value_get_int(view, "version", 0) > 0)
        answer_header(x, "ETag", arena_printf(x->arena, "\"%lld\"", (long long)value_get_int(view, "version", 0)));
}

/* ---- What did not ---- */

/* The path to come back to after signing in: of pages that were asked for, not of what was sent. */
static struct str sign_in_path(struct exchange *x)
{
    struct buf out = buf_init(x->arena, 0);
    static const char digits[] = "0123456789ABCDEF";
    struct str path = x->target.raw_path, query = x->target.raw_query;
    buf_lit(&out, "/sign-in");
    if (x->is_unsafe || path.n <= 1)
        return buf_str(&out);
    struct str next = arena_printf(x->arena, "%.*s%s%.*s", STR_ARG(path), query.n ? "?" : "", STR_ARG(query));
    buf_lit(&out, "?next=");
    for (size_t i = 0; i < next.n; i++) {
        unsigned char c = (unsigned char)next.p[i];
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c && strchr("-._~/", c))) {
            buf_char(&out, (char)c);
        } else {
            buf_char(&out, '%');
            buf_char(&out, digits[c >> 4]);
            buf_char(&out, digits[c & 15]);
        }
    }
    return buf_str(&out);
}

static void error_headers(struct exchange *x, enum err err)
{
    if (err == ERR_SIGNED_OUT)
        answer_header(x, "WWW-Authenticate", S("Bearer"));
    if (err == ERR_METHOD)
        answer_header(x, "Allow", x->match.allow);
    if (err == ERR_RATE || err == ERR_BUSY) {
        int wait = x->retry_after_s > 0 ? x->retry_after_s : err == ERR_RATE ? 60 : 1;
        answer_header(x, "Retry-After", arena_printf(x->arena, "%d", wait));
    }
}

/* Members of the handler's view that the problem itself does not have: both versions of a conflict, say. */
static void merge(struct arena *arena, struct value *problem, const struct value *view)
{
    VALUE_EACH (member, view && view->kind == V_MAP ? view : NULL) {
        struct value *copy = value_get_str(problem, member->key) ? NULL : value_null(arena);
        if (!copy)
            continue;
        struct str key = member->key;
        *copy = *member;
        copy->next = NULL;
        value_put_str(problem, key, copy);
    }
}

static void answer_error(struct exchange *x, enum err err)
{
    struct reply *reply = &x->reply;
    bool html = x->format == FORMAT_HTML;
    x->answer.status = err_http(err);
    if (html && err == ERR_SIGNED_OUT && !(reply->view && reply->template)) {
        redirect(x, sign_in_path(x));
        return;
    }
    error_headers(x, err);
    if (html && reply->view && reply->template && put_page(x, reply->template, reply->view))
        return;
    struct value *problem = problem_view(x->arena, err, &x->request.work.problems);
    if (!problem) {
        plain_failure(x);
        return;
    }
    if (html) {
        reply->page = NULL;
        if (put_page(x, "error", problem))
            return;
    }
    merge(x->arena, problem, reply->view);
    put_json(x, problem_type, problem);
}

/* ---- Cookies ---- */

static void set_cookie(struct exchange *x, struct str name, struct str value, int max_age)
{
    struct cookie cookie = {.name = name, .value = value, .max_age = max_age};
    cookie.secure = x->web->config.secure_cookies;
    answer_header(x, "Set-Cookie", cookie_text(x->arena, &cookie));
}

static void put_cookies(struct exchange *x)
{
    const struct reply *reply = &x->reply;
    struct str session = session_cookie(x->web->config.secure_cookies);
    bool well = x->err == OK && x->answer.status < 400;
    if (well && reply->session.n)
        set_cookie(x, session, reply->session, SESSION_S);
    else if ((well && reply->end_session) || x->who.stale_cookie)
        set_cookie(x, session, S(""), -1);
    bool other = well && (reply->session.n || reply->end_session); /* somebody else may come */
    if (well && reply->see_as.n && !x->headers.from.authorization.n)
        set_cookie(x, S("see_as"), reply->see_as, 0);
    else if ((well && reply->end_see_as) || (other && cookie_get(x->headers.from.cookies, S("see_as")).n))
        set_cookie(x, S("see_as"), S(""), -1);
    if (well && reply->done.n && x->answer.status == 303)
        set_cookie(x, S("notice"), reply->done, NOTICE_S);
    else if (x->answer.type == html_type && !x->headers.refresh.n && cookie_get(x->headers.from.cookies, S("notice")).n)
        set_cookie(x, S("notice"), S(""), -1);
}

void answer_make(struct exchange *x)
{
    x->answer = (struct answer){.cache = "no-store"};
    int64_t now = monotonic_ms();
    if (x->rate_taken && x->err == OK) {
        rate_give(x->web->rate, &rate_by_address, rate_address(x->request.address), now);
        if (x->rate_email.n)
            rate_give(x->web->rate, &rate_by_email, x->rate_email, now);
    }
    if (x->err) {
        answer_error(x, x->err);
    } else if (str_is(x->method, "OPTIONS")) {
        x->answer.status = 204;
        answer_header(x, "Allow", x->match.allow);
    } else if (x->replay.found) {
        answer_again(x);
    } else {
        answer_well(x);
    }
    put_cookies(x);
    if (x->answer.status == 304 || x->answer.status == 204)
        x->answer.type = NULL;
    if (!x->answer.type)
        x->answer.body = S("");
}
