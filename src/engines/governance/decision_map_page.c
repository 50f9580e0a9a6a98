/* The decision map of an alliance with its faults, how each firm decides, and the decisions taken and asked for. */
#include "engines/governance/decision_map.h"
#include "engines/governance/governance_pages.h"
#include "engines/governance/records.h"
#include "engines/registry/registry.h"

static const char *const parts[] = {"affected", "recommends", "consulted", "approves", "informed"};
enum { PARTS = sizeof parts / sizeof *parts, STEPS_MOST = 40, LISTED_MOST = 20 };

struct map {
    struct overview o;
    struct value *view, *rows, *bodies, *steps, *decisions, *sides;
    int64_t today;
    int faulty;
};

static const struct value *find_row(const struct value *rows, struct str id)
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

/* Decisions of a kind are those of the row, and of the rows with the same topic. */
static bool is_alike(const struct map *m, const struct value *row, const struct value *decision)
{
    const struct value *of = find_row(m->rows, value_get_text(decision, "row"));
    struct str topic = value_get_text(row, "topic");
    return of && (str_eq(value_get_text(of, "id"), value_get_text(row, "id")) ||
                  (topic.n && str_eq(value_get_text(of, "topic"), topic)));
}

/* Days that decisions of the kind took; open ones count once they are past the agreed time. */
static double median_days(const struct map *m, const struct value *row, int64_t allowed)
{
    int64_t days[GOVERNANCE_MOST];
    size_t n = 0;
    VALUE_EACH (decision, m->decisions) {
        int64_t asked = day_of(decision, "asked"), taken = day_of(decision, "taken");
        bool open = str_is(value_get_text(decision, "state"), "open");
        if (!is_alike(m, row, decision) || asked == NO_DAY || n == GOVERNANCE_MOST)
            continue;
        if (taken != NO_DAY)
            days[n++] = taken - asked;
        else if (open && allowed > 0 && m->today - asked > allowed)
            days[n++] = m->today - asked;
    }
    return median_of(days, n);
}

/* How long the slowest firm needs from today on, by its own steps; 0 where none are known. */
static enum err needed_days(const struct map *m, const struct value *row, int64_t *needed)
{
    struct str topic = value_get_text(row, "topic");
    *needed = 0;
    VALUE_EACH (side, m->sides) {
        struct approval_step steps[STEPS_MOST];
        size_t n = 0;
        int64_t passed;
        VALUE_EACH (step, m->steps) {
            struct str of = value_get_text(step, "topic");
            bool counts =
                str_eq(value_get_text(step, "party"), value_get_text(side, "party")) && (!of.n || str_eq(of, topic));
            if (counts && n < STEPS_MOST)
                steps[n++] =
                    (struct approval_step){value_get_text(step, "meets"), value_get_int(step, "papers_days", 0),
                                           value_get_int(step, "takes_days", 0)};
        }
        enum err err = decision_passed(steps, n, m->today, &passed);
        if (err)
            return err;
        int64_t days = passed == NO_DAY ? INT64_C(1) << 30 : passed - m->today;
        *needed = days > *needed ? days : *needed;
    }
    return OK;
}

/* ---- one row ---- */

static void put_voices(struct map *m, struct value *item, const struct value *voices)
{
    struct arena *a = m->o.arena;
    struct value *sides = value_put_list(a, item, "sides");
    VALUE_EACH (side, m->sides) {
        struct value *one = value_push_map(a, sides);
        value_put(one, "name", again(a, value_get(side, "name")));
        for (size_t p = 0; p < PARTS; p++) {
            struct value *list = value_put_list(a, one, parts[p]);
            VALUE_EACH (voice, voices)
                if (str_is(value_get_text(voice, "part"), parts[p]) &&
                    str_eq(value_get_text(voice, "party"), value_get_text(side, "party"))) {
                    struct value *who = value_push_map(a, list);
                    struct str name = value_get_text(voice, "name");
                    (void)put_ref(a, who, "voice", &decision_voice_kind, value_get_text(voice, "id"), name);
                    value_put_text(a, who, "name", name);
                }
        }
    }
}

static void put_faults(struct map *m, struct value *item, unsigned faults)
{
    struct arena *a = m->o.arena;
    struct value *list = value_put_list(a, item, "faults");
    for (int i = 0; i < FAULT_COUNT; i++) {
        if (!(faults & 1u << i))
            continue;
        struct value *fault = value_push_map(a, list);
        struct str key = arena_printf(a, "decision_fault.%s", decision_fault_code(i));
        value_put_text(a, fault, "code", str_of(decision_fault_code(i)));
        value_put_text(a, fault, "what", key.p ? overview_words(&m->o, key.p, NULL) : S(""));
    }
    m->faulty += faults != 0;
}

static struct decision_row judged(const struct map *m, const struct value *row, const struct value *voices,
                                  struct decision_voice *all)
{
    const struct value *body = find_row(m->bodies, value_get_text(row, "decider_body"));
    struct decision_row it = {
        .class = (enum decision_class)decision_class_of(value_get_text(row, "class")),
        .decided = body || is_given(row, "decider_person") || is_given(row, "decider_name"),
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

static enum err put_row(struct map *m, struct value *list, const struct value *row)
{
    struct arena *a = m->o.arena;
    struct request *request = m->o.request;
    struct value *voices, *item = push_record(&m->o, list, &decision_row_kind, row);
    enum err err = rows_of(&request->work, request->viewer, &decision_voice_kind, "row", value_get_text(row, "id"),
                           GOVERNANCE_MOST, &voices);
    struct decision_voice *all = err ? NULL : ARENA_ARRAY(a, (size_t)count_of(voices) + 1, struct decision_voice);
    if (err || !all)
        return err ? err : ERR_MEMORY;
    struct str model = value_get_text(m->o.record, "business_model");
    struct decision_row it = judged(m, row, voices, all);
    err = needed_days(m, row, &it.needed_days);
    if (err)
        return err;
    it.median_days = median_days(m, row, it.allowed_days);
    overview_copy(&m->o, item, row, "decision", "topic", "class", "allowed_days", NULL);
    value_put(item, "decider", again(a, value_get(row, "decider_name")));
    int fits = decision_tier(model, it.class);
    if (fits)
        put_choice(a, item, "fitting_tier", body_tiers[fits - 1], "choice.body.tier");
    else
        value_put(item, "fitting_tier", value_null(a));
    bool never = it.needed_days >= INT64_C(1) << 30;
    value_put(item, "needed_days", it.needed_days && !never ? value_int(a, it.needed_days) : value_null(a));
    struct value *median = value_put(item, "median_days", value_new(a, it.median_days < 0 ? V_NULL : V_DECIMAL));
    if (median && it.median_days >= 0)
        median->i = (int64_t)(it.median_days * 1000000);
    put_voices(m, item, voices);
    put_faults(m, item, decision_faults(&it, model));
    return OK;
}

/* ---- the page ---- */

static void put_decisions(struct map *m)
{
    struct arena *a = m->o.arena;
    struct value *open = value_put_list(a, m->view, "open"), *taken = value_put_list(a, m->view, "taken");
    VALUE_EACH (decision, m->decisions) {
        struct str state = value_get_text(decision, "state");
        int64_t asked = day_of(decision, "asked");
        const struct value *row = find_row(m->rows, value_get_text(decision, "row"));
        int64_t allowed = row ? value_get_int(row, "allowed_days", 0) : 0;
        if (str_is(state, "open") && open && open->count < LISTED_MOST) {
            struct value *item = push_record(&m->o, open, &decision_kind, decision);
            overview_copy(&m->o, item, decision, "question", "asked", NULL);
            value_put(item, "days", asked == NO_DAY ? value_null(a) : value_int(a, m->today - asked));
            value_put_bool(a, item, "late", asked != NO_DAY && allowed > 0 && m->today - asked > allowed);
        } else if (str_is(state, "taken") && taken && taken->count < LISTED_MOST) {
            struct value *item = push_record(&m->o, taken, &decision_kind, decision);
            overview_copy(&m->o, item, decision, "question", "taken", NULL);
            value_put(item, "lead_days", again(a, value_get(decision, "lead_days")));
        }
    }
}

static void put_steps(struct map *m)
{
    struct value *list = value_put_list(m->o.arena, m->view, "steps");
    VALUE_EACH (step, m->steps) {
        struct value *item = push_record(&m->o, list, &approval_step_kind, step);
        overview_copy(&m->o, item, step, "step", "party", "topic", "style", "meets", "papers_days", "takes_days", NULL);
    }
}

static enum err read_all(struct map *m)
{
    enum err err = alliance_rows(&m->o, "decision_rows", &m->rows);
    if (err == OK)
        err = alliance_rows(&m->o, "bodies", &m->bodies);
    if (err == OK)
        err = alliance_rows(&m->o, "approval_steps", &m->steps);
    return err ? err : alliance_rows(&m->o, "decisions", &m->decisions);
}

enum err decision_map_page(struct request *request, struct reply *reply)
{
    struct map m = {.today = today_of(&request->work)};
    enum err err = alliance_view_begin(request, reply, "decision_map", &m.o);
    if (err == OK)
        err = read_all(&m);
    if (err)
        return err;
    struct arena *a = m.o.arena;
    m.view = begin_view(&m.o, reply);
    value_put(m.view, "model", again(a, value_get(m.o.record, "business_model")));
    err = put_sides(&m.o, m.view, "sides");
    m.sides = value_get(m.view, "sides");
    struct value *rows = value_put_list(a, m.view, "rows");
    VALUE_EACH (row, err ? NULL : m.rows)
        if ((err = put_row(&m, rows, row)) != OK)
            return err;
    if (err)
        return err;
    put_steps(&m);
    put_decisions(&m);
    struct value *count = value_int(a, count_of(m.rows)), *faulty = value_int(a, m.faulty);
    overview_say(&m.o, overview_words(&m.o, count_of(m.rows) ? "decision_map.answer" : "decision_map.answer.none",
                                      "count", count, NULL));
    if (count_of(m.rows))
        overview_say(&m.o, overview_words(&m.o, m.faulty ? "decision_map.answer.faulty" : "decision_map.answer.well",
                                          "count", faulty, NULL));
    end_view(&m.o, m.view);
    overview_offer(&m.o, &decision_row_kind, "add_row");
    overview_offer(&m.o, &decision_kind, "add_decision");
    overview_offer(&m.o, &approval_step_kind, "add_step");
    value_put_bool(
        a, m.o.page, "may_voice",
        viewer_may(request->viewer, &decision_voice_kind, ACTION_CREATE, value_get_text(m.o.record, "circle")));
    return OK;
}
