/* The exchanges of an alliance, and the register of its differences: which of them are used, and which never were. */
#include "engines/governance/exchange_view.h"
#include "engines/registry/registry.h"

static enum err put_exchanges(struct overview *o, struct value *view, int64_t *open)
{
    struct arena *a = o->arena;
    struct request *request = o->request;
    struct value *rows, *list = value_put_list(a, view, "exchanges");
    enum err err = alliance_rows(o, "exchanges", &rows);
    VALUE_EACH (row, err ? NULL : rows) {
        struct value *seals, *parties, *waiting = value_list(a), *item = push_record(o, list, &exchange_kind, row);
        bool revealed;
        err = blind_seals(&request->work, request->viewer, &perception_blind, row, &seals, &revealed);
        if (err == OK)
            err = exchange_parties(&request->work, request->viewer, row, &parties);
        if (err)
            return err;
        VALUE_EACH (party, parties)
            if (!count_of(rows_with(a, seals, "organisation", value_get_text(party, "organisation"))))
                value_push(waiting, again(a, value_get(party, "name")));
        overview_copy(o, item, row, "opened", NULL);
        value_put_bool(a, item, "revealed", revealed);
        value_put(item, "waiting", waiting);
        *open += !revealed;
    }
    return err;
}

/* Who sees what on the trait of a difference; nothing where its exchange is not revealed. */
static enum err put_views(struct overview *o, struct value *item, const struct value *difference)
{
    struct request *request = o->request;
    struct str trait = value_get_text(difference, "trait");
    struct value *perceptions = value_list(o->arena), *parties = value_list(o->arena), *record = NULL, *exchange;
    bool revealed = false;
    enum err err = trait.n ? record_get(&request->work, request->viewer, &exchange_trait_kind, trait, &record) : OK;
    struct str id = value_get_text(record, "exchange");
    if (err == OK && id.n)
        err = blind_revealed(&request->work, request->viewer, &perception_blind, id, &revealed);
    if (err == OK && revealed)
        err = record_get(&request->work, request->viewer, &exchange_kind, id, &exchange);
    if (err == OK && revealed)
        err = exchange_parties(&request->work, request->viewer, exchange, &parties);
    if (err == OK && revealed)
        err = rows_of(&request->work, request->viewer, &perception_kind, "trait", trait, GOVERNANCE_MOST, &perceptions);
    if (err && err != ERR_NOT_FOUND)
        return err;
    return put_trait_views(request, item, parties, perceptions, trait);
}

static enum err put_differences(struct overview *o, struct value *view, int64_t *unused)
{
    struct value *rows, *list = value_put_list(o->arena, view, "differences");
    enum err err = alliance_rows(o, "differences", &rows);
    for (int used = 0; err == OK && used < 2; used++)
        VALUE_EACH (row, rows) {
            if (difference_used(row) != (used == 1))
                continue;
            struct value *item = push_record(o, list, &difference_kind, row);
            overview_copy(o, item, row, "name", "trait", "restatement", "used_for", "commitment", "working_rule",
                          "paid", NULL);
            value_put_bool(o->arena, item, "used", used == 1);
            *unused += used == 0;
            err = put_views(o, item, row);
            if (err)
                break;
        }
    return err;
}

enum err perception_page(struct request *request, struct reply *reply)
{
    struct overview o;
    int64_t open = 0, unused = 0;
    enum err err = alliance_view_begin(request, reply, "perception", &o);
    if (err)
        return err;
    struct arena *a = o.arena;
    struct value *view = begin_view(&o, reply);
    err = put_exchanges(&o, view, &open);
    if (err == OK)
        err = put_differences(&o, view, &unused);
    if (err)
        return err;
    int64_t kept = count_of(value_get(view, "differences"));
    value_put_int(a, view, "unused", unused);
    overview_say(&o, overview_words(&o, kept ? "perception.answer" : "perception.answer.none", "count",
                                    value_int(a, kept), NULL));
    if (unused)
        overview_say(&o, overview_words(&o, "perception.answer.unused", "count", value_int(a, unused), NULL));
    if (open)
        overview_say(&o, overview_words(&o, "perception.answer.open", "count", value_int(a, open), NULL));
    end_view(&o, view);
    bool may = !request->viewer->looker &&
               viewer_may(request->viewer, &exchange_kind, ACTION_CREATE, value_get_text(o.record, "circle"));
    value_put_bool(a, o.page, "may_begin", may);
    overview_offer(&o, &difference_kind, "add_difference");
    return OK;
}
