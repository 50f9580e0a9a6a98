/* What stands about money in an alliance: the deal in force, all sheets, the periods that are settled by them, and what
 * keeps the open ones from closing. */
#include "base/json.h"
#include "engines/economics/dispute.h"
#include "engines/economics/pages.h"
#include "engines/registry/registry.h"

/* `now` is the sheet in force today, NULL when there is none. */
struct deal_page {
    struct overview o;
    struct value *view, *now;
};

static bool is_private(const struct deal_page *p, const struct value *record)
{
    const struct viewer_audience *there = viewer_audience(p->o.request->viewer, value_get_text(record, "circle"));
    return there && there->kind == AUDIENCE_SIDE;
}

static struct value *push_named(struct deal_page *p, struct value *list, const char *key, const struct kind *kind,
                                const struct value *record)
{
    struct value *item = value_push_map(p->o.arena, list);
    put_ref(p->o.arena, item, key, kind, value_get_text(record, "id"), value_get_text(record, "name"));
    value_put_bool(p->o.arena, item, "private", is_private(p, record));
    return item;
}

static enum err put_deal(struct deal_page *p)
{
    struct arena *a = p->o.arena;
    struct value *terms = NULL;
    enum err err = deal_sheet_on(&p->o.request->work, p->o.request->viewer, p->o.id, S(""),
                                 today_of(&p->o.request->work), &p->now);
    if (!err && p->now && json_parse(a, value_get_text(p->now, "terms"), NULL, &terms))
        err = ERR_CORRUPT;
    if (err)
        return err;
    if (p->now)
        put_ref(a, p->view, "deal", &deal_sheet_kind, value_get_text(p->now, "id"), value_get_text(p->now, "name"));
    else
        value_put(p->view, "deal", value_null(a));
    value_put(p->view, "effective_from", again(a, value_get(p->now, "effective_from")));
    value_put_text(a, p->view, "summary", value_get_text(p->now, "summary"));
    struct value *list = value_put_list(a, p->view, "instruments");
    VALUE_EACH (part, terms) {
        struct value *item = value_push_map(a, list);
        put_choice(a, item, "kind", arena_cstr(a, value_get_text(part, "kind")), "settlement.kind");
        value_put_text(a, item, "name", value_get_text(part, "name"));
    }
    return list ? OK : ERR_MEMORY;
}

static enum err put_sheets(struct deal_page *p)
{
    struct value *rows, *list = value_put_list(p->o.arena, p->view, "sheets");
    enum err err =
        rows_of(&p->o.request->work, p->o.request->viewer, &deal_sheet_kind, "alliance", p->o.id, SHEETS_MOST, &rows);
    VALUE_EACH (sheet, err ? NULL : rows) {
        struct value *item = push_named(p, list, "sheet", &deal_sheet_kind, sheet);
        overview_copy(&p->o, item, sheet, "effective_from", "currency", "state", NULL);
        value_put_bool(p->o.arena, item, "in_force",
                       p->now && str_eq(value_get_text(p->now, "id"), value_get_text(sheet, "id")));
    }
    return err;
}

/* The periods, the latest first; says how many are open, and since when. */
static enum err put_periods(struct deal_page *p)
{
    struct arena *a = p->o.arena;
    struct value *rows, *list = value_put_list(a, p->view, "periods");
    const struct value *first = NULL;
    int64_t open = 0, today = today_of(&p->o.request->work);
    enum err err = rows_of(&p->o.request->work, p->o.request->viewer, &settlement_period_kind, "alliance", p->o.id,
                           PERIODS_MOST, &rows);
    VALUE_EACH (period, err ? NULL : rows) {
        struct value *item = push_named(p, list, "period", &settlement_period_kind, period);
        bool over = !str_is(value_get_text(period, "state"), "closed") && day_of(period, "ends") < today;
        overview_copy(&p->o, item, period, "starts", "ends", "state", NULL);
        value_put_bool(a, item, "final", value_get_bool(period, "final"));
        value_put_bool(a, item, "over", over);
        open += over;
        if (over)
            first = period;
    }
    if (err || !count_of(list))
        return err;
    if (first)
        overview_say(&p->o, overview_words(&p->o, "alliance_deal.answer.over", "count", value_int(a, open), "date",
                                           again(a, value_get(first, "ends")), NULL));
    else
        overview_say(&p->o, overview_words(&p->o, "alliance_deal.answer.closed", NULL));
    return OK;
}

/* Whose word it is, since when, and what this side can do about it. */
static void put_dispute(struct deal_page *p, struct value *item, const struct value *entry)
{
    const struct viewer *viewer = p->o.request->viewer;
    bool ours = str_eq(value_get_text(entry, "booked_by"), viewer->organisation);
    bool mine = str_eq(value_get_text(entry, "answered_by"), viewer->organisation);
    int64_t since = dispute_since(entry);
    const struct value *by = value_get(entry, "answered_by");
    value_put(item, "disputed_by", again(p->o.arena, by && by->kind == V_REF ? by : NULL));
    put_day(p->o.arena, item, "disputed_on", since);
    value_put_bool(p->o.arena, item, "grave", dispute_grave(since, today_of(&p->o.request->work)));
    const char *step = ours   ? "alliance_deal.step.booked"
                       : mine ? "alliance_deal.step.disputes"
                              : "alliance_deal.step.third";
    value_put_text(p->o.arena, item, "step", overview_words(&p->o, step, NULL));
    value_put_bool(p->o.arena, item, "may_step",
                   (ours || mine) && !viewer->looker &&
                       viewer_may(viewer, &ledger_entry_kind, ACTION_CHANGE, value_get_text(entry, "circle")));
}

/* Entries of one's alliance by a filter, with the period that each belongs to. */
static enum err put_entries(struct deal_page *p, const char *key, const char *filter, struct str value)
{
    struct value *rows, *list = value_put_list(p->o.arena, p->view, key);
    struct query query = {.sort = S("booked_on")};
    query_add(&query, "alliance", p->o.id);
    query_add(&query, filter, value);
    enum err err =
        rows_where(&p->o.request->work, p->o.request->viewer, &ledger_entry_kind, query, ENTRIES_SHOWN, &rows);
    VALUE_EACH (entry, err ? NULL : rows) {
        struct value *item = value_push_map(p->o.arena, list);
        put_ref(p->o.arena, item, "entry", &ledger_entry_kind, value_get_text(entry, "id"),
                value_get_text(entry, "category"));
        overview_copy(&p->o, item, entry, "party", "amount", "booked_on", "period", NULL);
        value_put_text(p->o.arena, item, "dispute", value_get_text(entry, "dispute"));
        if (str_is(value_get_text(entry, "answer"), "disputed"))
            put_dispute(p, item, entry);
    }
    return err;
}

static enum err put_open_entries(struct deal_page *p)
{
    const struct viewer_audience *side = viewer_circle(p->o.request->viewer, p->o.id, AUDIENCE_SIDE);
    enum err err = put_entries(p, "disputed", "answer", S("disputed"));
    int64_t count = count_of(value_get(p->view, "disputed"));
    if (!err && side)
        err = put_entries(p, "drafts", "circle", side->id);
    else if (!err)
        value_put_list(p->o.arena, p->view, "drafts");
    if (count)
        overview_say(
            &p->o, overview_words(&p->o, "alliance_deal.answer.disputed", "count", value_int(p->o.arena, count), NULL));
    return err;
}

enum err alliance_deal_page(struct request *request, struct reply *reply)
{
    static enum err (*const parts[])(struct deal_page *) = {put_sheets, put_periods, put_open_entries};
    struct deal_page p = {.now = NULL};
    enum err err = alliance_view_begin(request, reply, "alliance_deal", &p.o);
    if (err)
        return err;
    struct arena *a = p.o.arena;
    p.view = reply->view = value_map(a);
    reply->etag = 0;
    put_ref(a, p.view, "alliance", p.o.kind, p.o.id, p.o.name);
    err = put_deal(&p);
    if (err)
        return err;
    overview_say(&p.o, overview_words(&p.o, p.now ? "alliance_deal.answer.deal" : "alliance_deal.answer.none", "deal",
                                      value_text(a, value_get_text(p.now, "name")), "date",
                                      again(a, value_get(p.view, "effective_from")), NULL));
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !err; i++)
        err = parts[i](&p);
    overview_offer(&p.o, &deal_sheet_kind, "add_sheet");
    overview_offer(&p.o, &settlement_period_kind, "add_period");
    overview_offer(&p.o, &ledger_entry_kind, "add_entry");
    value_put(p.view, "answer", again(a, value_get(p.o.page, "answer")));
    return err;
}
