/* Reads what a year of work is to be: the step that asks for it, and the texts of its field. */
#include "cli/demo_work.h"
#include "base/embedded.h"
#include "base/json.h"

enum { DAY_MS = 86400000, RULES_AFTER = 20 };

enum err demo_texts(struct demo *demo, struct str name, const struct value **texts)
{
    struct arena *a = demo->cli->arena;
    struct value *tree = NULL;
    if (!demo->texts)
        demo->texts = value_map(a);
    *texts = value_get_str(demo->texts, name);
    if (*texts)
        return OK;
    struct str path = arena_printf(a, "content/demo/work/%.*s.json", STR_ARG(name));
    const struct embedded *file = path.p ? embedded_find(path.p) : NULL;
    if (!file)
        return ERR_CORRUPT;
    enum err err = json_parse(a, (struct str){(const char *)file->data, file->size}, &demo->cli->problems, &tree);
    if (err == OK && !value_put_str(demo->texts, arena_copy(a, name), tree))
        err = ERR_MEMORY;
    *texts = tree;
    return err;
}

static bool read_side(struct work_year *year, const struct value *from)
{
    struct work_side *side = &year->sides[year->side_count];
    *side = (struct work_side){.party = value_get_text(from, "party"),
                               .as = value_get_text(from, "as"),
                               .sponsor = value_get_text(from, "sponsor"),
                               .people = value_get(from, "people"),
                               .on_time = value_get_int(from, "on_time", 90)};
    year->side_count++;
    return side->party.n && side->as.n && value_first(side->people);
}

static bool read_sides(struct work_year *year, const struct value *sides)
{
    VALUE_EACH (side, sides)
        if (year->side_count == WORK_SIDES_MAX || !read_side(year, side))
            return false;
    return year->side_count > 1;
}

/* A body of the field's texts. Where the step names bodies, only those meet: the ones there already, and under "none"
 * rounds of people that nobody has founded as a body. */
static bool read_body(struct work_year *year, const struct value *text, const struct value *there)
{
    struct str name = value_get_text(text, "@");
    struct str key = value_get_text(there, arena_cstr(year->demo->cli->arena, name));
    if (there && !key.n)
        return true; /* not one of those that meet in this alliance */
    if (year->body_count == WORK_BODIES_MAX)
        return false;
    struct work_body *body = &year->bodies[year->body_count++];
    *body = (struct work_body){.title = value_get_text(text, "title"),
                               .tier = value_get_text(text, "tier"),
                               .meets_at = value_get_text(text, "meets_at"),
                               .place = value_get_text(text, "place"),
                               .text = text,
                               .every_days = value_get_int(text, "cadence_days", 30),
                               .minutes_long = value_get_int(text, "minutes_long", 60),
                               .agenda = value_get_int(text, "agenda", 0),
                               .last = value_get_int(text, "last", 0),
                               .decides = value_get_bool(text, "decides")};
    body->key = there ? str_is(key, "none") ? S("") : key
                      : arena_printf(year->demo->cli->arena, "@%.*s-%.*s", STR_ARG(year->name), STR_ARG(name));
    return body->title.n && body->tier.n && work_pool_fill(year, &body->topics, value_get(text, "topics")) &&
           (body->agenda == 0 || work_pool_fill(year, &body->remarks, value_get(text, "remarks")));
}

static bool read_texts(struct work_year *year, const struct value *texts, const struct value *there)
{
    VALUE_EACH (body, value_get(texts, "bodies"))
        if (!read_body(year, body, there))
            return false;
    return year->body_count && work_pool_fill(year, &year->decisions, value_get(texts, "decisions")) &&
           work_pool_fill(year, &year->commitments, value_get(texts, "commitments"));
}

/* Who sits in a body: sponsors in a board, else those who do the work; who acts for a side leads it there. */
static void seat(struct work_year *year, const struct work_body *body, size_t index)
{
    const struct work_side *side = &year->sides[index];
    bool board = str_is(body->tier, "executive"), steers = str_is(body->tier, "steering"), leads = true;
    VALUE_EACH (person, side->people) {
        struct value *record =
            work_create(year, work_at(year->from, S("10:00"), 30 + (int64_t)index), side->as, "seats", S(""));
        const char *role = !leads ? "member" : index == 0 ? "chair" : "co_chair";
        work_put(year, record, "body", body->key);
        work_put(year, record, "party", side->party);
        work_put(year, record, "person", board && side->sponsor.n ? side->sponsor : person->text);
        work_put(year, record, "role", str_of(role));
        work_put_int(year, record, "hours_a_month", board ? 4 : steers ? 8 : 12);
        leads = false;
        if (board)
            break;
    }
}

static void found_body(struct work_year *year, const struct work_body *body)
{
    static const char *const same[] = {"name",   "tier",          "standing",  "mission",      "key_decisions",
                                       "quorum", "decision_rule", "tie_break", "cadence_days", NULL};
    static const char *const goal_members[] = {"goal", "challenge", "plan", NULL};
    struct str as = year->sides[0].as, parent = value_get_text(body->text, "parent");
    struct value *record = work_create(year, work_at(year->from, S("10:00"), 0), as, "bodies", body->key);
    work_put(year, record, "alliance", year->alliance);
    work_copy(year, record, body->text, same);
    if (parent.n)
        work_put(year, record, "parent_body",
                 arena_printf(year->demo->cli->arena, "@%.*s-%.*s", STR_ARG(year->name), STR_ARG(parent)));
    for (size_t i = 0; i < year->side_count; i++)
        seat(year, body, i);
    int64_t rank = 0;
    VALUE_EACH (goal, value_get(body->text, "goals")) {
        record = work_create(year, work_at(year->from, S("11:00"), 0), as, "charter_goals", S(""));
        work_put(year, record, "body", body->key);
        work_put_int(year, record, "rank", ++rank);
        work_copy(year, record, goal, goal_members);
    }
}

static void agree_rules(struct work_year *year, const struct value *rules)
{
    static const char *const same[] = {"principle", "meaning", NULL};
    int64_t day = work_day(year->from + RULES_AFTER);
    VALUE_EACH (rule, rules) {
        struct value *record =
            work_create(year, work_at(day, S("14:00"), 0), year->sides[1].as, "working_rules", S(""));
        work_put(year, record, "alliance", year->alliance);
        work_copy(year, record, rule, same);
        work_put(year, record, "state", S("agreed"));
        work_put_day(year, record, "agreed_on", day);
    }
}

enum err demo_work_add(struct demo *demo, struct demo_steps *steps, const struct demo_step *step)
{
    const struct value *from = step->step, *there = value_get(from, "bodies"), *texts;
    struct work_year *year = ARENA_NEW(demo->cli->arena, struct work_year);
    if (!year)
        return ERR_MEMORY;
    struct str alliance = value_get_text(from, "work"), name = value_get_text(from, "@");
    *year = (struct work_year){.demo = demo,
                               .steps = steps,
                               .place = *step,
                               .alliance = alliance,
                               .name = name.n ? name : str_part(alliance, 1, alliance.n),
                               .from = step->at_ms / DAY_MS,
                               .until = demo->as_of,
                               .today = demo->as_of,
                               .decision_count = value_get_int(from, "decisions", 0),
                               .commitment_count = value_get_int(from, "commitments", 0)};
    year->in_order = value_get_bool(from, "in_order");
    year->random = (uint64_t)value_get_int(from, "seed", 1);
    if (demo_texts(demo, value_get_text(from, "field"), &texts) || !read_sides(year, value_get(from, "sides")) ||
        !read_texts(year, texts, there))
        return ERR_CORRUPT;
    if (value_get(from, "until") && !demo_date(demo->as_of, value_get_text(from, "until"), &year->until))
        return ERR_CORRUPT;
    for (size_t i = 0; i < year->body_count && !there; i++)
        found_body(year, &year->bodies[i]);
    if (value_get_bool(from, "rules"))
        agree_rules(year, value_get(texts, "rules"));
    work_meetings(year);
    return year->failed ? ERR_MEMORY : OK;
}
