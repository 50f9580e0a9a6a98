/* The circles of an alliance that one is in, making another of some of its parties, and what was withdrawn from them.
 */
#include "kernel/hooks.h"
#include "kernel/leaf.h"
#include "kernel/rights.h"
#include "kernel/trace.h"
#include "web/page_kit.h"
#include "web/pages.h"

enum { TEAM_MAX = 500, PARTIES_MAX = 200, TRACES = 100 };

/* The alliance of the address, which the viewer must see. */
static enum err alliance_of(struct request *request, struct value **out)
{
    return record_get(&request->work, request->viewer, kind_by_plural(S("alliances")), request->ids[0], out);
}

static void begin_page(struct request *request, struct reply *reply, const char *template, const char *title,
                       const struct value *alliance)
{
    const struct kind *kind = kind_by_plural(S("alliances"));
    struct str name = value_get_text(alliance, "name");
    (void)page_begin(request, reply, template, page_words(request, title, "name", page_leaf(request, name), NULL));
    page_crumb(request, reply, page_kind_word(request, kind, "other"), S("/alliances"));
    page_crumb(request, reply, name, page_address(request, kind, alliance));
    page_crumb(request, reply, page_words(request, page_key(request, "%s.crumb", title), NULL), S(""));
}

/* ---- circles ---- */

/* teams: [{organisation, people: [reference]}] of one circle: the people of the alliance's team at its parties. */
static void put_teams(struct request *request, struct value *circle, const struct value *team)
{
    struct arena *a = request->work.arena;
    struct value *teams = value_put_list(a, circle, "teams");
    VALUE_EACH (party, value_get(circle, "parties")) {
        struct value *item = value_push_map(a, teams), *people;
        struct str name = party->label.n ? party->label : page_words(request, "seen.unnamed", NULL);
        value_put(item, "organisation", leaf_ref(a, party->text, name, S("")));
        people = value_put_list(a, item, "people");
        VALUE_EACH (member, team)
            if (str_eq(value_get_text(member, "organisation"), party->text))
                value_push(people,
                           leaf_ref(a, value_get_text(member, "person"), value_get_text(member, "name"), S("")));
    }
}

/* Today's joint circle first, then the named ones, one's own side, and what is of earlier days. */
static struct value *in_order(struct arena *a, const struct value *circles)
{
    static const char *const kinds[] = {"joint", "named", "side", "joint"};
    struct value *list = value_list(a);
    for (int round = 0; round < 4; round++)
        VALUE_EACH (circle, circles) {
            bool current = value_get_bool(circle, "newest"), first = round == 0;
            if (str_is(value_get_text(circle, "kind"), kinds[round]) && (round == 1 || round == 2 || current == first))
                value_push(list, again(a, circle));
        }
    return list;
}

static enum err put_circles(struct request *request, struct value *view, struct str alliance)
{
    struct arena *a = request->work.arena;
    struct query query = {.sort = S("name")};
    struct value *team = NULL, *circles = NULL, *parties = value_put_list(a, view, "parties");
    const struct viewer_audience *joint = viewer_circle(request->viewer, alliance, AUDIENCE_JOINT);
    query_add(&query, "alliance", alliance);
    enum err err = circle_view(&request->work, request->viewer, alliance, &circles);
    if (err == OK)
        err = rows_where(&request->work, request->viewer, kind_by_plural(S("memberships")), query, TEAM_MAX, &team);
    VALUE_EACH (circle, err ? NULL : circles) {
        put_teams(request, circle, team);
        bool newest = joint && str_eq(value_get_text(circle, "id"), joint->id);
        value_put_bool(a, circle, "newest", newest);
        VALUE_EACH (item, newest ? value_get(circle, "teams") : NULL) {
            const struct value *party = value_get(item, "organisation");
            if (!str_eq(party->text, request->viewer->organisation))
                value_push(parties, leaf_ref(a, party->text, party->label, S("")));
        }
    }
    value_put(view, "items", in_order(a, circles));
    value_put(view, "next", value_null(a));
    bool may = joint && rights_allow(joint->roles, "frame", ACTION_CREATE);
    value_put_bool(a, view, "may_change", may);
    value_put_bool(a, view, "may_make", may && parties && parties->count > 1);
    return err;
}

/* What each circle is, in words, and the parties to choose from with what was chosen. */
static void put_words(struct request *request, struct reply *reply, struct value *view)
{
    struct arena *a = request->work.arena;
    struct value *page = value_get(reply->page, "page"), *choices = value_put_list(a, page, "choices");
    const struct value *asked = value_get(request->body, "parties");
    int64_t named = 0;
    VALUE_EACH (circle, value_get(view, "items")) {
        bool newest = value_get_bool(circle, "newest");
        struct str kind = value_get_text(circle, "kind"), name = value_get_text(circle, "name");
        const char *key =
            str_is(kind, "joint") && !newest ? "circles.earlier" : page_key(request, "circles.%.*s", STR_ARG(kind));
        named += str_is(kind, "named");
        value_put_text(a, circle, "heading", name.n ? name : page_words(request, key, NULL));
        value_put_text(a, circle, "about", page_words(request, page_key(request, "%s.about", key), NULL));
        value_put_bool(a, circle, "private", str_is(kind, "side"));
    }
    VALUE_EACH (party, value_get(view, "parties")) {
        struct value *choice = value_push_map(a, choices);
        bool checked = asked && asked->kind == V_TEXT && str_eq(asked->text, party->text);
        VALUE_EACH (one, asked && asked->kind == V_LIST ? asked : NULL)
            checked = checked || str_eq(one->text, party->text);
        value_put_text(a, choice, "value", party->text);
        value_put_text(a, choice, "label", party->label);
        value_put_bool(a, choice, "checked", checked);
    }
    value_put_text(
        a, page, "answer",
        page_words(request, named ? "circles.answer" : "circles.answer.none", "count", value_int(a, named), NULL));
    value_put_text(a, page, "action", request->path);
    bool brings = request->viewer->host && value_get_bool(view, "may_change");
    page_put(request, page, "joining",
             brings ? page_path(request, "/alliances/%.*s/joining", STR_ARG(request->ids[0])) : S(""));
    page_put(request, page, "typed", value_get_text(request->body, "name"));
    struct value *wrong = value_put_list(a, page, "wrong");
    for (const struct problem *p = request->work.problems.first; p; p = p->next)
        value_push(wrong, value_text(a, p->detail));
}

static enum err show_circles(struct request *request, struct reply *reply)
{
    struct value *alliance = NULL;
    enum err err = alliance_of(request, &alliance);
    if (err)
        return err;
    reply->view = value_map(request->work.arena);
    err = put_circles(request, reply->view, request->ids[0]);
    if (err || !request->html)
        return err;
    begin_page(request, reply, "circles", "circles.title", alliance);
    put_words(request, reply, reply->view);
    return OK;
}

static enum err read_parties(struct request *request, struct str *parties, size_t *count)
{
    const struct value *named = value_get(request->body, "parties");
    bool good = !named || named->kind == V_TEXT || named->kind == V_LIST;
    *count = 0;
    if (named && named->kind == V_TEXT)
        parties[(*count)++] = named->text;
    VALUE_EACH (one, named && named->kind == V_LIST ? named : NULL) {
        good = good && one->kind == V_TEXT && *count < PARTIES_MAX;
        if (good)
            parties[(*count)++] = one->text;
    }
    return good ? OK : problem_say(&request->work.problems, S("/parties"), "circle.party-unknown", NULL);
}

static enum err make_circle(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct str *parties = ARENA_ARRAY(a, PARTIES_MAX, struct str), id;
    size_t count;
    struct value *alliance = NULL, *list = value_list(a);
    enum err err = parties && list ? alliance_of(request, &alliance) : ERR_MEMORY;
    if (err == OK)
        err = read_parties(request, parties, &count);
    if (err == OK)
        err = circle_name(&request->work, request->viewer, request->ids[0], value_get_text(request->body, "name"),
                          parties, count, &id);
    if (err == ERR_INPUT && request->html && show_circles(request, reply) != OK)
        reply->template = NULL;
    if (err == OK)
        err = circle_view_one(&request->work, request->viewer, viewer_audience(request->viewer, id), list);
    if (err)
        return err;
    reply->view = value_at(list, 0);
    reply->status = request->html ? 303 : 201;
    reply->location = page_path(request, "/alliances/%.*s/circles", STR_ARG(request->ids[0]));
    reply->done = S("done.circle");
    return OK;
}

/* ---- what was withdrawn ---- */

static enum err show_withdrawn(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct trace_query query = {.alliance = request->ids[0], .limit = TRACES};
    struct value *alliance = NULL, *traces = NULL;
    enum err err = alliance_of(request, &alliance);
    if (err == OK)
        err = trace_list(&request->work, request->viewer, &query, &traces);
    if (err)
        return err;
    reply->view = value_map(a);
    value_put(reply->view, "items", traces);
    value_put(reply->view, "next", value_null(a));
    if (!request->html)
        return OK;
    begin_page(request, reply, "withdrawn", "withdrawn.title", alliance);
    struct value *page = value_get(reply->page, "page");
    value_put_text(a, page, "answer",
                   page_words(request, "withdrawn.answer", "count", value_int(a, traces->count), NULL));
    VALUE_EACH (trace, traces)
        page_audience(request, trace, page_seen_by(trace));
    return OK;
}

const struct route circle_routes[] = {
    {"GET", "/alliances/{id}/circles", show_circles, 0, "route.circles", "circles"},
    {"POST", "/alliances/{id}/circles", make_circle, ROUTE_WRITE, "route.circles.make", "circle"},
    {"GET", "/alliances/{id}/withdrawn", show_withdrawn, 0, "route.withdrawn", "withdrawn"},
    {.method = NULL},
};
