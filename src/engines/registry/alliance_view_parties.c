#include "engines/registry/alliance_view.h"
#include "engines/registry/staffing.h"

enum err view_rows(struct overview *overview, const struct kind *kind, const struct value **rows)
{
    struct request *request = overview->request;
    struct value *first = NULL;
    enum err err = rows_shared(&request->work, request->viewer, kind, overview->id, rows);
    if (err || (*rows)->count <= VIEW_MOST)
        return err;
    err = rows_of(&request->work, request->viewer, kind, "alliance", overview->id, VIEW_MOST, &first);
    *rows = first;
    return err;
}

struct value *view_item(struct overview *overview, struct value *list, const struct kind *kind,
                        const struct value *record)
{
    struct arena *a = overview->arena;
    struct value *item = value_push_map(a, list);
    struct str name = value_get_text(record, kind->title ? kind->title : "title");
    (void)put_ref(a, item, kind->name, kind, value_get_text(record, "id"), name.p ? name : S(""));
    value_put_bool(a, item, "private", str_is(value_get_text(record, "audience"), "side"));
    return item;
}

/* ---- parties ---- */

/* What the page shows of parties comes from four lists of the alliance. */
struct sides {
    const struct value *parties, *contributions, *objectives, *staffing;
};

static void put_contributions(struct overview *o, struct value *item, const struct sides *sides, struct str party)
{
    struct value *list = value_put_list(o->arena, item, "contributions");
    VALUE_EACH (contribution, sides->contributions)
        if (str_eq(value_get_text(contribution, "party"), party)) {
            struct value *one = view_item(o, list, &contribution_kind, contribution);
            overview_copy(o, one, contribution, "type", "capability", "strength", "value", "sample", NULL);
        }
}

static void put_objectives(struct overview *o, struct value *map, const struct sides *sides, struct str party)
{
    struct value *list = value_put_list(o->arena, map, "objectives");
    VALUE_EACH (objective, sides->objectives)
        if (str_eq(value_get_text(objective, "party"), party)) {
            struct value *one = view_item(o, list, &objective_kind, objective);
            overview_copy(o, one, objective, "rank", "opposes", "sample", NULL);
        }
}

static void put_staffing(struct overview *o, struct value *item, const struct sides *sides, struct str party)
{
    int64_t planned = 0, filled = 0, ratio;
    VALUE_EACH (line, sides->staffing)
        if (str_eq(value_get_text(line, "party"), party)) {
            planned += value_get_int(line, "planned", 0);
            filled += value_get_int(line, "filled", 0);
        }
    bool known = staffing_ratio(planned, filled, &ratio);
    struct value *plan = value_put(item, "planned", value_new(o->arena, known ? V_DECIMAL : V_NULL));
    struct value *fill = value_put(item, "filled", value_new(o->arena, known ? V_DECIMAL : V_NULL));
    if (known && plan && fill) {
        plan->i = planned;
        fill->i = filled;
        (void)put_ratio(o->arena, item, "ratio", ratio);
    } else {
        value_put(item, "ratio", value_null(o->arena));
    }
    value_put_bool(o->arena, item, "short", staffing_short(planned, filled));
}

static void put_party(struct overview *o, struct value *list, const struct sides *sides, const struct value *party)
{
    struct str id = value_get_text(party, "id");
    struct value *item = view_item(o, list, &party_kind, party);
    overview_copy(o, item, party, "organisation", "name", "role", "units", "sponsor", "manager", "operational_leads",
                  "equity_share", "joined_on", "left_on", "sample", NULL);
    bool ours = str_eq(value_get_text(party, "organisation"), o->request->viewer->organisation);
    value_put_bool(o->arena, item, "ours", ours);
    put_staffing(o, item, sides, id);
    put_contributions(o, item, sides, id);
    put_objectives(o, item, sides, id);
}

enum err view_parties(struct overview *o)
{
    struct sides sides = {0};
    enum err err = view_rows(o, &party_kind, &sides.parties);
    if (err == OK)
        err = view_rows(o, &contribution_kind, &sides.contributions);
    if (err == OK)
        err = view_rows(o, &objective_kind, &sides.objectives);
    if (err == OK)
        err = view_rows(o, &staffing_kind, &sides.staffing);
    if (err)
        return err;
    struct value *list = value_put_list(o->arena, o->data, "parties");
    for (int turn = 0; turn < 3; turn++) /* ours, the others, those that left */
        VALUE_EACH (party, sides.parties) {
            bool ours = str_eq(value_get_text(party, "organisation"), o->request->viewer->organisation);
            if (turn == (is_given(party, "left_on") ? 2 : ours ? 0 : 1))
                put_party(o, list, &sides, party);
        }
    put_objectives(o, o->data, &sides, S(""));
    return list ? OK : ERR_MEMORY;
}

/* ---- people ---- */

enum err view_list(struct overview *o, struct value *map, const struct kind *kind, const char *key,
                   const char *const *members)
{
    struct value *list = value_put_list(o->arena, map, key);
    const struct value *rows;
    enum err err = view_rows(o, kind, &rows);
    VALUE_EACH (record, err ? NULL : rows) {
        struct value *item = view_item(o, list, kind, record);
        for (size_t i = 0; members[i]; i++)
            value_put(item, members[i], again(o->arena, value_get(record, members[i])));
    }
    return err;
}

enum err view_people(struct overview *o)
{
    static const char *const team[] = {"person",    "name",    "organisation", "role",
                                       "from_date", "to_date", "sample",       NULL};
    static const char *const contacts[] = {"party_a",      "name_a",   "party_b", "name_b", "level", "function",
                                           "cadence_days", "last_met", "meet_by", "sample", NULL};
    static const char *const secondments[] = {"sent_by",   "works_at", "name",   "task",
                                              "from_date", "to_date",  "sample", NULL};
    enum err err = view_list(o, o->data, &membership_kind, "team", team);
    if (err == OK)
        err = view_list(o, o->data, &contact_kind, "contacts", contacts);
    return err ? err : view_list(o, o->data, &secondment_kind, "secondments", secondments);
}
