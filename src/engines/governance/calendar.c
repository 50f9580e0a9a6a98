#include "engines/governance/calendar.h"
#include "base/ical.h"
#include "base/zone.h"
#include "engines/governance/day_work.h"
#include "engines/governance/records.h"
#include "kernel/asking.h"
#include <stdlib.h>

enum { MINUTES_UNSAID = 60, REFRESH_MINUTES = 60 };
static const int64_t ms_a_day = INT64_C(86400000);

struct calendar {
    struct day day;
    struct str alliance; /* p NULL: the person's */
    int64_t from, until;
    struct value *out;
};

/* The alliance of a record where the calendar has it; else NULL. */
static const struct value *alliance_of(const struct calendar *c, const struct value *record)
{
    if (!c->alliance.p)
        return day_alliance(&c->day, record);
    const struct value *alliance = value_get(record, "alliance");
    return alliance && alliance->kind == V_REF && str_eq(alliance->text, c->alliance) ? alliance : NULL;
}

/* `alliance`: its record or a reference to it; null for who sees the record and not its alliance. */
static struct value *put_entry(struct calendar *c, const char *what, const struct kind *kind,
                               const struct value *record, const struct value *alliance, int64_t day)
{
    struct arena *a = c->day.arena;
    const struct kind *alliances = kind_by_plural(S("alliances"));
    bool reference = alliance->kind == V_REF, seen_alliance = reference || alliance->kind == V_MAP;
    struct str name = value_get_text(record, kind->title ? kind->title : "title");
    const struct viewer_audience *seen = viewer_audience(c->day.viewer, value_get_text(record, "circle"));
    struct value *item = value_push_map(a, c->out);
    put_choice(a, item, "what", what, "calendar.what");
    value_put_text(a, item, "title", name.p ? name : S(""));
    put_ref(a, item, "record", kind, value_get_text(record, "id"), name.p ? name : S(""));
    if (seen_alliance)
        put_ref(a, item, "alliance", alliances, reference ? alliance->text : value_get_text(alliance, "id"),
                reference ? alliance->label : value_get_text(alliance, "name"));
    else
        value_put(item, "alliance", value_null(a));
    put_day(a, item, "day", day);
    const struct value *starts = value_get(record, "starts");
    value_put(item, "starts", again(a, starts && starts->kind == V_INSTANT ? starts : NULL));
    value_put(item, "time", value_null(a));
    value_put(item, "minutes_long", value_null(a));
    value_put(item, "place", value_null(a));
    value_put_bool(a, item, "private", seen && seen->kind != AUDIENCE_JOINT);
    value_put(item, "updated_at", again(a, value_get(record, "updated_at")));
    value_put_int(a, item, "version", value_get_int(record, "version", 0));
    return item;
}

static void add(struct calendar *c, const char *what, const struct kind *kind, const struct value *record, int64_t day)
{
    const struct value *alliance = alliance_of(c, record);
    if (alliance && day != NO_DAY && day >= c->from && day <= c->until)
        (void)put_entry(c, what, kind, record, alliance, day);
}

static void query_alliance(const struct calendar *c, struct query *query)
{
    if (c->alliance.p)
        query_add(query, "alliance", c->alliance);
}

static struct str instant_text(struct arena *a, int64_t ms)
{
    char text[25];
    instant_write(ms, text);
    return arena_copy(a, str_of(text));
}

static struct value *put_meeting(struct calendar *c, const struct value *meeting, const struct value *alliance)
{
    struct arena *a = c->day.arena;
    int64_t local = zone_local(c->day.work->locale.zone, value_get(meeting, "starts")->i);
    int64_t day = local / ms_a_day - (local % ms_a_day < 0);
    struct value *item = put_entry(c, "meeting", &meeting_kind, meeting, alliance, day);
    int64_t minute = (local % ms_a_day + ms_a_day) % ms_a_day / 60000;
    struct str time = arena_printf(a, "%02d:%02d", (int)(minute / 60), (int)(minute % 60));
    value_set(item, "time", value_text(a, time));
    value_set(item, "minutes_long", again(a, value_get(meeting, "minutes_long")));
    value_set(item, "place", again(a, value_get(meeting, "place")));
    return item;
}

static bool is_cancelled(const struct value *meeting)
{
    return str_is(value_get_text(meeting, "state"), "cancelled");
}

static void add_meetings(struct calendar *c)
{
    const char *zone = c->day.work->locale.zone;
    struct arena *a = c->day.arena;
    struct query query = {.sort = S("starts")};
    query_add(&query, "starts.from", instant_text(a, zone_instant(zone, c->from * ms_a_day)));
    query_add(&query, "starts.to", instant_text(a, zone_instant(zone, (c->until + 1) * ms_a_day) - 1));
    query_alliance(c, &query);
    const struct value *meetings = day_rows(&c->day, &meeting_kind, query);
    const struct value *seats = c->alliance.p ? NULL : day_seats(&c->day);
    VALUE_EACH (meeting, meetings) {
        const struct value *alliance = alliance_of(c, meeting);
        if (alliance && !is_cancelled(meeting) && (c->alliance.p || day_meets(&c->day, meeting, seats)))
            (void)put_meeting(c, meeting, alliance);
    }
}

/* What is still owed, or to be handed over, by the party `by`. The person's own: what they are named for, or what
 * nobody of their side is. */
static void add_due(struct calendar *c, const char *what, const struct kind *kind, const char *by,
                    const char *const states[2])
{
    for (size_t i = 0; i < 2; i++) {
        struct query query = {.sort = S("due")};
        query_add(&query, "state", str_of(states[i]));
        query_add(&query, "due.from", date_text(c->day.arena, c->from));
        query_add(&query, "due.to", date_text(c->day.arena, c->until));
        query_alliance(c, &query);
        VALUE_EACH (row, day_rows(&c->day, kind, query)) {
            bool named = is_given(row, "owner_person") || is_given(row, "owner_name");
            bool mine = str_eq(value_get_text(row, "owner_person"), c->day.person) ||
                        (!named && day_ours(&c->day, value_get_text(row, by)));
            if (c->alliance.p || mine)
                add(c, what, kind, row, day_of(row, "due"));
        }
    }
}

static void add_dates(struct calendar *c)
{
    const struct kind *agreements = kind_by_plural(S("agreements")), *contacts = kind_by_plural(S("contacts"));
    struct query query = {0};
    query_alliance(c, &query);
    VALUE_EACH (row, day_rows(&c->day, agreements, query)) {
        add(c, "notice", agreements, row, day_of(row, "notice_by"));
        add(c, "ends", agreements, row, day_of(row, "ends"));
    }
    VALUE_EACH (row, day_rows(&c->day, contacts, query)) {
        bool mine = str_eq(value_get_text(row, "person_a"), c->day.person) ||
                    str_eq(value_get_text(row, "person_b"), c->day.person);
        if (c->alliance.p || mine)
            add(c, "meet", contacts, row, day_of(row, "meet_by"));
    }
}

/* The last day of rounds of pulses: those that ask the person and that they have not answered; in an alliance all. */
static void add_pulses(struct calendar *c)
{
    struct query query = {.sort = S("closes")};
    struct value *waiting = NULL;
    query_add(&query, "closes.from", date_text(c->day.arena, c->from));
    query_add(&query, "closes.to", date_text(c->day.arena, c->until));
    query_alliance(c, &query);
    const struct value *rounds = day_rows(&c->day, &campaign_kind, query);
    if (!c->alliance.p && count_of(rounds) && c->day.err == OK)
        c->day.err = asked_waiting(c->day.work, c->day.viewer, &waiting);
    VALUE_EACH (round, rounds) {
        bool asked = c->alliance.p != NULL;
        VALUE_EACH (one, waiting)
            asked |= str_eq(value_get_text(one, "id"), value_get_text(round, "id"));
        if (asked)
            add(c, "pulse", &campaign_kind, round, day_of(round, "closes"));
    }
}

/* ---- order ---- */

struct ranked {
    struct value *item;
    int64_t day, starts;
    size_t place;
};

static int in_time(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->starts != y->starts)
        return x->starts < y->starts ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static enum err order(struct calendar *c, struct value **out)
{
    struct ranked *all = ARENA_ARRAY(c->day.arena, (size_t)count_of(c->out) + 1, struct ranked);
    size_t n = 0;
    *out = value_list(c->day.arena);
    if (!all || !*out)
        return ERR_MEMORY;
    VALUE_EACH (item, c->out) {
        const struct value *starts = value_get(item, "starts");
        all[n] = (struct ranked){item, day_of(item, "day"), starts && starts->kind == V_INSTANT ? starts->i : 0, n};
        n++;
    }
    qsort(all, n, sizeof *all, in_time);
    for (size_t i = 0; i < n; i++)
        value_push(*out, all[i].item);
    return OK;
}

enum err calendar_gather(struct work *work, const struct viewer *viewer, struct str alliance, int64_t from,
                         int64_t until, struct value **out)
{
    struct calendar c = {.alliance = alliance, .from = from, .until = until, .out = value_list(work->arena)};
    enum err err = c.out ? day_begin(work, viewer, &c.day) : ERR_MEMORY;
    if (err)
        return err;
    if (c.day.person.n || alliance.p) {
        add_meetings(&c);
        add_due(&c, "commitment", &commitment_kind, "owner_party", (const char *const[]){"open", "disputed"});
        add_due(&c, "milestone", kind_by_plural(S("milestones")), "from_party",
                (const char *const[]){"open", "returned"});
        add_dates(&c);
        add_pulses(&c);
    }
    return c.day.err ? c.day.err : order(&c, out);
}

enum err calendar_of_meeting(struct work *work, const struct viewer *viewer, const struct value *meeting,
                             struct value **out)
{
    struct calendar c = {0};
    enum err err = day_begin(work, viewer, &c.day);
    *out = c.out = value_list(work->arena);
    struct value *item = err ? NULL : put_meeting(&c, meeting, value_get(meeting, "alliance"));
    if (err || !item)
        return err ? err : ERR_MEMORY;
    value_put_bool(work->arena, item, "cancelled", is_cancelled(meeting));
    return OK;
}

/* ---- iCalendar ---- */

static void write_event(struct work *work, struct buf *out, const struct value *entry)
{
    struct arena *a = work->arena;
    const struct value *starts = value_get(entry, "starts"), *updated = value_get(entry, "updated_at");
    struct str what = value_get_text(entry, "what"), title = value_get_text(entry, "title");
    bool timed = starts && starts->kind == V_INSTANT;
    struct str words = locale_text(a, &work->locale, value_get(entry, "what"));
    struct ical_event event = {
        .uid = arena_printf(a, "%.*s-%.*s@entente", STR_ARG(value_get_text(entry, "record")), STR_ARG(what)),
        .summary = timed ? title : arena_printf(a, "%.*s: %.*s", STR_ARG(words), STR_ARG(title)),
        .text = value_get(entry, "alliance")->label, /* empty when null */
        .place = value_get_text(entry, "place"),
        .stamp_ms = updated && updated->kind == V_INSTANT ? updated->i : 0,
        .sequence = value_get_int(entry, "version", 0),
        .whole_day = !timed,
        .cancelled = value_get_bool(entry, "cancelled"),
    };
    event.start = timed ? starts->i : day_of(entry, "day");
    event.end =
        timed ? event.start + value_get_int(entry, "minutes_long", MINUTES_UNSAID) * INT64_C(60000) : event.start + 1;
    ical_event(out, &event);
}

enum err calendar_ical(struct work *work, const struct value *entries, struct str name, struct str *out)
{
    struct buf text = buf_init(work->arena, 0);
    ical_begin(&text, name, REFRESH_MINUTES);
    VALUE_EACH (entry, entries)
        write_event(work, &text, entry);
    ical_end(&text);
    *out = buf_str(&text);
    return out->p ? OK : ERR_MEMORY;
}
