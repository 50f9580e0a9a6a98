/* Administration: the accounts of one's organisation, who may be given one, one-time links; and the rights of all
 * roles. */
#include "base/json.h"
#include "kernel/account.h"
#include "kernel/rights.h"
#include "web/page_kit.h"
#include "web/pages.h"
#include "web/web.h"

enum { LINK_HOURS = 72 };

/* A link that was just made, to be shown once. */
struct made {
    struct str account, secret, name;
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
    reply->view = value_map(a);
    value_put(reply->view, "accounts", accounts);
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
    value_put_bool(a, row, "own", str_eq(id, request->viewer->account));
    put_roles(request, row, value_get(account, "roles"), id);
    struct str base = page_path(request, "/administration/accounts/%.*s", STR_ARG(id));
    value_put_text(a, row, "switch_href",
                   page_path(request, "%.*s/%s", STR_ARG(base), disabled ? "enable" : "disable"));
    value_put_text(a, row, "link_href", page_path(request, "%.*s/link", STR_ARG(base)));
    value_put_text(a, row, "roles_href", page_path(request, "%.*s/roles", STR_ARG(base)));
}

static struct str link_of(struct request *request, struct str secret)
{
    struct str base = web_base_url(request);
    return page_path(request, "%.*s/link/%.*s", STR_ARG(base), STR_ARG(secret));
}

static void put_made(struct request *request, struct value *page, const struct made *made)
{
    struct arena *a = request->work.arena;
    if (!made) {
        value_put(page, "made", value_null(a));
        return;
    }
    struct value *map = value_put_map(a, page, "made");
    value_put_text(a, map, "link", link_of(request, made->secret));
    value_put_text(a, map, "text",
                   page_words(request, "administration.link.text", "name", page_leaf(request, made->name), "count",
                              value_int(a, LINK_HOURS), NULL));
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
    value_put_text(a, view, "id", made->account);
    value_put_text(a, view, "link", link_of(request, made->secret));
    reply->raw = json_text(a, view);
    reply->raw_type = S("application/json");
    return reply->raw.p ? OK : ERR_MEMORY;
}

static enum err add_account(struct request *request, struct reply *reply)
{
    struct made made = {.name = S("")};
    unsigned roles = 0;
    struct str person = value_get_text(request->body, "person");
    const struct kind *people = kind_by_plural(S("people"));
    if (!rights_allow(request->viewer->roles, "accounts", ACTION_CREATE))
        return ERR_FORBIDDEN;
    enum err err = read_roles(request, &roles);
    if (err == OK && (!person.n || !people))
        err = problem_say(&request->work.problems, S("/person"), "input.required", NULL);
    if (err == OK)
        err = record_face(&request->work, request->viewer, people, person, &made.name);
    if (err == OK)
        err = account_add(&request->work, request->viewer, person, &made.account);
    if (err == OK)
        err = account_roles_set(&request->work, request->viewer, made.account, roles);
    if (err == OK)
        err = link_issue(&request->work, request->viewer, made.account, LINK_HOURS, &made.secret);
    return answer(request, reply, err, &made);
}

static enum err make_link(struct request *request, struct reply *reply)
{
    struct made made = {.account = request->ids[0], .name = S("")};
    struct value *accounts = NULL;
    enum err err = account_list(&request->work, request->viewer, &accounts);
    VALUE_EACH (account, accounts)
        if (str_eq(value_get_text(account, "id"), made.account))
            made.name = value_get_text(account, "name");
    if (err == OK)
        err = link_issue(&request->work, request->viewer, made.account, LINK_HOURS, &made.secret);
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

/* ---- The matrix of rights ---- */

/* "read, add, change, withdraw and share": the letters of a right in words; empty for none. */
static struct str allowed_words(struct request *request, const char *letters)
{
    static const char *const keys[] = {"r", "roles.action.read",   "c", "roles.action.create",
                                       "u", "roles.action.change", "w", "roles.action.withdraw",
                                       "s", "roles.action.share"};
    struct buf out = buf_init(request->work.arena, 0);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i += 2) {
        if (!strstr(letters, keys[i]))
            continue;
        struct str word = page_words(request, keys[i + 1], NULL);
        buf_printf(&out, "%s%.*s", out.n ? ", " : "", STR_ARG(word));
    }
    return buf_str(&out);
}

static void put_group(struct request *request, struct value *groups, const struct right *right)
{
    static const char *const keys[] = {"r", "read", "c", "create", "u", "change", "w", "withdraw", "s", "share"};
    struct arena *a = request->work.arena;
    struct value *group = value_push_map(a, groups);
    value_put_text(a, group, "group", str_of(right->group));
    value_put_text(a, group, "label", page_words(request, page_key(request, "roles.group.%s", right->group), NULL));
    value_put_text(a, group, "about",
                   page_words(request, page_key(request, "roles.group.%s.about", right->group), NULL));
    struct value *cells = value_put_list(a, group, "roles");
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        struct value *cell = value_push_map(a, cells);
        value_put_text(a, cell, "role", str_of(role_code((enum role)i)));
        struct value *actions = value_put_list(a, cell, "actions");
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k += 2)
            if (strstr(right->allowed[i], keys[k]))
                value_push(actions, value_text(a, str_of(keys[k + 1])));
        struct str words = allowed_words(request, right->allowed[i]);
        value_put(cell, "words", words.n ? value_text(a, words) : value_null(a));
    }
    struct value *kinds = value_put_list(a, group, "kinds");
    for (size_t i = 0; kind_at(i); i++)
        if (!strcmp(kind_at(i)->rights, right->group))
            value_push(kinds, value_text(a, str_of(kind_at(i)->plural)));
}

static enum err rights(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    reply->view = value_map(a);
    struct value *groups = value_put_list(a, reply->view, "items");
    for (size_t i = 0; right_at(i); i++)
        put_group(request, groups, right_at(i));
    value_put(reply->view, "next", value_null(a));
    if (!request->html)
        return groups ? OK : ERR_MEMORY;
    struct value *page = page_begin(request, reply, "roles", page_words(request, "roles.title", NULL));
    value_put_text(a, page, "answer", page_words(request, "roles.answer", NULL));
    struct value *heads = value_put_list(a, page, "heads");
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        struct value *head = value_push_map(a, heads);
        value_put_text(a, head, "label",
                       page_words(request, page_key(request, "role.%s", role_code((enum role)i)), NULL));
        value_put_bool(a, head, "own", request->viewer->roles & 1u << i);
    }
    struct value *names = value_put_list(a, page, "kinds");
    VALUE_EACH (group, groups) {
        struct value *row = value_push_map(a, names);
        struct buf text = buf_init(a, 0);
        VALUE_EACH (plural, value_get(group, "kinds")) {
            struct str word = page_kind_word(request, kind_by_plural(plural->text), "other");
            buf_printf(&text, "%s%.*s", text.n ? ", " : "", STR_ARG(word));
        }
        value_put_text(a, row, "label", value_get_text(group, "label"));
        page_put(request, row, "text", buf_str(&text));
    }
    return page ? OK : ERR_MEMORY;
}

const struct route admin_routes[] = {
    {"GET", "/administration", administration, 0, "route.admin.read", "administration"},
    {"POST", "/administration/accounts", add_account, ROUTE_WRITE, "route.admin.add", "invitation"},
    {"POST", "/administration/accounts/{id}/disable", disable, ROUTE_WRITE, "route.admin.disable", "done"},
    {"POST", "/administration/accounts/{id}/enable", enable, ROUTE_WRITE, "route.admin.enable", "done"},
    {"POST", "/administration/accounts/{id}/link", make_link, ROUTE_WRITE, "route.admin.link", "invitation"},
    {"POST", "/administration/accounts/{id}/roles", set_roles, ROUTE_WRITE, "route.admin.roles", "done"},
    {"GET", "/roles", rights, 0, "route.admin.rights", "roles"},
    {.method = NULL},
};
