/* The hand-offs of an alliance: what each side still owes the other, what waits for an answer, what was accepted, and
 * what of it is not in the ledger. */
#include "base/decimal.h"
#include "engines/economics/milestone_dues.h"
#include "engines/economics/pages.h"
#include "engines/registry/registry.h"

struct hand_offs {
    struct overview o;
    struct value *view, *rows, *sheets, *periods;
    int64_t today, late, oldest;
};

static void put_party(struct hand_offs *h, struct value *item, const char *key, const struct value *row,
                      const char *field)
{
    const struct value *party = value_get(row, field);
    value_put(item, key, party && party->kind == V_REF ? again(h->o.arena, party) : value_null(h->o.arena));
}

/* What the deal in force pays for it; nulls where it says nothing. */
static enum err put_terms(struct hand_offs *h, struct value *item, const struct value *row)
{
    struct arena *a = h->o.arena;
    struct milestone_deal deal;
    bool found, accepted = milestone_state_of(row) == MILESTONE_ACCEPTED;
    enum err err = milestone_deal_read(&h->o.request->work, h->o.request->viewer, h->sheets, row,
                                       accepted ? day_of(row, "answered_on") : h->today, &deal, &found);
    if (err)
        return err;
    static const char *const keys[] = {"payment", "reward", "penalty_a_day", "penalty_most"};
    const int64_t amounts[] = {deal.terms.payment, deal.terms.reward, deal.terms.penalty_a_day,
                               deal.terms.penalty_most};
    for (size_t i = 0; i < 4; i++)
        if (found && amounts[i] > 0)
            put_money(a, item, keys[i], amounts[i], deal.currency);
        else
            value_put(item, keys[i], value_null(a));
    value_put_bool(a, item, "in_deal", found);
    return OK;
}

static enum err put_one(struct hand_offs *h, const struct value *row)
{
    struct arena *a = h->o.arena;
    static const char *const lists[] = {"open", "delivered", "accepted", "open"};
    enum milestone_state state = milestone_state_of(row);
    struct value *item = value_push_map(a, value_get(h->view, lists[state]));
    const struct viewer_audience *there = viewer_audience(h->o.request->viewer, value_get_text(row, "circle"));
    bool late = value_get_bool(row, "late");
    int64_t due = day_of(row, "due");
    put_ref(a, item, "milestone", &milestone_kind, value_get_text(row, "id"), value_get_text(row, "name"));
    value_put_bool(a, item, "private", there && there->kind == AUDIENCE_SIDE);
    put_party(h, item, "from", row, "from_party");
    put_party(h, item, "to", row, "to_party");
    overview_copy(&h->o, item, row, "state", "due", "delivered_on", "answered_on", "late", NULL);
    value_put_text(a, item, "owner_name", value_get_text(row, "owner_name"));
    value_put_text(a, item, "handed_over", value_get_text(row, "handed_over"));
    value_put_text(a, item, "criteria", value_get_text(row, "criteria"));
    value_put_text(a, item, "answer", value_get_text(row, "answer"));
    bool after = is_given(row, "delivered_on") && day_of(row, "delivered_on") > due;
    int64_t days = after ? day_of(row, "delivered_on") - due : 0;
    if (late)
        days = h->today - due;
    value_put_int(a, item, "days_late", days);
    value_put_text(a, item, "lateness",
                   days ? overview_words(&h->o, "hand_offs.days-late", "count", value_int(a, days), NULL) : S(""));
    h->late += late;
    if (late && (h->oldest == NO_DAY || due < h->oldest))
        h->oldest = due;
    return put_terms(h, item, row);
}

/* Where a form could say that it is accepted: only for those on the receiving side. */
static enum err put_acts(struct hand_offs *h)
{
    const struct viewer *viewer = h->o.request->viewer;
    VALUE_EACH (item, value_get(h->view, "delivered"))
        VALUE_EACH (row, h->rows)
            if (str_eq(value_get_text(row, "id"), value_get_text(item, "milestone"))) {
                struct str firm;
                enum err err = column_of(&h->o.request->work, viewer, kind_by_plural(S("parties")),
                                         value_get_text(row, "to_party"), "organisation_id", &firm);
                if (err)
                    return err;
                bool may = str_eq(firm, viewer->organisation) && !viewer->looker &&
                           viewer_may(viewer, &milestone_kind, ACTION_CHANGE, value_get_text(row, "circle"));
                value_put_bool(h->o.arena, item, "may_answer", may);
                value_put_int(h->o.arena, item, "version", value_get_int(row, "version", 0));
            }
    return OK;
}

/* The open period in which an entry would be booked: that of the day, else the first that ends later, else the last. */
static const struct value *period_for(const struct hand_offs *h, struct str circle, int64_t day)
{
    const struct value *best = NULL;
    VALUE_EACH (period, h->periods) {
        bool open = !str_is(value_get_text(period, "state"), "closed");
        if (!open || !str_eq(value_get_text(period, "circle"), circle))
            continue;
        bool better = day_of(period, "ends") >= day
                          ? !best || day_of(best, "ends") < day || day_of(period, "ends") < day_of(best, "ends")
                          : !best || (day_of(best, "ends") < day && day_of(period, "ends") > day_of(best, "ends"));
        if (better)
            best = period;
    }
    return best;
}

/* What the form of a draft is filled with. */
static void put_draft(struct hand_offs *h, struct value *item, struct str circle)
{
    struct arena *a = h->o.arena;
    const struct value *missing = value_get(item, "missing");
    int64_t day = day_of(item, "accepted_on");
    const struct value *period = period_for(h, circle, day);
    const struct viewer_audience *side = viewer_circle(h->o.request->viewer, h->o.id, AUDIENCE_SIDE);
    struct buf typed = buf_init(a, 0);
    money_write(&typed, missing->i, missing->text);
    if (period) {
        int64_t starts = day_of(period, "starts"), ends = day_of(period, "ends");
        put_ref(a, item, "period", &settlement_period_kind, value_get_text(period, "id"),
                value_get_text(period, "name"));
        put_day(a, item, "booked_on", day < starts ? starts : day > ends ? ends : day);
    } else {
        value_put(item, "period", value_null(a));
        value_put(item, "booked_on", value_null(a));
    }
    value_put_text(a, item, "typed", buf_str(&typed));
    value_put_bool(a, item, "may_book",
                   period && side && viewer_may(h->o.request->viewer, &ledger_entry_kind, ACTION_CREATE, side->id));
}

static enum err put_missing(struct hand_offs *h)
{
    struct value *list = value_put_list(h->o.arena, h->view, "unbooked");
    enum err err = OK;
    VALUE_EACH (row, h->rows) {
        const struct value *last = list->last;
        err = milestone_unbooked(&h->o.request->work, h->o.request->viewer, h->sheets, row, list);
        if (err)
            return err;
        for (struct value *item = last ? last->next : list->first; item; item = item->next)
            put_draft(h, item, value_get_text(row, "circle"));
    }
    return OK;
}

static enum err read_rows(struct hand_offs *h)
{
    struct work *work = &h->o.request->work;
    const struct viewer *viewer = h->o.request->viewer;
    enum err err = rows_of(work, viewer, &milestone_kind, "alliance", h->o.id, MILESTONES_MOST, &h->rows);
    if (!err)
        err = rows_of(work, viewer, &settlement_period_kind, "alliance", h->o.id, PERIODS_MOST, &h->periods);
    if (!err)
        err = deal_sheets_agreed(work, viewer, h->o.id, S(""), &h->sheets);
    h->today = today_of(work);
    h->oldest = NO_DAY;
    return err;
}

static void answer(struct hand_offs *h)
{
    struct arena *a = h->o.arena;
    int64_t open = count_of(value_get(h->view, "open")), waits = count_of(value_get(h->view, "delivered")),
            missing = count_of(value_get(h->view, "unbooked"));
    if (!count_of(h->rows))
        overview_say(&h->o, overview_words(&h->o, "hand_offs.answer.none", NULL));
    else if (h->late)
        overview_say(&h->o, overview_words(&h->o, "hand_offs.answer.late", "count", value_int(a, h->late), "date",
                                           put_day(a, value_map(a), "day", h->oldest), NULL));
    else if (open)
        overview_say(&h->o, overview_words(&h->o, "hand_offs.answer.in-time", "count", value_int(a, open), "date",
                                           again(a, value_get(value_get(h->view, "open")->first, "due")), NULL));
    else
        overview_say(&h->o, overview_words(&h->o, "hand_offs.answer.done", NULL));
    if (waits)
        overview_say(&h->o, overview_words(&h->o, "hand_offs.answer.waits", "count", value_int(a, waits), NULL));
    if (missing)
        overview_say(&h->o, overview_words(&h->o, "hand_offs.answer.unbooked", "count", value_int(a, missing), NULL));
    value_put(h->view, "answer", again(a, value_get(h->o.page, "answer")));
}

enum err hand_offs_page(struct request *request, struct reply *reply)
{
    static const char *const lists[] = {"open", "delivered", "accepted"};
    struct hand_offs h = {.view = NULL};
    enum err err = alliance_view_begin(request, reply, "hand_offs", &h.o);
    if (!err)
        err = read_rows(&h);
    if (err)
        return err;
    struct arena *a = h.o.arena;
    h.view = reply->view = value_map(a);
    reply->etag = 0;
    put_ref(a, h.view, "alliance", h.o.kind, h.o.id, h.o.name);
    for (size_t i = 0; i < 3; i++)
        if (!value_put_list(a, h.view, lists[i]))
            return ERR_MEMORY;
    VALUE_EACH (row, h.rows)
        if ((err = put_one(&h, row)))
            return err;
    err = put_acts(&h);
    if (!err)
        err = put_missing(&h);
    if (err)
        return err;
    answer(&h);
    overview_offer(&h.o, &milestone_kind, "add_milestone");
    return OK;
}
