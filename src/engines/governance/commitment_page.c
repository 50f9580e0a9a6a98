/* What each side of an alliance owes, the late first, and how much of the last quarters came in time. */
#include "engines/governance/commitment.h"
#include "engines/governance/governance_pages.h"
#include "engines/governance/holiday.h"
#include "engines/governance/records.h"
#include "engines/registry/registry.h"

/* The quarter before the one in which `today` is. */
static void last_quarter(int64_t today, int64_t *from, int64_t *until)
{
    struct civil now = date_civil(today);
    int64_t first = (now.month - 1) / 3 * 3 + 1, month = first > 3 ? first - 3 : 10;
    int64_t year = first > 3 ? now.year : now.year - 1;
    *from = date_days((struct civil){year, month, 1});
    *until = date_days((struct civil){now.year, first, 1}) - 1;
}

static void put_item(struct overview *o, struct value *list, const struct value *row)
{
    struct value *item = push_record(o, list, &commitment_kind, row);
    overview_copy(o, item, row, "title", "due", "state", "late", "owner_name", "to_party", "repeats", NULL);
}

/* Of one side: what is not settled, in order of the day it is due (so the late come first). */
static enum err put_side(struct overview *o, struct value *side, const struct value *rows, const struct holidays *off,
                         int64_t from, int64_t until)
{
    struct arena *a = o->arena;
    struct value *mine = rows_with(a, rows, "owner_party", value_get_text(side, "party"));
    struct commitment *all = ARENA_ARRAY(a, (size_t)count_of(mine) + 1, struct commitment);
    struct value *items = value_put_list(a, side, "items");
    size_t n = 0;
    int64_t late = 0, base, today = today_of(&o->request->work);
    if (!all || !items)
        return ERR_MEMORY;
    VALUE_EACH (row, mine) {
        enum commitment_state state = commitment_state_of(row);
        all[n++] = (struct commitment){state, day_of(row, "original_due"), day_of(row, "delivered_on")};
        late += value_get_bool(row, "late");
        if (state != COMMITMENT_ACCEPTED && state != COMMITMENT_WAIVED)
            put_item(o, items, row);
    }
    int64_t rate = on_time_rate(all, n, from, until, today, off->days, off->count, &base);
    if (base)
        put_ratio(a, side, "rate", rate);
    else
        value_put(side, "rate", value_null(a));
    value_put_int(a, side, "base", base);
    value_put_int(a, side, "late", late);
    return OK;
}

enum err commitment_lists_page(struct request *request, struct reply *reply)
{
    struct overview o;
    struct value *rows, *resting = NULL;
    int64_t from, until, late = 0, open = 0;
    enum err err = alliance_view_begin(request, reply, "commitment_lists", &o);
    if (err == OK)
        err = alliance_rows(&o, "commitments", &rows);
    if (err == OK)
        err = alliance_rows(&o, "holidays", &resting);
    if (err)
        return err;
    struct arena *a = o.arena;
    struct holidays off = holidays_of(a, resting, o.id);
    struct value *view = begin_view(&o, reply);
    err = put_sides(&o, view, "sides");
    last_quarter(today_of(&request->work), &from, &until);
    VALUE_EACH (side, err ? NULL : value_get(view, "sides")) {
        err = put_side(&o, side, rows, &off, from, until);
        if (err)
            return err;
        late += value_get_int(side, "late", 0);
        open += count_of(value_get(side, "items"));
    }
    if (err)
        return err;
    struct value *quarter = value_put_map(a, view, "quarter");
    put_day(a, quarter, "from", from);
    put_day(a, quarter, "until", until);
    const char *key = !open ? "commitment_lists.answer.none" : "commitment_lists.answer";
    overview_say(&o, overview_words(&o, key, "count", value_int(a, open), NULL));
    if (open)
        overview_say(&o, overview_words(&o, late ? "commitment_lists.answer.late" : "commitment_lists.answer.well",
                                        "count", value_int(a, late), NULL));
    end_view(&o, view);
    overview_offer(&o, &commitment_kind, "add_commitment");
    overview_offer(&o, &holiday_kind, "add_holiday");
    return OK;
}
