/* The frame of every page: what stands around the view, {title, csrf, path, here, base_url, signed_in, viewer, theme,
 * live, nav, assets, notice, chart, language, dir}, beside what the handler says in reply.page. Templates find all of
 * it by its own name, and again in `page`, where a record's fields of the same name do not hide it. */
#include "base/message.h"
#include "web/assets.h"
#include "web/cookie.h"
#include "web/exchange.h"
#include "web/pages.h"
#include "web/see_as.h"

struct place {
    const char *key, *href, *icon;
    bool administrators; /* only they have work there */
    const char *asks;    /* where the page asks, once it stands, how much is new there; NULL: nowhere */
};

/* The bar on the left; places that no route answers are left out. */
static const struct place places[] = {
    {"nav.home", "/", "home", false, NULL},
    {"nav.day", "/day", "checklist", false, "/day/new"},
    {"nav.calendar", "/calendar", "calendar", false, NULL},
    {"nav.portfolio", "/portfolio", "chart-bubble", false, NULL},
    {"nav.alliances", "/alliances", "heart-handshake", false, NULL},
    {"nav.forums", "/forums", "users-group", false, NULL},
    {"nav.organisations", "/organisations", "building", false, NULL},
    {"nav.people", "/people", "users", false, NULL},
    {"nav.agreements", "/agreements", "file-text", false, NULL},
    {"nav.documents", "/documents", "paperclip", false, NULL},
    {"nav.needs", "/needs", "target", false, NULL},
    {"nav.events", "/events", "history", false, NULL},
    {"nav.administration", "/administration", "settings", true, NULL},
};

static struct str words(const struct exchange *x, const char *key)
{
    return message(x->arena, x->request.work.locale.language, key, NULL);
}

static void put_nav(struct exchange *x, struct value *frame)
{
    struct arena *a = x->arena;
    struct value *nav = value_put_list(a, frame, "nav");
    struct match match;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct place *place = &places[i];
        struct str href = str_of(place->href), below = arena_printf(a, "%s/", place->href);
        if (!router_find_path(x->web->router, href, &match) || !match.get)
            continue;
        if (place->administrators && !(x->request.viewer->roles & 1u << ROLE_ADMINISTRATOR))
            continue;
        struct value *item = value_push_map(a, nav);
        value_put_text(a, item, "label", words(x, place->key));
        value_put_text(a, item, "href", href);
        value_put_text(a, item, "icon", str_of(place->icon));
        value_put(item, "asks", place->asks ? value_text(a, str_of(place->asks)) : value_null(a));
        value_put_bool(a, item, "current",
                       str_eq(x->target.path, href) || (href.n > 1 && str_starts(x->target.path, below)));
    }
}

static void put_viewer(struct exchange *x, struct value *frame)
{
    struct arena *a = x->arena;
    const struct viewer *viewer = x->request.viewer;
    value_put_bool(a, frame, "signed_in", viewer != NULL);
    if (!viewer) {
        value_put(frame, "viewer", value_null(a));
        value_put_list(a, frame, "nav");
        return;
    }
    struct value *map = value_put_map(a, frame, "viewer");
    value_put_text(a, map, "name", viewer->name);
    value_put_text(a, map, "email", viewer->email);
    value_put_text(a, map, "person", viewer->person);
    value_put_text(a, map, "organisation", viewer->organisation_name);
    value_put_bool(a, map, "host", viewer->host);
    value_put_bool(a, map, "administrator", viewer->roles & 1u << ROLE_ADMINISTRATOR);
    struct value *roles = value_put_list(a, map, "roles");
    for (unsigned role = 0; role < ROLE_COUNT; role++) {
        struct value *item = viewer->roles & 1u << role ? value_push_map(a, roles) : NULL;
        struct str code = str_of(role_code((enum role)role)), key = arena_printf(a, "role.%s", code.p);
        if (item && key.p) {
            value_put_text(a, item, "code", code);
            value_put_text(a, item, "label", words(x, key.p));
        }
    }
    put_nav(x, frame);
}

/* Looking with a partner's eyes is said on every page, with a way out. */
static void put_seeing_as(struct exchange *x, struct value *frame)
{
    const struct viewer *viewer = x->request.viewer;
    bool looking = viewer && x->see_as.n;
    value_put(frame, "seeing_as",
              looking && viewer->looker ? see_as_view(x->arena, viewer, x->see_as) : value_null(x->arena));
    value_put_bool(x->arena, frame, "seeing_as_named", looking);
}

/* The notice that the page before left, for the page that comes next and not for one that brings itself up to date:
 * only words of the catalogue, never the cookie's own text. */
static void put_notice(struct exchange *x, struct value *frame)
{
    struct arena *a = x->arena;
    struct str key = x->headers.refresh.n ? S("") : cookie_get(x->headers.from.cookies, S("notice"));
    const char *language = x->request.work.locale.language;
    if (!key.n && x->err == OK)
        key = x->reply.done;
    struct str full = key.n ? arena_printf(a, "notice.%.*s", STR_ARG(key)) : S("");
    struct str text = full.n ? message_find(language, full) : S("");
    if (!text.p && key.n)
        text = message_find(language, key);
    value_put(frame, "notice", text.n ? value_text(a, text) : value_null(a));
}

static bool holds_chart(const struct value *value)
{
    if (!value || value->kind == V_CHART)
        return value != NULL;
    if (value->kind == V_LIST || value->kind == V_MAP)
        VALUE_EACH (child, value)
            if (holds_chart(child))
                return true;
    return false;
}

/* What answers a form is there once: asked for anew, its address shows something else. */
static bool is_live(const struct exchange *x)
{
    return x->request.viewer && x->err == OK && !x->is_unsafe && answer_status(x) == 200;
}

static void put_page_facts(struct exchange *x, struct value *frame)
{
    struct arena *a = x->arena;
    const struct reply *reply = &x->reply;
    struct str theme = cookie_get(x->headers.from.cookies, S("theme"));
    bool chosen = str_is(theme, "light") || str_is(theme, "dark");
    struct str query = x->target.raw_query;
    value_put_text(a, frame, "csrf", x->who.session.n ? csrf_token(a, x->who.session) : S(""));
    value_put_text(a, frame, "path", x->target.path);
    value_put_text(a, frame, "here",
                   arena_printf(a, "%.*s%s%.*s", STR_ARG(x->target.raw_path), query.n ? "?" : "", STR_ARG(query)));
    value_put(frame, "live", is_live(x) ? value_text(a, live_address(&x->request)) : value_null(a));
    value_put_text(a, frame, "base_url", web_base_url(&x->request));
    value_put_text(a, frame, "theme", chosen ? theme : S("auto"));
    value_put_text(a, frame, "language", str_of(x->request.work.locale.language));
    value_put_text(a, frame, "dir", S("ltr"));
    value_put_bool(a, frame, "chart", holds_chart(reply->view) || holds_chart(reply->page));
    struct value *assets = value_put_map(a, frame, "assets");
    const struct value *shared = assets_view();
    if (assets && shared) { /* its children are shared by all threads, and only read */
        assets->first = shared->first;
        assets->last = shared->last;
        assets->count = shared->count;
    }
}

/* Puts all of `frame` behind the members of `map`: both lists then end in the same nodes. */
static void follow(struct value *map, const struct value *frame)
{
    if (map->last)
        map->last->next = frame->first;
    else
        map->first = frame->first;
    map->last = frame->last;
    map->count += frame->count;
}

struct value *page_frame(struct exchange *x)
{
    struct arena *a = x->arena;
    struct value *said = x->reply.page, *frame = value_map(a);
    struct value *root = said && said->kind == V_MAP ? said : value_map(a);
    if (!frame || !root)
        return NULL;
    put_page_facts(x, frame);
    put_viewer(x, frame);
    put_notice(x, frame);
    put_seeing_as(x, frame);
    struct value *inner = value_get(root, "page");
    if (!inner || inner->kind != V_MAP)
        inner = value_put_map(a, root, "page");
    struct str title = value_get_text(root, "title");
    if (!title.n)
        title = words(x, "site.title");
    if (!inner)
        return NULL;
    if (!value_get(inner, "title"))
        value_put_text(a, inner, "title", title);
    value_put_text(a, frame, "title", title);
    follow(inner, frame);
    follow(root, frame);
    return root;
}
