/* The calendar of a person or an alliance, a month at a time; and the secret addresses at which other programs read it.
 *
 * GET /calendar, /alliances/{id}/calendar with ?month=YYYY-MM&view=month|agenda|timeline: {answer, alliance: reference
 * or null, view, month, before, after: "YYYY-MM", days: [{day, number, here, today, entries (calendar.h)}], whole weeks
 * from Monday on, months and rows (calendar_timeline.h; without days), feeds (feed.h; of one's own calendar)}. POST
 * /calendar/feeds {name, alliance}: {name, address}, shown this once. GET /feeds/{secret}: text/calendar.
 */
#include "base/json.h"
#include "base/message.h"
#include "base/zone.h"
#include "engines/governance/calendar.h"
#include "engines/governance/calendar_timeline.h"
#include "engines/governance/governance_pages.h"
#include "engines/governance/records.h"
#include "engines/registry/registry.h"
#include "kernel/account.h"
#include "kernel/feed.h"
#include "kernel/page.h"
#include "kernel/scope.h"

enum { FEED_BACK_DAYS = 62, FEED_AHEAD_DAYS = 400 };
static const int64_t ms_a_day = INT64_C(86400000);

/* ---- a month ---- */

static int64_t local_today(const struct work *work)
{
    return zone_local(work->locale.zone, work->now_ms) / ms_a_day;
}

/* The first day of the month asked for; of the present one where none is, or nonsense. */
static int64_t month_asked(const struct request *request)
{
    struct str text = value_get_text(request->query, "month");
    struct str full = arena_printf(request->work.arena, "%.*s-01", STR_ARG(text));
    int64_t day;
    if (text.n == 7 && full.p && date_parse(full, &day))
        return day;
    struct civil now = date_civil(local_today(&request->work));
    return date_days((struct civil){now.year, now.month, 1});
}

static void put_month(struct arena *a, struct value *view, const char *key, int64_t first, int64_t months)
{
    struct civil c = date_civil(first);
    int64_t place = c.year * 12 + c.month - 1 + months;
    char text[11];
    date_write(date_days((struct civil){place / 12, place % 12 + 1, 1}), text);
    value_put_text(a, view, key, arena_copy(a, (struct str){text, 7}));
}

/* Days since Monday of a day. */
static int64_t since_monday(int64_t day)
{
    return ((day + 3) % 7 + 7) % 7;
}

static enum err put_days(struct request *request, struct value *view, struct str alliance, int64_t first)
{
    struct arena *a = request->work.arena;
    struct civil c = date_civil(first);
    int64_t last = first + date_month_days(c.year, c.month) - 1, today = local_today(&request->work);
    int64_t from = first - since_monday(first), until = last + 6 - since_monday(last), count = 0;
    struct value *entries, *days = value_put_list(a, view, "days");
    enum err err = calendar_gather(&request->work, request->viewer, alliance, from, until, &entries);
    const struct value *entry = err ? NULL : entries->first;
    for (int64_t day = from; err == OK && day <= until; day++) {
        struct value *item = value_push_map(a, days);
        put_day(a, item, "day", day);
        value_put_int(a, item, "number", date_civil(day).day);
        value_put_bool(a, item, "here", day >= first && day <= last);
        value_put_bool(a, item, "today", day == today);
        struct value *list = value_put_list(a, item, "entries");
        for (; entry && day_of(entry, "day") == day; entry = entry->next) {
            value_push(list, again(a, entry));
            count += day >= first && day <= last;
        }
    }
    value_put_int(a, view, "count", count);
    return err;
}

enum calendar_view { VIEW_MONTH, VIEW_AGENDA, VIEW_TIMELINE, VIEWS };
static const char *const view_codes[VIEWS] = {"month", "agenda", "timeline"};

/* The view asked for; a month where none is, or nonsense. */
static enum calendar_view view_asked(const struct request *request)
{
    struct str text = value_get_text(request->query, "view");
    enum calendar_view view = VIEW_TIMELINE;
    while (view > VIEW_MONTH && !str_is(text, view_codes[view]))
        view--;
    return view;
}

/* What stands in the calendar, as the view that was asked for shows it. */
static enum err put_span(struct request *request, struct value *view, struct str alliance, int64_t first)
{
    struct arena *a = request->work.arena;
    enum calendar_view asked = view_asked(request);
    int64_t months = asked == VIEW_TIMELINE ? TIMELINE_MONTHS : 1;
    value_put_text(a, view, "view", str_of(view_codes[asked]));
    put_month(a, view, "month", first, 0);
    put_month(a, view, "before", first, -months);
    put_month(a, view, "after", first, months);
    if (asked == VIEW_TIMELINE) {
        value_put_list(a, view, "days");
        return calendar_timeline(&request->work, request->viewer, alliance, first, view);
    }
    value_put_list(a, view, "months");
    value_put_list(a, view, "rows");
    return put_days(request, view, alliance, first);
}

static struct value *month_words(struct request *request, int64_t first)
{
    struct arena *a = request->work.arena;
    struct civil c = date_civil(first);
    struct str key = arena_printf(a, "calendar.month.%d", (int)c.month);
    struct value *args = message_args(a, "year", value_text(a, arena_printf(a, "%d", (int)c.year)), NULL);
    return value_text(a, key.p ? message(a, request->work.locale.language, key.p, args) : S(""));
}

/* What the page needs beside the view: weekdays, the ways to other views and other months. */
static void put_frame(struct request *request, struct value *page, const struct value *view, struct str path)
{
    struct arena *a = request->work.arena;
    enum calendar_view asked = view_asked(request);
    struct str month = value_get_text(view, "month");
    struct value *weekdays = value_put_list(a, page, "weekdays"), *views = value_put_list(a, page, "views");
    value_put_text(a, page, "calendar_path", path);
    value_put_text(a, page, "view", str_of(view_codes[asked]));
    value_put_bool(a, page, "is_agenda", asked == VIEW_AGENDA);
    value_put_bool(a, page, "is_timeline", asked == VIEW_TIMELINE);
    for (int i = 0; i < VIEWS; i++) {
        struct value *one = value_push_map(a, views);
        struct str key = arena_printf(a, "calendar.view.%s", view_codes[i]);
        value_put_text(a, one, "label", key.p ? page_text(request, key.p) : S(""));
        value_put_text(a, one, "href",
                       arena_printf(a, "%.*s?month=%.*s&view=%s", STR_ARG(path), STR_ARG(month), view_codes[i]));
        value_put_bool(a, one, "current", i == (int)asked);
    }
    for (int i = 1; i <= 7; i++) {
        struct str key = arena_printf(a, "calendar.weekday.%d", i);
        value_push(weekdays, value_text(a, key.p ? page_text(request, key.p) : S("")));
    }
}

/* ---- one's own ---- */

/* The alliances that an address may be narrowed to. */
static enum err put_choices(struct request *request, struct value *page)
{
    struct arena *a = request->work.arena;
    struct query query = {.sort = S("name")};
    struct value *rows, *list = value_put_list(a, page, "feed_alliances");
    enum err err =
        rows_where(&request->work, request->viewer, kind_by_plural(S("alliances")), query, GOVERNANCE_MOST, &rows);
    VALUE_EACH (row, err ? NULL : rows) {
        struct value *item = value_push_map(a, list);
        value_put_text(a, item, "value", value_get_text(row, "id"));
        value_put_text(a, item, "label", value_get_text(row, "name"));
    }
    return err;
}

static enum err show(struct request *request, struct reply *reply, struct str address)
{
    struct arena *a = request->work.arena;
    struct value *view = page_open(request, reply, "calendar", "calendar.title"), *feeds = NULL;
    int64_t first = month_asked(request);
    if (!view)
        return ERR_MEMORY;
    value_put(view, "alliance", value_null(a));
    enum err err = put_span(request, view, (struct str){NULL, 0}, first);
    if (err == OK)
        err = feed_list(&request->work, request->viewer, &feeds);
    if (err)
        return err;
    struct value *page = value_get(reply->page, "page");
    value_put(view, "feeds", feeds);
    put_frame(request, page, view, S("/calendar"));
    value_put(page, "feed_path", address.n ? value_text(a, address) : value_null(a));
    value_put_bool(a, page, "may_subscribe", !request->viewer->looker && !request->viewer->by_token);
    bool wide = view_asked(request) == VIEW_TIMELINE;
    page_say(request, reply, wide ? "calendar.answer.timeline" : "calendar.answer", "count",
             value_int(a, value_get_int(view, "count", 0)), "month", month_words(request, first), NULL);
    return put_choices(request, page);
}

enum err calendar_page(struct request *request, struct reply *reply)
{
    return show(request, reply, S(""));
}

/* ---- of an alliance ---- */

enum err alliance_calendar_page(struct request *request, struct reply *reply)
{
    struct overview o;
    enum err err = alliance_view_begin(request, reply, "alliance_calendar", &o);
    if (err)
        return err;
    int64_t first = month_asked(request);
    struct value *view = begin_view(&o, reply);
    err = put_span(request, view, o.id, first);
    if (err)
        return err;
    value_put_list(o.arena, view, "feeds");
    value_put_bool(o.arena, o.page, "by_sort", true);
    put_frame(request, o.page, view, arena_printf(o.arena, "/alliances/%.*s/calendar", STR_ARG(o.id)));
    bool wide = view_asked(request) == VIEW_TIMELINE;
    overview_say(&o, overview_words(&o, wide ? "calendar.answer.alliance-timeline" : "calendar.answer.alliance",
                                    "count", value_int(o.arena, value_get_int(view, "count", 0)), "month",
                                    month_words(request, first), NULL));
    end_view(&o, view);
    return OK;
}

/* ---- addresses ---- */

enum err calendar_feed_make(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct token_scope scope;
    struct str secret, name = str_trim(value_get_text(request->body, "name"));
    struct value *input = value_map(a);
    value_put_text(a, input, "alliance", value_get_text(request->body, "alliance"));
    enum err err = scope_parse(&request->work, request->viewer, input, &scope);
    if (err == OK)
        err = feed_issue(&request->work, request->viewer, name, scope.alliance, &secret);
    if (err)
        return err;
    struct str address = arena_printf(a, "/feeds/%.*s.ics", STR_ARG(secret));
    reply->status = 201;
    if (request->html) {
        err = show(request, reply, address);
        reply->status = 201;
        return err;
    }
    struct value *view = value_map(a);
    value_put_text(a, view, "name", name);
    value_put_text(a, view, "address", address);
    reply->raw = json_text(a, view); /* as bytes: a repeated request must not show the secret again */
    reply->raw_type = S("application/json");
    return reply->raw.p ? OK : ERR_MEMORY;
}

enum err calendar_feed_end(struct request *request, struct reply *reply)
{
    enum err err = access_revoke(&request->work, request->viewer, request->ids[0]);
    if (err)
        return err;
    reply->view = value_map(request->work.arena);
    value_put_text(request->work.arena, reply->view, "id", request->ids[0]);
    value_put_bool(request->work.arena, reply->view, "ended", true);
    if (request->html) {
        reply->status = 303;
        reply->location = S("/calendar");
        reply->done = S("done.ended");
    }
    return reply->view ? OK : ERR_MEMORY;
}

enum err calendar_feed(struct request *request, struct reply *reply)
{
    struct work *work = &request->work;
    struct str secret = request->ids[0], end = S(".ics");
    struct viewer *viewer;
    struct value *entries;
    if (secret.n > end.n && str_eq(str_part(secret, secret.n - end.n, end.n), end))
        secret = str_part(secret, 0, secret.n - end.n);
    enum err err = feed_find(work, secret, &viewer);
    if (err)
        return err;
    int64_t today = local_today(work);
    err =
        calendar_gather(work, viewer, (struct str){NULL, 0}, today - FEED_BACK_DAYS, today + FEED_AHEAD_DAYS, &entries);
    struct value *args = message_args(work->arena, "name", value_text(work->arena, viewer->name), NULL);
    if (err == OK)
        err = calendar_ical(work, entries, message(work->arena, work->locale.language, "calendar.feed-name", args),
                            &reply->raw);
    reply->raw_type = S("text/calendar; charset=utf-8");
    return err;
}

enum err calendar_entry(struct request *request, struct reply *reply)
{
    struct value *meeting, *entries;
    enum err err = record_get(&request->work, request->viewer, &meeting_kind, request->ids[0], &meeting);
    if (err == OK)
        err = calendar_of_meeting(&request->work, request->viewer, meeting, &entries);
    if (err == OK)
        err = calendar_ical(&request->work, entries, value_get_text(meeting, "title"), &reply->raw);
    reply->raw_type = S("text/calendar; charset=utf-8");
    return err;
}
