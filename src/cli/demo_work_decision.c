/* Decisions of the generated year: asked, with options; taken in the meeting or after it; acknowledged by each side. */
#include "cli/demo_work.h"

enum { ASKED_BEFORE = 16, LATER = 24, ONE_CONTESTED_OF = 6, HEARD = 8, MOST_OPTIONS = 9 };

static const char *const question_members[] = {"question", "criteria", NULL};
static const char *const outcome_members[] = {"outcome", "rationale", "trade_offs", "would_change", NULL};
static const char *const option_members[] = {"name", "speaks_for", "speaks_against", NULL};

static struct str option_key(struct work_year *year, size_t number)
{
    return work_key(year, "o", year->decisions_made * (MOST_OPTIONS + 1) + (int64_t)number);
}

/* The first option of the text is the one that is chosen; on the list it stands anywhere. */
static void put_options(struct work_year *year, const struct value *text, int64_t ms, struct str decision)
{
    const struct value *options = value_get(text, "options");
    int64_t count = options ? options->count : 0, shift = seeded_below(&year->random, count);
    for (int64_t rank = 0; rank < count && rank < MOST_OPTIONS; rank++) {
        size_t number = (size_t)((rank + shift) % count);
        struct value *record = work_create(year, ms, year->sides[0].as, "decision_options", option_key(year, number));
        work_put(year, record, "decision", decision);
        work_put_int(year, record, "rank", rank + 1);
        work_copy(year, record, value_at(options, number), option_members);
    }
}

static void acknowledge(struct work_year *year, int64_t taken, struct str decision)
{
    for (size_t i = 0; i < year->side_count; i++) {
        const struct work_side *side = &year->sides[i];
        int64_t day = work_day(taken + 1 + seeded_below(&year->random, HEARD));
        if (day >= year->today)
            continue;
        struct value *record = work_create(year, work_at(day, S("15:00"), 0), side->as, "acknowledgements", S(""));
        work_put(year, record, "decision", decision);
        work_put(year, record, "party", side->party);
        work_put(year, record, "person", value_first(side->people)->text);
        work_put_day(year, record, "acknowledged", day);
    }
}

static void take(struct work_year *year, const struct work_body *body, const struct value *text, int64_t day,
                 int64_t ms, struct str decision)
{
    struct value *set = work_change(year, ms, year->sides[0].as, decision);
    work_put(year, set, "state", S("taken"));
    work_put_day(year, set, "taken", day);
    work_put(year, set, "tier", body->tier);
    work_copy(year, set, text, outcome_members);
    if (value_get(text, "options")) {
        set = work_change(year, ms, year->sides[0].as, option_key(year, 0));
        if (set && !value_put_bool(year->demo->cli->arena, set, "chosen", true))
            year->failed = true;
    }
    acknowledge(year, day, decision);
}

void work_decision(struct work_year *year, const struct work_body *body, int64_t day, int64_t ms, struct str meeting)
{
    const struct value *text = work_next(&year->decisions);
    struct str key = work_key(year, "q", ++year->decisions_made);
    struct value *record = work_create(year, ms, year->sides[0].as, "decisions", key);
    int64_t asked = day - seeded_below(&year->random, ASKED_BEFORE);
    bool contested = seeded_below(&year->random, ONE_CONTESTED_OF) == 0;
    work_put(year, record, "alliance", year->alliance);
    work_copy(year, record, text, question_members);
    work_put(year, record, "body", body->key);
    work_put(year, record, "meeting", meeting);
    work_put(year, record, "state", S("open"));
    work_put_day(year, record, "asked", asked > year->from ? asked : year->from + 1);
    if (contested && record && !value_put_bool(year->demo->cli->arena, record, "contested", true))
        year->failed = true;
    put_options(year, text, ms, key);
    bool later = contested || seeded_below(&year->random, 10) > 6;
    if (!later) {
        take(year, body, text, day, ms, key);
        return;
    }
    int64_t taken = work_day(day + 1 + seeded_below(&year->random, LATER));
    if (taken < year->today)
        take(year, body, text, taken, work_at(taken, S("16:00"), 0), key);
}
