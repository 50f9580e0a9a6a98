/* The pack of a meeting: one page to read before it and to print, its agenda with what each item rests on, and what
 * came of the last time. */
#include "engines/governance/governance_pages.h"
#include "engines/governance/meeting_view.h"
#include "engines/governance/records.h"

/* What a record holds, in the order of its fields: [{label, value}]. */
static void put_facts(struct overview *o, struct value *item, const struct kind *kind, const struct value *record)
{
    struct value *facts = value_put_list(o->arena, item, "facts");
    for (size_t i = 0; i < kind->count; i++) {
        const struct field *field = &kind->fields[i];
        bool above = kind->parent && !strcmp(kind->parent, field->name);
        bool named = kind->title && !strcmp(kind->title, field->name);
        if (above || named || field->flags & F_SAMPLE || !is_given(record, field->name))
            continue;
        struct value *fact = value_push_map(o->arena, facts);
        struct str key = arena_printf(o->arena, "field.%s.%s", kind->name, field->name);
        value_put_text(o->arena, fact, "label", overview_words(o, key.p ? key.p : "", NULL));
        value_put(fact, "value", again(o->arena, value_get(record, field->name)));
    }
}

/* Of a decision: what it may be. */
static enum err put_options(struct overview *o, struct value *item, const struct kind *kind, struct str id)
{
    struct value *rows = NULL, *list = value_put_list(o->arena, item, "options");
    enum err err = OK;
    if (kind == &decision_kind)
        err =
            rows_of(&o->request->work, o->request->viewer, &decision_option_kind, "decision", id, MEETING_MOST, &rows);
    VALUE_EACH (row, err ? NULL : rows)
        overview_copy(o, value_push_map(o->arena, list), row, "name", "speaks_for", "speaks_against", NULL);
    return err;
}

/* What an item rests on, where the reader may see it. */
static enum err put_basis(struct overview *o, struct value *item, const struct value *row)
{
    const struct kind *kind = kind_by_plural(value_get_text(row, "about_kind"));
    struct str id = value_get_text(row, "about");
    struct value *record = NULL;
    enum err err = kind ? record_get(&o->request->work, o->request->viewer, kind, id, &record) : ERR_NOT_FOUND;
    bool there = err == OK && !value_get(record, "withdrawn_at");
    if (err && err != ERR_NOT_FOUND)
        return err;
    struct str key = there ? arena_printf(o->arena, "kind.%s.one", kind->name) : (struct str){NULL, 0};
    value_put(item, "subject", there ? again(o->arena, value_get(row, "subject")) : value_null(o->arena));
    value_put(item, "kind", key.p ? value_text(o->arena, overview_words(o, key.p, NULL)) : value_null(o->arena));
    if (there) {
        put_facts(o, item, kind, record);
        return put_options(o, item, kind, id);
    }
    value_put_list(o->arena, item, "facts");
    value_put_list(o->arena, item, "options");
    return OK;
}

static enum err put_items(struct overview *o, struct value *view)
{
    struct value *rows, *list = value_put_list(o->arena, view, "agenda");
    enum err err = meeting_agenda(o->request, o->id, &rows);
    VALUE_EACH (row, err ? NULL : rows) {
        struct value *item = value_push_map(o->arena, list);
        overview_copy(o, item, row, "title", "minutes_for", NULL);
        err = put_basis(o, item, row);
        if (err)
            break;
    }
    return err;
}

static enum err put_body(struct overview *o, struct value *view)
{
    struct str id = value_get_text(o->record, "body");
    struct value *body = NULL;
    enum err err = id.n ? record_get(&o->request->work, o->request->viewer, &body_kind, id, &body) : ERR_NOT_FOUND;
    if (err && err != ERR_NOT_FOUND)
        return err;
    if (err) {
        value_put(view, "body", value_null(o->arena));
    } else {
        struct value *map = value_put_map(o->arena, view, "body");
        put_ref(o->arena, map, "body", &body_kind, id, value_get_text(body, "name"));
        overview_copy(o, map, body, "mission", "decision_rule", "quorum", NULL);
    }
    return put_meeting_seats(o->request, view, err ? S("") : id);
}

static enum err put_last(struct overview *o, struct value *view)
{
    struct value *last, *rows;
    enum err err = meeting_before(&o->request->work, o->request->viewer, o->record, &last);
    if (err || !last) {
        value_put(view, "last", value_null(o->arena));
        return err;
    }
    struct value *map = value_put_map(o->arena, view, "last");
    put_ref(o->arena, map, "meeting", &meeting_kind, value_get_text(last, "id"), value_get_text(last, "title"));
    overview_copy(o, map, last, "starts", "minutes", NULL);
    struct value *outcomes = value_put_list(o->arena, map, "outcomes");
    err = meeting_agenda(o->request, value_get_text(last, "id"), &rows);
    VALUE_EACH (row, err ? NULL : rows)
        if (is_given(row, "outcome"))
            overview_copy(o, value_push_map(o->arena, outcomes), row, "title", "outcome", NULL);
    return err ? err : put_meeting_results(o->request, map, value_get_text(last, "id"));
}

static void answer(struct overview *o, const struct value *view)
{
    struct arena *a = o->arena;
    int64_t minutes = 0, items = count_of(value_get(view, "agenda"));
    VALUE_EACH (item, value_get(view, "agenda"))
        minutes += value_get_int(item, "minutes_for", 0);
    overview_say(o, overview_words(o, items ? "pack.answer" : "pack.answer.empty", "count", value_int(a, items),
                                   "minutes", value_int(a, minutes), NULL));
}

/* The viewer's own attendance of the meeting; NULL when there is none. */
static enum err own_attendance(struct request *request, struct str meeting, const struct value **own)
{
    struct value *rows;
    *own = NULL;
    enum err err = rows_of(&request->work, request->viewer, &attendance_kind, "meeting", meeting, MEETING_MOST, &rows);
    VALUE_EACH (row, err ? NULL : rows)
        if (request->viewer->person.n && str_eq(value_get_text(row, "person"), request->viewer->person))
            *own = row;
    return err;
}

/* Whoever is to come may say that they have read it, until the meeting was held. */
static enum err put_read(struct overview *o)
{
    const struct value *own;
    struct request *request = o->request;
    enum err err = own_attendance(request, o->id, &own);
    bool planned = str_is(value_get_text(o->record, "state"), "planned") && !is_given(o->record, "withdrawn_at");
    bool may = planned && !request->viewer->looker && request->viewer->person.n && !is_given(own, "pack_opened") &&
               viewer_may(request->viewer, &attendance_kind, own ? ACTION_CHANGE : ACTION_CREATE,
                          value_get_text(o->record, "circle"));
    value_put(o->page, "read_on", own ? again(o->arena, value_get(own, "pack_opened")) : value_null(o->arena));
    value_put_bool(o->arena, o->page, "may_read", may);
    return err;
}

/* The own side's party in an alliance; empty when there is none. */
static enum err own_party(struct request *request, struct str alliance, struct str *party)
{
    struct value *rows;
    *party = S("");
    enum err err =
        rows_of(&request->work, request->viewer, kind_by_plural(S("parties")), "alliance", alliance, 200, &rows);
    VALUE_EACH (row, err ? NULL : rows)
        if (str_eq(value_get_text(row, "organisation"), request->viewer->organisation) && !is_given(row, "left_on"))
            *party = value_get_text(row, "id");
    return err;
}

enum err meeting_pack_read(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct value *meeting, *record = NULL, *input = value_map(a);
    const struct value *own;
    struct str party;
    enum err err = record_get(&request->work, request->viewer, &meeting_kind, request->ids[0], &meeting);
    if (err == OK && value_get(meeting, "withdrawn_at"))
        err = ERR_GONE;
    if (err == OK && !str_is(value_get_text(meeting, "state"), "planned"))
        err = problem_say(&request->work.problems, S(""), "pack.held", NULL);
    if (err == OK)
        err = own_attendance(request, request->ids[0], &own);
    if (err == OK)
        err = own_party(request, value_get_text(meeting, "alliance"), &party);
    if (err)
        return err;
    value_put_text(a, input, "how", S("prepared"));
    if (own) {
        err = record_change(&request->work, request->viewer, &attendance_kind, value_get_text(own, "id"),
                            value_get_int(own, "version", 0), input, INPUT_JSON, S(""), &record);
    } else {
        value_put_text(a, input, "meeting", request->ids[0]);
        value_put_text(a, input, "person", request->viewer->person);
        value_put_text(a, input, "party", party);
        err = record_create(&request->work, request->viewer, &attendance_kind, input, INPUT_JSON, &record);
    }
    if (err)
        return err;
    reply->view = record;
    reply->etag = value_get_int(record, "version", 0);
    if (request->html) {
        reply->status = 303;
        reply->location = arena_printf(a, "/meetings/%.*s/pack", STR_ARG(request->ids[0]));
        reply->done = S("done.saved");
    }
    return OK;
}

enum err meeting_pack_page(struct request *request, struct reply *reply)
{
    struct overview o;
    enum err err = overview_begin(request, reply, &meeting_kind, "meeting_pack", &o);
    if (err)
        return err;
    struct value *view = value_map(o.arena);
    const struct viewer_audience *seen = viewer_audience(request->viewer, value_get_text(o.record, "circle"));
    put_ref(o.arena, view, "meeting", &meeting_kind, o.id, o.name);
    overview_copy(&o, view, o.record, "alliance", "title", "starts", "minutes_long", "place", NULL);
    value_put_bool(o.arena, view, "private", seen && seen->kind != AUDIENCE_JOINT);
    err = put_body(&o, view);
    if (err == OK)
        err = put_items(&o, view);
    if (err == OK)
        err = put_last(&o, view);
    if (err == OK)
        err = put_read(&o);
    answer(&o, view);
    value_set(o.page, "actions", value_list(o.arena));
    end_view(&o, view);
    reply->view = view;
    reply->etag = 0;
    return err;
}
