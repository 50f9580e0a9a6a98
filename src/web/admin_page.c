/* Administration: the accounts of one's organisation, who is invited, one-time links and resets, and what the
 * organisation demands of its people's accounts. */
#include "base/json.h"
#include "kernel/invitation.h"
#include "kernel/second_factor.h"
#include "web/page_kit.h"
#include "web/pages.h"
#include "web/web.h"

enum { LINK_HOURS = 72 };

/* A link that was just made, to be shown once. `path` is what it leads to ("link", "reset", "invitation"), which names
 * its words. */
struct made {
    struct str id, secret, name;
    const char *path;
};

/* ---- Who there is ---- */

/* People of the own organisation who have no account, as [{id, name, email}]. */
static enum err put_people(struct request *request, struct value *view, const struct value *accounts)
{
    struct arena *a = request->work.arena;
    const struct kind *kind = kind_by_plural(S("people"));
    struct value *people = value_put_list(a, view, "people");
    struct query query = {.limit = 200, .sort = S("name")};
    struct page found;
    if (!kind)
        return OK;
    query.filters[query.filter_count++] = (struct filter){S("organisation"), request->viewer->organisation};
    enum err err = record_list(&request->work, request->viewer, kind, &query, &found);
    if (err)
        return err;
    VALUE_EACH (person, found.items) {
        bool has = false;
        VALUE_EACH (account, accounts)
            has = has || str_eq(value_get_text(account, "person"), value_get_text(person, "id"));
        struct value *item = has ? NULL : value_push_map(a, people);
        value_put_text(a, item, "id", value_get_text(person, "id"));
        value_put_text(a, item, "name", value_get_text(person, "name"));
        struct str email = value_get_text(person, "email");
        value_put(item, "email", email.n ? value_text(a, email) : value_null(a));
    }
    return OK;
}

static enum err put_view(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct value *accounts = NULL;
    enum err err = account_list(&request->work, request->viewer, &accounts);
    if (err)
        return err;
    struct value *invitations = NULL;
    bool demanded = false;
    err = invitation_list(&request->work, request->viewer, (struct str){NULL, 0}, &invitations);
    if (err == OK)
        err = second_factor_demanded(&request->work, request->viewer->tenant, request->viewer->organisation, &demanded);
    if (err)
        return err;
    reply->view = value_map(a);
    value_put(reply->view, "accounts", accounts);
    value_put(reply->view, "invitations", invitations);
    value_put_bool(a, reply->view, "second_factor_demanded", demanded);
    return put_people(request, reply->view, accounts);
}

/* ---- The page ---- */

static void put_roles(struct request *request, struct value *map, const struct value *held, struct str prefix)
{
    struct arena *a = request->work.arena;
    struct value *roles = value_put_list(a, map, "roles");
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        struct value *role = value_push_map(a, roles);
        bool checked = false;
        VALUE_EACH (item, held)
            checked = checked || str_is(item->text, role_code((enum role)i));
        value_put_text(a, role, "value", str_of(role_code((enum role)i)));
        value_put_text(a, role, "label",
                       page_words(request, page_key(request, "role.%s", role_code((enum role)i)), NULL));
        value_put_text(a, role, "id", page_path(request, "role-%.*s-%s", STR_ARG(prefix), role_code((enum role)i)));
        value_put_bool(a, role, "checked", checked);
    }
}

static void put_row(struct request *request, struct value *rows, const struct value *account)
{
    struct arena *a = request->work.arena;
    struct str id = value_get_text(account, "id");
    struct value *row = value_push_map(a, rows);
    struct buf roles = buf_init(a, 0);
    VALUE_EACH (role, value_get(account, "roles")) {
        struct str words = locale_text(a, &request->work.locale, role);
        buf_printf(&roles, "%s%.*s", roles.n ? ", " : "", STR_ARG(words));
    }
    bool disabled = value_get_bool(account, "disabled");
    const struct value *seen = value_get(account, "last_seen_at");
    value_put_text(a, row, "id", id);
    value_put_text(a, row, "name", value_get_text(account, "name"));
    value_put_text(a, row, "email", value_get_text(account, "email"));
    value_put_text(a, row, "href", page_path(request, "/people/%.*s", STR_ARG(value_get_text(account, "person"))));
    page_put(request, row, "role_words", buf_str(&roles));
    value_put(row, "seen", seen ? value_copy(a, seen) : value_null(a));
    value_put_bool(a, row, "was_seen", seen && seen->kind == V_INSTANT);
    value_put_bool(a, row, "disabled", disabled);
    value_put_bool(a, row, "has_password", value_get_bool(account, "has_password"));
    value_put_bool(a, row, "second_factor", value_get_bool(account, "second_factor"));
    const struct value *asked = value_get(account, "reset_asked_at");
    value_put(row, "asked", asked ? value_copy(a, asked) : value_null(a));
    value_put_bool(a, row, "has_asked", asked && asked->kind == V_INSTANT);
    value_put_bool(a, row, "own", str_eq(id, request->viewer->account));
    put_roles(request, row, value_get(account, "roles"), id);
    struct str base = page_path(request, "/administration/accounts/%.*s", STR_ARG(id));
    value_put_text(a, row, "switch_href",
                   page_path(request, "%.*s/%s", STR_ARG(base), disabled ? "enable" : "disable"));
    value_put_text(a, row, "link_href", page_path(request, "%.*s/link", STR_ARG(base)));
    value_put_text(a, row, "reset_href", page_path(request, "%.*s/reset", STR_ARG(base)));
    value_put_text(a, row, "factor_href", page_path(request, "%.*s/second-factor-off", STR_ARG(base)));
    value_put_text(a, row, "roles_href", page_path(request, "%.*s/roles", STR_ARG(base)));
}

static struct str link_of(struct request *request, const struct made *made)
{
    struct str base = web_base_url(request);
    return page_path(request, "%.*s/%s/%.*s", STR_ARG(base), made->path, STR_ARG(made->secret));
}

static void put_invitations(struct request *request, struct value *page, const struct value *invitations)
{
    struct arena *a = request->work.arena;
    struct value *rows = value_put_list(a, page, "invitations");
    VALUE_EACH (invitation, invitations) {
        struct value *row = value_push_map(a, rows);
        struct str id = value_get_text(invitation, "id");
        value_put_text(a, row, "name", value_get_text(invitation, "name"));
        value_put_text(a, row, "email", value_get_text(invitation, "email"));
        value_put(row, "expires_at", value_copy(a, value_get(invitation, "expires_at")));
        value_put_text(a, row, "revoke_href", page_path(request, "/invitations/%.*s/revoke", STR_ARG(id)));
    }
}

static void put_made(struct request *request, struct value *page, const struct made *made)
{
    struct arena *a = request->work.arena;
    if (!made) {
        value_put(page, "made", value_null(a));
        return;
    }
    struct value *map = value_put_map(a, page, "made");
    value_put_text(a, map, "link", link_of(request, made));
    value_put_text(a, map, "text",
                   page_words(request, page_key(request, "administration.%s.text", made->path), "name",
                              page_leaf(request, made->name), "count", value_int(a, LINK_HOURS), NULL));
}

static enum err show(struct request *request, struct reply *reply, const struct made *made)
{
    struct arena *a = request->work.arena;
    const struct value *accounts = value_get(reply->view, "accounts"), *people = value_get(reply->view, "people");
    struct value *page =
        page_begin(request, reply, "administration", page_words(request, "administration.title", NULL));
    struct value *rows = value_put_list(a, page, "rows"), *choices = value_put_list(a, page, "choices");
    VALUE_EACH (account, accounts)
        put_row(request, rows, account);
    put_invitations(request, page, value_get(reply->view, "invitations"));
    value_put_bool(a, page, "demanded", value_get_bool(reply->view, "second_factor_demanded"));
    static const char *const typed[] = {"name", "email"};
    for (size_t i = 0; i < 2; i++)
        page_put(request, page, page_key(request, "new_%s", typed[i]), value_get_text(request->body, typed[i]));
    VALUE_EACH (person, people) {
        struct value *choice = value_push_map(a, choices);
        struct str name = value_get_text(person, "name"), email = value_get_text(person, "email");
        value_put_text(a, choice, "value", value_get_text(person, "id"));
        value_put_text(a, choice, "label",
                       email.n ? page_path(request, "%.*s (%.*s)", STR_ARG(name), STR_ARG(email)) : name);
        value_put_bool(a, choice, "selected",
                       str_eq(value_get_text(request->body, "person"), value_get_text(person, "id")));
    }
    struct value *count = value_int(a, accounts ? accounts->count : 0);
    struct value *organisation = page_leaf(request, request->viewer->organisation_name);
    value_put_text(a, page, "answer",
                   page_words(request, "administration.answer", "count", count, "organisation", organisation, NULL));
    put_roles(request, page, NULL, S("new"));
    put_made(request, page, made);
    const struct problem *problem = request->work.problems.first;
    page_put(request, page, "wrong", problem ? problem->detail : S(""));
    return page ? OK : ERR_MEMORY;
}

static enum err administration(struct request *request, struct reply *reply)
{
    enum err err = put_view(request, reply);
    return err || !request->html ? err : show(request, reply, NULL);
}

/* ---- What can be done ---- */

/* The roles named in "roles": a list, or one code. ERR_INPUT for what is none. */
static enum err read_roles(struct request *request, unsigned *roles)
{
    const struct value *named = value_get(request->body, "roles");
    struct value one = {.kind = V_LIST};
    struct value copy = {.kind = V_TEXT};
    *roles = 0;
    if (named && named->kind == V_TEXT) { /* one code: a list of one */
        copy.text = named->text;
        one.first = one.last = &copy;
        one.count = 1;
        named = &one;
    }
    if (named && named->kind != V_LIST)
        return problem_say(&request->work.problems, S("/roles"), "administration.role-unknown", NULL);
    VALUE_EACH (code, named) {
        enum role role;
        if (!role_parse(code->text, &role))
            return problem_say(&request->work.problems, S("/roles"), "administration.role-unknown", NULL);
        *roles |= 1u << role;
    }
    return OK;
}

/* The page again, with what went wrong or a link to hand over; JSON gets `view`, as bytes that nothing remembers. */
static enum err answer(struct request *request, struct reply *reply, enum err err, const struct made *made)
{
    struct arena *a = request->work.arena;
    bool explained = err == OK || err == ERR_INPUT || err == ERR_CONFLICT;
    if (request->html && explained && put_view(request, reply) == OK)
        (void)show(request, reply, err ? NULL : made);
    if (err)
        return err;
    reply->status = 201;
    if (request->html)
        return OK;
    struct value *view = value_map(a);
    value_put_text(a, view, "id", made->id);
    value_put_text(a, view, "link", link_of(request, made));
    reply->raw = json_text(a, view);
    reply->raw_type = S("application/json");
    return reply->raw.p ? OK : ERR_MEMORY;
}

static struct str text_of(const struct request *request, const char *name)
{
    struct str text = str_trim(value_get_text(request->body, name));
    return text.p ? text : S("");
}

/* Somebody on record, or a name and an e-mail. */
static enum err invite(struct request *request, struct reply *reply)
{
    struct made made = {.path = "invitation"};
    struct str person = text_of(request, "person");
    struct invitation wish = {.organisation = request->viewer->organisation,
                              .name = text_of(request, "name"),
                              .email = text_of(request, "email")};
    wish.person = person.n ? person : (struct str){NULL, 0};
    enum err err = read_roles(request, &wish.roles);
    if (err == OK)
        err = invitation_make(&request->work, request->viewer, &wish, &made.id, &made.secret);
    made.name = wish.name;
    if (err == OK && person.n)
        err = record_face(&request->work, request->viewer, kind_by_name(S("person")), person, &made.name);
    return answer(request, reply, err, &made);
}

/* The name of an account's person, for the page that hands a link over. */
static enum err name_of(struct request *request, struct made *made)
{
    struct value *accounts = NULL;
    enum err err = account_list(&request->work, request->viewer, &accounts);
    VALUE_EACH (account, accounts)
        if (str_eq(value_get_text(account, "id"), made->id))
            made->name = value_get_text(account, "name");
    return err;
}

static enum err make_link(struct request *request, struct reply *reply)
{
    struct made made = {.id = request->ids[0], .name = S(""), .path = "link"};
    enum err err = name_of(request, &made);
    if (err == OK)
        err = link_issue(&request->work, request->viewer, made.id, LINK_HOURS, &made.secret);
    return answer(request, reply, err, &made);
}

static enum err make_reset(struct request *request, struct reply *reply)
{
    struct made made = {.id = request->ids[0], .name = S(""), .path = "reset"};
    enum err err = name_of(request, &made);
    if (err == OK)
        err = reset_issue(&request->work, request->viewer, made.id, LINK_HOURS, &made.secret);
    return answer(request, reply, err, &made);
}

static enum err done(struct request *request, struct reply *reply, enum err err, const char *notice)
{
    if (err && request->html && (err == ERR_INPUT || err == ERR_CONFLICT) && put_view(request, reply) == OK)
        (void)show(request, reply, NULL);
    if (err)
        return err;
    reply->view = value_map(request->work.arena);
    value_put_text(request->work.arena, reply->view, "id", request->ids[0]);
    if (request->html) {
        reply->status = 303;
        reply->location = S("/administration");
        reply->done = str_of(notice);
    }
    return OK;
}

static enum err disable(struct request *request, struct reply *reply)
{
    enum err err = account_disable(&request->work, request->viewer, request->ids[0], true);
    return done(request, reply, err, "done.disabled");
}

static enum err enable(struct request *request, struct reply *reply)
{
    enum err err = account_disable(&request->work, request->viewer, request->ids[0], false);
    return done(request, reply, err, "done.enabled");
}

static enum err set_roles(struct request *request, struct reply *reply)
{
    unsigned roles = 0;
    enum err err = read_roles(request, &roles);
    if (err == OK)
        err = account_roles_set(&request->work, request->viewer, request->ids[0], roles);
    return done(request, reply, err, "done.saved");
}

static enum err factor_off(struct request *request, struct reply *reply)
{
    enum err err = second_factor_drop(&request->work, request->viewer, request->ids[0]);
    return done(request, reply, err, "done.second-factor-off");
}

/* "yes" or true: everybody of the organisation needs a second factor. */
static enum err demand(struct request *request, struct reply *reply)
{
    bool demanded =
        value_get_bool(request->body, "demanded") || str_is(value_get_text(request->body, "demanded"), "yes");
    request->ids[0] = request->viewer->organisation;
    return done(request, reply, second_factor_demand(&request->work, request->viewer, demanded), "done.saved");
}

const struct route admin_routes[] = {
    {"GET", "/administration", administration, 0, "route.admin.read", "administration"},
    {"POST", "/administration/invitations", invite, ROUTE_WRITE, "route.admin.invite", "sign-in-link"},
    {"POST", "/administration/accounts/{id}/disable", disable, ROUTE_WRITE, "route.admin.disable", "done"},
    {"POST", "/administration/accounts/{id}/enable", enable, ROUTE_WRITE, "route.admin.enable", "done"},
    {"POST", "/administration/accounts/{id}/link", make_link, ROUTE_WRITE, "route.admin.link", "sign-in-link"},
    {"POST", "/administration/accounts/{id}/roles", set_roles, ROUTE_WRITE, "route.admin.roles", "done"},
    {"POST", "/administration/accounts/{id}/reset", make_reset, ROUTE_WRITE, "route.admin.reset", "sign-in-link"},
    {"POST", "/administration/accounts/{id}/second-factor-off", factor_off, ROUTE_WRITE, "route.admin.factor", "done"},
    {"POST", "/administration/second-factor", demand, ROUTE_WRITE, "route.admin.demand", "done"},
    {.method = NULL},
};
