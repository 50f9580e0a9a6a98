#include "engines/governance/governance_pages.h"
#include "kernel/hooks.h"

enum err alliance_rows(struct overview *overview, const char *plural, struct value **rows)
{
    struct request *request = overview->request;
    return rows_of(&request->work, request->viewer, kind_by_plural(str_of(plural)), "alliance", overview->id,
                   GOVERNANCE_MOST, rows);
}

struct value *rows_with(struct arena *arena, const struct value *rows, const char *field, struct str id)
{
    struct value *found = value_list(arena);
    VALUE_EACH (row, rows)
        if (id.n && str_eq(value_get_text(row, field), id))
            value_push(found, again(arena, row));
    return found;
}

struct value *push_record(struct overview *overview, struct value *list, const struct kind *kind,
                          const struct value *record)
{
    struct arena *a = overview->arena;
    struct value *item = value_push_map(a, list);
    struct str name = value_get_text(record, kind->title ? kind->title : "title");
    const struct viewer_audience *audience =
        viewer_audience(overview->request->viewer, value_get_text(record, "circle"));
    (void)put_ref(a, item, kind->name, kind, value_get_text(record, "id"), name.p ? name : S(""));
    value_put_bool(a, item, "private", audience && audience->kind == AUDIENCE_SIDE);
    return item;
}

enum err put_sides(struct overview *overview, struct value *map, const char *key)
{
    struct arena *a = overview->arena;
    struct value *parties, *sides = value_put_list(a, map, key);
    const struct kind *kind = kind_by_plural(S("parties"));
    enum err err = alliance_rows(overview, "parties", &parties);
    for (int theirs = 0; err == OK && theirs < 2; theirs++)
        VALUE_EACH (party, parties) {
            struct str organisation = value_get_text(party, "organisation");
            bool ours = str_eq(organisation, overview->request->viewer->organisation);
            if (is_given(party, "left_on") || ours == (theirs == 1))
                continue;
            struct value *side = value_push_map(a, sides);
            struct str name = value_get_text(party, "name");
            (void)put_ref(a, side, "party", kind, value_get_text(party, "id"), name);
            value_put_text(a, side, "name", name);
            value_put_bool(a, side, "ours", ours);
        }
    return err == OK && !sides ? ERR_MEMORY : err;
}

struct value *begin_view(struct overview *overview, struct reply *reply)
{
    struct arena *a = overview->arena;
    struct value *view = value_map(a);
    (void)put_ref(a, view, "alliance", overview->kind, overview->id, overview->name);
    reply->view = view;
    reply->etag = 0;
    return view;
}

void end_view(struct overview *overview, struct value *view)
{
    value_set(view, "answer", again(overview->arena, value_get(overview->page, "answer")));
}
