/* Signing in and out, and one's own account: password, API tokens, sessions. */
#include "base/json.h"
#include "kernel/account.h"
#include "web/page_kit.h"
#include "web/pages.h"
#include "web/web.h"

/* Only ways within the program are taken: "/…", not "//…" or "/\…". */
static struct str safe_next(struct str next)
{
    bool within = next.n && next.p[0] == '/' && !(next.n > 1 && (next.p[1] == '/' || next.p[1] == '\\'));
    return within && str_find(next, '\n') < 0 && str_find(next, '\r') < 0 ? next : S("/");
}

/* ---- Signing in ---- */

static enum err show_sign_in(struct request *request, struct reply *reply, const char *wrong)
{
    struct arena *a = request->work.arena;
    const struct value *typed = request->body ? request->body : request->query;
    struct value *page = page_begin(request, reply, "sign-in", page_words(request, "sign-in.title", NULL));
    value_put_text(a, page, "next", safe_next(value_get_text(typed, "next")));
    page_put(request, page, "email", request->body ? value_get_text(typed, "email") : S(""));
    page_put(request, page, "wrong", wrong ? page_words(request, wrong, NULL) : S(""));
    if (!reply->view)
        reply->view = value_map(a);
    return page ? OK : ERR_MEMORY;
}

static enum err sign_in_page(struct request *request, struct reply *reply)
{
    reply->view = value_map(request->work.arena);
    value_put_bool(request->work.arena, reply->view, "signed_in", request->viewer != NULL);
    if (request->html && request->viewer) {
        reply->status = 303;
        reply->location = safe_next(value_get_text(request->query, "next"));
        return OK;
    }
    return request->html ? show_sign_in(request, reply, NULL) : OK;
}

/* Who signs in, and the secret of the session that was begun for them. */
struct signing {
    struct str tenant, account, secret;
};

static enum err begin_session(struct request *request, void *user)
{
    struct signing *signing = user;
    return session_start(&request->work, signing->tenant, signing->account, request->agent, &signing->secret);
}

static enum err signed_in(struct request *request, struct reply *reply, struct str secret, struct str next)
{
    reply->session = secret;
    reply->view = value_map(request->work.arena);
    value_put_bool(request->work.arena, reply->view, "signed_in", true);
    if (request->html) {
        reply->status = 303;
        reply->location = next;
    }
    return OK;
}

static enum err sign_in(struct request *request, struct reply *reply)
{
    struct signing signing = {.secret = {NULL, 0}};
    struct str email = str_trim(value_get_text(request->body, "email"));
    enum err err = password_check(&request->work, email, value_get_text(request->body, "password"), &signing.tenant,
                                  &signing.account);
    if (err == OK)
        err = web_write(request, begin_session, &signing);
    if (err == OK)
        return signed_in(request, reply, signing.secret, safe_next(value_get_text(request->body, "next")));
    if (err != ERR_SIGNED_OUT)
        return err;
    request->work.problems.detail = page_words(request, "sign-in.wrong", NULL);
    if (request->html)
        (void)show_sign_in(request, reply, "sign-in.wrong");
    return err;
}

/* A one-time link signs in at once and is used up. */
static enum err follow_link(struct request *request, struct reply *reply)
{
    struct signing signing = {.secret = {NULL, 0}};
    enum err err = link_use(&request->work, request->ids[0], &signing.tenant, &signing.account);
    if (err == OK)
        err = begin_session(request, &signing);
    if (err == OK)
        return signed_in(request, reply, signing.secret, S("/"));
    if (err == ERR_GONE || err == ERR_NOT_FOUND) {
        request->work.problems.detail = page_words(request, "link.gone.text", NULL);
        if (request->html && page_begin(request, reply, "link", page_words(request, "link.gone.title", NULL)))
            reply->view = value_map(request->work.arena);
        return ERR_GONE;
    }
    return err;
}

static enum err sign_out(struct request *request, struct reply *reply)
{
    enum err err = request->session.n ? session_end(&request->work, request->session) : OK;
    if (err)
        return err;
    reply->end_session = true;
    reply->view = value_map(request->work.arena);
    value_put_bool(request->work.arena, reply->view, "signed_in", false);
    if (request->html) {
        reply->status = 303;
        reply->location = S("/sign-in");
        reply->done = S("done.signed-out");
    }
    return OK;
}

/* ---- The own account ---- */

static struct value *roles_of(const struct request *request)
{
    struct arena *a = request->work.arena;
    struct value *roles = value_list(a);
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        struct value *role = request->viewer->roles & 1u << i ? value_push(roles, value_new(a, V_CHOICE)) : NULL;
        if (!role)
            continue;
        role->text = str_of(role_code((enum role)i));
        role->label = page_path(request, "role.%s", role_code((enum role)i));
    }
    return roles;
}

static enum err put_account(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    const struct viewer *viewer = request->viewer;
    struct value *access = NULL;
    enum err err = account_access_view(&request->work, viewer, &access);
    if (err)
        return err;
    reply->view = value_map(a);
    value_put_text(a, reply->view, "id", viewer->account);
    value_put_text(a, reply->view, "name", viewer->name);
    value_put_text(a, reply->view, "email", viewer->email);
    value_put_text(a, reply->view, "organisation", viewer->organisation_name);
    value_put(reply->view, "roles", roles_of(request));
    VALUE_EACH (part, access)
        value_put_str(reply->view, part->key, value_copy(a, part));
    return OK;
}

/* "Firefox, Windows" of a browser's long name for itself; that name where nothing is known in it. */
static struct str agent_words(const struct request *request, struct str agent)
{
    static const char *const browsers[] = {"Edg/",   "Edge",    "OPR/",   "Opera",   "Firefox/", "Firefox", "CriOS/",
                                           "Chrome", "Chrome/", "Chrome", "Safari/", "Safari",   NULL};
    static const char *const systems[] = {"Windows", "Windows",  "Android", "Android", "iPhone", "iPhone", "iPad",
                                          "iPad",    "Mac OS X", "macOS",   "Linux",   "Linux",  NULL};
    const char *browser = NULL, *system = NULL;
    for (size_t i = 0; !browser && browsers[i]; i += 2)
        browser = str_contains(agent, str_of(browsers[i])) ? browsers[i + 1] : NULL;
    for (size_t i = 0; !system && systems[i]; i += 2)
        system = str_contains(agent, str_of(systems[i])) ? systems[i + 1] : NULL;
    return browser && system ? page_path(request, "%s, %s", browser, system) : agent;
}

/* The tokens or sessions as rows for the page. */
static void put_access(struct request *request, struct value *page, const struct value *view, const char *part)
{
    struct arena *a = request->work.arena;
    struct value *rows = value_put_list(a, page, part);
    VALUE_EACH (item, value_get(view, part)) {
        struct value *row = value_push(rows, value_copy(a, item));
        struct str name = value_get_text(item, "name"), id = value_get_text(item, "id");
        struct str shown = !strcmp(part, "sessions") ? agent_words(request, name) : name;
        value_set(row, "name", value_text(a, shown.n ? shown : page_words(request, "account.unnamed", NULL)));
        page_put(request, row, "whole", name);
        value_put_text(a, row, "end_href", page_path(request, "/account/access/%.*s/end", STR_ARG(id)));
        value_put_bool(a, row, "used", value_get(item, "used_at") && value_get(item, "used_at")->kind == V_INSTANT);
    }
}

/* `secret` is a new token's, shown this once; `field` names the one that is wrong ("password", "name"). */
static enum err show_account(struct request *request, struct reply *reply, struct str secret, const char *field)
{
    struct arena *a = request->work.arena;
    struct value *page = page_begin(request, reply, "account", page_words(request, "account.title", NULL));
    struct value *organisation = page_leaf(request, request->viewer->organisation_name);
    value_put_text(a, page, "answer",
                   page_words(request, "account.answer", "name", page_leaf(request, request->viewer->name), "email",
                              page_leaf(request, request->viewer->email), "organisation", organisation, NULL));
    page_put(request, page, "person",
             request->viewer->person.n ? page_path(request, "/people/%.*s", STR_ARG(request->viewer->person)) : S(""));
    value_put(page, "roles", roles_of(request));
    put_access(request, page, reply->view, "tokens");
    put_access(request, page, reply->view, "sessions");
    page_put(request, page, "secret", secret);
    const struct problem *problem = request->work.problems.first;
    struct str words = problem ? problem->detail : S("");
    page_put(request, page, "password_error", field && !strcmp(field, "password") ? words : S(""));
    page_put(request, page, "name_error", field && !strcmp(field, "name") ? words : S(""));
    return page ? OK : ERR_MEMORY;
}

static enum err account(struct request *request, struct reply *reply)
{
    enum err err = put_account(request, reply);
    return err || !request->html ? err : show_account(request, reply, S(""), NULL);
}

static enum err write_password(struct request *request, void *user)
{
    const struct str *hash = user;
    return password_set(&request->work, request->viewer, *hash);
}

/* Hashed here, on a worker's thread; written on the writer's. */
static enum err set_password(struct request *request, struct reply *reply)
{
    struct str hash = {NULL, 0};
    struct str password = value_get_text(request->body, "password");
    enum err err = password_hash(&request->work, password, request->viewer->email, &hash);
    if (err == OK)
        err = web_write(request, write_password, &hash);
    if (err == ERR_INPUT && request->html && put_account(request, reply) == OK)
        (void)show_account(request, reply, S(""), "password");
    if (err)
        return err;
    reply->view = value_map(request->work.arena);
    value_put_bool(request->work.arena, reply->view, "has_password", true);
    if (request->html) {
        reply->status = 303;
        reply->location = S("/account");
        reply->done = S("done.password");
    }
    return OK;
}

static enum err add_token(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct str secret = {NULL, 0}, name = str_trim(value_get_text(request->body, "name"));
    int64_t days = value_get_int(request->body, "days", 0);
    struct str typed = value_get_text(request->body, "days");
    if (typed.n && !str_int(typed, &days))
        days = 0;
    enum err err = !name.n ? problem_say(&request->work.problems, S("/name"), "input.required", NULL)
                           : token_issue(&request->work, request->viewer, request->viewer->account, name,
                                         days > 0 && days <= 3650 ? (int)days : 0, &secret);
    enum err shown = request->html && (err == OK || err == ERR_INPUT) ? put_account(request, reply) : OK;
    if (request->html && shown == OK && (err == OK || err == ERR_INPUT))
        shown = show_account(request, reply, secret.n ? secret : S(""), err ? "name" : NULL);
    if (err || shown)
        return err ? err : shown;
    reply->status = 201;
    if (request->html)
        return OK;
    /* As bytes: the answer to a repeated request is remembered, a secret must not be. */
    struct value *view = value_map(a);
    value_put_text(a, view, "name", name);
    value_put_text(a, view, "token", secret);
    reply->raw = json_text(a, view);
    reply->raw_type = S("application/json");
    return reply->raw.p ? OK : ERR_MEMORY;
}

static enum err end_access(struct request *request, struct reply *reply)
{
    enum err err = access_revoke(&request->work, request->viewer, request->ids[0]);
    if (err)
        return err;
    reply->view = value_map(request->work.arena);
    value_put_text(request->work.arena, reply->view, "id", request->ids[0]);
    value_put_bool(request->work.arena, reply->view, "ended", true);
    if (request->html) {
        reply->status = 303;
        reply->location = S("/account");
        reply->done = S("done.ended");
    }
    return OK;
}

const struct route account_routes[] = {
    {"GET", "/sign-in", sign_in_page, ROUTE_OPEN | ROUTE_PAGE, "route.account.sign-in-page", "signed-in"},
    {"POST", "/sign-in", sign_in, ROUTE_OPEN | ROUTE_SLOW | ROUTE_LIMITED, "route.account.sign-in", "signed-in"},
    {"GET", "/link/{secret}", follow_link, ROUTE_OPEN | ROUTE_WRITE | ROUTE_LIMITED, "route.account.link", "signed-in"},
    {"POST", "/sign-out", sign_out, ROUTE_OWN | ROUTE_OPEN | ROUTE_WRITE, "route.account.sign-out", "signed-in"},
    {"GET", "/account", account, ROUTE_OWN, "route.account.read", "account"},
    {"POST", "/account/password", set_password, ROUTE_SLOW, "route.account.password", "password"},
    {"POST", "/account/tokens", add_token, ROUTE_WRITE, "route.account.token", "token"},
    {"POST", "/account/access/{id}/end", end_access, ROUTE_WRITE, "route.account.end", "ended"},
    {.method = NULL},
};
