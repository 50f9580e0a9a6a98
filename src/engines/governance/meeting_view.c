#include "engines/governance/meeting_view.h"
#include "engines/governance/records.h"
#include "engines/governance/seat.h"

static void copy(struct arena *a, struct value *to, const struct value *from, const char *const *keys)
{
    for (; *keys; keys++)
        value_put(to, *keys, again(a, value_get(from, *keys)));
}

enum err meeting_before(struct work *work, const struct viewer *viewer, const struct value *meeting, struct value **out)
{
    const struct value *starts = value_get(meeting, "starts");
    struct str body = value_get_text(meeting, "body");
    struct query query = {0};
    struct value *held = NULL;
    *out = NULL;
    query_add(&query, "body", body);
    query_add(&query, "state", S("held"));
    enum err err = body.n ? rows_where(work, viewer, &meeting_kind, query, MEETING_MOST, &held) : OK;
    VALUE_EACH (other, err ? NULL : held) {
        const struct value *at = value_get(other, "starts");
        if (at && starts && at->i < starts->i && (!*out || at->i > value_get(*out, "starts")->i))
            *out = other;
    }
    return err;
}

enum err put_meeting_seats(struct request *request, struct value *map, struct str body)
{
    struct arena *a = request->work.arena;
    struct value *seats = NULL, *list = value_put_list(a, map, "seats");
    int64_t today = today_of(&request->work);
    enum err err =
        body.n ? rows_of(&request->work, request->viewer, &seat_kind, "body", body, MEETING_MOST, &seats) : OK;
    VALUE_EACH (seat, err ? NULL : seats) {
        if (!seat_serves(seat, today))
            continue;
        static const char *const same[] = {"name", "role", "party", NULL};
        struct value *item = value_push_map(a, list);
        put_ref(a, item, "seat", &seat_kind, value_get_text(seat, "id"), value_get_text(seat, "name"));
        copy(a, item, seat, same);
    }
    return err;
}

enum err put_meeting_results(struct request *request, struct value *map, struct str meeting)
{
    static const char *const of_decision[] = {"question", "state", "outcome", NULL};
    static const char *const of_commitment[] = {"title", "owner_party", "owner_name", "due", "state", "late", NULL};
    struct arena *a = request->work.arena;
    struct value *rows, *list = value_put_list(a, map, "decisions");
    enum err err = rows_of(&request->work, request->viewer, &decision_kind, "meeting", meeting, MEETING_MOST, &rows);
    VALUE_EACH (row, err ? NULL : rows) {
        struct value *item = value_push_map(a, list);
        put_ref(a, item, "decision", &decision_kind, value_get_text(row, "id"), value_get_text(row, "question"));
        copy(a, item, row, of_decision);
    }
    list = value_put_list(a, map, "commitments");
    if (err == OK)
        err = rows_of(&request->work, request->viewer, &commitment_kind, "meeting", meeting, MEETING_MOST, &rows);
    VALUE_EACH (row, err ? NULL : rows) {
        struct value *item = value_push_map(a, list);
        put_ref(a, item, "commitment", &commitment_kind, value_get_text(row, "id"), value_get_text(row, "title"));
        copy(a, item, row, of_commitment);
    }
    return err;
}

enum err meeting_agenda(struct request *request, struct str meeting, struct value **rows)
{
    return rows_of(&request->work, request->viewer, &agenda_item_kind, "meeting", meeting, MEETING_MOST, rows);
}
