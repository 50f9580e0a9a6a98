/* The rules of working together of an alliance: what each means to each side, written unseen, the one meaning that they
 * agreed on, and examples to take over. */
#include "engines/governance/exchange_view.h"
#include "engines/governance/pulse_view.h"
#include "engines/governance/rule_library.h"
#include "engines/registry/registry.h"

struct rules {
    struct overview o;
    struct value *view, *rules, *parties;
    int64_t agreed, waiting;
};

/* Who has sealed, what each side wrote, as far as the viewer may read it. */
static void put_sides_meanings(struct rules *r, struct value *item, const struct value *seals,
                               const struct value *meanings)
{
    struct arena *a = r->o.arena;
    struct str own = r->o.request->viewer->organisation;
    struct value *sides = value_put_list(a, item, "sides");
    value_put(item, "mine", value_null(a));
    value_put(item, "seal", value_null(a));
    VALUE_EACH (party, r->parties) {
        struct str organisation = value_get_text(party, "organisation");
        const struct value *meaning = value_at(rows_with(a, meanings, "organisation", organisation), 0);
        const struct value *seal = value_at(rows_with(a, seals, "organisation", organisation), 0);
        struct value *side = value_push_map(a, sides), *mine = meaning ? value_map(a) : NULL;
        value_put(side, "name", again(a, value_get(party, "name")));
        value_put_bool(a, side, "ours", str_eq(organisation, own));
        value_put(side, "sealed_on", again(a, value_get(seal, "sealed_on")));
        value_put(side, "meaning", again(a, value_get(meaning, "meaning")));
        if (!str_eq(organisation, own))
            continue;
        if (mine)
            overview_copy(&r->o, mine, meaning, "id", "version", "meaning", NULL);
        value_set(item, "mine", mine ? mine : value_null(a));
        if (!seal)
            continue;
        struct value *sealed = value_map(a);
        overview_copy(&r->o, sealed, seal, "id", "version", NULL);
        value_set(item, "seal", sealed);
    }
}

static enum err put_rule(struct rules *r, struct value *list, const struct value *rule)
{
    struct arena *a = r->o.arena;
    struct request *request = r->o.request;
    struct value *seals, *meanings, *item = push_record(&r->o, list, &working_rule_kind, rule);
    bool revealed, agreed = str_is(value_get_text(rule, "state"), "agreed");
    enum err err = blind_seals(&request->work, request->viewer, &meaning_blind, rule, &seals, &revealed);
    if (err == OK)
        err = exchange_parties(&request->work, request->viewer, rule, &r->parties);
    if (err == OK)
        err = rows_of(&request->work, request->viewer, &rule_meaning_kind, "rule", value_get_text(rule, "id"),
                      GOVERNANCE_MOST, &meanings);
    if (err)
        return err;
    overview_copy(&r->o, item, rule, "version", "principle", "meaning", "state", "agreed_on", NULL);
    value_put_bool(a, item, "revealed", revealed);
    value_put_bool(a, item, "agreed", agreed);
    /* There is nothing to write unseen where one side alone reads the rule, or all agree already. */
    value_put_bool(a, item, "unseen", !revealed && !agreed && count_of(r->parties) > 1);
    put_sides_meanings(r, item, seals, meanings);
    if ((err = put_pulse(&r->o, item, rule, r->parties)) != OK)
        return err;
    r->agreed += agreed;
    r->waiting += !revealed && !agreed && !value_get(item, "seal")->count;
    return OK;
}

static void put_library(struct rules *r)
{
    struct arena *a = r->o.arena;
    struct work *work = &r->o.request->work;
    struct value *list = value_put_list(a, r->view, "library");
    for (size_t i = 0; i < RULE_LIBRARY; i++) {
        bool taken = false;
        VALUE_EACH (rule, r->rules)
            taken |= str_is(value_get_text(rule, "library_code"), rule_library_code(i));
        struct value *item = taken ? NULL : value_push_map(a, list);
        if (!item)
            continue;
        value_put_text(a, item, "code", str_of(rule_library_code(i)));
        value_put_text(a, item, "principle", rule_library_principle(work, i));
        value_put_text(a, item, "meaning", rule_library_meaning(work, i));
    }
}

static void answer(struct rules *r)
{
    struct arena *a = r->o.arena;
    int64_t count = count_of(r->rules);
    overview_say(&r->o, overview_words(&r->o, count ? "working_rules.answer" : "working_rules.answer.none", "count",
                                       value_int(a, count), "agreed", value_int(a, r->agreed), NULL));
    if (r->waiting)
        overview_say(&r->o,
                     overview_words(&r->o, "working_rules.answer.waiting", "count", value_int(a, r->waiting), NULL));
}

/* The rule that slips most, in the answer, too. */
static enum err say_slipping(struct rules *r)
{
    struct arena *a = r->o.arena;
    struct request *request = r->o.request;
    struct slipping most;
    enum err err = pulse_most(&request->work, request->viewer, r->rules, &most);
    if (err || !most.rule)
        return err;
    struct str side = viewer_face(&request->work, request->viewer, S("organisations"), most.organisation);
    overview_say(&r->o, overview_words(&r->o, "pulse.answer.slip", "principle",
                                       value_text(a, value_get_text(most.rule, "principle")), "party",
                                       value_text(a, side.p ? side : S("")), "last",
                                       pulse_points(a, pulse_of_pool(most.slip.last).mean), "before",
                                       pulse_points(a, pulse_of_pool(most.slip.before).mean), NULL));
    return OK;
}

/* The rule that was asked about longest ago, where it is time to ask again and the viewer may. */
static void say_next(struct rules *r, const struct value *list)
{
    int64_t oldest = today_of(&r->o.request->work) - PULSE_AGAIN;
    const struct value *next = NULL;
    VALUE_EACH (item, list) {
        const struct value *pulse = value_get(item, "pulse");
        int64_t last = day_of(pulse, "asked_until"); /* NO_DAY is before all others */
        if (!value_get_bool(pulse, "may_ask") || last >= oldest)
            continue;
        oldest = last;
        next = item;
    }
    if (next)
        overview_say(&r->o, overview_words(&r->o, "pulse.answer.next", "principle",
                                           again(r->o.arena, value_get(next, "principle")), NULL));
}

enum err working_rules_page(struct request *request, struct reply *reply)
{
    struct rules r = {0};
    enum err err = alliance_view_begin(request, reply, "working_rules", &r.o);
    if (err == OK)
        err = alliance_rows(&r.o, "working_rules", &r.rules);
    if (err)
        return err;
    struct str circle = value_get_text(r.o.record, "circle");
    r.view = begin_view(&r.o, reply);
    struct value *list = value_put_list(r.o.arena, r.view, "rules");
    VALUE_EACH (rule, r.rules)
        if (!str_is(value_get_text(rule, "state"), "retired") && (err = put_rule(&r, list, rule)) != OK)
            return err;
    put_library(&r);
    answer(&r);
    if ((err = say_slipping(&r)) != OK)
        return err;
    say_next(&r, list);
    end_view(&r.o, r.view);
    bool may = !request->viewer->looker && viewer_may(request->viewer, &working_rule_kind, ACTION_CREATE, circle);
    value_put_bool(r.o.arena, r.o.page, "may_write", may);
    overview_offer(&r.o, &working_rule_kind, "add_rule");
    return OK;
}
