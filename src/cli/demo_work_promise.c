/* Commitments of the generated year: promised, delivered, answered; most in time. */
#include "base/date.h"
#include "cli/demo_work.h"

enum { SOONEST = 12, SPREAD = 34, EARLY = 6, LATEST = 16, ANSWER = 7, ONE_DISPUTED_OF = 25, ONE_WAIVED_OF = 33 };

/* Some time of the working day. */
static int64_t some_time(struct work_year *year, int64_t day)
{
    return work_at(day, S("07:30"), seeded_below(&year->random, 8 * 60));
}

/* The side of number `index`, or the first where there are not so many. */
static const struct work_side *side_at(const struct work_year *year, int64_t index)
{
    return &year->sides[index > 0 && index < (int64_t)year->side_count ? index : 0];
}

/* To whom: another side than the owner's. */
static const struct work_side *side_to(struct work_year *year, const struct work_side *owner)
{
    int64_t number = owner - year->sides, count = (int64_t)year->side_count;
    return &year->sides[(number + 1 + seeded_below(&year->random, count - 1)) % count];
}

static void set_state(struct work_year *year, int64_t day, struct str as, struct str key, const char *state,
                      struct str evidence)
{
    struct value *set = work_change(year, some_time(year, day), as, key);
    work_put(year, set, "state", str_of(state));
    work_put(year, set, "evidence", evidence);
}

/* What comes back before today, day by day; what would come later has not happened. */
static void answer(struct work_year *year, const struct work_side *owner, const struct work_side *to, struct str key,
                   int64_t delivered)
{
    int64_t day = work_day(delivered + 1 + seeded_below(&year->random, ANSWER));
    if (day < year->today && seeded_below(&year->random, ONE_DISPUTED_OF) == 0) {
        set_state(year, day, to->as, key, "disputed", S(""));
        day = work_day(day + 3 + seeded_below(&year->random, ANSWER));
        if (day >= year->today)
            return;
        set_state(year, day, owner->as, key, "delivered", S(""));
        day = work_day(day + 1 + seeded_below(&year->random, ANSWER));
    }
    if (day < year->today)
        set_state(year, day, to->as, key, "accepted", S(""));
}

static int64_t delivery(struct work_year *year, const struct work_side *owner, int64_t promised, int64_t due)
{
    bool late = seeded_below(&year->random, 100) >= owner->on_time;
    int64_t day = due + 1 + seeded_below(&year->random, LATEST);
    if (late)
        return work_day(day);
    day = work_day(due - seeded_below(&year->random, EARLY));
    return day > due || day <= promised ? due : day;
}

/* The title; from the second time on that a text is taken, with the month in which it is due. */
static struct str title_of(struct work_year *year, const struct value *text, int64_t due)
{
    struct str title = value_get_text(text, "title");
    if (year->commitments.taken <= year->commitments.count)
        return title;
    return arena_printf(year->demo->cli->arena, "%.*s, %.7s", STR_ARG(title), date_text(year->demo->cli->arena, due).p);
}

void work_promise(struct work_year *year, int64_t day, int64_t ms, struct str meeting)
{
    const struct value *text = work_next(&year->commitments);
    const struct work_side *owner = side_at(year, value_get_int(text, "side", 0)), *to = side_to(year, owner);
    struct str key = work_key(year, "c", ++year->commitments_made);
    int64_t due = work_day(day + SOONEST + seeded_below(&year->random, SPREAD));
    int64_t delivered = delivery(year, owner, day, due);
    bool waived = seeded_below(&year->random, ONE_WAIVED_OF) == 0;
    struct value *record = work_create(year, ms, year->sides[0].as, "commitments", key);
    work_put(year, record, "alliance", year->alliance);
    work_put(year, record, "title", title_of(year, text, due));
    work_put(year, record, "source", S("promised"));
    work_put(year, record, "owner_party", owner->party);
    if (year->side_count > 2)
        work_put(year, record, "to_party", to->party);
    int64_t who = seeded_below(&year->random, owner->people->count);
    work_put(year, record, "owner_person", value_at(owner->people, (size_t)who)->text);
    work_put(year, record, "meeting", meeting);
    work_put(year, record, "evidence_asked", value_get_text(text, "evidence_asked"));
    work_put_day(year, record, "due", due);
    if (waived && delivered < year->today) {
        set_state(year, delivered, to->as, key, "waived", S(""));
    } else if (delivered < year->today) {
        set_state(year, delivered, owner->as, key, "delivered", value_get_text(text, "evidence"));
        answer(year, owner, to, key, delivered);
    }
}
