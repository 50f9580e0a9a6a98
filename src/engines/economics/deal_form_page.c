/* The parts of a deal sheet, one by one, by a form: added, changed, taken out. Each of these is a change of the sheet.
 */
#include "base/json.h"
#include "base/message.h"
#include "engines/economics/deal_form.h"
#include "engines/economics/pages.h"
#include "engines/registry/registry.h"

struct part_page {
    struct overview o;
    struct deal_form form;
    struct value *terms;
    int64_t place; /* −1: a new one */
};

static struct value *at_place(struct value *list, int64_t place)
{
    int64_t i = 0;
    VALUE_EACH (one, list)
        if (i++ == place)
            return one;
    return NULL;
}

static bool read_place(struct str text, int64_t *place)
{
    *place = 0;
    for (size_t i = 0; i < text.n && i < 6; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        *place = 10 * *place + (text.p[i] - '0');
    }
    return text.n && text.n < 6;
}

bool deal_part_has_form(const struct value *given)
{
    bool flat = true;
    VALUE_EACH (share, value_get(given, "split"))
        flat = flat && share->kind != V_MAP;
    return flat && deal_form_kind(value_get_text(given, "kind"));
}

static enum err begin(struct request *request, struct reply *reply, struct part_page *p)
{
    struct value *names;
    const struct value *body = request->body && request->body->kind == V_MAP ? request->body : NULL;
    enum err err = overview_begin(request, reply, &deal_sheet_kind, "deal_part", &p->o);
    if (!err)
        err = alliance_bar(&p->o, DEAL_PATH);
    if (err)
        return err;
    struct arena *a = p->o.arena;
    struct str text = value_get_text(p->o.record, "terms"), alliance = value_get_text(p->o.record, "alliance");
    struct str circle = ledger_circle(request->viewer, alliance, value_get_text(p->o.record, "circle"));
    if (text.n && json_parse(a, text, NULL, &p->terms))
        return ERR_CORRUPT;
    if (!text.n)
        p->terms = value_list(a);
    err = deal_names_read(&request->work, request->viewer, alliance, circle, NULL, &names);
    if (err)
        return err;
    p->form = (struct deal_form){.overview = &p->o,
                                 .currency = value_get_text(p->o.record, "currency"),
                                 .names = deal_names_list(a, names),
                                 .sent = body};
    p->place = -1;
    if (!str_is(request->ids[1], "new")) {
        if (!read_place(request->ids[1], &p->place))
            return ERR_NOT_FOUND;
        p->form.given = at_place(p->terms, p->place);
        p->form.kind = value_get_text(p->form.given, "kind");
    } else {
        p->form.kind = value_get_text(body ? body : request->query, "kind");
    }
    return deal_form_kind(p->form.kind) && (p->place < 0 || deal_part_has_form(p->form.given)) ? OK : ERR_NOT_FOUND;
}

static void show(struct part_page *p, struct reply *reply)
{
    struct overview *o = &p->o;
    struct arena *a = o->arena;
    struct value *view = reply->view = value_map(a);
    reply->etag = 0;
    put_ref(a, view, "deal_sheet", &deal_sheet_kind, o->id, o->name);
    put_choice(a, view, "kind", arena_cstr(a, p->form.kind), "settlement.kind");
    value_put(view, "version", again(a, value_get(o->record, "version")));
    value_put(view, "instrument", p->form.given ? again(a, p->form.given) : value_null(a));
    value_put_text(a, o->page, "name", value_get_text(p->form.sent ? p->form.sent : p->form.given, "name"));
    value_put_text(a, o->page, "place", o->request->ids[1]);
    value_put_bool(a, o->page, "may_remove", p->place >= 0);
    value_put(o->page, "fields", deal_form_fields(&p->form));
    struct value *categories = value_put_list(a, o->page, "wrong");
    for (const struct problem *problem = o->request->work.problems.first; problem; problem = problem->next)
        value_push(categories, value_text(a, problem->detail));
}

enum err deal_part_page(struct request *request, struct reply *reply)
{
    struct part_page p = {.place = -1};
    enum err err = begin(request, reply, &p);
    if (!err)
        show(&p, reply);
    return err;
}

/* "/2/shares/Altmark: It is wrong." in the words of the form: the number of the part says nothing to its writer. */
static void reword(struct part_page *p)
{
    struct arena *a = p->o.arena;
    for (struct problem *problem = p->o.request->work.problems.first; problem; problem = problem->next) {
        struct str rest = problem->detail, part;
        if (!str_is(problem->pointer, "/terms") || !rest.n || rest.p[0] != '/')
            continue;
        ptrdiff_t colon = str_find(rest, ':');
        struct str place = str_part(rest, 1, colon > 0 ? (size_t)colon - 1 : 0), member;
        struct str text = str_part(rest, colon > 0 ? (size_t)colon + 1 : 0, rest.n);
        if (!str_cut(&place, '/', &part) || !str_cut(&place, '/', &member))
            continue;
        struct str key = arena_printf(a, "deal_sheet.member.%.*s", STR_ARG(member));
        struct str label = key.p && message_find("en", key).p ? overview_words(&p->o, key.p, NULL) : S("");
        if (label.n)
            problem->detail = place.n
                                  ? arena_printf(a, "%.*s (%.*s):%.*s", STR_ARG(label), STR_ARG(place), STR_ARG(text))
                                  : arena_printf(a, "%.*s:%.*s", STR_ARG(label), STR_ARG(text));
        else if (str_is(member, "name"))
            problem->detail = str_trim(text);
    }
}

static enum err refused(struct part_page *p, struct reply *reply, enum err err)
{
    bool shown = err == ERR_INPUT || err == ERR_STALE || (err == ERR_CONFLICT && p->o.request->work.problems.count);
    if (!p->o.request->html || !shown)
        return err;
    if (err == ERR_STALE)
        (void)problem_say(&p->o.request->work.problems, S(""), "deal_form.stale", NULL);
    reword(p);
    show(p, reply);
    return err;
}

/* The terms with the part that was typed, or without it. */
static struct value *terms_with(struct part_page *p, struct value *instrument)
{
    struct arena *a = p->o.arena;
    struct value *terms = value_list(a);
    int64_t i = 0;
    VALUE_EACH (one, p->terms) {
        if (i++ != p->place)
            value_push(terms, value_copy(a, one));
        else if (instrument)
            value_push(terms, instrument);
    }
    if (p->place < 0)
        value_push(terms, instrument);
    return terms;
}

enum err deal_part_write(struct request *request, struct reply *reply)
{
    struct part_page p = {.place = -1};
    struct value *instrument = NULL, *record;
    if (!request->body || request->body->kind != V_MAP)
        return problem_say(&request->work.problems, S(""), "input.object", NULL);
    enum err err = begin(request, reply, &p);
    if (err)
        return err;
    struct arena *a = p.o.arena;
    bool remove = p.place >= 0 && value_get_text(request->body, "remove").n > 0;
    if (request->if_match < 0)
        return ERR_NO_VERSION;
    if (!remove && !(instrument = deal_form_read(&p.form, &request->work.problems)))
        return ERR_MEMORY;
    if (request->work.problems.count)
        return refused(&p, reply, ERR_INPUT);
    struct value *input = value_map(a);
    value_put_text(a, input, "terms", json_text(a, terms_with(&p, instrument)));
    err = record_change(&request->work, request->viewer, &deal_sheet_kind, p.o.id, request->if_match, input, INPUT_JSON,
                        S(""), &record);
    if (err)
        return refused(&p, reply, err);
    reply->view = record;
    reply->template = NULL;
    reply->etag = value_get_int(record, "version", 0);
    if (request->html) {
        reply->status = 303;
        reply->location = arena_printf(a, "/deal_sheets/%.*s", STR_ARG(p.o.id));
        reply->done = S("done.saved");
    }
    return OK;
}
