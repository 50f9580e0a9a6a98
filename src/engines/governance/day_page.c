/* My day: what one person owes, what waits for them, what they are owed, their meetings of the week, and what is wrong
 * in their alliances. */
#include "base/zone.h"
#include "engines/governance/day_work.h"
#include "engines/governance/governance_pages.h"
#include "engines/governance/records.h"
#include "engines/registry/registry.h"
#include "kernel/page.h"

enum { SHOWN = 25, FINDINGS_SHOWN = 6, ALLIANCES_SCANNED = 10 };

static const char *const places[DAY_PLACES] = {"asked", "owe", "owed"};

/* {items, count, late, more}: at most SHOWN of them. */
static void put_place(struct day *day, struct value *view, int place)
{
    struct arena *a = day->arena;
    struct value *map = value_put_map(a, view, places[place]), *list = value_put_list(a, map, "items");
    int64_t count = count_of(day->items[place]), late = 0, n = 0;
    VALUE_EACH (item, day->items[place]) {
        late += value_get_bool(item, "late");
        if (n++ < SHOWN)
            value_push(list, again(a, item));
    }
    value_put_int(a, map, "count", count);
    value_put_int(a, map, "late", late);
    value_put(map, "more", count > SHOWN ? value_int(a, count - SHOWN) : value_null(a));
}

/* ---- meetings of the week ---- */

static struct str instant_text(struct arena *a, int64_t ms)
{
    char text[25];
    instant_write(ms, text);
    return arena_copy(a, str_of(text));
}

/* The own side's meeting that prepares a joint one: null where there is none, and where to plan it. */
static void put_preparation(struct day *day, struct value *item, const struct value *meeting)
{
    struct arena *a = day->arena;
    struct query query = {0};
    query_add(&query, "prepares", value_get_text(meeting, "id"));
    const struct value *before = value_at(day_rows(day, &meeting_kind, query), 0);
    bool joint = str_is(value_get_text(meeting, "kind"), "joint");
    const struct viewer_audience *side = viewer_circle(day->viewer, value_get_text(meeting, "alliance"), AUDIENCE_SIDE);
    if (before)
        put_ref(a, item, "prepared", &meeting_kind, value_get_text(before, "id"), value_get_text(before, "title"));
    else
        value_put(item, "prepared", value_null(a));
    bool asks = !before && joint && side && !day->viewer->looker &&
                viewer_may(day->viewer, &meeting_kind, ACTION_CREATE, side->id);
    struct str href =
        arena_printf(a, "/alliances/%.*s/meetings/new?kind=internal&circle=side&prepares=%.*s",
                     STR_ARG(value_get_text(meeting, "alliance")), STR_ARG(value_get_text(meeting, "id")));
    value_put(item, "prepare_href", asks && href.p ? value_text(a, href) : value_null(a));
}

static void put_meeting(struct day *day, struct value *list, const struct value *meeting, const struct value *alliance)
{
    static const char *const same[] = {"starts", "kind", "body", "minutes_long", "place"};
    struct arena *a = day->arena;
    struct value *item = value_push_map(a, list);
    const struct viewer_audience *seen = viewer_audience(day->viewer, value_get_text(meeting, "circle"));
    struct query query = {0};
    put_ref(a, item, "meeting", &meeting_kind, value_get_text(meeting, "id"), value_get_text(meeting, "title"));
    put_ref(a, item, "alliance", kind_by_plural(S("alliances")), value_get_text(alliance, "id"),
            value_get_text(alliance, "name"));
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        value_put(item, same[i], again(a, value_get(meeting, same[i])));
    value_put_bool(a, item, "private", seen && seen->kind != AUDIENCE_JOINT);
    query_add(&query, "meeting", value_get_text(meeting, "id"));
    value_put_int(a, item, "agenda", count_of(day_rows(day, &agenda_item_kind, query)));
    put_preparation(day, item, meeting);
}

/* Of the next seven days, the nearest first, with today's from its beginning. */
static void put_meetings(struct day *day, struct value *view)
{
    const int64_t ms_a_day = INT64_C(86400000);
    struct value *list = value_put_list(day->arena, view, "meetings");
    int64_t from = zone_instant(day->work->locale.zone, day->today * ms_a_day);
    struct query query = {.sort = S("starts")};
    query_add(&query, "state", S("planned"));
    query_add(&query, "starts.from", instant_text(day->arena, from));
    query_add(&query, "starts.to", instant_text(day->arena, from + (DAY_AHEAD + 1) * ms_a_day - 1));
    const struct value *meetings = day_rows(day, &meeting_kind, query), *seats = day_seats(day);
    VALUE_EACH (meeting, meetings) {
        const struct value *alliance = day_alliance(day, meeting);
        if (alliance && day_meets(day, meeting, seats))
            put_meeting(day, list, meeting, alliance);
    }
}

/* ---- what is wrong in the person's alliances ---- */

/* Adds what `all` says of the person's alliances. */
static void keep_own(struct day *day, const struct value *all, struct value *found)
{
    VALUE_EACH (finding, all)
        if (day_alliance(day, finding))
            value_push(found, again(day->arena, finding));
}

/* Who sees little besides the own alliances has all looked through at once: so each kind of record is read once. */
static enum err gather_findings(struct day *day, struct value *found)
{
    enum { CIRCLES_EACH = 6 };
    int64_t count = count_of(day->alliances);
    struct value *all;
    enum err err = OK;
    if (count > ALLIANCES_SCANNED)
        return OK;
    if (count > 1 && (int64_t)day->viewer->count <= CIRCLES_EACH * count) {
        err = findings_gather(day->work, day->viewer, S(""), &all);
        keep_own(day, err ? NULL : all, found);
        return err;
    }
    VALUE_EACH (alliance, day->alliances) {
        err = findings_gather(day->work, day->viewer, value_get_text(alliance, "id"), &all);
        if (err)
            break;
        keep_own(day, all, found);
    }
    return err;
}

/* {findings: the gravest, severities: [{severity, count}], more}; with many alliances the first page says it. */
static enum err put_findings(struct day *day, struct value *view)
{
    static const char *const codes[] = {"high", "medium", "low"};
    struct arena *a = day->arena;
    struct value *found = value_list(a), *list = value_put_list(a, view, "findings");
    struct value *counts = value_put_list(a, view, "severities");
    int64_t n = 0;
    enum err err = gather_findings(day, found);
    for (size_t i = 0; i < 3; i++) {
        int64_t count = 0;
        VALUE_EACH (finding, found) {
            if (!str_is(value_get_text(finding, "severity"), codes[i]))
                continue;
            count++;
            if (n++ < FINDINGS_SHOWN)
                value_push(list, again(a, finding));
        }
        struct value *item = value_push_map(a, counts);
        put_choice(a, item, "severity", codes[i], "severity");
        value_put_int(a, item, "count", count);
    }
    value_put(view, "more", n > FINDINGS_SHOWN ? value_int(a, n - FINDINGS_SHOWN) : value_null(a));
    value_put_bool(a, view, "scanned", count_of(day->alliances) <= ALLIANCES_SCANNED);
    return err;
}

/* ---- the answer ---- */

static void say_place(struct request *request, struct reply *reply, const char *place)
{
    struct arena *a = request->work.arena;
    struct value *map = value_get(reply->view, place);
    int64_t count = value_get_int(map, "count", 0), late = value_get_int(map, "late", 0);
    struct str key = arena_printf(a, "day.answer.%s%s", place, late ? ".late" : "");
    if (count && key.p)
        page_say(request, reply, key.p, "count", value_int(a, count), "late", value_int(a, late), NULL);
}

static void answer(struct request *request, struct reply *reply, const struct day *day)
{
    struct arena *a = request->work.arena;
    const struct value *meetings = value_get(reply->view, "meetings"), *next = value_at(meetings, 0);
    if (!count_of(day->alliances)) {
        page_say(request, reply, "day.answer.none", NULL);
        return;
    }
    if (!count_of(day->items[DAY_ASKED]) && !count_of(day->items[DAY_OWE]))
        page_say(request, reply, "day.answer.well", NULL);
    for (int i = 0; i < DAY_PLACES; i++)
        say_place(request, reply, places[i]);
    if (!next) {
        page_say(request, reply, "day.answer.no-meeting", NULL);
        return;
    }
    struct value *starts = value_get(next, "starts");
    struct value *when = value_text(a, locale_text(a, &request->work.locale, starts));
    page_say(request, reply, "day.answer.meeting", "title", value_text(a, value_get(next, "meeting")->label), "when",
             when, NULL);
}

enum err day_page(struct request *request, struct reply *reply)
{
    struct day day;
    struct value *view = page_open(request, reply, "day", "day.title");
    enum err err = view ? engines_day(&request->work, request->viewer, &day) : ERR_MEMORY;
    if (err)
        return err;
    put_day(day.arena, view, "date", day.today);
    value_put_int(day.arena, view, "alliances", count_of(day.alliances));
    for (int i = 0; i < DAY_PLACES; i++)
        put_place(&day, view, i);
    put_meetings(&day, view);
    err = day.err ? day.err : day_put_changes(&day, view);
    if (!err)
        err = day.err ? day.err : put_findings(&day, view);
    answer(request, reply, &day);
    return err;
}
