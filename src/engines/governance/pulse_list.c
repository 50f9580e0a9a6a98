/* All pools of an alliance's working rules as one list, also as CSV. */
#include "engines/governance/pulse_view.h"

static void put_item(struct request *request, struct value *list, const struct value *rule, const struct value *pool)
{
    static const char *const same[] = {"opens",   "closes",  "people",  "answers", "count_1",
                                       "count_2", "count_3", "count_4", "count_5"};
    struct arena *a = request->work.arena;
    struct value *item = value_push_map(a, list);
    struct str organisation = value_get_text(pool, "organisation"),
               side = viewer_face(&request->work, request->viewer, S("organisations"), organisation);
    struct adherence adherence = pulse_of_pool(pool);
    value_put_text(a, item, "working_rule", value_get_text(rule, "id"));
    value_put_text(a, item, "principle", value_get_text(rule, "principle"));
    value_put_text(a, item, "organisation", organisation);
    value_put_text(a, item, "side", side.p ? side : S(""));
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        value_put(item, same[i], again(a, value_get(pool, same[i])));
    value_put(item, "mean", pulse_points(a, adherence.mean));
    put_ratio(a, item, "favourable", adherence.favourable);
}

enum err pulse_pools_list(struct request *request, struct reply *reply)
{
    struct arena *a = request->work.arena;
    struct work *work = &request->work;
    struct value *alliance, *rules, *pools;
    enum err err = record_get(work, request->viewer, kind_by_plural(S("alliances")), request->ids[0], &alliance);
    if (err == OK)
        err = rows_of(work, request->viewer, &working_rule_kind, "alliance", request->ids[0], GOVERNANCE_MOST, &rules);
    if (err)
        return err;
    reply->view = value_map(a);
    struct value *items = value_put_list(a, reply->view, "items");
    VALUE_EACH (rule, rules) {
        err = asking_pools(work, request->viewer, value_get_text(rule, "id"), value_get_text(rule, "circle"),
                           today_of(work), &pools);
        if (err)
            return err;
        VALUE_EACH (pool, pools)
            put_item(request, items, rule, pool);
    }
    value_put(reply->view, "next", value_null(a));
    return items ? OK : ERR_MEMORY;
}
