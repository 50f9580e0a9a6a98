/* Home: what needs attention, worked out from the records; what comes next; and, in an empty workspace, how to begin.
 */
#include "base/message.h"
#include "engines/registry/alliance_pages.h"
#include "engines/registry/findings.h"
#include "engines/registry/portfolio.h"
#include "engines/registry/support.h"
#include "kernel/event.h"
#include "kernel/overview.h"
#include "kernel/page.h"
#include <stdlib.h>

enum { SHOWN = 50, DATES = 5, EVENTS = 6, MOST = 2000, AHEAD_DAYS = 365 };

/* ---- dates to come ---- */

struct coming {
    int64_t day;
    const char *what; /* code: notice, ends, begins, meet */
    const struct kind *kind;
    const struct value *record;
};
struct calendar {
    struct arena *arena;
    struct coming *all;
    size_t count, size;
    int64_t today;
};

static void note(struct calendar *calendar, int64_t day, const char *what, const struct kind *kind,
                 const struct value *record)
{
    if (day != NO_DAY && day >= calendar->today && day <= calendar->today + AHEAD_DAYS &&
        calendar->count < calendar->size)
        calendar->all[calendar->count++] = (struct coming){day, what, kind, record};
}

static int soonest_first(const void *a, const void *b)
{
    const struct coming *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return str_cmp(value_get_text(x->record, "id"), value_get_text(y->record, "id"));
}

static void put_date(struct request *request, struct value *list, const struct coming *coming)
{
    struct arena *a = request->work.arena;
    struct value *item = value_push_map(a, list);
    put_day(a, item, "date", coming->day);
    put_choice(a, item, "what", coming->what, "home.date");
    struct str name = value_get_text(coming->record, coming->kind->title ? coming->kind->title : "title");
    put_ref(a, item, "record", coming->kind, value_get_text(coming->record, "id"), name);
    value_put(item, "alliance", again(a, value_get(coming->record, "alliance")));
}

static enum err put_dates(struct request *request, struct value *view, const struct value *agreements)
{
    struct work *work = &request->work;
    struct value *contacts, *list = value_put_list(work->arena, view, "dates");
    struct query all = {0};
    enum err err = rows_where(work, request->viewer, &contact_kind, all, MOST, &contacts);
    if (err || !list)
        return err ? err : ERR_MEMORY;
    struct calendar calendar = {.arena = work->arena, .today = today_of(work)};
    calendar.size = (size_t)agreements->count * 3 + contacts->count + 1;
    calendar.all = ARENA_ARRAY(work->arena, calendar.size, struct coming);
    if (!calendar.all)
        return ERR_MEMORY;
    VALUE_EACH (agreement, agreements) {
        note(&calendar, day_of(agreement, "notice_by"), "notice", &agreement_kind, agreement);
        note(&calendar, day_of(agreement, "ends"), "ends", &agreement_kind, agreement);
        note(&calendar, day_of(agreement, "in_force"), "begins", &agreement_kind, agreement);
    }
    VALUE_EACH (contact, contacts)
        note(&calendar, day_of(contact, "meet_by"), "meet", &contact_kind, contact);
    qsort(calendar.all, calendar.count, sizeof *calendar.all, soonest_first);
    for (size_t i = 0; i < calendar.count && i < DATES; i++)
        put_date(request, list, &calendar.all[i]);
    return OK;
}

/* ---- first steps ---- */

static void put_step(struct request *request, struct value *list, const char *step, const char *href)
{
    struct arena *a = request->work.arena;
    struct value *item = value_push_map(a, list);
    value_put_text(a, item, "label", page_text(request, arena_printf(a, "home.step.%s.label", step).p));
    value_put_text(a, item, "text", page_text(request, arena_printf(a, "home.step.%s.text", step).p));
    value_put_text(a, item, "href", str_of(href));
}

/* What an empty workspace lacks, in the order in which it is best made. */
static enum err put_steps(struct request *request, struct value *view, const struct value *alliances)
{
    struct value *partners, *list = value_put_list(request->work.arena, view, "steps");
    struct query all = {0};
    enum err err = rows_where(&request->work, request->viewer, &organisation_kind, all, 2, &partners);
    if (err || !list)
        return err ? err : ERR_MEMORY;
    if (!request->viewer->host || alliances->count > 1)
        return OK;
    if (partners->count < 2 && page_may_add(request, &organisation_kind))
        put_step(request, list, "partner", "/organisations/new");
    if (!alliances->count && page_may_add(request, &alliance_kind))
        put_step(request, list, "alliance", "/alliances/new");
    if (list->count && page_may_add(request, &person_kind))
        put_step(request, list, "people", "/people/new");
    return OK;
}

/* ---- my alliances, and what changed ---- */

/* Those that the viewer is a member of; who heads all alliances without being in any has them all. */
static enum err put_mine(struct request *request, struct value *view, struct portfolio *portfolio)
{
    struct work *work = &request->work;
    struct value *memberships, *list = value_put_list(work->arena, view, "mine");
    const struct viewer *viewer = request->viewer;
    struct str person = viewer->looker ? viewer->eyes_of : viewer->person;
    if (!person.n)
        return list ? OK : ERR_MEMORY;
    enum err err = rows_of(work, viewer, &membership_kind, "person", person, MOST, &memberships);
    VALUE_EACH (alliance, err ? NULL : portfolio->alliances) {
        bool mine = !memberships->count && request->viewer->roles & 1u << ROLE_HEAD;
        VALUE_EACH (membership, memberships)
            mine |= str_eq(value_get_text(membership, "alliance"), value_get_text(alliance, "id"));
        if (mine && !str_is(value_get_text(alliance, "stage"), "ended"))
            portfolio_put(portfolio, list, alliance);
    }
    return err;
}

/* The newest changes of records; who signed in is left to the page of all events. */
static enum err put_events(struct request *request, struct value *view)
{
    struct event_query query = {.limit = EVENTS * 5};
    struct value *events = NULL, *list = value_put_list(request->work.arena, view, "events");
    struct str last;
    enum err err = event_list(&request->work, request->viewer, &query, &events, &last);
    for (struct value *event = err ? NULL : events->first, *next; event && list && list->count < EVENTS; event = next) {
        next = event->next;
        struct str kind = value_get_text(event, "kind");
        if (!str_is(kind, "account") && !str_is(kind, "workspace"))
            value_push(list, event);
    }
    return err ? err : list ? overview_name_events(request, list) : ERR_MEMORY;
}

/* ---- findings ---- */

static void put_findings(struct request *request, struct value *view, struct value *findings)
{
    static const char *const codes[] = {"high", "medium", "low"};
    struct arena *a = request->work.arena;
    struct value *list = value_put_list(a, view, "findings"), *counts = value_put_list(a, view, "severities");
    int64_t count[3] = {0};
    size_t n = 0;
    for (struct value *finding = findings->first, *next; finding; finding = next) {
        next = finding->next;
        for (size_t i = 0; i < 3; i++)
            count[i] += str_is(value_get_text(finding, "severity"), codes[i]);
        if (n++ < SHOWN)
            value_push(list, finding);
    }
    value_put_int(a, view, "more", n > SHOWN ? (int64_t)n - SHOWN : 0);
    for (size_t i = 0; i < 3; i++) {
        struct value *item = value_push_map(a, counts);
        put_choice(a, item, "severity", codes[i], "severity");
        value_put_int(a, item, "count", count[i]);
    }
}

static void answer(struct request *request, struct reply *reply, int64_t alliances, int64_t findings)
{
    struct arena *a = request->work.arena;
    int64_t high = value_get_int(value_at(value_get(reply->view, "severities"), 0), "count", 0);
    if (!alliances) {
        bool may = page_may_add(request, &alliance_kind);
        page_say(request, reply, may ? "home.answer.empty" : "home.answer.none", NULL);
        return;
    }
    if (!findings) {
        page_say(request, reply, "home.answer.well", "count", value_int(a, alliances), NULL);
        return;
    }
    page_say(request, reply, "home.answer.findings", "count", value_int(a, findings), NULL);
    if (high)
        page_say(request, reply, "home.answer.high", "count", value_int(a, high), NULL);
}

enum err home_page(struct request *request, struct reply *reply)
{
    struct work *work = &request->work;
    struct portfolio portfolio = {.findings = NULL};
    struct value *view = page_open(request, reply, "home", "home.title");
    enum err err = view ? findings_gather(work, request->viewer, S(""), &portfolio.findings) : ERR_MEMORY;
    if (err == OK)
        err = portfolio_gather(work, request->viewer, &portfolio);
    if (err)
        return err;
    int64_t found = (int64_t)portfolio.findings->count, alliances = (int64_t)portfolio.alliances->count;
    value_put_int(work->arena, view, "alliances", alliances);
    err = put_mine(request, view, &portfolio);
    if (err == OK)
        err = put_steps(request, view, portfolio.alliances);
    if (err == OK)
        err = put_dates(request, view, portfolio.agreements);
    if (err == OK)
        err = put_events(request, view);
    if (err)
        return err;
    put_findings(request, view, portfolio.findings);
    answer(request, reply, alliances, found);
    int64_t more = value_get_int(view, "more", 0);
    struct value *args = message_args(work->arena, "count", value_int(work->arena, more), NULL);
    struct value *words = value_text(work->arena, message(work->arena, work->locale.language, "ui.home.more", args));
    value_put(value_get(reply->page, "page"), "more", more ? words : value_null(work->arena));
    return OK;
}
