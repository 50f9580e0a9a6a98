/* What happens when a party joins or leaves, shown before it does. The acts themselves are the party's record: created
 * by POST /alliances/{id}/parties, and changed by its day of leaving. */
#include "base/date.h"
#include "engines/registry/alliance_pages.h"
#include "engines/registry/support.h"
#include "kernel/leaf.h"
#include "kernel/overview.h"
#include "kernel/page.h"

enum { CHOICES = 500 };

static struct value *words_of(struct request *request, struct str text)
{
    return value_text(request->work.arena, text);
}

/* The joint circle of today, as circle_view gives it; NULL when there is none. */
static const struct value *joint_of(const struct request *request, const struct value *circles, struct str alliance)
{
    const struct viewer_audience *joint = viewer_circle(request->viewer, alliance, AUDIENCE_JOINT);
    VALUE_EACH (circle, joint ? circles : NULL)
        if (str_eq(value_get_text(circle, "id"), joint->id))
            return circle;
    return NULL;
}

/* records: [{kind, plural, count}] of what is in one circle, but for the frame, which moves on. */
static enum err put_records(struct request *request, struct value *view, struct str circle)
{
    struct arena *a = request->work.arena;
    struct value *list = value_put_list(a, view, "records");
    const struct kind *kind;
    enum err err = OK;
    for (size_t i = 0; err == OK && circle.n && (kind = kind_at(i)); i++) {
        struct query query = {.limit = 1, .total = true};
        struct page found;
        if (kind->scope == SCOPE_ALLIANCE || kind->scope == SCOPE_OWNER || !strcmp(kind->rights, "frame"))
            continue;
        query_add(&query, "circle", circle);
        err = record_list(&request->work, request->viewer, kind, &query, &found);
        struct value *item = err == OK && found.total > 0 ? value_push_map(a, list) : NULL;
        if (!item)
            continue;
        value_put(item, "kind", leaf_choice(a, str_of(kind->name), arena_printf(a, "kind.%s.other", kind->name)));
        value_put_text(a, item, "plural", str_of(kind->plural));
        value_put_int(a, item, "count", found.total);
    }
    return err;
}

/* parties: who reads what is joint from then on, with `joins` and without `leaves`. */
static void put_parties(struct request *request, struct value *view, const struct value *joint,
                        const struct value *joins, struct str leaves)
{
    struct arena *a = request->work.arena;
    struct value *parties = value_put_list(a, view, "parties");
    VALUE_EACH (party, joint ? value_get(joint, "parties") : NULL)
        if (!str_eq(party->text, leaves) && (!joins || !str_eq(party->text, joins->text)))
            value_push(parties, again(a, party));
    if (joins)
        value_push(parties, again(a, joins));
}

/* The organisations that may be brought in, as page.choices; the one meant in *chosen. */
static enum err put_choices(struct request *request, struct reply *reply, const struct value *joint,
                            struct value **chosen)
{
    struct arena *a = request->work.arena;
    struct query query = {.sort = S("name")};
    struct value *found = NULL, *choices = value_put_list(a, value_get(reply->page, "page"), "choices");
    struct str asked = value_get_text(request->query, "organisation");
    enum err err = rows_where(&request->work, request->viewer, &organisation_kind, query, CHOICES, &found);
    *chosen = NULL;
    VALUE_EACH (organisation, err ? NULL : found) {
        struct str id = value_get_text(organisation, "id"), name = value_get_text(organisation, "name");
        bool inside = false;
        VALUE_EACH (party, joint ? value_get(joint, "parties") : NULL)
            inside = inside || str_eq(party->text, id);
        if (inside)
            continue;
        struct value *choice = value_push_map(a, choices);
        bool selected = str_eq(id, asked);
        value_put_text(a, choice, "value", id);
        value_put_text(a, choice, "label", name);
        value_put_bool(a, choice, "selected", selected);
        if (selected)
            *chosen = ref_leaf(a, &organisation_kind, id, name);
    }
    return err;
}

/* The way here by the alliance; the page itself comes last. */
static void put_crumbs(struct request *request, struct reply *reply, struct str alliance, struct str name)
{
    struct arena *a = request->work.arena;
    const struct value *own = value_at(value_get(reply->page, "crumbs"), 0);
    struct value *crumbs = value_list(a), *crumb = value_push_map(a, crumbs);
    value_put_text(a, crumb, "label", page_text(request, "kind.alliance.other"));
    value_put_text(a, crumb, "href", S("/alliances"));
    crumb = value_push_map(a, crumbs);
    value_put_text(a, crumb, "label", name);
    value_put_text(a, crumb, "href", arena_printf(a, "/alliances/%.*s", STR_ARG(alliance)));
    if (own)
        value_push(crumbs, again(a, own));
    value_set(reply->page, "crumbs", crumbs);
}

enum err joining_page(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct str id = request->ids[0];
    struct value *alliance, *circles, *chosen;
    enum err err = record_get(&request->work, request->viewer, &alliance_kind, id, &alliance);
    if (err == OK)
        err = circle_view(&request->work, request->viewer, id, &circles);
    if (err)
        return err;
    const struct value *joint = joint_of(request, circles, id);
    if (!request->viewer->host || !joint ||
        !viewer_may(request->viewer, &party_kind, ACTION_CREATE, value_get_text(joint, "id"))) {
        request->work.problems.detail = page_text(request, "party.host-only");
        return ERR_FORBIDDEN;
    }
    struct value *view = page_open(request, reply, "joining", "joining.title");
    put_crumbs(request, reply, id, value_get_text(alliance, "name"));
    (void)put_ref(a, view, "alliance", &alliance_kind, id, value_get_text(alliance, "name"));
    err = put_choices(request, reply, joint, &chosen);
    value_put(view, "organisation", chosen ? again(a, chosen) : value_null(a));
    put_parties(request, view, joint, chosen, S(""));
    if (err == OK)
        err = put_records(request, view, value_get_text(joint, "id"));
    if (err)
        return err;
    if (chosen)
        page_say(request, reply, "joining.answer.chosen", "organisation", words_of(request, chosen->label), NULL);
    else
        page_say(request, reply, "joining.answer", NULL);
    value_put_text(a, value_get(reply->page, "page"), "action",
                   arena_printf(a, "/alliances/%.*s/parties", STR_ARG(id)));
    value_put_text(a, value_get(reply->page, "page"), "here", request->path);
    return OK;
}

/* closes: [text] the circles, of those that we are in, where nothing more is written when the party has left. */
static void put_closes(struct request *request, struct value *view, const struct value *circles, struct str leaves)
{
    struct arena *a = request->work.arena;
    struct value *closes = value_put_list(a, view, "closes");
    VALUE_EACH (circle, circles) {
        bool inside = false;
        VALUE_EACH (party, value_get(circle, "parties"))
            inside = inside || str_eq(party->text, leaves);
        if (!inside || value_get_bool(circle, "closed") || str_is(value_get_text(circle, "kind"), "side"))
            continue;
        struct str name = value_get_text(circle, "name");
        value_push(closes, words_of(request, name.n ? name : page_text(request, "audience.joint")));
    }
}

enum err leaving_page(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct value *party, *circles;
    enum err err = record_get(&request->work, request->viewer, &party_kind, request->ids[0], &party);
    struct str id = value_get_text(party, "alliance"), organisation = value_get_text(party, "organisation");
    if (err == OK)
        err = circle_view(&request->work, request->viewer, id, &circles);
    if (err)
        return err;
    const struct value *joint = joint_of(request, circles, id), *alliance = value_get(party, "alliance");
    bool may = request->viewer->host &&
               viewer_may(request->viewer, &party_kind, ACTION_CHANGE, value_get_text(party, "circle"));
    if (!may || is_given(party, "left_on") || str_eq(organisation, request->viewer->organisation)) {
        request->work.problems.detail = page_text(request, may ? "leaving.not" : "party.host-only");
        return ERR_FORBIDDEN;
    }
    struct value *view = page_open(request, reply, "leaving", "leaving.title"), *page = value_get(reply->page, "page");
    put_crumbs(request, reply, id, alliance->label);
    (void)put_ref(a, view, "alliance", &alliance_kind, id, alliance->label);
    value_put(view, "organisation", again(a, value_get(party, "organisation")));
    put_parties(request, view, joint, NULL, organisation);
    put_closes(request, view, circles, organisation);
    err = put_records(request, view, joint ? value_get_text(joint, "id") : S(""));
    page_say(request, reply, "leaving.answer", "organisation", words_of(request, value_get_text(party, "name")), NULL);
    value_put_int(a, view, "version", value_get_int(party, "version", 0));
    value_put_int(a, page, "number", value_get_int(party, "version", 0));
    value_put_text(a, page, "action", arena_printf(a, "/parties/%.*s", STR_ARG(request->ids[0])));
    value_put_text(a, page, "today", date_text(a, today_of(&request->work)));
    return err;
}
