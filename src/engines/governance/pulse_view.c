/* Adherence to working rules, side by side over time, as far as it may be shown. */
#include "engines/governance/pulse_view.h"

static void put_pools(struct overview *o, struct value *side, const struct value *pools, struct str organisation)
{
    struct arena *a = o->arena;
    struct value *list = value_put_list(a, side, "pools");
    VALUE_EACH (pool, pools) {
        if (!str_eq(value_get_text(pool, "organisation"), organisation))
            continue;
        struct adherence adherence = pulse_of_pool(pool);
        struct value *item = value_push_map(a, list);
        overview_copy(o, item, pool, "opens", "closes", "people", "answers", NULL);
        value_put(item, "mean", pulse_points(a, adherence.mean));
        put_ratio(a, item, "favourable", adherence.favourable);
    }
    struct slip slip = pulse_slip(pools, organisation);
    value_put(side, "fall", slip.last ? pulse_points(a, slip.fall) : value_null(a));
}

/* The round of the rule that is open today; NULL where there is none. */
static enum err open_round(struct overview *o, const struct value *rule, const struct value **out)
{
    struct work *work = &o->request->work;
    struct value *rounds;
    int64_t today = today_of(work);
    *out = NULL;
    enum err err =
        rows_of(work, o->request->viewer, &campaign_kind, "rule", value_get_text(rule, "id"), GOVERNANCE_MOST, &rounds);
    VALUE_EACH (round, err ? NULL : rounds)
        if (day_of(round, "opens") <= today && day_of(round, "closes") >= today)
            *out = round;
    return err;
}

static enum err put_open(struct overview *o, struct value *pulse, const struct value *round,
                         const struct value *parties, bool may)
{
    struct arena *a = o->arena;
    struct value *counts, *item = round ? value_put_map(a, pulse, "open") : value_put(pulse, "open", value_null(a));
    if (!round)
        return OK;
    put_ref(a, item, "campaign", &campaign_kind, value_get_text(round, "id"), value_get_text(round, "question"));
    value_put(item, "closes", again(a, value_get(round, "closes")));
    value_put_bool(a, item, "may_link", may);
    struct value *asked = value_put_list(a, item, "asked");
    enum err err = asking_counts(&o->request->work, o->request->viewer, value_get_text(round, "id"), &counts);
    VALUE_EACH (party, err ? NULL : parties) {
        struct str organisation = value_get_text(party, "organisation");
        const struct value *count = value_at(rows_with(a, counts, "organisation", organisation), 0);
        struct value *side = value_push_map(a, asked);
        value_put(side, "name", again(a, value_get(party, "name")));
        value_put_bool(a, side, "ours", str_eq(organisation, o->request->viewer->organisation));
        value_put_int(a, side, "count", value_get_int(count, "count", 0));
    }
    return err;
}

enum err put_pulse(struct overview *o, struct value *item, const struct value *rule, const struct value *parties)
{
    struct arena *a = o->arena;
    struct request *request = o->request;
    struct work *work = &request->work;
    struct str id = value_get_text(rule, "id"), circle = value_get_text(rule, "circle");
    struct value *pools, *pulse, *sides;
    const struct value *round;
    int64_t last;
    if (!str_is(value_get_text(rule, "state"), "agreed"))
        return value_put(item, "pulse", value_null(a)) ? OK : ERR_MEMORY;
    enum err err = asking_pools(work, request->viewer, id, circle, today_of(work), &pools);
    if (err == OK)
        err = open_round(o, rule, &round);
    if (err == OK)
        err = asking_last_day(work, request->viewer, id, circle, &last);
    if (err)
        return err;
    bool may = !request->viewer->looker && viewer_may(request->viewer, &campaign_kind, ACTION_CREATE, circle);
    pulse = value_put_map(a, item, "pulse");
    value_put_text(a, pulse, "circle", circle);
    value_put_bool(a, pulse, "may_ask", may && (last == NO_DAY || last < today_of(work)));
    if (last == NO_DAY)
        value_put(pulse, "asked_until", value_null(a));
    else
        put_day(a, pulse, "asked_until", last);
    err = put_open(o, pulse, round, parties, may);
    sides = value_put_list(a, pulse, "sides");
    VALUE_EACH (party, err ? NULL : parties) {
        struct str organisation = value_get_text(party, "organisation");
        struct value *side = value_push_map(a, sides);
        value_put(side, "name", again(a, value_get(party, "name")));
        value_put_bool(a, side, "ours", str_eq(organisation, request->viewer->organisation));
        put_pools(o, side, pools, organisation);
    }
    value_put_bool(a, pulse, "shown", count_of(pools) > 0);
    struct value *chart = err ? NULL : pulse_chart(o, sides, value_get_text(rule, "principle"));
    value_put(pulse, "chart", chart ? chart : value_null(a));
    return err;
}
