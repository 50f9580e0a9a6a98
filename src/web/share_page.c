/* Sharing a record: the preview with a partner's eyes, and the act. */
#include "kernel/hooks.h"
#include "kernel/share.h"
#include "web/page_kit.h"
#include "web/pages.h"

enum { ITEMS_MAX = 200, TEAM_MAX = 100 };

/* What the address names: /{records}/{id}/share. */
struct share_place {
    const struct kind *kind;
    struct str id, address;
};

static enum err place_of(struct request *request, struct share_place *out)
{
    out->kind = kind_by_plural(request->ids[0]);
    out->id = request->ids[1];
    if (!out->kind)
        return ERR_NOT_FOUND;
    out->address = page_path(request, "/%s/%.*s", out->kind->plural, STR_ARG(out->id));
    return out->address.p ? OK : ERR_MEMORY;
}

/* "Alfa, Beta and Gamma" */
static struct str names_of(struct request *request, const struct value *refs)
{
    struct buf out = buf_init(request->work.arena, 0);
    uint32_t at = 0, count = refs ? refs->count : 0;
    VALUE_EACH (ref, refs) {
        struct str between = at == 0           ? S("")
                             : at + 1 == count ? page_words(request, "list.and", NULL)
                                               : page_words(request, "list.comma", NULL);
        buf_add(&out, between);
        buf_add(&out, ref->label.n ? ref->label : page_words(request, "seen.unnamed", NULL));
        at++;
    }
    return buf_str(&out);
}

/* choices: the circles, by name, with those who read it newly; sent with the form that shows another preview. */
static void put_choices(struct request *request, struct value *page, const struct value *view)
{
    struct arena *a = request->work.arena;
    struct value *choices = value_put_list(a, page, "choices");
    VALUE_EACH (circle, value_get(view, "circles")) {
        struct value *choice = value_push_map(a, choices);
        struct str id = value_get_text(circle, "id"), name = value_get_text(circle, "name");
        value_put_text(a, choice, "value", id);
        value_put_text(a, choice, "label", name.n ? name : page_words(request, "share.joint", NULL));
        value_put_text(a, choice, "text",
                       page_words(request, "share.choice", "parties",
                                  page_leaf(request, names_of(request, value_get(circle, "parties"))), "newly",
                                  page_leaf(request, names_of(request, value_get(circle, "newly"))), NULL));
        value_put_bool(a, choice, "checked", str_eq(id, value_get_text(view, "circle")));
    }
}

static const struct value *circle_of(const struct value *view)
{
    VALUE_EACH (circle, value_get(view, "circles"))
        if (str_eq(value_get_text(circle, "id"), value_get_text(view, "circle")))
            return circle;
    return NULL;
}

static bool is_among(const struct value *refs, struct str id)
{
    VALUE_EACH (ref, refs)
        if (str_eq(ref->text, id))
            return true;
    return false;
}

/* eyes: the people who would read it newly, to choose from. */
static enum err put_eyes(struct request *request, struct value *page, const struct value *view)
{
    struct arena *a = request->work.arena;
    const struct value *circle = circle_of(view);
    struct value *list = value_put_list(a, page, "eyes"), *team = NULL;
    struct query query = {.sort = S("name")};
    query_add(&query, "alliance", viewer_audience(request->viewer, value_get_text(view, "circle"))->alliance);
    enum err err =
        rows_where(&request->work, request->viewer, kind_by_plural(S("memberships")), query, TEAM_MAX, &team);
    VALUE_EACH (member, err ? NULL : team) {
        const struct value *organisation = value_get(member, "organisation");
        if (!organisation || !is_among(value_get(circle, "newly"), organisation->text))
            continue;
        struct value *option = value_push_map(a, list);
        struct str person = value_get_text(member, "person"), name = value_get_text(member, "name");
        value_put_text(a, option, "value", person);
        value_put_text(a, option, "label",
                       page_path(request, "%.*s, %.*s", STR_ARG(name), STR_ARG(organisation->label)));
        value_put_bool(a, option, "selected", str_eq(person, value_get_text(value_get(view, "as"), "person")));
    }
    return err;
}

static void put_children(struct request *request, struct value *page, const struct value *view)
{
    struct arena *a = request->work.arena;
    struct value *children = value_put_list(a, page, "children");
    const struct value *asked = value_get(request->body, "children");
    VALUE_EACH (child, value_get(view, "children")) {
        struct value *item = value_push_map(a, children);
        struct str plural = value_get_text(child, "plural"), id = value_get_text(child, "id");
        struct str value = page_path(request, "%.*s/%.*s@%lld", STR_ARG(plural), STR_ARG(id),
                                     (long long)value_get_int(child, "version", 0));
        bool checked = asked && asked->kind == V_TEXT && str_eq(asked->text, value);
        VALUE_EACH (one, asked && asked->kind == V_LIST ? asked : NULL)
            checked = checked || str_eq(one->text, value);
        value_put_text(a, item, "value", value);
        value_put_text(a, item, "id", page_path(request, "child-%.*s", STR_ARG(id)));
        value_put_text(a, item, "kind", page_kind_word(request, kind_by_plural(plural), "one"));
        value_put_text(a, item, "title", page_short(request, value_get_text(child, "title"), 100));
        value_put_text(a, item, "href", page_path(request, "/%.*s/%.*s", STR_ARG(plural), STR_ARG(id)));
        value_put_bool(a, item, "checked", checked);
    }
}

/* people: "Stroomhaven Charging: 3 people in the team, for the first time". */
static void put_people(struct request *request, struct value *page, const struct value *view)
{
    struct arena *a = request->work.arena;
    struct value *people = value_put_list(a, page, "people");
    VALUE_EACH (item, value_get(view, "people")) {
        const struct value *organisation = value_get(item, "organisation");
        bool newly = value_get_bool(item, "newly");
        struct value *line = value_push_map(a, people);
        value_put_text(a, line, "name", organisation->label);
        value_put_text(a, line, "text",
                       page_words(request, newly ? "share.people.newly" : "share.people.already", "count",
                                  value_int(a, value_get_int(item, "count", 0)), NULL));
        value_put_bool(a, line, "newly", newly);
    }
}

/* consents: who has agreed, where several must; others: whether somebody else still has to. */
static void put_consents(struct request *request, struct value *page, const struct value *view)
{
    struct arena *a = request->work.arena;
    const struct value *consents = value_get(view, "consents");
    struct value *list = value_put_list(a, page, "consents");
    bool last = true;
    VALUE_EACH (item, consents && consents->count > 1 ? consents : NULL) {
        const struct value *organisation = value_get(item, "organisation");
        bool agreed = value_get_bool(item, "agreed"), own = str_eq(organisation->text, request->viewer->organisation);
        struct value *line = value_push_map(a, list);
        value_put_text(a, line, "name", organisation->label);
        value_put_text(
            a, line, "text",
            agreed ? page_words(request, "share.consent.given", "at", page_shown(request, value_get(item, "at")), NULL)
                   : page_words(request, "share.consent.missing", NULL));
        value_put_bool(a, line, "agreed", agreed);
        last = last && (agreed || own);
    }
    const struct value *circle = circle_of(view);
    value_put_text(a, page, "submit",
                   page_words(request, last ? "share.submit" : "share.agree", "parties",
                              page_leaf(request, names_of(request, value_get(circle, "newly"))), NULL));
}

/* The record as a page would show it to those eyes. */
static enum err put_shown(struct request *request, struct value *page, const struct share_place *place,
                          const struct value *view, struct viewer *eyes)
{
    struct viewer *own = request->viewer;
    const struct value *record = value_get(view, "record");
    enum err err = viewer_look(&request->work, eyes);
    if (err)
        return err;
    request->viewer = eyes;
    page_facts(request, page, place->kind, record);
    value_put_text(request->work.arena, page, "shown_title", page_title(request, place->kind, record));
    value_put(page, "created", value_copy(request->work.arena, value_get(record, "created_at")));
    request->viewer = own;
    return viewer_look(&request->work, own);
}

static void put_wrong(struct request *request, struct value *page, enum err err)
{
    struct arena *a = request->work.arena;
    struct value *wrong = value_put_list(a, page, "wrong");
    if (err == ERR_STALE)
        value_push(wrong, value_text(a, page_words(request, "share.stale", NULL)));
    for (const struct problem *p = request->work.problems.first; p; p = p->next)
        value_push(wrong, value_text(a, p->detail));
}

static enum err show(struct request *request, struct reply *reply, const struct share_place *place, struct viewer *eyes,
                     enum err wrong)
{
    struct arena *a = request->work.arena;
    struct value *view = reply->view, *record;
    enum err err = record_get(&request->work, request->viewer, place->kind, place->id, &record);
    if (err)
        return err;
    struct value *name = page_leaf(request, page_title(request, place->kind, record));
    struct value *page = page_begin(request, reply, "share", page_words(request, "share.title", "name", name, NULL));
    page_crumb(request, reply, page_kind_word(request, place->kind, "other"),
               page_path(request, "/%s", place->kind->plural));
    page_crumb(request, reply, name->text, place->address);
    page_crumb(request, reply, page_words(request, "share.crumb", NULL), S(""));
    page_audience(request, page, page_seen_by(record));
    value_put_text(a, page, "address", place->address);
    value_put_int(a, page, "number", value_get_int(record, "version", 0));
    put_wrong(request, page, wrong);
    value_put_bool(a, page, "possible", eyes != NULL);
    if (!eyes) {
        bool may = viewer_may(request->viewer, place->kind, ACTION_SHARE, page_seen_by(record));
        page_put(request, page, "answer", page_words(request, may ? "share.nowhere" : "share.forbidden", NULL));
        return OK;
    }
    struct value *newly = page_leaf(request, names_of(request, value_get(circle_of(view), "newly")));
    value_put_text(a, page, "answer", page_words(request, "share.answer", "newly", newly, NULL));
    struct value *who = page_leaf(request, eyes->name), *firm = page_leaf(request, eyes->organisation_name);
    value_put_text(a, page, "shown_to",
                   page_words(request, eyes->eyes_of.n ? "share.shown.person" : "share.shown.team", "name", who,
                              "organisation", firm, NULL));
    put_choices(request, page, view);
    put_children(request, page, view);
    put_people(request, page, view);
    put_consents(request, page, view);
    int64_t staying = value_get_int(view, "staying", 0);
    page_put(request, page, "staying",
             staying ? page_words(request, "share.staying", "count", value_int(a, staying), NULL) : S(""));
    err = put_eyes(request, page, view);
    return err ? err : put_shown(request, page, place, view, eyes);
}

static enum err preview(struct request *request, struct reply *reply, const struct share_place *place,
                        const struct value *asked, enum err wrong)
{
    struct viewer *eyes = NULL;
    struct problems kept = request->work.problems;
    request->work.problems = problems_init(request->work.arena);
    enum err err = share_preview(&request->work, request->viewer, place->kind, place->id,
                                 value_get_text(asked, "circle"), value_get_text(asked, "person"), &reply->view, &eyes);
    if (err)
        return err;
    request->work.problems = kept;
    reply->etag = value_get_int(reply->view, "version", 0);
    return request->html ? show(request, reply, place, eyes, wrong) : OK;
}

static enum err look(struct request *request, struct reply *reply)
{
    struct share_place place;
    enum err err = place_of(request, &place);
    return err ? err : preview(request, reply, &place, request->query, OK);
}

/* "notes/ID@3" */
static bool read_item(struct str text, struct share_item *item)
{
    struct str plural, id;
    bool good = str_cut(&text, '/', &plural) && str_cut(&text, '@', &id) && text.p && str_int(text, &item->version);
    item->kind = good ? kind_by_plural(plural) : NULL;
    item->id = good ? id : S("");
    return item->kind != NULL;
}

static enum err read_items(struct request *request, struct share_order *order)
{
    const struct value *named = value_get(request->body, "children");
    struct share_item *items = ARENA_ARRAY(request->work.arena, ITEMS_MAX, struct share_item);
    if (!items)
        return ERR_MEMORY;
    order->items = items;
    bool good = !named || named->kind == V_NULL || named->kind == V_LIST || named->kind == V_TEXT;
    if (named && named->kind == V_TEXT)
        good = read_item(named->text, &items[order->count++]);
    VALUE_EACH (one, named && named->kind == V_LIST ? named : NULL)
        good = good && order->count < ITEMS_MAX && one->kind == V_TEXT && read_item(one->text, &items[order->count++]);
    return good ? OK : problem_say(&request->work.problems, S("/children"), "share.child-unknown", NULL);
}

static enum err order_of(struct request *request, const struct share_place *place, struct share_order *order)
{
    struct str circle = value_get_text(request->body, "circle");
    *order = (struct share_order){.kind = place->kind, .id = place->id, .version = request->if_match, .circle = circle};
    order->why = str_part(str_trim(value_get_text(request->body, "why")), 0, 2000);
    if (!circle.n)
        (void)problem_say(&request->work.problems, S("/circle"), "input.required", NULL);
    enum err err = read_items(request, order);
    return err ? err : request->work.problems.count ? ERR_INPUT : OK;
}

static enum err act(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct share_place place;
    struct share_order order;
    struct value *record = NULL;
    bool shared = false;
    enum err err = place_of(request, &place);
    if (err == OK && request->if_match < 0)
        err = ERR_NO_VERSION;
    if (err)
        return err;
    err = order_of(request, &place, &order);
    if (err == OK)
        err = share_record(&request->work, request->viewer, &order, &shared, &record);
    if (err && request->html && (err == ERR_INPUT || err == ERR_STALE) &&
        preview(request, reply, &place, value_map(a), err) != OK)
        reply->template = NULL;
    if (err == ERR_STALE && !request->html && record) {
        reply->view = value_map(a);
        value_put(reply->view, "current", record);
    }
    if (err)
        return err;
    reply->view = value_map(a);
    value_put_bool(a, reply->view, "shared", shared);
    value_put_text(a, reply->view, "circle", page_seen_by(record));
    value_put(reply->view, "record", record);
    reply->status = request->html ? 303 : 200;
    reply->location = request->html ? place.address : S("");
    reply->done = shared ? S("done.shared") : S("done.agreed");
    return OK;
}

const struct route share_routes[] = {
    {"GET", "/{records}/{id}/share", look, 0, "route.share.look", "share"},
    {"POST", "/{records}/{id}/share", act, ROUTE_WRITE, "route.share.act", "shared"},
    {.method = NULL},
};
