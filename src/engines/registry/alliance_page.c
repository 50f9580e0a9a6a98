/* One alliance: who is in it, what each brings and wants, what binds them, what needs attention. */
#include "engines/registry/alliance_pages.h"
#include "engines/registry/alliance_readings.h"
#include "engines/registry/alliance_view.h"
#include "engines/registry/files.h"
#include "engines/registry/findings.h"
#include "engines/registry/portfolio.h"
#include "engines/registry/registry.h"
#include "kernel/event.h"
#include "kernel/trace.h"

enum { EVENTS = 8, NAMES = 4 };

/* ---- events of all circles of the alliance that the viewer is in ---- */

static enum err view_events(struct overview *o)
{
    const struct event_query query = {.alliance = o->id, .limit = EVENTS};
    struct value *events = NULL;
    struct str next;
    enum err err = event_list(&o->request->work, o->request->viewer, &query, &events, &next);
    if (err == OK && !value_put(o->data, "events", events))
        err = ERR_MEMORY;
    return err ? err : overview_name_events(o->request, events);
}

/* ---- what was withdrawn lately, from all circles of the alliance that the viewer is in ---- */

static enum err view_withdrawn(struct overview *o)
{
    struct trace_query query = {.alliance = o->id, .limit = EVENTS};
    struct value *traces = NULL;
    enum err err = trace_list(&o->request->work, o->request->viewer, &query, &traces);
    return err ? err : value_put(o->data, "withdrawn", traces) ? OK : ERR_MEMORY;
}

/* ---- what stands first ---- */

static enum err view_readings(struct overview *o)
{
    struct request *request = o->request;
    struct alliance_readings readings;
    struct value *test = NULL, *incompleteness = NULL;
    enum err err = alliance_read(&request->work, request->viewer, o->record, &readings);
    if (err == OK)
        err = alliance_test_view(&request->work, &readings, &test);
    if (err == OK)
        err = incompleteness_view(&request->work, &readings, &incompleteness);
    if (err)
        return err;
    value_put(o->data, "test", test);
    return value_put(o->data, "incompleteness", incompleteness) ? OK : ERR_MEMORY;
}

static enum err view_findings(struct overview *o)
{
    struct value *findings = NULL;
    enum err err = findings_gather(&o->request->work, o->request->viewer, o->id, &findings);
    if (err == OK && !value_put(o->data, "findings", findings))
        err = ERR_MEMORY;
    return err;
}

/* The parties that are in it now, without ours. */
static struct value *partners(struct overview *o)
{
    struct value *list = value_list(o->arena);
    VALUE_EACH (party, value_get(o->data, "parties"))
        if (!value_get_bool(party, "ours") && !is_given(party, "left_on"))
            value_push(list, again(o->arena, party));
    return list;
}

static void answer(struct overview *o)
{
    struct value *others = partners(o), *stage = again(o->arena, value_get(o->record, "stage"));
    struct str names = overview_names(o, others, "name", NAMES);
    int64_t findings = count_of(value_get(o->data, "findings"));
    if (str_is(value_get_text(o->record, "stage"), "ended"))
        overview_say(o, overview_words(o, "alliance.answer.ended", NULL));
    else if (others && others->count)
        overview_say(o, overview_words(o, "alliance.answer.with", "stage", stage, "partners",
                                       value_text(o->arena, names), NULL));
    else
        overview_say(o, overview_words(o, "alliance.answer.alone", "stage", stage, NULL));
    if (!str_is(value_get_text(o->record, "stage"), "ended"))
        overview_say(o, overview_words(o, findings ? "alliance.answer.findings" : "alliance.answer.well", "count",
                                       value_int(o->arena, findings), NULL));
    value_put(o->data, "answer", again(o->arena, value_get(o->page, "answer")));
}

/* The nearest day to come: {what, agreement, date}, or null. */
static enum err view_next(struct overview *o)
{
    struct arena *a = o->arena;
    struct value *found = value_map(a);
    const struct value *agreements;
    enum err err = view_rows(o, &agreement_kind, &agreements);
    if (err)
        return err;
    portfolio_put_next(a, found, agreements, o->id, today_of(&o->request->work));
    if (!is_given(found, "next_date"))
        return value_put(o->data, "next", value_null(a)) ? OK : ERR_MEMORY;
    struct value *next = value_put_map(a, o->data, "next");
    value_put(next, "what", again(a, value_get(found, "next_what")));
    value_put(next, "agreement", again(a, value_get(found, "next_agreement")));
    value_put(next, "date", again(a, value_get(found, "next_date")));
    return next ? OK : ERR_MEMORY;
}

static void offers(struct overview *o)
{
    static const struct {
        const struct kind *kind;
        const char *key;
    } all[] = {
        {&party_kind, "add_party"},
        {&membership_kind, "add_member"},
        {&agreement_kind, "add_agreement"},
        {&objective_kind, "add_objective"},
        {&contribution_kind, "add_contribution"},
        {&staffing_kind, "add_staffing"},
        {&contact_kind, "add_contact"},
        {&provision_kind, "add_provision"},
        {&surprise_kind, "add_surprise"},
        {&business_case_kind, "add_case"},
        {&stance_kind, "add_stance"},
        {&note_kind, "add_note"},
        {&secondment_kind, "add_secondment"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        overview_offer(o, all[i].kind, all[i].key);
}

enum err alliance_page(struct request *request, struct reply *reply)
{
    static enum err (*const parts[])(struct overview *) = {
        view_findings, view_parties, view_agreements, view_people,    view_case,   view_stance,    view_strategy,
        view_readings, view_next,    overview_files,  overview_notes, view_events, view_withdrawn,
    };
    struct overview o;
    enum err err = alliance_view_begin(request, reply, "alliance", &o);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && err == OK; i++)
        err = parts[i](&o);
    struct value *circles = NULL;
    if (err == OK)
        err = circle_view(&request->work, request->viewer, o.id, &circles);
    if (err)
        return err;
    value_put(o.data, "circles", circles);
    value_put_bool(o.arena, o.page, "sections", true);
    answer(&o);
    offers(&o);
    return OK;
}

/* ---- the test ---- */

static void test_answer(struct overview *o, const struct value *test, const struct value *incompleteness)
{
    struct str reading = value_get_text(test, "reading");
    struct str key = arena_printf(o->arena, "alliance_test.answer.%.*s", STR_ARG(reading.n ? reading : S("open")));
    overview_say(o, overview_words(o, key.p, "name", value_text(o->arena, o->name), NULL));
    reading = value_get_text(incompleteness, "reading");
    key = arena_printf(o->arena, "incompleteness.answer.%.*s", STR_ARG(reading.n ? reading : S("open")));
    overview_say(o, overview_words(o, key.p, "total", again(o->arena, value_get(incompleteness, "total")), NULL));
    int64_t open = count_of(value_get(incompleteness, "open"));
    if (open)
        overview_say(o,
                     overview_words(o, "incompleteness.answer.unprovided", "count", value_int(o->arena, open), NULL));
}

enum err alliance_test_page(struct request *request, struct reply *reply)
{
    static const char *const provisions[] = {"source", "clause", "body", "decision", "sample", NULL};
    static const char *const surprises[] = {"source",  "happened_on", "origin", "silent_clause",
                                            "decided", "sample",      NULL};
    struct overview o;
    struct arena *a = request->work.arena;
    enum err err = alliance_view_begin(request, reply, "alliance_test", &o);
    if (err == OK)
        err = view_readings(&o);
    if (err)
        return err;
    struct value *view = value_map(a), *test = again(a, value_get(o.data, "test"));
    struct value *incompleteness = again(a, value_get(o.data, "incompleteness"));
    (void)put_ref(a, view, "alliance", &alliance_kind, o.id, o.name);
    value_put_int(a, view, "version", value_get_int(o.record, "version", 0));
    value_put(view, "test", test);
    value_put(view, "incompleteness", incompleteness);
    err = view_list(&o, incompleteness, &provision_kind, "provisions", provisions);
    if (err == OK)
        err = view_list(&o, incompleteness, &surprise_kind, "surprises", surprises);
    if (err)
        return err;
    test_answer(&o, test, incompleteness);
    value_put(view, "answer", again(a, value_get(o.page, "answer")));
    overview_offer(&o, &provision_kind, "add_provision");
    overview_offer(&o, &surprise_kind, "add_surprise");
    reply->view = view;
    reply->etag = 0;
    return OK;
}
