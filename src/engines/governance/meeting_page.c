/* The desk of one meeting: its agenda and what the records propose for it, who came, minutes, and what was decided and
 * promised, written where it is read. */
#include "engines/governance/agenda_proposal.h"
#include "engines/governance/governance_pages.h"
#include "engines/governance/meeting_view.h"
#include "engines/governance/records.h"

/* ---- the page ---- */

static enum err put_agenda(struct overview *o)
{
    struct value *rows, *list = value_put_list(o->arena, o->data, "agenda");
    int64_t minutes = 0;
    enum err err = meeting_agenda(o->request, o->id, &rows);
    VALUE_EACH (row, err ? NULL : rows) {
        struct value *item = value_push_map(o->arena, list);
        put_ref(o->arena, item, "item", &agenda_item_kind, value_get_text(row, "id"), value_get_text(row, "title"));
        overview_copy(o, item, row, "rank", "title", "minutes_for", "subject", "outcome", "version", NULL);
        minutes += value_get_int(row, "minutes_for", 0);
    }
    value_put_int(o->arena, o->data, "planned_minutes", minutes);
    return err;
}

static enum err put_attendance(struct overview *o)
{
    struct value *rows, *list = value_put_list(o->arena, o->data, "attendance");
    enum err err =
        rows_of(&o->request->work, o->request->viewer, &attendance_kind, "meeting", o->id, MEETING_MOST, &rows);
    VALUE_EACH (row, err ? NULL : rows) {
        struct value *item = value_push_map(o->arena, list);
        put_ref(o->arena, item, "attendance", &attendance_kind, value_get_text(row, "id"), value_get_text(row, "name"));
        overview_copy(o, item, row, "party", "name", "how", "delegate", "pack_opened", NULL);
    }
    return err;
}

/* The meetings within a side that settle its view before this one. */
static enum err put_prepared(struct overview *o)
{
    struct value *rows, *list = value_put_list(o->arena, o->data, "prepared");
    enum err err =
        rows_of(&o->request->work, o->request->viewer, &meeting_kind, "prepares", o->id, MEETING_MOST, &rows);
    VALUE_EACH (row, err ? NULL : rows) {
        struct value *item = push_record(o, list, &meeting_kind, row);
        overview_copy(o, item, row, "starts", NULL);
    }
    return err;
}

/* The parties to choose from for who owes something, ours first; and which of the forms the viewer may use. */
static enum err put_forms(struct overview *o)
{
    const struct viewer *viewer = o->request->viewer;
    struct str circle = value_get_text(o->record, "circle"), alliance = value_get_text(o->record, "alliance");
    const struct {
        const char *key;
        const struct kind *kind;
        enum action action;
    } all[] = {{"may_write", &meeting_kind, ACTION_CHANGE},
               {"may_plan", &agenda_item_kind, ACTION_CREATE},
               {"may_decide", &decision_kind, ACTION_CREATE},
               {"may_promise", &commitment_kind, ACTION_CREATE}};
    bool living = !value_get(o->record, "withdrawn_at") && !viewer->looker;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        value_put_bool(o->arena, o->page, all[i].key, living && viewer_may(viewer, all[i].kind, all[i].action, circle));
    value_put_text(o->arena, o->page, "alliance", alliance);
    value_put_text(o->arena, o->page, "circle", circle);
    value_put_text(o->arena, o->page, "body", value_get_text(o->record, "body"));
    struct overview of_alliance = *o;
    of_alliance.id = alliance;
    return put_sides(&of_alliance, o->page, "sides");
}

static struct value *shown(struct overview *o, const char *field)
{
    return value_text(o->arena, locale_text(o->arena, &o->request->work.locale, value_get(o->record, field)));
}

static void answer(struct overview *o)
{
    struct arena *a = o->arena;
    struct str state = value_get_text(o->record, "state");
    int64_t items = count_of(value_get(o->data, "agenda")), proposed = count_of(value_get(o->data, "proposed"));
    int64_t planned = value_get_int(o->data, "planned_minutes", 0),
            length = value_get_int(o->record, "minutes_long", 0);
    if (str_is(state, "held")) {
        int64_t decided = count_of(value_get(o->data, "decisions"));
        int64_t promised = count_of(value_get(o->data, "commitments"));
        overview_say(o, overview_words(o, "meeting.answer.held", "when", shown(o, "starts"), NULL));
        overview_say(o, overview_words(o, "meeting.answer.decided", "count", value_int(a, decided), NULL));
        overview_say(o, overview_words(o, "meeting.answer.promised", "count", value_int(a, promised), NULL));
        return;
    }
    if (str_is(state, "cancelled")) {
        overview_say(o, overview_words(o, "meeting.answer.cancelled", "when", shown(o, "starts"), NULL));
        return;
    }
    overview_say(o, overview_words(o, "meeting.answer.planned", "when", shown(o, "starts"), NULL));
    overview_say(o, overview_words(o, items ? "meeting.answer.agenda" : "meeting.answer.empty", "count",
                                   value_int(a, items), NULL));
    if (length && planned > length)
        overview_say(o, overview_words(o, "meeting.answer.long", "planned", value_int(a, planned), "length",
                                       value_int(a, length), NULL));
    if (proposed)
        overview_say(o, overview_words(o, "meeting.answer.proposed", "count", value_int(a, proposed), NULL));
}

enum err meeting_page(struct request *request, struct reply *reply)
{
    struct overview o;
    struct value *proposed = NULL;
    enum err err = overview_begin(request, reply, &meeting_kind, "meeting", &o);
    if (err == OK)
        err = put_agenda(&o);
    if (err == OK)
        err = agenda_proposed(&request->work, request->viewer, o.record, &proposed);
    if (err == OK)
        err = put_attendance(&o);
    if (err == OK)
        err = put_meeting_seats(request, o.data, value_get_text(o.record, "body"));
    if (err == OK)
        err = put_meeting_results(request, o.data, o.id);
    if (err == OK)
        err = put_prepared(&o);
    if (err == OK)
        err = overview_notes(&o);
    if (err == OK)
        err = put_forms(&o);
    if (err)
        return err;
    value_put(o.data, "proposed", proposed);
    value_put_bool(o.arena, o.page, "planned", str_is(value_get_text(o.record, "state"), "planned"));
    answer(&o);
    overview_offer(&o, &attendance_kind, "add_attendance");
    overview_offer(&o, &agenda_item_kind, "add_item");
    overview_offer(&o, kind_by_plural(S("notes")), "add_note");
    return OK;
}

/* ---- taking what is proposed ---- */

static bool is_asked(const struct value *asked, struct str id)
{
    VALUE_EACH (one, asked && asked->kind == V_LIST ? asked : NULL)
        if (one->kind == V_TEXT && str_eq(one->text, id))
            return true;
    return false;
}

static enum err take(struct request *request, struct str meeting, const struct value *proposal, int64_t rank,
                     struct value *items)
{
    struct arena *a = request->work.arena;
    struct value *input = value_map(a), *made = NULL;
    value_put_text(a, input, "meeting", meeting);
    value_put_int(a, input, "rank", rank);
    value_put_text(a, input, "title", value_get_text(proposal, "title"));
    value_put_text(a, input, "about_kind", value_get_text(proposal, "about_kind"));
    value_put_text(a, input, "about", value_get_text(proposal, "about"));
    value_put_int(a, input, "minutes_for", value_get_int(proposal, "minutes_for", 10));
    enum err err = record_create(&request->work, request->viewer, &agenda_item_kind, input, INPUT_JSON, &made);
    if (err == OK)
        value_push(items, value_text(a, value_get_text(made, "id")));
    return err;
}

/* Takes those of the present proposals that are named; what is no proposal any more (another took it) is left out. */
enum err meeting_agenda_take(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    const struct value *asked = value_get(request->body, "about");
    struct value *meeting = NULL, *proposed = NULL, *rows = NULL;
    int64_t rank = 0;
    if (!asked || asked->kind != V_LIST || !asked->count)
        return problem_say(&request->work.problems, S("/about"), "meeting.take-none", NULL);
    enum err err = record_get(&request->work, request->viewer, &meeting_kind, request->ids[0], &meeting);
    if (err == OK && value_get(meeting, "withdrawn_at"))
        err = ERR_GONE;
    if (err == OK)
        err = agenda_proposed(&request->work, request->viewer, meeting, &proposed);
    if (err == OK)
        err = meeting_agenda(request, request->ids[0], &rows);
    VALUE_EACH (row, err ? NULL : rows)
        rank = value_get_int(row, "rank", 0) > rank ? value_get_int(row, "rank", 0) : rank;
    reply->view = value_map(a);
    struct value *items = value_put_list(a, reply->view, "items");
    VALUE_EACH (proposal, err ? NULL : proposed)
        if (err == OK && is_asked(asked, value_get_text(proposal, "about")))
            err = take(request, request->ids[0], proposal, ++rank, items);
    if (err)
        return err;
    reply->status = request->html ? 303 : 201;
    reply->location = arena_printf(a, "/meetings/%.*s%s", STR_ARG(request->ids[0]), request->html ? "#agenda" : "");
    reply->done = S("meeting.taken");
    return items ? OK : ERR_MEMORY;
}
