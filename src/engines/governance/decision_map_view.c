#include "engines/governance/decision_map_view.h"
#include "engines/registry/registry.h"

const char *const decision_parts[DECISION_PARTS] = {"affected", "recommends", "consulted", "approves", "informed"};
enum { STEPS_MOST = 40 };

const struct value *map_find(const struct value *rows, struct str id)
{
    VALUE_EACH (row, rows)
        if (id.n && str_eq(value_get_text(row, "id"), id))
            return row;
    return NULL;
}

static size_t side_of(const struct map *m, struct str party)
{
    size_t i = 0;
    VALUE_EACH (side, m->sides) {
        if (str_eq(value_get_text(side, "party"), party))
            return i;
        i++;
    }
    return SIZE_MAX;
}

bool map_alike(const struct map *m, const struct value *row, const struct value *decision)
{
    struct str of = value_get_text(decision, "row"), topic = value_get_text(row, "topic");
    const struct value *other = map_find(m->rows, of);
    return other &&
           (str_eq(of, value_get_text(row, "id")) || (topic.n && str_eq(value_get_text(other, "topic"), topic)));
}

enum err map_voices(const struct map *m, const struct value *row, struct value **out)
{
    struct request *request = m->o.request;
    return rows_of(&request->work, request->viewer, &decision_voice_kind, "row", value_get_text(row, "id"),
                   GOVERNANCE_MOST, out);
}

/* Days that decisions of the kind took; open ones count once they are past the agreed time. */
static double median_days(const struct map *m, const struct value *row, int64_t allowed)
{
    int64_t days[GOVERNANCE_MOST];
    size_t n = 0;
    VALUE_EACH (decision, m->decisions) {
        int64_t asked = day_of(decision, "asked"), taken = day_of(decision, "taken");
        bool open = str_is(value_get_text(decision, "state"), "open");
        if (asked == NO_DAY || n == GOVERNANCE_MOST || !map_alike(m, row, decision))
            continue;
        if (taken != NO_DAY)
            days[n++] = taken - asked;
        else if (open && allowed > 0 && m->today - asked > allowed)
            days[n++] = m->today - asked;
    }
    return median_of(days, n);
}

/* The day on which a matter of that topic, asked today, has passed the steps of a side. */
static enum err side_passes(const struct map *m, const struct value *side, struct str topic, int64_t *passed)
{
    struct approval_step steps[STEPS_MOST];
    size_t n = 0;
    VALUE_EACH (step, m->steps) {
        struct str of = value_get_text(step, "topic");
        bool counts =
            str_eq(value_get_text(step, "party"), value_get_text(side, "party")) && (!of.n || str_eq(of, topic));
        if (counts && n < STEPS_MOST)
            steps[n++] = (struct approval_step){value_get_text(step, "meets"), value_get_int(step, "papers_days", 0),
                                                value_get_int(step, "takes_days", 0)};
    }
    return decision_passed(steps, n, m->today, passed);
}

/* How long each firm needs from today on, by its own steps; the slowest into *needed, 0 where none are known. */
static enum err put_firms(const struct map *m, const struct value *row, struct value *item, int64_t *needed)
{
    struct arena *a = m->o.arena;
    struct value *firms = value_put_list(a, item, "firms");
    bool never = false;
    *needed = 0;
    VALUE_EACH (side, m->sides) {
        int64_t passed;
        enum err err = side_passes(m, side, value_get_text(row, "topic"), &passed);
        if (err)
            return err;
        if (passed == m->today)
            continue;
        struct value *firm = value_push_map(a, firms);
        value_put(firm, "name", again(a, value_get(side, "name")));
        value_put(firm, "days", passed == NO_DAY ? value_null(a) : value_int(a, passed - m->today));
        if (passed == NO_DAY)
            value_put(firm, "passed", value_null(a));
        else
            put_day(a, firm, "passed", passed);
        never |= passed == NO_DAY;
        if (passed != NO_DAY && passed - m->today > *needed)
            *needed = passed - m->today;
    }
    value_put(item, "needed_days", *needed && !never ? value_int(a, *needed) : value_null(a));
    if (never)
        *needed = INT64_MAX;
    return firms ? OK : ERR_MEMORY;
}

static void put_faults(struct map *m, struct value *item, unsigned faults, int64_t *count)
{
    struct arena *a = m->o.arena;
    struct value *list = value_put_list(a, item, "faults");
    *count = 0;
    for (int i = 0; i < FAULT_COUNT; i++) {
        if (!(faults & 1u << i))
            continue;
        struct value *fault = value_push_map(a, list);
        struct str key = arena_printf(a, "decision_fault.%s", decision_fault_code(i));
        value_put_text(a, fault, "code", str_of(decision_fault_code(i)));
        value_put_text(a, fault, "what", key.p ? overview_words(&m->o, key.p, NULL) : S(""));
        (*count)++;
    }
}

static struct decision_row judged(const struct map *m, const struct value *row, const struct value *voices,
                                  struct decision_voice *all)
{
    const struct value *body = map_find(m->bodies, value_get_text(row, "decider_body"));
    struct value *names = body ? NULL : decision_names(m->o.arena, value_get_text(row, "decider_name"));
    int class = decision_class_of(value_get_text(row, "class"));
    struct decision_row it = {
        .class = class < 0 ? DECISION_DAILY : (enum decision_class) class,
        .decided = body || is_given(row, "decider_person") || count_of(names) > 0,
        .several = count_of(names) > 1,
        .body = body != NULL,
        .rule = body && is_given(body, "decision_rule"),
        .tier = body ? body_tier_of(value_get_text(body, "tier")) : 0,
        .allowed_days = value_get_int(row, "allowed_days", 0),
        .voices = all,
        .parties = m->sides->count,
    };
    VALUE_EACH (voice, voices) {
        int part = decision_part_of(value_get_text(voice, "part"));
        if (part >= 0)
            all[it.voice_count++] =
                (struct decision_voice){(enum decision_part)part, side_of(m, value_get_text(voice, "party"))};
    }
    return it;
}

enum err map_judge(struct map *m, const struct value *row, const struct value *voices, struct value *item,
                   int64_t *faults)
{
    struct arena *a = m->o.arena;
    struct decision_voice *all = ARENA_ARRAY(a, (size_t)count_of(voices) + 1, struct decision_voice);
    if (!all)
        return ERR_MEMORY;
    struct str model = value_get_text(m->o.record, "business_model");
    struct decision_row it = judged(m, row, voices, all);
    int fits = decision_tier(model, it.class);
    if (fits)
        put_choice(a, item, "fitting_tier", body_tiers[fits - 1], "choice.body.tier");
    else
        value_put(item, "fitting_tier", value_null(a));
    enum err err = put_firms(m, row, item, &it.needed_days);
    if (err)
        return err;
    it.median_days = median_days(m, row, it.allowed_days);
    struct value *median = value_put(item, "median_days", value_new(a, it.median_days < 0 ? V_NULL : V_DECIMAL));
    if (median && it.median_days >= 0)
        median->i = (int64_t)(it.median_days * 1000000);
    put_faults(m, item, decision_faults(&it, model), faults);
    return OK;
}

/* ---- reading ---- */

enum err map_begin(struct request *request, struct reply *reply, const char *template, struct map *out)
{
    *out = (struct map){.today = today_of(&request->work)};
    enum err err = alliance_view_begin(request, reply, template, &out->o);
    if (err == OK)
        err = alliance_rows(&out->o, "decision_rows", &out->rows);
    if (err == OK)
        err = alliance_rows(&out->o, "bodies", &out->bodies);
    if (err == OK)
        err = alliance_rows(&out->o, "approval_steps", &out->steps);
    if (err == OK)
        err = alliance_rows(&out->o, "decisions", &out->decisions);
    if (err)
        return err;
    out->view = begin_view(&out->o, reply);
    value_put(out->view, "model", again(out->o.arena, value_get(out->o.record, "business_model")));
    err = put_sides(&out->o, out->view, "sides");
    out->sides = value_get(out->view, "sides");
    return err ? err : out->sides ? OK : ERR_MEMORY;
}
