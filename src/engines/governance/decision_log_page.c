/* The log of an alliance's decisions: how long they took, where they are slow and contested. */
#include "engines/governance/decision_heat.h"
#include "engines/governance/decision_map_view.h"
#include "engines/governance/decision_view.h"

static const struct value *row_of(const struct map *m, const struct value *decision)
{
    return map_find(m->rows, value_get_text(decision, "row"));
}

/* The topic of its row, else what the row is about; empty for what nobody had foreseen. */
static struct str topic_of(const struct map *m, const struct value *decision)
{
    const struct value *row = row_of(m, decision);
    struct str topic = value_get_text(row, "topic");
    return topic.n ? topic : value_get_text(row, "decision");
}

static int64_t allowed_of(const struct map *m, const struct value *decision)
{
    return value_get_int(row_of(m, decision), "allowed_days", 0);
}

static struct value *put_median(struct arena *a, struct value *map, const char *key, double days)
{
    struct value *leaf = value_put(map, key, value_new(a, days < 0 ? V_NULL : V_DECIMAL));
    if (leaf && days >= 0)
        leaf->i = (int64_t)(days * 1000000);
    return leaf;
}

/* ---- heat ---- */

static void put_cells(struct map *m, struct value *line, struct str topic)
{
    static const char *const levels[] = {"0", "1", "2", "3", "4"};
    struct arena *a = m->o.arena;
    struct value *cells = value_put_list(a, line, "cells");
    size_t n = 0;
    struct heat_decision *all = ARENA_ARRAY(a, (size_t)count_of(m->decisions) + 1, struct heat_decision);
    VALUE_EACH (decision, all ? m->decisions : NULL)
        if (str_eq(topic_of(m, decision), topic) && !str_is(value_get_text(decision, "state"), "dropped"))
            all[n++] = (struct heat_decision){day_of(decision, "asked"), day_of(decision, "taken"),
                                              allowed_of(m, decision), value_get_bool(decision, "contested")};
    for (int back = HEAT_QUARTERS - 1; back >= 0 && all; back--) {
        int64_t from = quarter_of(m->today, back), until = quarter_of(m->today, back - 1) - 1;
        struct heat_cell cell = heat_cell_of(a, all, n, from, until, m->today);
        struct value *item = value_push_map(a, cells);
        value_put_int(a, item, "count", cell.count);
        value_put_int(a, item, "contested", cell.contested);
        value_put_bool(a, item, "any", cell.count > 0);
        value_put_bool(a, item, "disputed", cell.contested > 0);
        put_median(a, item, "median_days", cell.median_days);
        value_put_int(a, item, "level", cell.level);
        put_choice(a, item, "slow", cell.count && !cell.agreed ? "none" : levels[cell.level], "decision_log.level");
    }
}

static void put_heat(struct map *m)
{
    struct arena *a = m->o.arena;
    struct value *quarters = value_put_list(a, m->view, "quarters"), *heat = value_put_list(a, m->view, "heat");
    for (int back = HEAT_QUARTERS - 1; back >= 0; back--) {
        struct value *quarter = value_push_map(a, quarters);
        put_day(a, quarter, "from", quarter_of(m->today, back));
        put_day(a, quarter, "until", quarter_of(m->today, back - 1) - 1);
    }
    VALUE_EACH (decision, m->decisions) {
        struct str topic = topic_of(m, decision);
        bool known = false;
        VALUE_EACH (line, heat)
            known |= str_eq(value_get_text(line, "topic"), topic);
        if (known || day_of(decision, "asked") == NO_DAY ||
            day_of(decision, "asked") < quarter_of(m->today, HEAT_QUARTERS - 1))
            continue;
        struct value *line = value_push_map(a, heat);
        value_put(line, "topic", topic.n ? value_text(a, topic) : value_null(a));
        put_cells(m, line, topic);
    }
}

/* ---- the list ---- */

static enum err put_unacknowledged(struct map *m, struct value *item, const struct value *decision)
{
    struct request *request = m->o.request;
    struct value *rows;
    int64_t waiting = 0;
    enum err err = rows_of(&request->work, request->viewer, &acknowledgement_kind, "decision",
                           value_get_text(decision, "id"), GOVERNANCE_MOST, &rows);
    VALUE_EACH (row, err ? NULL : rows)
        waiting += !is_given(row, "acknowledged");
    value_put_int(m->o.arena, item, "unacknowledged", waiting);
    value_put_bool(m->o.arena, item, "waits", waiting > 0);
    return err;
}

static enum err put_list(struct map *m)
{
    struct arena *a = m->o.arena;
    struct value *list = value_put_list(a, m->view, "decisions");
    VALUE_EACH (decision, m->decisions) {
        struct value *item = push_record(&m->o, list, &decision_kind, decision);
        int64_t asked = day_of(decision, "asked"), taken = day_of(decision, "taken"), allowed = allowed_of(m, decision);
        int64_t days = asked == NO_DAY ? -1 : (taken == NO_DAY ? m->today : taken) - asked;
        bool counts = days >= 0 && !str_is(value_get_text(decision, "state"), "dropped");
        struct str topic = topic_of(m, decision);
        overview_copy(&m->o, item, decision, "question", "state", "asked", "taken", "outcome", NULL);
        value_put(item, "days", counts ? value_int(a, days) : value_null(a));
        value_put_bool(a, item, "late", counts && allowed > 0 && days > allowed);
        value_put_bool(a, item, "contested", value_get_bool(decision, "contested"));
        value_put(item, "topic", topic.n ? value_text(a, topic) : value_null(a));
        enum err err = put_unacknowledged(m, item, decision);
        if (err)
            return err;
    }
    return OK;
}

/* Lead time, and the share taken at the tier that the model asks for. */
static void put_means(struct map *m)
{
    struct arena *a = m->o.arena;
    int64_t days[GOVERNANCE_MOST], fitting = 0, base = 0;
    size_t n = 0;
    struct str model = value_get_text(m->o.record, "business_model");
    VALUE_EACH (decision, m->decisions) {
        int64_t lead = value_get_int(decision, "lead_days", -1);
        int class = decision_class_of(value_get_text(row_of(m, decision), "class"));
        int tier = body_tier_of(value_get_text(decision, "tier"));
        int fits = class < 0 ? 0 : decision_tier(model, (enum decision_class) class);
        if (!str_is(value_get_text(decision, "state"), "taken"))
            continue;
        if (lead >= 0 && n < GOVERNANCE_MOST)
            days[n++] = lead;
        base += tier && fits;
        fitting += tier && tier == fits;
    }
    double median = median_of(days, n);
    value_put_int(a, m->view, "count", (int64_t)n);
    struct value *shown = put_median(a, m->view, "median_days", median);
    if (base)
        put_ratio(a, m->view, "fitting", fitting * INT64_C(1000000) / base);
    else
        value_put(m->view, "fitting", value_null(a));
    value_put_int(a, m->view, "fitting_base", base);
    overview_say(&m->o, n ? overview_words(&m->o, "decision_log.answer", "count", value_int(a, (int64_t)n), "days",
                                           again(a, shown), NULL)
                          : overview_words(&m->o, "decision_log.answer.none", NULL));
    if (base)
        overview_say(&m->o, overview_words(&m->o, "decision_log.answer.fitting", "known", value_int(a, base), "count",
                                           value_int(a, fitting), NULL));
}

static void say_slow(struct map *m)
{
    int64_t late = 0;
    VALUE_EACH (item, value_get(m->view, "decisions"))
        late += str_is(value_get_text(item, "state"), "open") && value_get_bool(item, "late");
    if (late)
        overview_say(&m->o,
                     overview_words(&m->o, "decision_log.answer.late", "count", value_int(m->o.arena, late), NULL));
}

enum err decision_log_page(struct request *request, struct reply *reply)
{
    struct map m;
    enum err err = map_begin(request, reply, "decision_log", &m);
    if (err == OK)
        err = put_list(&m);
    if (err)
        return err;
    put_means(&m);
    say_slow(&m);
    put_heat(&m);
    end_view(&m.o, m.view);
    overview_offer(&m.o, &decision_kind, "add_decision");
    return OK;
}
