/* Meetings of the generated year: planned, held, and what was said in them. */
#include "base/date.h"
#include "cli/demo_work.h"

enum { PLANNED_BEFORE = 14, AHEAD = 2, POINTS_MAX = 8, ONE_ABSENT_OF = 9 };

static const struct str noted_at = STR("16:30");

/* The points of a meeting: what they are about, and what comes out. */
struct points {
    struct str title[POINTS_MAX], outcome[POINTS_MAX];
    int64_t count, first; /* number of its first among the points of the year, for their keys */
};

/* A point that comes again has its next outcome. */
static struct points choose_points(struct work_year *year, struct work_body *body)
{
    struct points points = {.first = year->meetings_made * POINTS_MAX};
    struct work_pool *pool = &body->topics;
    int64_t count = body->agenda > 0 ? body->agenda : 1;
    for (int64_t i = 0; i < count && i < POINTS_MAX && i < (int64_t)pool->count; i++) {
        size_t round = pool->taken / pool->count;
        const struct value *text = work_next(pool), *outcomes = value_get(text, "outcomes");
        points.title[i] = value_get_text(text, "title");
        points.outcome[i] = outcomes && outcomes->count ? value_at(outcomes, round % outcomes->count)->text : S("");
        points.count++;
    }
    return points;
}

static struct str plan(struct work_year *year, const struct work_body *body, const struct points *points, int64_t day,
                       int64_t planned, int64_t number)
{
    struct str key = work_key(year, "m", ++year->meetings_made), as = year->sides[0].as;
    int64_t ms = work_at(planned, S("10:00"), 0);
    struct value *record = work_create(year, ms, as, "meetings", key);
    struct arena *a = year->demo->cli->arena;
    work_put(year, record, "alliance", year->alliance);
    work_put(year, record, "body", body->key);
    work_put(year, record, "title", arena_printf(a, "%.*s, meeting %lld", STR_ARG(body->title), (long long)number));
    work_put(year, record, "kind", S("joint"));
    work_put(year, record, "starts", arena_printf(a, "%s %.*s", date_text(a, day).p, STR_ARG(body->meets_at)));
    work_put_int(year, record, "minutes_long", body->minutes_long);
    work_put(year, record, "place", body->place);
    for (int64_t i = 0; i < points->count && body->agenda > 0; i++) {
        record = work_create(year, ms, as, "agenda_items", work_key(year, "a", points->first + i));
        work_put(year, record, "meeting", key);
        work_put_int(year, record, "rank", i + 1);
        work_put(year, record, "title", points->title[i]);
        work_put_int(year, record, "minutes_for", body->minutes_long / (points->count + 1));
    }
    return key;
}

/* Who of each side was there: who sits in a board, or those who do the work. */
static void put_attendance(struct work_year *year, const struct work_body *body, int64_t ms, struct str meeting)
{
    bool board = str_is(body->tier, "executive"), remote = str_is(body->place, "By video");
    for (size_t i = 0; i < year->side_count; i++) {
        const struct work_side *side = &year->sides[i];
        VALUE_EACH (person, side->people) {
            bool absent = seeded_below(&year->random, ONE_ABSENT_OF) == 0;
            struct value *record = work_create(year, ms, side->as, "attendances", S(""));
            work_put(year, record, "meeting", meeting);
            work_put(year, record, "party", side->party);
            work_put(year, record, "person", board && side->sponsor.n ? side->sponsor : person->text);
            work_put(year, record, "how", absent ? S("excused") : remote ? S("remote") : S("in_person"));
            if (board)
                break;
        }
    }
}

/* What was said stands with the points of the agenda, and in the minutes what else there was; all of it there where
 * there is no agenda. */
static void hold(struct work_year *year, struct work_body *body, const struct points *points, int64_t ms,
                 struct str meeting)
{
    struct str as = year->sides[0].as;
    struct value *set = work_change(year, ms, as, meeting), *held = set;
    work_put(year, set, "state", S("held"));
    for (int64_t i = 0; i < points->count; i++) {
        if (body->agenda > 0)
            set = work_change(year, ms, as, work_key(year, "a", points->first + i));
        work_put(year, set, body->agenda > 0 ? "outcome" : "minutes", points->outcome[i]);
    }
    if (body->agenda > 0)
        work_put(year, held, "minutes", work_next(&body->remarks)->text);
    put_attendance(year, body, ms, meeting);
}

/* What of `all` falls to meeting `number` of `count`, when those before it had `made`. */
static int64_t share(int64_t all, int64_t number, int64_t count, int64_t made)
{
    return all * number / count - made;
}

static void meet(struct work_year *year, struct work_body *body, int64_t day, int64_t number, int64_t count)
{
    struct points points = choose_points(year, body);
    int64_t planned = work_day(day - PLANNED_BEFORE), ms = work_at(day, noted_at, 0);
    struct str meeting = plan(year, body, &points, day, planned > year->from ? planned : year->from, number);
    hold(year, body, &points, ms, meeting);
    if (!body->decides)
        return;
    for (int64_t left = share(year->decision_count, number, count, year->decisions_made); left > 0; left--)
        work_decision(year, body, day, ms, meeting);
    for (int64_t left = share(year->commitment_count, number, count, year->commitments_made); left > 0; left--)
        work_promise(year, day, ms, meeting);
}

/* The next ones, planned on the day after the last. A body whose next meeting would be past has gone to sleep. */
static void look_ahead(struct work_year *year, struct work_body *body, int64_t last, int64_t count)
{
    if (last + body->every_days <= year->today)
        return;
    for (int64_t k = 1; k <= AHEAD; k++) {
        struct points points = choose_points(year, body);
        int64_t day = work_day(last + k * body->every_days);
        (void)plan(year, body, &points, day, last + 1 < year->today ? last + 1 : last, count + k);
    }
}

void work_meetings(struct work_year *year)
{
    for (size_t i = 0; i < year->body_count; i++) {
        struct work_body *body = &year->bodies[i];
        int64_t last = year->today - body->last, count = 0;
        while (last > year->until || work_day(last) >= year->today)
            last -= body->every_days;
        while (work_day(last - count * body->every_days) > year->from)
            count++;
        for (int64_t k = 1; k <= count; k++)
            meet(year, body, work_day(last - (count - k) * body->every_days), k, count);
        look_ahead(year, body, last, count);
    }
}
