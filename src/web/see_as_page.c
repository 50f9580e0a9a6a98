/* Looking at the workspace with the eyes of a partner's person: whom to choose, beginning and ending it. What is seen
 * then is viewer_as's; exchange.c puts that viewer in place of one's own for every request that the cookie or header
 * names. */
#include "base/uuid.h"
#include "kernel/event.h"
#include "kernel/hooks.h"
#include "kernel/leaf.h"
#include "web/page_kit.h"
#include "web/pages.h"
#include "web/see_as.h"

enum { TEAM_MAX = 500 };

bool see_as_parse(struct str text, struct see_as *out)
{
    struct str rest = text, first, second;
    *out = (struct see_as){.role = ROLE_MEMBER};
    if (!str_cut(&rest, '.', &first) || !uuid_valid(first))
        return false;
    if (!rest.p) {
        out->person = first;
        return true;
    }
    out->alliance = first;
    if (!str_cut(&rest, '.', &second) || !uuid_valid(second))
        return false;
    out->organisation = second;
    return !rest.p || role_parse(rest, &out->role);
}

enum err see_as_viewer(struct work *work, const struct viewer *looker, struct str text, struct viewer **out)
{
    struct see_as as;
    if (!see_as_parse(text, &as))
        return ERR_NOT_FOUND;
    return as.person.n ? viewer_as(work, looker, as.person, out)
                       : viewer_as_team(work, looker, as.alliance, as.organisation, as.role, out);
}

/* ---- whom to choose ---- */

/* people: [{person, name, role, as}] of one party's team. */
static void put_people(struct request *request, struct value *party, const struct value *team, struct str organisation)
{
    struct arena *a = request->work.arena;
    struct value *people = value_put_list(a, party, "people");
    VALUE_EACH (member, team) {
        if (!str_eq(value_get_text(member, "organisation"), organisation))
            continue;
        struct value *item = value_push_map(a, people);
        value_put_text(a, item, "person", value_get_text(member, "person"));
        value_put_text(a, item, "name", value_get_text(member, "name"));
        value_put(item, "role", value_copy(a, value_get(member, "role")));
        value_put_text(a, item, "as", value_get_text(member, "person"));
    }
}

static enum err put_alliance(struct request *request, struct value *items, const struct value *alliance)
{
    struct arena *a = request->work.arena;
    const struct viewer *viewer = request->viewer;
    struct query query = {.sort = S("name")};
    struct value *team = NULL, *parties = NULL, *circles = NULL;
    struct str id = value_get_text(alliance, "id");
    query_add(&query, "alliance", id);
    enum err err = rows_where(&request->work, viewer, kind_by_plural(S("memberships")), query, TEAM_MAX, &team);
    if (err == OK)
        err = circle_view(&request->work, viewer, id, &circles);
    VALUE_EACH (circle, err ? NULL : circles)
        if (str_is(value_get_text(circle, "kind"), "joint") && !value_get_bool(circle, "closed"))
            parties = value_get(circle, "parties"); /* the newest comes last */
    if (err || !parties || parties->count < 2)
        return err;
    struct value *item = value_push_map(a, items), *list;
    value_put(item, "alliance",
              leaf_ref(a, id, value_get_text(alliance, "name"), page_path(request, "/alliances/%.*s", STR_ARG(id))));
    list = value_put_list(a, item, "parties");
    VALUE_EACH (party, parties) {
        if (str_eq(party->text, viewer->organisation))
            continue;
        struct value *one = value_push_map(a, list);
        struct str name = party->label.n ? party->label : page_words(request, "seen.unnamed", NULL);
        value_put(one, "organisation", leaf_ref(a, party->text, name, S("")));
        value_put_text(a, one, "as", page_path(request, "%.*s.%.*s", STR_ARG(id), STR_ARG(party->text)));
        put_people(request, one, team, party->text);
    }
    return item ? OK : ERR_MEMORY;
}

static enum err choose(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct page found;
    struct query query = {.sort = S("name"), .limit = 200};
    reply->view = value_map(a);
    struct value *items = value_put_list(a, reply->view, "items");
    value_put(reply->view, "next", value_null(a));
    enum err err = record_list(&request->work, request->viewer, kind_by_plural(S("alliances")), &query, &found);
    VALUE_EACH (alliance, err ? NULL : found.items)
        if (err == OK)
            err = put_alliance(request, items, alliance);
    if (err || !request->html)
        return err;
    struct value *page = page_begin(request, reply, "see-as", page_words(request, "see-as.title", NULL));
    bool any = items && items->count;
    value_put_text(a, page, "answer", page_words(request, any ? "see-as.answer" : "see-as.none", NULL));
    const struct problem *problem = request->work.problems.first;
    page_put(request, page, "wrong", problem ? problem->detail : S(""));
    return page ? OK : ERR_MEMORY;
}

/* ---- beginning and ending ---- */

/* What a circle is of: an alliance, or a forum. */
static enum err read_body(struct work *work, const struct viewer *viewer, struct str id, const struct kind **kind,
                          struct value **record)
{
    *kind = kind_by_plural(S("alliances"));
    enum err err = record_get(work, viewer, *kind, id, record);
    if (err != ERR_NOT_FOUND)
        return err;
    *kind = kind_by_plural(S("forums"));
    return record_get(work, viewer, *kind, id, record);
}

/* An event in the own side's chain of each alliance that is seen: whoever answers for it may know that somebody looked.
 */
static enum err tell(struct request *request, const struct viewer *eyes)
{
    struct arena *a = request->work.arena;
    struct work *work = &request->work;
    const struct viewer *viewer = request->viewer;
    enum err err = viewer_look(work, viewer);
    for (size_t i = 0; i < eyes->count && err == OK; i++) {
        const struct viewer_audience *seen = &eyes->audiences[i];
        bool newest = viewer_circle(eyes, seen->alliance, AUDIENCE_JOINT) == seen;
        const struct viewer_audience *side = newest ? viewer_circle(viewer, seen->alliance, AUDIENCE_SIDE) : NULL;
        const struct kind *kind = NULL;
        struct value *record, *payload = value_map(a);
        if (!side)
            continue;
        value_put_text(a, payload, "why",
                       page_path(request, "%.*s, %.*s", STR_ARG(eyes->name), STR_ARG(eyes->organisation_name)));
        err = read_body(work, viewer, seen->alliance, &kind, &record);
        if (err == OK)
            err = event_append(work, viewer, side->id, kind->name, seen->alliance, value_get_int(record, "version", 0),
                               "seen-as", payload);
    }
    return err;
}

static enum err begin(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct viewer *eyes = NULL;
    struct str as = value_get_text(request->body, "as");
    enum err err = see_as_viewer(&request->work, request->viewer, as, &eyes);
    if (err == ERR_NOT_FOUND) {
        err = viewer_look(&request->work, request->viewer);
        if (err == OK)
            err = problem_say(&request->work.problems, S("/as"), "see-as.unknown", NULL);
        if (err == ERR_INPUT && request->html && choose(request, reply) != OK)
            reply->template = NULL;
        return err;
    }
    if (err == OK)
        err = tell(request, eyes);
    if (err)
        return err;
    reply->view = see_as_view(a, eyes, as);
    reply->see_as = as;
    reply->status = request->html ? 303 : 200;
    reply->location = request->html ? S("/") : S("");
    return reply->view ? OK : ERR_MEMORY;
}

static enum err end(struct request *request, struct reply *reply)
{
    reply->end_see_as = true;
    reply->view = value_map(request->work.arena);
    value_put_bool(request->work.arena, reply->view, "ended", true);
    reply->status = request->html ? 303 : 200;
    reply->location = request->html ? S("/see-as") : S("");
    return OK;
}

struct value *see_as_view(struct arena *a, const struct viewer *eyes, struct str as)
{
    struct value *view = value_map(a);
    value_put_text(a, view, "as", as);
    value_put_text(a, view, "name", eyes->name);
    value_put(view, "organisation", leaf_ref(a, eyes->organisation, eyes->organisation_name, S("")));
    value_put_bool(a, view, "team", !eyes->eyes_of.n);
    return view;
}

const struct route see_as_routes[] = {
    {"GET", "/see-as", choose, ROUTE_OWN, "route.see-as.choose", "see-as"},
    {"POST", "/see-as", begin, ROUTE_OWN | ROUTE_WRITE, "route.see-as.begin", "seeing-as"},
    {"POST", "/see-as/end", end, ROUTE_OWN, "route.see-as.end", "see-as-ended"},
    {.method = NULL},
};
