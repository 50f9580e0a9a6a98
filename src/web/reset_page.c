/* A lost password: asking for a new one, and setting it by the link that the administrator hands over. */
#include "web/page_kit.h"
#include "web/pages.h"
#include "web/sign_in.h"

static struct str text_of(const struct request *request, const char *name)
{
    struct str text = value_get_text(request->body, name);
    return text.p ? text : S("");
}

/* ---- Asking ---- */

static enum err show_forgotten(struct request *request, struct reply *reply, bool heard)
{
    struct arena *a = request->work.arena;
    struct value *page =
        request->html ? page_begin(request, reply, "forgotten", page_words(request, "forgotten.title", NULL)) : NULL;
    value_put_bool(a, page, "heard", heard);
    reply->view = value_map(a);
    value_put_bool(a, reply->view, "heard", heard);
    return reply->view ? OK : ERR_MEMORY;
}

static enum err forgotten_page(struct request *request, struct reply *reply)
{
    return show_forgotten(request, reply, false);
}

static enum err ask(struct request *request, void *user)
{
    return reset_ask(&request->work, *(const struct str *)user);
}

/* The answer is the same whether somebody has that address or nobody, and also when it was asked for too often. */
static enum err forgotten(struct request *request, struct reply *reply)
{
    struct str email = str_trim(text_of(request, "email"));
    const struct rate_try by_address = {&rate_by_address, web_try_address(request)},
                          by_email = {&rate_forgotten, email};
    enum err err = web_try(request, &by_address, 1);
    if (err)
        return err;
    err = email.n ? web_try(request, &by_email, 1) : ERR_RATE;
    if (err == OK)
        err = web_write(request, ask, &email);
    return err && err != ERR_RATE ? err : show_forgotten(request, reply, true);
}

/* ---- Setting it ---- */

static enum err show_reset(struct request *request, struct reply *reply, struct str email)
{
    struct value *page =
        request->html ? page_begin(request, reply, "reset", page_words(request, "reset.title", NULL)) : NULL;
    const struct problem *problem = request->work.problems.first;
    page_put(request, page, "email", email);
    page_put(request, page, "action", page_path(request, "/reset/%.*s", STR_ARG(request->ids[0])));
    page_put(request, page, "password_error", problem ? problem->detail : S(""));
    reply->view = value_map(request->work.arena);
    value_put_text(request->work.arena, reply->view, "email", email);
    return reply->view ? OK : ERR_MEMORY;
}

static enum err reset_page(struct request *request, struct reply *reply)
{
    struct str email;
    enum err err = reset_find(&request->work, request->ids[0], &email);
    if (err == ERR_GONE)
        return sign_in_gone(request, reply, "reset");
    return err ? err : show_reset(request, reply, email);
}

static enum err use(struct request *request, void *user)
{
    return reset_use(&request->work, request->ids[0], *(const struct str *)user);
}

static enum err reset(struct request *request, struct reply *reply)
{
    struct str email, hash;
    enum err err = reset_find(&request->work, request->ids[0], &email);
    if (err == OK)
        err = password_hash(&request->work, text_of(request, "password"), email, &hash);
    if (err == ERR_INPUT && request->html)
        (void)show_reset(request, reply, email);
    if (err == OK)
        err = web_write(request, use, &hash);
    if (err == ERR_GONE)
        return sign_in_gone(request, reply, "reset");
    if (err)
        return err;
    reply->view = value_map(request->work.arena);
    value_put_text(request->work.arena, reply->view, "email", email);
    reply->end_session = request->session.n > 0;
    if (request->html) {
        reply->status = 303;
        reply->location = S("/sign-in");
        reply->done = S("done.reset");
    }
    return OK;
}

const struct route reset_routes[] = {
    {"GET", "/forgotten", forgotten_page, ROUTE_OPEN | ROUTE_PAGE, "route.account.forgotten-page", "forgotten"},
    {"POST", "/forgotten", forgotten, ROUTE_OPEN | ROUTE_SLOW | ROUTE_LIMITED, "route.account.forgotten", "forgotten"},
    {"GET", "/reset/{secret}", reset_page, ROUTE_OPEN | ROUTE_PAGE, "route.account.reset-page", "reset"},
    {"POST", "/reset/{secret}", reset, ROUTE_OPEN | ROUTE_HASH | ROUTE_LIMITED, "route.account.reset", "reset"},
    {.method = NULL},
};
