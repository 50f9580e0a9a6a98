/* Inviting the first person of a party of an alliance; taking an invitation back; and the page that the invited person
 * comes to by the link: names of what they will be in, and a password to choose. */
#include "base/json.h"
#include "kernel/invitation.h"
#include "web/page_kit.h"
#include "web/pages.h"
#include "web/sign_in.h"

static struct str text_of(const struct request *request, const char *name)
{
    struct str text = str_trim(value_get_text(request->body, name));
    return text.p ? text : S("");
}

/* ---- Inviting a party ---- */

static enum err put_parties(struct request *request, struct reply *reply, struct str alliance)
{
    struct value *parties = NULL, *waiting = NULL;
    struct str name = {NULL, 0};
    const struct kind *kind = kind_by_name(S("alliance"));
    enum err err = kind ? record_face(&request->work, request->viewer, kind, alliance, &name) : ERR_NOT_FOUND;
    if (err == OK && !name.p)
        err = ERR_NOT_FOUND;
    if (err == OK)
        err = invitation_parties(&request->work, request->viewer, alliance, &parties);
    if (err == OK)
        err = invitation_list(&request->work, request->viewer, alliance, &waiting);
    if (err)
        return err;
    reply->view = value_map(request->work.arena);
    value_put_text(request->work.arena, reply->view, "alliance", name);
    value_put(reply->view, "parties", parties);
    value_put(reply->view, "invitations", waiting);
    return reply->view ? OK : ERR_MEMORY;
}

static void put_waiting(struct request *request, struct value *page, const struct value *invitations)
{
    struct arena *a = request->work.arena;
    struct value *rows = value_put_list(a, page, "invitations");
    VALUE_EACH (invitation, invitations) {
        struct value *row = value_push_map(a, rows);
        struct str id = value_get_text(invitation, "id");
        value_put_text(a, row, "name", value_get_text(invitation, "name"));
        value_put_text(a, row, "email", value_get_text(invitation, "email"));
        value_put_text(a, row, "organisation", value_get_text(invitation, "organisation"));
        value_put(row, "expires_at", value_copy(a, value_get(invitation, "expires_at")));
        value_put_text(a, row, "revoke_href", page_path(request, "/invitations/%.*s/revoke", STR_ARG(id)));
    }
}

/* `link` p NULL: none was made just now. */
static enum err show_parties(struct request *request, struct reply *reply, struct str alliance, struct str link)
{
    struct arena *a = request->work.arena;
    const struct value *parties = value_get(reply->view, "parties");
    struct value *page = page_begin(request, reply, "invite", page_words(request, "invite.title", NULL));
    struct str name = value_get_text(reply->view, "alliance"),
               href = page_path(request, "/alliances/%.*s", STR_ARG(alliance));
    page_crumb(request, reply, name, href);
    value_put_text(a, page, "answer",
                   page_words(request, parties->count ? "invite.answer" : "invite.nobody", "alliance",
                              page_leaf(request, name), "count", value_int(a, (int64_t)parties->count), NULL));
    struct value *choices = value_put_list(a, page, "parties");
    VALUE_EACH (party, parties) {
        struct value *choice = value_push_map(a, choices);
        value_put_text(a, choice, "value", value_get_text(party, "id"));
        value_put_text(a, choice, "label", value_get_text(party, "name"));
        value_put_bool(a, choice, "selected",
                       str_eq(value_get_text(request->body, "organisation"), value_get_text(party, "id")));
    }
    put_waiting(request, page, value_get(reply->view, "invitations"));
    page_put(request, page, "action", page_path(request, "/alliances/%.*s/invitations", STR_ARG(alliance)));
    page_put(request, page, "link", link.p ? link : S(""));
    page_put(request, page, "new_name", link.p ? S("") : text_of(request, "name"));
    page_put(request, page, "new_email", link.p ? S("") : text_of(request, "email"));
    const struct problem *problem = request->work.problems.first;
    page_put(request, page, "wrong", problem ? problem->detail : S(""));
    return page ? OK : ERR_MEMORY;
}

static enum err parties_page(struct request *request, struct reply *reply)
{
    enum err err = put_parties(request, reply, request->ids[0]);
    return err || !request->html ? err : show_parties(request, reply, request->ids[0], (struct str){NULL, 0});
}

static enum err invite(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct str id, secret, base = web_base_url(request), link = {NULL, 0};
    const struct invitation wish = {.alliance = request->ids[0],
                                    .organisation = text_of(request, "organisation"),
                                    .name = text_of(request, "name"),
                                    .email = text_of(request, "email")};
    enum err err = invitation_make(&request->work, request->viewer, &wish, &id, &secret);
    if (err == OK)
        link = page_path(request, "%.*s/invitation/%.*s", STR_ARG(base), STR_ARG(secret));
    bool explained = err == OK || err == ERR_INPUT || err == ERR_CONFLICT;
    if (request->html && explained && put_parties(request, reply, request->ids[0]) == OK)
        (void)show_parties(request, reply, request->ids[0], link);
    if (err)
        return err;
    reply->status = 201;
    if (request->html)
        return OK;
    struct value *view = value_map(a);
    value_put_text(a, view, "id", id);
    value_put_text(a, view, "link", link);
    reply->raw = json_text(a, view);
    reply->raw_type = S("application/json");
    return reply->raw.p ? OK : ERR_MEMORY;
}

static enum err revoke(struct request *request, struct reply *reply)
{
    enum err err = invitation_revoke(&request->work, request->viewer, request->ids[0]);
    if (err)
        return err;
    reply->view = value_map(request->work.arena);
    value_put_text(request->work.arena, reply->view, "id", request->ids[0]);
    if (request->html) {
        struct str back = text_of(request, "back");
        reply->status = 303;
        reply->location = back.n ? back : S("/administration");
        reply->done = S("done.revoked");
    }
    return OK;
}

/* ---- Taking it up ---- */

static enum err show_invitation(struct request *request, struct reply *reply, struct value *shown)
{
    reply->view = shown;
    if (!request->html)
        return OK;
    const struct value *by = value_get(shown, "by"), *alliance = value_get(shown, "alliance");
    bool named = by && by->kind == V_TEXT, into = alliance && alliance->kind == V_TEXT;
    struct str title = page_words(request, "invitation.title", "organisation",
                                  page_leaf(request, value_get_text(shown, "organisation")), NULL);
    struct value *page = page_begin(request, reply, "invitation", title);
    const struct problem *problem = request->work.problems.first;
    page_put(request, page, "answer",
             page_words(request,
                        page_key(request, "invitation.answer%s%s", named ? "" : ".unnamed", into ? ".alliance" : ""),
                        "by", page_leaf(request, value_get_text(shown, "by")), "by_organisation",
                        page_leaf(request, value_get_text(shown, "by_organisation")), "organisation",
                        page_leaf(request, value_get_text(shown, "organisation")), "alliance",
                        page_leaf(request, value_get_text(shown, "alliance")), NULL));
    page_put(request, page, "action", page_path(request, "/invitation/%.*s", STR_ARG(request->ids[0])));
    page_put(request, page, "email", value_get_text(shown, "email"));
    page_put(request, page, "password_error", problem ? problem->detail : S(""));
    return page ? OK : ERR_MEMORY;
}

static enum err invitation_page(struct request *request, struct reply *reply)
{
    struct value *shown;
    enum err err = invitation_show(&request->work, request->ids[0], &shown);
    if (err == ERR_GONE)
        return sign_in_gone(request, reply, "invitation");
    return err ? err : show_invitation(request, reply, shown);
}

struct accepting {
    struct str hash, secret;
    enum session_step step;
};

static enum err accept(struct request *request, void *user)
{
    struct accepting *accepting = user;
    struct str tenant, account;
    struct session session;
    enum err err = invitation_accept(&request->work, request->ids[0], accepting->hash, &tenant, &account);
    if (err == OK)
        err = session_start(&request->work, tenant, account, request->agent, &accepting->secret);
    if (err == OK)
        err = session_find(&request->work, accepting->secret, &session);
    if (err == OK)
        accepting->step = session.step;
    return err;
}

static enum err take_up(struct request *request, struct reply *reply)
{
    struct accepting accepting = {.step = SESSION_WHOLE};
    struct value *shown;
    struct str password = value_get_text(request->body, "password");
    enum err err = invitation_show(&request->work, request->ids[0], &shown);
    if (err == OK)
        err = password_hash(&request->work, password.p ? password : S(""), value_get_text(shown, "email"),
                            &accepting.hash);
    if (err == ERR_INPUT)
        (void)show_invitation(request, reply, shown);
    if (err == OK)
        err = web_write(request, accept, &accepting);
    if (err == ERR_GONE)
        return sign_in_gone(request, reply, "invitation");
    return err ? err : sign_in_done(request, reply, accepting.secret, accepting.step, S("/"));
}

const struct route invitation_routes[] = {
    {"GET", "/alliances/{id}/invitations", parties_page, 0, "route.invite.read", "invite"},
    {"POST", "/alliances/{id}/invitations", invite, ROUTE_WRITE, "route.invite.make", "sign-in-link"},
    {"POST", "/invitations/{id}/revoke", revoke, ROUTE_WRITE, "route.invite.revoke", "done"},
    {"GET", "/invitation/{secret}", invitation_page, ROUTE_OPEN | ROUTE_PAGE, "route.invite.page", "invitation"},
    {"POST", "/invitation/{secret}", take_up, ROUTE_OPEN | ROUTE_HASH | ROUTE_LIMITED, "route.invite.accept",
     "signed-in"},
    {.method = NULL},
};
