/* More alliances for the demo, in any number: each with a partner, its people and a year of work, made up from the
 * words of content/demo/work/names.json and the texts of a field. */
#include "base/date.h"
#include "cli/demo_work.h"

enum { NOTES = 4, OLDEST = 390, SPREAD = 25, ON_TIME_LEAST = 70, ON_TIME_SPREAD = 28, COMMITMENTS_A_DECISION = 4 };

struct more {
    struct demo *demo;
    struct demo_steps *steps;
    struct work_year year; /* for its steps before work begins: where it stands, its keys */
    const struct value *words;
    int64_t number; /* of the alliance, from 0 */
    int64_t commitments;
    struct str manager, field, firm;
    struct str partner, person, chief, party, own_party;
    int64_t day; /* on which it begins */
};

static struct str word(const struct more *more, const char *list, int64_t number)
{
    const struct value *words = value_get(more->words, list);
    const struct value *one = words && words->count ? value_at(words, (size_t)number % words->count) : NULL;
    return one ? one->text : S("");
}

static int64_t word_count(const struct more *more, const char *list)
{
    const struct value *words = value_get(more->words, list);
    return words && words->count ? words->count : 1;
}

/* All pairs of the two lists in turn, so that none comes twice before all have come. */
static struct str pair(const struct more *more, const char *first, const char *second, int64_t number)
{
    int64_t firsts = word_count(more, first);
    return arena_printf(more->demo->cli->arena, "%.*s %.*s", STR_ARG(word(more, first, number)),
                        STR_ARG(word(more, second, number / firsts + number)));
}

static struct value *create(struct more *more, int64_t minutes, struct str as, const char *plural, struct str key)
{
    return work_create(&more->year, work_at(more->day, S("09:00"), minutes), as, plural, key);
}

/* The partner, the person who looks after the alliance there, and a chief. */
static void found_partner(struct more *more)
{
    struct work_year *year = &more->year;
    struct arena *a = more->demo->cli->arena;
    struct value *record = create(more, 0, S("@helene"), "organisations", more->partner);
    work_put(year, record, "name", more->firm);
    work_put(year, record, "kind", S("partner"));
    work_put(year, record, "country", word(more, "countries", more->number));
    for (int64_t i = 0; i < 2; i++) {
        record = create(more, 10, more->partner, "people", i ? more->chief : more->person);
        work_put(year, record, "name", pair(more, "given", "family", more->number * 2 + i));
        work_put(year, record, "organisation", more->partner);
        work_put(year, record, "title", word(more, "titles", i));
        work_put(year, record, "level", i ? S("chief") : S("manager"));
        work_put(year, record, "email",
                 arena_printf(a, "%s@partner-%lld.example", i ? "chief" : "alliances", (long long)more->number + 1));
    }
}

/* One step with a list of one map in it: accounts, know. */
static struct value *one_of(struct more *more, int64_t minutes, struct str as, const char *list)
{
    struct arena *a = more->demo->cli->arena;
    struct demo_step step = more->year.place;
    struct value *tree = value_map(a), *one = value_push_map(a, value_put_list(a, tree, list));
    step.at_ms = work_at(more->day, S("09:00"), minutes);
    step.step = tree;
    work_put(&more->year, tree, "as", as);
    if (!one || demo_steps_add(more->demo, more->steps, step))
        more->year.failed = true;
    return one;
}

static void know_party(struct more *more)
{
    struct arena *a = more->demo->cli->arena;
    struct value *one = one_of(more, 30, more->manager, "know"), *where = value_put_map(a, one, "where");
    work_put(&more->year, one, "@", str_part(more->own_party, 1, more->own_party.n));
    work_put(&more->year, one, "kind", S("parties"));
    work_put(&more->year, where, "alliance", more->year.alliance);
    work_put(&more->year, where, "organisation", S("@altmark"));
}

static void let_in(struct more *more)
{
    struct arena *a = more->demo->cli->arena;
    struct value *one = one_of(more, 50, more->partner, "accounts");
    work_put(&more->year, one, "person", more->person);
    if (!value_push(value_put_list(a, one, "roles"), value_text(a, S("manager"))))
        more->year.failed = true;
}

static void found_alliance(struct more *more, const struct value *texts)
{
    static const char *const same[] = {"purpose", "scope_in", "fields", "territories", "form",           "intent",
                                       "logic",   "currency", "stage",  "phase",       "business_model", NULL};
    struct work_year *year = &more->year;
    struct arena *a = more->demo->cli->arena;
    const struct value *alliance = value_get(texts, "alliance");
    struct value *record = create(more, 20, more->manager, "alliances", year->alliance);
    work_put(year, record, "name",
             arena_printf(a, "%.*s with %.*s", STR_ARG(value_get_text(alliance, "name")), STR_ARG(more->firm)));
    work_copy(year, record, alliance, same);
    work_put_day(year, record, "start", more->day);
    know_party(more);
    record = create(more, 40, more->manager, "parties", more->party);
    work_put(year, record, "alliance", year->alliance);
    work_put(year, record, "organisation", more->partner);
    work_put(year, record, "role", S("member"));
    let_in(more);
    for (int64_t i = 0; i < 2; i++) {
        record = create(more, 60, more->partner, "memberships", S(""));
        work_put(year, record, "alliance", year->alliance);
        work_put(year, record, "person", i ? more->chief : more->person);
        work_put(year, record, "role", i ? S("executive") : S("manager"));
        work_put_day(year, record, "from_date", more->day);
    }
    record = create(more, 70, more->manager, "agreements", S(""));
    work_put(year, record, "alliance", year->alliance);
    work_put(year, record, "name", arena_printf(a, "Agreement with %.*s", STR_ARG(more->firm)));
    work_put_day(year, record, "signed", more->day);
    work_put_day(year, record, "in_force", more->day);
}

/* Both sides write something down in its first weeks. */
static void add_notes(struct more *more)
{
    for (int64_t i = 0; i < NOTES; i++) {
        struct str as = i % 2 ? more->person : more->manager;
        struct value *record = create(more, 24 * 60 * (i + 2), as, "notes", S(""));
        work_put(&more->year, record, "about_kind", S("alliances"));
        work_put(&more->year, record, "about", more->year.alliance);
        work_put(&more->year, record, "text", word(more, "notes", more->number + i));
    }
}

static struct value *side_of(struct more *more, struct value *sides, struct str party, struct str as,
                             struct str sponsor)
{
    struct arena *a = more->demo->cli->arena;
    struct value *side = value_push_map(a, sides);
    work_put(&more->year, side, "party", party);
    work_put(&more->year, side, "as", as);
    work_put(&more->year, side, "sponsor", sponsor);
    value_put_int(a, side, "on_time", ON_TIME_LEAST + seeded_below(&more->year.random, ON_TIME_SPREAD));
    value_push(value_put_list(a, side, "people"), value_text(a, as));
    return side;
}

/* The year of work, asked for as a step of the content asks for it. */
static enum err add_work(struct more *more)
{
    struct arena *a = more->demo->cli->arena;
    struct value *tree = value_map(a), *sides = value_put_list(a, tree, "sides");
    struct demo_step step = more->year.place;
    step.at_ms = work_at(more->day + 1, S("09:00"), 0);
    step.step = tree;
    work_put(&more->year, tree, "work", more->year.alliance);
    work_put(&more->year, tree, "field", more->field);
    work_put_int(&more->year, tree, "seed", more->number + 1000);
    work_put_int(&more->year, tree, "commitments", more->commitments);
    work_put_int(&more->year, tree, "decisions",
                 (more->commitments + COMMITMENTS_A_DECISION - 1) / COMMITMENTS_A_DECISION);
    side_of(more, sides, more->own_party, more->manager, word(more, "sponsors", more->number));
    if (!side_of(more, sides, more->party, more->person, more->chief))
        return ERR_MEMORY;
    return demo_work_add(more->demo, more->steps, &step);
}

static struct str key_of(struct more *more, const char *what)
{
    return arena_printf(more->demo->cli->arena, "@more%lld%s", (long long)more->number, what);
}

static enum err add_one(struct more *more)
{
    const struct value *texts;
    more->manager = word(more, "managers", more->number);
    more->field = word(more, "fields", more->number);
    more->firm = pair(more, "first", "second", more->number);
    more->partner = key_of(more, "-firm");
    more->person = key_of(more, "-person");
    more->chief = key_of(more, "-chief");
    more->party = key_of(more, "-partner");
    more->own_party = key_of(more, "-party");
    more->year = (struct work_year){.demo = more->demo, .steps = more->steps, .alliance = key_of(more, "")};
    more->year.place = (struct demo_step){.file = "content/demo/work/names.json", .number = (size_t)more->number + 1};
    more->year.random = (uint64_t)more->number;
    more->day = more->demo->as_of - OLDEST + seeded_below(&more->year.random, SPREAD);
    enum err err = demo_texts(more->demo, more->field, &texts);
    if (err)
        return err;
    found_partner(more);
    found_alliance(more, texts);
    add_notes(more);
    err = add_work(more);
    return err ? err : more->year.failed ? ERR_MEMORY : OK;
}

enum err demo_more_add(struct demo *demo, struct demo_steps *steps, int64_t count, int64_t commitments)
{
    struct more more = {.demo = demo, .steps = steps, .commitments = commitments};
    enum err err = count ? demo_texts(demo, S("names"), &more.words) : OK;
    for (int64_t i = 0; i < count && err == OK; i++) {
        more.number = i;
        err = add_one(&more);
    }
    return err;
}
