/* Setting up the second factor, of the own account or because the organisation demands it before going on; new recovery
 * codes; turning it off. */
#include "base/json.h"
#include "kernel/second_factor.h"
#include "kernel/totp.h"
#include "web/page_kit.h"
#include "web/pages.h"
#include "web/prove.h"
#include "web/qr.h"
#include "web/sign_in.h"

/* Whose it is: a viewer's, or a session's that waits for it. */
struct owner {
    struct str tenant, account, email;
    bool waiting;
};

static enum err owner_of(struct request *request, struct owner *out)
{
    struct session session;
    *out = (struct owner){.waiting = !request->viewer};
    if (request->viewer) {
        *out = (struct owner){request->viewer->tenant, request->viewer->account, request->viewer->email, false};
        return account_in_person(&request->work, request->viewer);
    }
    enum err err = sign_in_waiting(request, SESSION_SETUP, &session);
    if (err == OK)
        *out = (struct owner){session.caller.tenant, session.caller.account, S(""), true};
    return err;
}

static const char *base_path(const struct owner *owner)
{
    return owner->waiting ? "/sign-in/set-up" : "/account/second-factor";
}

/* The key in groups of four, to type. */
static struct str grouped(struct arena *arena, struct str text)
{
    struct buf out = buf_init(arena, 0);
    for (size_t i = 0; i < text.n; i++)
        buf_printf(&out, "%s%c", i && i % 4 == 0 ? " " : "", text.p[i]);
    return buf_str(&out);
}

static void put_key(struct request *request, struct value *page, struct str key, struct str email)
{
    struct arena *a = request->work.arena;
    struct qr qr;
    struct str uri = totp_uri(a, key, email.n ? email : S("account"));
    page_put(request, page, "key", grouped(a, base32(a, key)));
    page_put(request, page, "uri", uri);
    bool drawn = uri.p && qr_make(a, uri, &qr) == OK;
    page_put(request, page, "qr_path", drawn ? qr.path : S(""));
    if (drawn)
        value_put_int(a, page, "qr_size", qr.size);
}

/* The page: `key` p NULL while nothing is begun. */
static enum err show(struct request *request, struct reply *reply, const struct owner *owner, struct str key)
{
    struct arena *a = request->work.arena;
    reply->view = value_map(a);
    value_put_bool(a, reply->view, "begun", key.p != NULL);
    if (!request->html)
        return reply->view ? OK : ERR_MEMORY;
    struct value *page = page_begin(request, reply, "second-factor", page_words(request, "second-factor.title", NULL));
    const struct problem *problem = request->work.problems.first;
    page_put(request, page, "wrong", problem ? problem->detail : S(""));
    value_put_bool(a, page, "waiting", owner->waiting);
    page_put(request, page, "begin", str_of(base_path(owner)));
    page_put(request, page, "confirm", page_path(request, "%s/confirm", base_path(owner)));
    value_put_bool(a, page, "begun", key.p != NULL);
    if (key.p)
        put_key(request, page, key, owner->email);
    return page && reply->view ? OK : ERR_MEMORY;
}

static enum err set_up_page(struct request *request, struct reply *reply)
{
    struct owner owner;
    struct str key = {NULL, 0};
    enum err err = owner_of(request, &owner);
    if (err == OK)
        err = second_factor_begun(&request->work, owner.tenant, owner.account, &key);
    return err && err != ERR_NOT_FOUND ? err : show(request, reply, &owner, key);
}

/* The page that shows `view`'s secrets this once; as JSON they go out as bytes that nothing remembers. */
static enum err reveal(struct request *request, struct reply *reply, struct value *view)
{
    if (request->html)
        return OK;
    reply->view = NULL;
    reply->status = 201;
    reply->raw = json_text(request->work.arena, view);
    reply->raw_type = S("application/json");
    return reply->raw.p ? OK : ERR_MEMORY;
}

struct beginning {
    struct owner owner;
    struct str key;
};

static enum err begin(struct request *request, void *user)
{
    struct beginning *beginning = user;
    return second_factor_begin(&request->work, beginning->owner.tenant, beginning->owner.account, &beginning->key);
}

static enum err answer_begun(struct request *request, struct reply *reply, enum err err,
                             const struct beginning *beginning)
{
    struct arena *a = request->work.arena;
    struct str none = {NULL, 0};
    bool explained = err == OK || err == ERR_INPUT || err == ERR_CONFLICT;
    if (request->html && explained && show(request, reply, &beginning->owner, err ? none : beginning->key) != OK)
        return ERR_MEMORY;
    if (err)
        return err;
    struct value *view = value_map(a);
    value_put_text(a, view, "key", base32(a, beginning->key));
    value_put_text(a, view, "uri",
                   totp_uri(a, beginning->key, beginning->owner.email.n ? beginning->owner.email : S("account")));
    return reveal(request, reply, view);
}

static enum err set_up(struct request *request, struct reply *reply)
{
    struct beginning beginning = {.key = {NULL, 0}};
    enum err err = owner_of(request, &beginning.owner);
    if (err == OK && request->viewer)
        err = prove(request);
    if (err == OK)
        err = web_write(request, begin, &beginning);
    return answer_begun(request, reply, err, &beginning);
}

struct confirming {
    struct owner owner;
    struct value *codes;
    struct str secret; /* of the whole session, for one that waited */
    const struct rate_try *tried;
};

static enum err confirm_it(struct request *request, void *user)
{
    struct confirming *c = user;
    struct str code = value_get_text(request->body, "code");
    enum err err =
        second_factor_confirm(&request->work, c->owner.tenant, c->owner.account, code.p ? code : S(""), &c->codes);
    if (err == OK && c->owner.waiting)
        err = session_pass(&request->work, request->session, request->agent, &c->secret);
    return err ? err : web_try_back(request, c->tried, 1);
}

/* The codes, shown this once. */
static enum err show_codes(struct request *request, struct reply *reply, struct value *codes)
{
    struct arena *a = request->work.arena;
    struct value *view = value_map(a);
    value_put(view, "codes", codes);
    if (request->html) {
        struct value *page =
            page_begin(request, reply, "recovery-codes", page_words(request, "recovery-codes.title", NULL));
        struct value *rows = value_put_list(a, page, "codes");
        VALUE_EACH (code, codes)
            value_put_text(a, value_push_map(a, rows), "code", code->text);
        reply->view = value_map(a);
        return page && reply->view ? OK : ERR_MEMORY;
    }
    return reveal(request, reply, view);
}

static enum err confirm(struct request *request, struct reply *reply)
{
    struct confirming c = {.codes = NULL};
    struct str key = {NULL, 0};
    enum err err = owner_of(request, &c.owner);
    if (err)
        return err;
    const struct rate_try tried = {&rate_by_account, prove_key(request, c.owner.tenant, c.owner.account)};
    c.tried = &tried;
    err = tried.key.p ? web_try(request, &tried, 1) : ERR_MEMORY;
    if (err == OK)
        err = web_write(request, confirm_it, &c);
    if ((err == ERR_INPUT || err == ERR_CONFLICT) && request->html) {
        if (second_factor_begun(&request->work, c.owner.tenant, c.owner.account, &key) != OK)
            key = (struct str){NULL, 0};
        (void)show(request, reply, &c.owner, key);
    }
    if (err)
        return err;
    reply->session = c.secret.n ? c.secret : S("");
    return show_codes(request, reply, c.codes);
}

/* The page with what was wrong. */
static enum err answer_wrong(struct request *request, struct reply *reply, enum err err)
{
    struct owner owner;
    struct str none = {NULL, 0};
    bool explained = request->html && (err == ERR_INPUT || err == ERR_CONFLICT);
    if (explained && owner_of(request, &owner) == OK)
        (void)show(request, reply, &owner, none);
    return err;
}

static enum err make_codes(struct request *request, void *user)
{
    struct value **codes = user;
    return second_factor_codes(&request->work, request->viewer, codes);
}

static enum err new_codes(struct request *request, struct reply *reply)
{
    struct value *codes = NULL;
    enum err err = prove(request);
    if (err == OK)
        err = web_write(request, make_codes, &codes);
    return err ? answer_wrong(request, reply, err) : show_codes(request, reply, codes);
}

static enum err drop(struct request *request, void *user)
{
    (void)user;
    return second_factor_drop(&request->work, request->viewer, request->viewer->account);
}

static enum err turn_off(struct request *request, struct reply *reply)
{
    enum err err = prove(request);
    if (err == OK)
        err = web_write(request, drop, NULL);
    if (err)
        return answer_wrong(request, reply, err);
    reply->view = value_map(request->work.arena);
    value_put_text(request->work.arena, reply->view, "id", request->viewer->account);
    if (request->html) {
        reply->status = 303;
        reply->location = S("/account");
        reply->done = S("done.second-factor-off");
    }
    return OK;
}

const struct route second_factor_routes[] = {
    {"GET", "/sign-in/set-up", set_up_page, ROUTE_OPEN | ROUTE_PAGE, "route.factor.page", "second-factor"},
    {"POST", "/sign-in/set-up", set_up, ROUTE_OPEN | ROUTE_SLOW, "route.factor.begin", "second-factor-key"},
    {"POST", "/sign-in/set-up/confirm", confirm, ROUTE_OPEN | ROUTE_SLOW, "route.factor.confirm", "recovery-codes"},
    {"GET", "/account/second-factor", set_up_page, ROUTE_OWN | ROUTE_PAGE, "route.factor.page", "second-factor"},
    {"POST", "/account/second-factor", set_up, ROUTE_HASH, "route.factor.begin", "second-factor-key"},
    {"POST", "/account/second-factor/confirm", confirm, ROUTE_SLOW, "route.factor.confirm", "recovery-codes"},
    {"POST", "/account/second-factor/codes", new_codes, ROUTE_HASH, "route.factor.codes", "recovery-codes"},
    {"POST", "/account/second-factor/off", turn_off, ROUTE_HASH, "route.factor.off", "done"},
    {.method = NULL},
};
