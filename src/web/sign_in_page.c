/* Signing in and out: by password, by a one-time link, with the second step where there is one; and a new password for
 * who has lost theirs. All that fails here says the same, whoever it is about. */
#include "kernel/second_factor.h"
#include "web/page_kit.h"
#include "web/pages.h"
#include "web/prove.h"
#include "web/sign_in.h"

/* Only ways within the program are taken: "/…", not "//…" or "/\\…". */
static struct str safe_next(struct str next)
{
    bool within = next.n && next.p[0] == '/' && !(next.n > 1 && (next.p[1] == '/' || next.p[1] == '\\'));
    return within && str_find(next, '\n') < 0 && str_find(next, '\r') < 0 ? next : S("/");
}

static struct str next_of(const struct request *request)
{
    return safe_next(value_get_text(request->body ? request->body : request->query, "next"));
}

/* "PATH?next=…" */
static struct str with_next(const struct request *request, const char *path, struct str next)
{
    struct buf out = buf_init(request->work.arena, 0);
    buf_printf(&out, "%s", path);
    if (next.n > 1) {
        buf_lit(&out, "?next=");
        page_encode(&out, next);
    }
    return buf_str(&out);
}

static const char *step_path(enum session_step step)
{
    return step == SESSION_SETUP ? "/sign-in/set-up" : "/sign-in/code";
}

/* What the session that came with the request waits for; SESSION_WHOLE when nothing, or when there is none. */
static enum session_step waits_for(struct request *request)
{
    struct session session = {.step = SESSION_WHOLE};
    bool waits =
        request->session.n && !request->viewer && session_find(&request->work, request->session, &session) == OK;
    return waits ? session.step : SESSION_WHOLE;
}

enum err sign_in_waiting(struct request *request, enum session_step step, struct session *out)
{
    enum err err =
        request->session.n && !request->viewer ? session_find(&request->work, request->session, out) : ERR_SIGNED_OUT;
    return err == OK && out->step != step ? ERR_SIGNED_OUT : err;
}

/* ---- By password ---- */

static enum err show_sign_in(struct request *request, struct reply *reply, const char *wrong)
{
    struct value *page = page_begin(request, reply, "sign-in", page_words(request, "sign-in.title", NULL));
    value_put_text(request->work.arena, page, "next", next_of(request));
    page_put(request, page, "email", request->body ? value_get_text(request->body, "email") : S(""));
    page_put(request, page, "wrong", wrong ? page_words(request, wrong, NULL) : S(""));
    if (!reply->view)
        reply->view = value_map(request->work.arena);
    return page ? OK : ERR_MEMORY;
}

static enum err put_signed_in(struct request *request, struct reply *reply, bool known, enum session_step step)
{
    struct arena *a = request->work.arena;
    static const char *const codes[] = {"", "code", "set-up"};
    reply->view = value_map(a);
    value_put_bool(a, reply->view, "signed_in", known);
    value_put(reply->view, "waits_for", step ? value_text(a, str_of(codes[step])) : value_null(a));
    return reply->view ? OK : ERR_MEMORY;
}

static enum err sign_in_page(struct request *request, struct reply *reply)
{
    enum session_step step = waits_for(request);
    enum err err = put_signed_in(request, reply, request->viewer != NULL, step);
    if (err || !request->html)
        return err;
    if (!request->viewer && !step)
        return show_sign_in(request, reply, NULL);
    struct str next = next_of(request);
    reply->status = 303;
    reply->location = step ? with_next(request, step_path(step), next) : next;
    return OK;
}

/* Who signs in, and the session that was begun for them. */
struct signing {
    struct str tenant, account, secret;
    enum session_step step;
    const struct rate_try *tries;
    size_t count;
};

static enum err begin_session(struct request *request, void *user)
{
    struct signing *signing = user;
    struct session session;
    enum err err = session_start(&request->work, signing->tenant, signing->account, request->agent, &signing->secret);
    if (err == OK)
        err = session_find(&request->work, signing->secret, &session);
    if (err == OK)
        signing->step = session.step;
    return err ? err : web_try_back(request, signing->tries, signing->count);
}

enum err sign_in_done(struct request *request, struct reply *reply, struct str secret, enum session_step step,
                      struct str next)
{
    reply->session = secret;
    if (request->html) {
        reply->status = 303;
        reply->location = step ? with_next(request, step_path(step), next) : next;
    }
    return put_signed_in(request, reply, !step, step);
}

/* The e-mail as the limits know it. */
static struct str email_key(const struct request *request, struct str email)
{
    char *lower = arena_alloc(request->work.arena, email.n + 1);
    for (size_t i = 0; lower && i < email.n; i++)
        lower[i] = (char)(email.p[i] >= 'A' && email.p[i] <= 'Z' ? email.p[i] + 32 : email.p[i]);
    return (struct str){lower, lower ? email.n : 0};
}

static enum err sign_in(struct request *request, struct reply *reply)
{
    struct str email = str_trim(value_get_text(request->body, "email"));
    const struct rate_try tries[] = {{&rate_by_address, web_try_address(request)},
                                     {&rate_by_email, email_key(request, email)}};
    struct signing signing = {.tries = tries, .count = 2};
    enum err err = tries[1].key.p ? web_try(request, tries, 2) : ERR_MEMORY;
    if (err == OK)
        err = password_check(&request->work, email, value_get_text(request->body, "password"), &signing.tenant,
                             &signing.account);
    if (err == OK)
        err = web_write(request, begin_session, &signing);
    if (err == OK)
        return sign_in_done(request, reply, signing.secret, signing.step, next_of(request));
    if (err != ERR_SIGNED_OUT)
        return err;
    request->work.problems.detail = page_words(request, "sign-in.wrong", NULL);
    if (request->html)
        (void)show_sign_in(request, reply, "sign-in.wrong");
    return err;
}

/* ---- By a one-time link ---- */

enum err sign_in_gone(struct request *request, struct reply *reply, const char *what)
{
    struct str text = page_words(request, page_key(request, "%s.gone.text", what), NULL);
    request->work.problems.detail = text;
    struct value *page =
        request->html ? page_begin(request, reply, "link", page_words(request, "link.gone.title", NULL)) : NULL;
    page_put(request, page, "text", text);
    page_put(request, page, "next", page_words(request, page_key(request, "%s.gone.next", what), NULL));
    if (page)
        reply->view = value_map(request->work.arena);
    return ERR_GONE;
}

/* A one-time link signs in at once and is used up. */
static enum err follow_link(struct request *request, struct reply *reply)
{
    struct signing signing = {.secret = {NULL, 0}};
    enum err err = link_use(&request->work, request->ids[0], &signing.tenant, &signing.account);
    if (err == OK)
        err = begin_session(request, &signing);
    if (err == OK)
        return sign_in_done(request, reply, signing.secret, signing.step, S("/"));
    return err == ERR_GONE || err == ERR_NOT_FOUND ? sign_in_gone(request, reply, "link") : err;
}

static enum err sign_out(struct request *request, struct reply *reply)
{
    enum err err = request->session.n ? session_end(&request->work, request->session) : OK;
    if (err)
        return err;
    reply->end_session = true;
    if (request->html) {
        reply->status = 303;
        reply->location = S("/sign-in");
        reply->done = S("done.signed-out");
    }
    return put_signed_in(request, reply, false, SESSION_WHOLE);
}

/* ---- The second step ---- */

static enum err show_code(struct request *request, struct reply *reply)
{
    struct value *page = page_begin(request, reply, "sign-in-code", page_words(request, "sign-in.code.title", NULL));
    const struct problem *problem = request->work.problems.first;
    value_put_text(request->work.arena, page, "next", next_of(request));
    page_put(request, page, "wrong", problem ? problem->detail : S(""));
    enum err err = put_signed_in(request, reply, false, SESSION_CODE);
    return err || page ? err : ERR_MEMORY;
}

static enum err code_page(struct request *request, struct reply *reply)
{
    struct session session;
    enum err err = sign_in_waiting(request, SESSION_CODE, &session);
    if (err)
        return err;
    return request->html ? show_code(request, reply) : put_signed_in(request, reply, false, SESSION_CODE);
}

struct passing {
    struct caller caller;
    const struct rate_try *tried;
    struct str secret;
};

static enum err pass(struct request *request, void *user)
{
    struct passing *passing = user;
    struct str code = value_get_text(request->body, "code");
    enum err err =
        second_factor_take(&request->work, passing->caller.tenant, passing->caller.account, code.p ? code : S(""));
    if (err == OK)
        err = session_pass(&request->work, request->session, request->agent, &passing->secret);
    return err ? err : web_try_back(request, passing->tried, 1);
}

static enum err send_code(struct request *request, struct reply *reply)
{
    struct session session;
    enum err err = sign_in_waiting(request, SESSION_CODE, &session);
    if (err)
        return err;
    const struct rate_try tried = {&rate_by_account, prove_key(request, session.caller.tenant, session.caller.account)};
    struct passing passing = {.caller = session.caller, .tried = &tried};
    err = tried.key.p ? web_try(request, &tried, 1) : ERR_MEMORY;
    if (err == OK)
        err = web_write(request, pass, &passing);
    if (err == ERR_INPUT && request->html)
        (void)show_code(request, reply);
    return err ? err : sign_in_done(request, reply, passing.secret, SESSION_WHOLE, next_of(request));
}

const struct route sign_in_routes[] = {
    {"GET", "/sign-in", sign_in_page, ROUTE_OPEN | ROUTE_PAGE, "route.account.sign-in-page", "signed-in"},
    {"POST", "/sign-in", sign_in, ROUTE_OPEN | ROUTE_HASH | ROUTE_LIMITED, "route.account.sign-in", "signed-in"},
    {"GET", "/sign-in/code", code_page, ROUTE_OPEN | ROUTE_PAGE, "route.account.code-page", "signed-in"},
    {"POST", "/sign-in/code", send_code, ROUTE_OPEN | ROUTE_HASH | ROUTE_LIMITED, "route.account.code", "signed-in"},
    {"GET", "/link/{secret}", follow_link, ROUTE_OPEN | ROUTE_WRITE | ROUTE_LIMITED, "route.account.link", "signed-in"},
    {"POST", "/sign-out", sign_out, ROUTE_OWN | ROUTE_OPEN | ROUTE_WRITE, "route.account.sign-out", "signed-in"},
    {.method = NULL},
};
