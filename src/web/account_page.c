/* One's own account: password, e-mail, second factor, API tokens, sessions, and what happened to it. */
#include "base/json.h"
#include "kernel/rights.h"
#include "kernel/scope.h"
#include "kernel/second_factor.h"
#include "web/page_kit.h"
#include "web/pages.h"
#include "web/prove.h"

enum { EVENTS_SHOWN = 12 };

/* A new token, to be shown this once, and the part of the page ("password", "email", "token") to which what is wrong
 * belongs; both may be empty. */
struct shown {
    struct str secret;
    const char *part;
};

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
    struct value *factor = NULL, *happened = NULL;
    struct event_query query = {.record = viewer->account, .limit = EVENTS_SHOWN};
    struct str next;
    bool has_password = false;
    err = second_factor_view(&request->work, viewer, &factor);
    if (err == OK)
        err = password_is_set(&request->work, viewer, &has_password);
    if (err == OK)
        err = event_list(&request->work, viewer, &query, &happened, &next);
    if (err)
        return err;
    reply->view = value_map(a);
    value_put_text(a, reply->view, "id", viewer->account);
    value_put_text(a, reply->view, "name", viewer->name);
    value_put_text(a, reply->view, "email", viewer->email);
    value_put_text(a, reply->view, "organisation", viewer->organisation_name);
    value_put(reply->view, "roles", roles_of(request));
    value_put_bool(a, reply->view, "has_password", has_password);
    value_put(reply->view, "second_factor", factor);
    value_put(reply->view, "happened", happened);
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

/* What a token may, in words. */
static struct str scope_text(const struct request *request, const struct value *token)
{
    struct arena *a = request->work.arena;
    struct buf groups = buf_init(a, 0);
    const struct value *alliance = value_get(token, "alliance");
    VALUE_EACH (group, value_get(token, "groups")) {
        struct str words = locale_text(a, &request->work.locale, group);
        buf_printf(&groups, "%s%.*s", groups.n ? ", " : "", STR_ARG(words));
    }
    struct str what = locale_text(a, &request->work.locale, value_get(token, "access"));
    struct str of = groups.n ? buf_str(&groups) : page_words(request, "token.groups.all", NULL);
    struct str where = page_words(request, "token.alliance.all", NULL);
    if (alliance && alliance->kind == V_REF)
        where = alliance->label.n ? alliance->label : page_words(request, "token.alliance.unseen", NULL);
    return page_words(request, "token.scope", "access", page_leaf(request, what), "groups", page_leaf(request, of),
                      "alliance", page_leaf(request, where), NULL);
}

/* The tokens or sessions as rows for the page. */
static void put_access(struct request *request, struct value *page, const struct value *view, const char *part)
{
    struct arena *a = request->work.arena;
    struct value *rows = value_put_list(a, page, part);
    bool sessions = !strcmp(part, "sessions");
    VALUE_EACH (item, value_get(view, part)) {
        struct value *row = value_push_map(a, rows);
        struct str name = value_get_text(item, "name"), id = value_get_text(item, "id");
        struct str shown = sessions ? agent_words(request, name) : name;
        value_put_text(a, row, "name", shown.n ? shown : page_words(request, "account.unnamed", NULL));
        value_put(row, "expires_at", value_copy(a, value_get(item, "expires_at")));
        value_put(row, "used_at", value_copy(a, value_get(item, "used_at")));
        page_put(request, row, "whole", name);
        page_put(request, row, "scope", sessions ? S("") : scope_text(request, item));
        value_put_text(a, row, "end_href", page_path(request, "/account/access/%.*s/end", STR_ARG(id)));
        value_put_bool(a, row, "here", value_get_bool(item, "here"));
        value_put_bool(a, row, "used", value_get(item, "used_at") && value_get(item, "used_at")->kind == V_INSTANT);
    }
}

/* The groups and alliances to choose from for a token. */
static enum err put_choices(struct request *request, struct value *page)
{
    struct arena *a = request->work.arena;
    struct value *groups = value_put_list(a, page, "groups"), *alliances = value_put_list(a, page, "alliances");
    const struct kind *kind = kind_by_name(S("alliance"));
    struct query query = {.limit = 200, .sort = S("name")};
    struct page found;
    for (size_t i = 0; right_at(i); i++) {
        struct value *group = value_push_map(a, groups);
        value_put_text(a, group, "value", str_of(right_at(i)->group));
        value_put_text(a, group, "label",
                       page_words(request, page_key(request, "roles.group.%s", right_at(i)->group), NULL));
    }
    enum err err = kind ? record_list(&request->work, request->viewer, kind, &query, &found) : ERR_NOT_FOUND;
    VALUE_EACH (alliance, err ? NULL : found.items) {
        struct value *choice = value_push_map(a, alliances);
        value_put_text(a, choice, "value", value_get_text(alliance, "id"));
        value_put_text(a, choice, "label", value_get_text(alliance, "name"));
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

/* Where the page asks once more who it is: names to tell the fields apart. */
static void put_proofs(struct request *request, struct value *page)
{
    static const char *const parts[] = {"password", "email", "factor"};
    struct arena *a = request->work.arena;
    struct value *proofs = value_put_map(a, page, "proofs");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        value_put_text(a, value_put_map(a, proofs, parts[i]), "prove", str_of(parts[i]));
}

/* What is wrong, beside the field or part of the page that it belongs to. */
static void put_wrong(struct request *request, struct value *page, const char *part)
{
    static const char *const parts[] = {"password", "email", "token"};
    const struct problem *problem = request->work.problems.first;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        bool here = part && problem && !strcmp(part, parts[i]);
        page_put(request, page, page_key(request, "%s_error", parts[i]), here ? problem->detail : S(""));
    }
}

static enum err show_account(struct request *request, struct reply *reply, const struct shown *shown)
{
    struct arena *a = request->work.arena;
    const struct viewer *viewer = request->viewer;
    const struct value *factor = value_get(reply->view, "second_factor");
    struct value *page = page_begin(request, reply, "account", page_words(request, "account.title", NULL));
    struct value *organisation = page_leaf(request, viewer->organisation_name);
    value_put_text(a, page, "answer",
                   page_words(request, "account.answer", "name", page_leaf(request, viewer->name), "email",
                              page_leaf(request, viewer->email), "organisation", organisation, NULL));
    page_put(request, page, "person",
             viewer->person.n ? page_path(request, "/people/%.*s", STR_ARG(viewer->person)) : S(""));
    value_put(page, "roles", roles_of(request));
    put_access(request, page, reply->view, "tokens");
    put_access(request, page, reply->view, "sessions");
    page_events(request, page, value_get(reply->view, "happened"), false);
    value_put_bool(a, page, "has_password", value_get_bool(reply->view, "has_password"));
    value_put_bool(a, page, "factor_on", value_get_bool(factor, "on"));
    value_put_bool(a, page, "factor_ready", value_get_bool(factor, "ready"));
    value_put_bool(a, page, "factor_demanded", value_get_bool(factor, "demanded"));
    struct value *left = value_int(a, value_get_int(factor, "codes_left", 0));
    page_put(request, page, "codes_left", page_words(request, "account.factor.codes-left", "count", left, NULL));
    page_put(request, page, "secret", shown ? shown->secret : S(""));
    put_proofs(request, page);
    put_wrong(request, page, shown ? shown->part : NULL);
    enum err err = put_choices(request, page);
    return err || page ? err : ERR_MEMORY;
}

static enum err account(struct request *request, struct reply *reply)
{
    enum err err = put_account(request, reply);
    return err || !request->html ? err : show_account(request, reply, NULL);
}

/* The page again with what was wrong in one of its parts; ROUTE_HASH handlers have a read connection for it. */
static enum err answer_wrong(struct request *request, struct reply *reply, enum err err, const char *part)
{
    const struct shown shown = {.part = part};
    if ((err == ERR_INPUT || err == ERR_CONFLICT) && request->html && put_account(request, reply) == OK)
        (void)show_account(request, reply, &shown);
    return err;
}

static enum err answer_done(struct request *request, struct reply *reply, const char *notice)
{
    if (request->html) {
        reply->status = 303;
        reply->location = S("/account");
        reply->done = str_of(notice);
    }
    return reply->view ? OK : ERR_MEMORY;
}

static struct str text_of(const struct request *request, const char *name)
{
    struct str text = value_get_text(request->body, name);
    return text.p ? text : S("");
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
    enum err err = account_in_person(&request->work, request->viewer);
    if (err == OK)
        err = password_hash(&request->work, text_of(request, "password"), request->viewer->email, &hash);
    if (err == OK)
        err = prove(request);
    if (err == OK)
        err = web_write(request, write_password, &hash);
    if (err)
        return answer_wrong(request, reply, err, "password");
    reply->view = value_map(request->work.arena);
    value_put_bool(request->work.arena, reply->view, "has_password", true);
    return answer_done(request, reply, "done.password");
}

static enum err write_email(struct request *request, void *user)
{
    (void)user;
    return account_email_set(&request->work, request->viewer, text_of(request, "email"));
}

static enum err set_email(struct request *request, struct reply *reply)
{
    enum err err = prove(request);
    if (err == OK)
        err = web_write(request, write_email, NULL);
    if (err)
        return answer_wrong(request, reply, err, "email");
    reply->view = value_map(request->work.arena);
    value_put_text(request->work.arena, reply->view, "id", request->viewer->account);
    return answer_done(request, reply, "done.email");
}

/* ---- Tokens and sessions ---- */

static enum err make_token(struct request *request, struct str name, struct str *secret)
{
    struct token_scope scope;
    int64_t days = value_get_int(request->body, "days", 0);
    struct str typed = value_get_text(request->body, "days");
    if (typed.n && !str_int(typed, &days))
        days = 0;
    enum err err = account_in_person(&request->work, request->viewer);
    if (err == OK && !name.n)
        err = problem_say(&request->work.problems, S("/name"), "input.required", NULL);
    if (err == OK)
        err = scope_parse(&request->work, request->viewer, request->body, &scope);
    return err ? err
               : token_issue(&request->work, request->viewer, request->viewer->account, name,
                             days > 0 && days <= 3650 ? (int)days : 0, &scope, secret);
}

static enum err add_token(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct shown shown = {.secret = {NULL, 0}};
    struct str name = str_trim(text_of(request, "name"));
    enum err err = make_token(request, name, &shown.secret);
    if (err)
        return answer_wrong(request, reply, err, "token");
    reply->status = 201;
    if (request->html) {
        err = put_account(request, reply);
        return err ? err : show_account(request, reply, &shown);
    }
    /* As bytes: the answer to a repeated request is remembered, a secret must not be. */
    struct value *view = value_map(a);
    value_put_text(a, view, "name", name);
    value_put_text(a, view, "token", shown.secret);
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
    return answer_done(request, reply, "done.ended");
}

static enum err end_others(struct request *request, struct reply *reply)
{
    enum err err = sessions_end_others(&request->work, request->viewer);
    if (err)
        return err;
    reply->view = value_map(request->work.arena);
    value_put_text(request->work.arena, reply->view, "id", request->viewer->account);
    return answer_done(request, reply, "done.others-ended");
}

const struct route account_routes[] = {
    {"GET", "/account", account, ROUTE_OWN, "route.account.read", "account"},
    {"POST", "/account/password", set_password, ROUTE_HASH, "route.account.password", "password"},
    {"POST", "/account/email", set_email, ROUTE_HASH, "route.account.email", "done"},
    {"POST", "/account/tokens", add_token, ROUTE_WRITE, "route.account.token", "token"},
    {"POST", "/account/access/{id}/end", end_access, ROUTE_WRITE, "route.account.end", "ended"},
    {"POST", "/account/sessions/end", end_others, ROUTE_WRITE, "route.account.end-others", "done"},
    {.method = NULL},
};
