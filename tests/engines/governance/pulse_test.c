/* Pulses of working rules: whose turn it is, what pools show and when, and that nothing tells who answered what. */
#include "base/message.h"
#include "engines/governance/pulse.h"
#include "kernel/rivals.h"

enum { PEOPLE = 6, MOST = 50 };
static const int64_t day_ms = INT64_C(86400000);

/* ---- pure rules ---- */

TEST(pulse, adherence_of_counts)
{
    static const int64_t counts[ASKING_POINTS] = {0, 1, 1, 1, 1}, three[ASKING_POINTS] = {0, 0, 1, 1, 1},
                         none[ASKING_POINTS] = {0};
    struct adherence a = pulse_adherence(counts);
    CHECK_INT(a.answers, 4);
    CHECK_INT(a.mean, 3500000); /* (2 + 3 + 4 + 5) / 4 */
    CHECK_INT(a.favourable, 500000);
    CHECK_INT(pulse_adherence(three).favourable, 666667);
    CHECK_INT(pulse_adherence(none).mean, 0);
}

TEST(pulse, turns_go_to_whoever_was_asked_longest_ago)
{
    struct asking_candidate people[] = {
        {S("d"), 20, false}, {S("c"), 10, false}, {S("e"), NO_DAY, false}, {S("b"), 10, false}, {S("a"), NO_DAY, true}};
    CHECK_INT(asking_choose(people, 5, 4), 4);
    CHECK(str_is(people[0].person, "e") && str_is(people[1].person, "b") && str_is(people[2].person, "c"));
    CHECK(str_is(people[3].person, "d") && str_is(people[4].person, "a"));
    CHECK_INT(asking_choose(people, 5, 2), 2);
    CHECK_INT(asking_choose(&people[4], 1, 4), 0); /* is being asked already */
    CHECK_INT(asking_choose(NULL, 0, 4), 0);
}

/* ---- rounds ---- */

struct scene {
    struct rivals r;
    struct viewer *own;
    struct str rule, firms[2];
    int64_t begun;
};

static struct str rule_of(struct scene *s, const char *principle)
{
    struct house *house = &s->r.house;
    look(&s->r, house->host);
    return value_get_text(house_make(house, house->host, "working_rules",
                                     HOUSE_TEXT(house,
                                                "{\"alliance\":\"%s\",\"principle\":\"%s\",\"meaning\":\"So\""
                                                ",\"state\":\"agreed\"}",
                                                s->r.with_b.p, principle)),
                          "id");
}

static void add_person(struct scene *s, struct viewer *by, int number)
{
    struct house *house = &s->r.house;
    look(&s->r, by);
    struct value *person =
        house_make(house, by, "people",
                   HOUSE_TEXT(house, "{\"name\":\"Person %d\",\"organisation\":\"%s\"}", number, by->organisation.p));
    house_make(house, by, "memberships",
               HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"person\":\"%s\",\"role\":\"member\"}", s->r.with_b.p,
                          house_id(person)));
}

static struct scene scene_open(void)
{
    struct scene s = {.r = rivals_open()};
    struct house *house = &s.r.house;
    s.own = house_operator(house, s.r.firm_b, "Rivera Car Rental");
    s.firms[0] = house->host->organisation, s.firms[1] = s.r.firm_b;
    for (int i = 0; i < PEOPLE; i++) {
        add_person(&s, house->host, i);
        add_person(&s, s.own, 100 + i);
    }
    s.rule = rule_of(&s, "Answer within two days");
    s.begun = house->work.now_ms;
    return s;
}

static void on_day(struct scene *s, int day)
{
    s->r.house.work.now_ms = s->begun + day * day_ms;
}

static struct value *ask_about(struct scene *s, struct str rule, enum err *err)
{
    look(&s->r, s->r.house.host);
    return house_try(&s->r.house, s->r.house.host, "campaigns",
                     HOUSE_TEXT(&s->r.house, "{\"alliance\":\"%s\",\"rule\":\"%s\"}", s->r.with_b.p, rule.p), err);
}

static struct str ask(struct scene *s, int day)
{
    enum err err;
    on_day(s, day);
    struct value *round = ask_about(s, s->rule, &err);
    CHECK_INT(err, OK);
    return value_get_text(round, "id");
}

/* Whom a round asks on a side, by id. */
static size_t asked_of(struct scene *s, struct str round, int side, struct str *people)
{
    size_t count = 0;
    bool row;
    CHECK_INT(conn_see_all(s->r.house.conn), OK);
    struct stmt *stmt = conn_prepare(
        s->r.house.conn, S("SELECT q.person_id FROM campaign_asked q JOIN campaign_pool p ON p.tenant_id = q.tenant_id"
                           " AND p.id = q.pool_id WHERE q.campaign_id = ?1 AND p.organisation_id = ?2 ORDER BY 1"));
    stmt_text(stmt, 1, round);
    stmt_text(stmt, 2, s->firms[side]);
    while (stmt_step(stmt, &row) == OK && row && count < MOST)
        people[count++] = arena_copy(s->r.house.arena, stmt_column(stmt, 0));
    stmt_done(stmt);
    CHECK_INT(conn_see_back(s->r.house.conn, OK), OK);
    return count;
}

/* The first `count` of those asked on a side answer `point`. */
static void answers(struct scene *s, struct str round, int side, size_t count, int64_t point)
{
    struct str people[MOST];
    CHECK(asked_of(s, round, side, people) >= count);
    for (size_t i = 0; i < count; i++) {
        struct asked asked = {.tenant = s->r.house.tenant, .campaign = round, .person = people[i]};
        house_calm(&s->r.house);
        CHECK_INT(asked_answer(&s->r.house.work, &asked, point), OK);
    }
}

static struct value *pools(struct scene *s, int day)
{
    struct value *out = NULL;
    on_day(s, day);
    look(&s->r, s->own);
    CHECK_INT(asking_pools(&s->r.house.work, s->own, s->rule, joint_of(s->own, s->r.with_b), today_of(&s->r.house.work),
                           &out),
              OK);
    return out;
}

TEST(pulse, fewer_than_four_are_not_shown_and_rounds_are_added_up)
{
    struct scene s = scene_open();
    struct str first = ask(&s, 0);
    answers(&s, first, 0, 4, 5);
    answers(&s, first, 1, 3, 2);
    CHECK_INT(pools(&s, 14)->count, 0); /* the last day */
    struct value *shown = pools(&s, 15);
    CHECK_INT(shown->count, 1);
    CHECK(str_eq(value_get_text(shown->first, "organisation"), s.firms[0]));
    CHECK_INT(value_get_int(shown->first, "people", 0), 4);
    CHECK_INT(value_get_int(shown->first, "count_5", 0), 4);
    struct str second = ask(&s, 20);
    answers(&s, second, 1, 2, 4);       /* one who answered before, and one more */
    CHECK_INT(pools(&s, 21)->count, 1); /* four have answered, but more may follow */
    shown = pools(&s, 35);
    CHECK_INT(shown->count, 2);
    const struct value *theirs =
        str_eq(value_get_text(shown->first, "organisation"), s.firms[1]) ? shown->first : shown->last;
    CHECK_INT(value_get_int(theirs, "people", 0), 4);
    CHECK_INT(value_get_int(theirs, "count_2", 0), 3);
    CHECK_INT(value_get_int(theirs, "count_4", 0), 2);
    CHECK_INT(day_of(theirs, "closes") - day_of(theirs, "opens"), 34); /* both rounds */
    house_close(&s.r.house);
}

TEST(pulse, windows_do_not_overlap_and_what_is_shown_never_changes)
{
    struct scene s = scene_open();
    enum err err;
    for (int i = 0; i < 5; i++) {
        struct str round = ask(&s, i * 20);
        answers(&s, round, 0, 4, 1 + i);
        CHECK(ask_about(&s, s.rule, &err) == NULL);
        CHECK_INT(err, ERR_INPUT);
        CHECK(says(&s.r.house, "/rule"));
        struct value *shown = pools(&s, i * 20 + 19);
        CHECK_INT(shown->count, i + 1);
        int64_t last = NO_DAY;
        int at = 0;
        VALUE_EACH (pool, shown) {
            CHECK(last == NO_DAY || day_of(pool, "opens") > last);
            last = day_of(pool, "closes");
            CHECK_INT(value_get_int(pool, "answers", 0), 4);
            CHECK_INT(pulse_of_pool(pool).mean, ++at * 1000000);
        }
    }
    struct value *shown = pools(&s, 99);
    struct slip slip = pulse_slip(shown, s.firms[0]);
    CHECK_INT(slip.fall, -1000000); /* it rose */
    CHECK(pulse_slip(shown, s.firms[1]).last == NULL);
    house_close(&s.r.house);
}

TEST(pulse, the_same_people_twice_are_no_more_people)
{
    struct scene s = scene_open();
    struct str people[MOST], again[MOST];
    struct house *house = &s.r.house;
    /* Three people remain on the partner's side. */
    look(&s.r, s.own);
    struct value *team = list_of(&s.r, s.own, "memberships", (struct query){0});
    int left = 0;
    VALUE_EACH (member, team) {
        struct value *out;
        bool theirs = str_eq(value_get_text(member, "organisation"), s.firms[1]) &&
                      str_eq(value_get_text(member, "alliance"), s.r.with_b);
        if (theirs && ++left > 3)
            CHECK_INT(record_withdraw(&house->work, s.own, kind_by_plural(S("memberships")),
                                      value_get_text(member, "id"), 1, S(""), &out),
                      OK);
    }
    struct str first = ask(&s, 0);
    CHECK_INT(asked_of(&s, first, 1, people), 3);
    answers(&s, first, 1, 3, 5);
    struct str second = ask(&s, 20);
    CHECK_INT(asked_of(&s, second, 1, again), 3);
    answers(&s, second, 1, 3, 5);
    CHECK_INT(pools(&s, 60)->count, 0); /* six answers, three people */
    house_close(&s.r.house);
}

TEST(pulse, people_are_asked_in_turn_and_about_one_rule_at_a_time)
{
    struct scene s = scene_open();
    struct str first[MOST], second[MOST], other[MOST];
    enum err err;
    struct str a = ask(&s, 0);
    CHECK_INT(asked_of(&s, a, 0, first), PULSE_ASKED);
    struct value *b = ask_about(&s, rule_of(&s, "Tell bad news first"), &err);
    CHECK_INT(err, OK);
    size_t rest = asked_of(&s, value_get_text(b, "id"), 0, other);
    CHECK_INT(rest, 2); /* of six */
    for (size_t i = 0; i < rest; i++)
        for (size_t k = 0; k < PULSE_ASKED; k++)
            CHECK(!str_eq(other[i], first[k]));
    CHECK(ask_about(&s, rule_of(&s, "Ask what a word means"), &err) == NULL || asked_of(&s, s.rule, 0, other) == 0);
    struct str c = ask(&s, 20);
    CHECK_INT(asked_of(&s, c, 0, second), PULSE_ASKED);
    CHECK(pools(&s, 21) != NULL);
    house_close(&s.r.house);
}

TEST(pulse, an_answer_counts_once_and_has_five_points)
{
    struct scene s = scene_open();
    struct str people[MOST], round = ask(&s, 0);
    struct work *work = &s.r.house.work;
    CHECK_INT(asked_of(&s, round, 0, people), PULSE_ASKED);
    struct asked asked = {.tenant = s.r.house.tenant, .campaign = round, .person = people[0]};
    CHECK_INT(asked_answer(work, &asked, 0), ERR_INPUT);
    CHECK_INT(asked_answer(work, &asked, 6), ERR_INPUT);
    house_calm(&s.r.house);
    CHECK_INT(asked_answer(work, &asked, 3), OK);
    CHECK_INT(asked_answer(work, &asked, 5), ERR_CONFLICT);
    answers(&s, round, 0, 0, 1);
    house_close(&s.r.house);
}

TEST(pulse, links_are_for_the_own_side_and_end_with_the_round)
{
    struct scene s = scene_open();
    struct str round = ask(&s, 0), people[MOST];
    struct work *work = &s.r.house.work;
    struct value *links = NULL, *newer = NULL;
    struct asked asked;
    look(&s.r, s.own);
    CHECK_INT(asked_links(work, s.own, round, &links), OK);
    size_t count = asked_of(&s, round, 1, people);
    CHECK(links->count >= 3 && links->count <= count); /* Rosa has an account */
    struct str secret = value_get_text(links->first, "secret");
    CHECK_INT(asked_by_link(work, secret, &asked), OK);
    CHECK(str_eq(asked.campaign, round) && str_is(asked.alliance, "Mobility"));
    CHECK_INT(asked_answer(work, &asked, 4), OK);
    CHECK_INT(asked_by_link(work, secret, &asked), OK); /* as before: reading tells nothing */
    CHECK_INT(asked_links(work, s.own, round, &newer), OK);
    CHECK_INT(newer->count, links->count); /* also for whom has answered */
    CHECK_INT(asked_by_link(work, secret, &asked), ERR_GONE);
    secret = value_get_text(newer->first, "secret");
    CHECK_INT(asked_by_link(work, secret, &asked), OK);
    CHECK_INT(asked_answer(work, &asked, 1), ERR_CONFLICT);
    house_calm(&s.r.house);
    on_day(&s, 15);
    CHECK_INT(asked_by_link(work, secret, &asked), ERR_GONE);
    CHECK_INT(asked_by_link(work, S("ask_nothing"), &asked), ERR_GONE);
    look(&s.r, s.r.c);
    CHECK_INT(asked_links(work, s.r.c, round, &links), OK);
    CHECK_INT(links->count, 0);
    house_close(&s.r.house);
}

TEST(pulse, an_answer_leaves_no_event_no_version_and_no_time)
{
    struct scene s = scene_open();
    struct str round = ask(&s, 0);
    struct value *record = NULL;
    answers(&s, round, 0, 4, 2);
    look(&s.r, s.r.b);
    CHECK_INT(record_get(&s.r.house.work, s.r.b, &campaign_kind, round, &record), OK);
    CHECK_INT(value_get_int(record, "version", 0), 1);
    CHECK_INT(events_of(&s.r, s.r.b, round)->count, 1);
    CHECK(value_get(record, "people") == NULL && value_get(record, "asked") == NULL);
    house_close(&s.r.house);
}

TEST(pulse, a_round_taken_back_goes_on_the_same_day_only)
{
    struct scene s = scene_open();
    struct str round = ask(&s, 0);
    struct work *work = &s.r.house.work;
    struct viewer *host = s.r.house.host;
    struct value *out;
    enum err err;
    answers(&s, round, 0, 4, 2);
    on_day(&s, 3);
    look(&s.r, host);
    CHECK_INT(record_withdraw(work, host, &campaign_kind, round, 1, S(""), &out), OK);
    CHECK(ask_about(&s, s.rule, &err) == NULL); /* from tomorrow on */
    house_calm(&s.r.house);
    look(&s.r, host);
    CHECK_INT(record_restore(work, host, &campaign_kind, round, 2, &out), OK);
    CHECK_INT(pools(&s, 4)->count, 0); /* open again */
    on_day(&s, 5);
    look(&s.r, host);
    CHECK_INT(record_withdraw(work, host, &campaign_kind, round, 3, S(""), &out), OK);
    struct value *shown = pools(&s, 6);
    CHECK_INT(shown->count, 1);
    look(&s.r, host);
    CHECK_INT(conn_savepoint(work->conn), OK);
    CHECK_INT(record_restore(work, host, &campaign_kind, round, 4, &out), ERR_INPUT);
    conn_rollback_to(work->conn);
    struct str second = ask(&s, 6);
    CHECK(second.n > 0);
    house_close(&s.r.house);
}

TEST(pulse, jobs_take_the_marks_away_and_what_is_shown_stays)
{
    struct scene s = scene_open();
    struct str round = ask(&s, 0);
    struct work *work = &s.r.house.work;
    bool row = false;
    answers(&s, round, 0, 4, 3);
    answers(&s, round, 1, 2, 3);
    on_day(&s, 20);
    CHECK_INT(conn_see_all(work->conn), OK);
    CHECK_INT(asking_settle(work, s.r.house.tenant), OK);
    struct stmt *stmt = conn_prepare(work->conn, S("SELECT sum(used) FROM campaign_asked"));
    CHECK_INT(stmt_step(stmt, &row), OK);
    CHECK_INT(stmt_column_int(stmt, 0), 2); /* of the side that still waits for people */
    stmt_done(stmt);
    CHECK_INT(conn_see_back(work->conn, OK), OK);
    CHECK_INT(value_get_int(pools(&s, 21)->first, "people", 0), 4);
    house_close(&s.r.house);
}

TEST(pulse, the_rule_that_slips_most)
{
    struct scene s = scene_open();
    struct house *house = &s.r.house;
    struct value *rules;
    struct slipping most;
    static const int64_t points[] = {5, 4};
    for (int i = 0; i < 2; i++)
        answers(&s, ask(&s, i * 20), 1, 4, points[i]);
    on_day(&s, 40);
    look(&s.r, s.r.b);
    CHECK_INT(rows_of(&house->work, s.r.b, &working_rule_kind, "alliance", s.r.with_b, 50, &rules), OK);
    CHECK_INT(pulse_most(&house->work, s.r.b, rules, &most), OK);
    if (CHECK(most.rule != NULL)) {
        CHECK(str_eq(value_get_text(most.rule, "id"), s.rule) && str_eq(most.organisation, s.firms[1]));
        CHECK_INT(most.slip.fall, 1000000);
    }
    on_day(&s, 34); /* the second round is open still */
    CHECK_INT(pulse_most(&house->work, s.r.b, rules, &most), OK);
    CHECK(most.rule == NULL);
    house_close(&s.r.house);
}

TEST(pulse, a_rule_that_is_not_agreed_has_none)
{
    struct scene s = scene_open();
    struct house *house = &s.r.house;
    enum err err;
    look(&s.r, house->host);
    struct value *rule = house_make(house, house->host, "working_rules",
                                    HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"principle\":\"Not yet\"}", s.r.with_b.p));
    CHECK(ask_about(&s, value_get_text(rule, "id"), &err) == NULL);
    CHECK(says(house, "/rule"));
    CHECK(house_try(
              house, house->host, "campaigns",
              HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"rule\":\"%s\",\"circle\":\"side\"}", s.r.with_b.p, s.rule.p),
              &err) == NULL);
    CHECK(says(house, "/circle"));
    CHECK(house_try(house, house->host, "campaigns",
                    HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"rule\":\"%s\",\"closes\":\"2020-01-01\"}", s.r.with_b.p,
                               s.rule.p),
                    &err) == NULL);
    CHECK(says(house, "/closes"));
    house_close(&s.r.house);
}
