/* What sides write unseen by each other: nobody learns a word before all are ready, then everybody all of it. */
#include "engines/governance/blind.h"
#include "engines/governance/perception.h"
#include "kernel/rivals.h"

/* An exchange with one trait in the alliance of three, begun by the host. */
struct scene {
    struct rivals r;
    struct viewer *sides[3];
    struct str firms[3], parties[3], exchange, trait;
};

static struct scene scene_open(void)
{
    struct scene s = {.r = rivals_open()};
    struct house *house = &s.r.house;
    s.sides[0] = house->host, s.sides[1] = s.r.b, s.sides[2] = s.r.c;
    s.firms[0] = house->host->organisation, s.firms[1] = s.r.firm_b, s.firms[2] = s.r.firm_c;
    VALUE_EACH (party, list_of(&s.r, house->host, "parties", (struct query){0}))
        for (int i = 0; i < 3; i++)
            if (str_eq(value_get_text(party, "organisation"), s.firms[i]) &&
                str_eq(value_get_text(party, "alliance"), s.r.three))
                s.parties[i] = value_get_text(party, "id");
    struct value *exchange =
        house_make(house, house->host, "exchanges",
                   HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"title\":\"First year\"}", s.r.three.p));
    s.exchange = value_get_text(exchange, "id");
    s.trait = value_get_text(house_make(house, house->host, "exchange_traits",
                                        HOUSE_TEXT(house, "{\"exchange\":\"%s\",\"name\":\"Pace\"}", s.exchange.p)),
                             "id");
    return s;
}

static struct value *answer(struct scene *s, int by, int about, const char *words, const char *circle, enum err *err)
{
    look(&s->r, s->sides[by]);
    return house_try(
        &s->r.house, s->sides[by], "perceptions",
        HOUSE_TEXT(&s->r.house,
                   "{\"alliance\":\"%s\",\"trait\":\"%s\",\"seen_party\":\"%s\",\"position\":%d,\"words\":\"%s\""
                   ",\"circle\":\"%s\"}",
                   s->r.three.p, s->trait.p, s->parties[about].p, about + 1, words, circle),
        err);
}

static struct value *seal(struct scene *s, int by, enum err *err)
{
    look(&s->r, s->sides[by]);
    return house_try(&s->r.house, s->sides[by], "exchange_seals",
                     HOUSE_TEXT(&s->r.house, "{\"exchange\":\"%s\"}", s->exchange.p), err);
}

static enum err change(struct scene *s, int by, const char *plural, struct str id, int64_t version, const char *text)
{
    struct value *out;
    const struct kind *kind = kind_by_plural(str_of(plural));
    look(&s->r, s->sides[by]);
    CHECK_INT(conn_savepoint(s->r.house.conn), OK);
    enum err err = text ? record_change(&s->r.house.work, s->sides[by], kind, id, version,
                                        house_json(&s->r.house, text), INPUT_JSON, S(""), &out)
                        : record_withdraw(&s->r.house.work, s->sides[by], kind, id, version, S(""), &out);
    if (err)
        conn_rollback_to(s->r.house.conn);
    else
        CHECK_INT(conn_release(s->r.house.conn), OK);
    return err;
}

static void all_answer(struct scene *s)
{
    static const char *const words[] = {"heron", "otter", "lynx"};
    enum err err;
    for (int by = 0; by < 3; by++)
        for (int about = 0; about < 3; about++)
            CHECK(answer(s, by, about, words[by], "side", &err) != NULL);
}

TEST(blind, nobody_sees_a_word_before_all_are_ready)
{
    static const char *const words[] = {"heron", "otter", "lynx"};
    struct scene s = scene_open();
    struct rivals *r = &s.r;
    enum err err;
    all_answer(&s);
    for (int ready = 0; ready < 3; ready++) {
        for (int by = 0; by < 3; by++) {
            CHECK_INT(number_of(r, s.sides[by], "perceptions"), 3);
            for (int of = 0; of < 3; of++)
                CHECK_INT(found(r, s.sides[by], words[of]), of == by ? 3 : 0);
        }
        CHECK(seal(&s, ready, &err) != NULL);
    }
    for (int by = 0; by < 3; by++) {
        CHECK_INT(number_of(r, s.sides[by], "perceptions"), 9);
        for (int of = 0; of < 3; of++)
            CHECK_INT(found(r, s.sides[by], words[of]), 3);
    }
    struct query mine = {0};
    query_add(&mine, "organisation", s.firms[1]);
    struct value *first = value_at(list_of(r, r->c, "perceptions", mine), 0);
    CHECK_INT(value_get_int(first, "version", 0), 100);
    CHECK_INT(events_of(r, r->c, value_get_text(first, "id"))->count, 1);
    CHECK_INT(events_of(r, r->b, value_get_text(first, "id"))->count, 3); /* made, moved on, there */
    chains_hold(r);
    house_close(&r->house);
}

TEST(blind, an_administrator_and_others_of_a_firm_see_no_more_than_it)
{
    struct scene s = scene_open();
    struct rivals *r = &s.r;
    all_answer(&s);
    struct viewer *administrator =
        house_colleague(&r->house, "Ada Adler", "ada@altmark.example", 1u << ROLE_ADMINISTRATOR);
    struct viewer *head = house_colleague(&r->house, "Hedda Horn", "hedda@altmark.example", 1u << ROLE_HEAD);
    CHECK_INT(number_of(r, administrator, "perceptions"), 0);
    CHECK_INT(number_of(r, head, "perceptions"), 3);
    CHECK_INT(found(r, administrator, "otter") + found(r, head, "otter") + found(r, administrator, "heron"), 0);
    house_close(&r->house);
}

TEST(blind, entries_belong_to_a_side_and_are_shared_by_no_other_way)
{
    struct scene s = scene_open();
    struct rivals *r = &s.r;
    enum err err;
    CHECK(answer(&s, 0, 1, "early", "joint", &err) == NULL);
    CHECK_INT(err, ERR_INPUT);
    CHECK(says(&r->house, "/circle"));
    struct value *own = answer(&s, 0, 1, "heron", "side", &err), *out;
    CHECK(answer(&s, 0, 1, "again", "side", &err) == NULL);
    CHECK(says(&r->house, "/seen_party"));
    struct share_order order = {.kind = &perception_kind, .id = value_get_text(own, "id"), .version = 1};
    bool shared;
    look(r, r->house.host);
    order.circle = joint_of(r->house.host, r->three);
    CHECK_INT(share_record(&r->house.work, r->house.host, &order, &shared, &out), ERR_INPUT);
    CHECK_INT(number_of(r, r->b, "perceptions"), 0);
    look(r, r->house.host);
    CHECK(house_try(&r->house, r->house.host, "exchanges",
                    HOUSE_TEXT(&r->house, "{\"alliance\":\"%s\",\"title\":\"Alone\",\"circle\":\"side\"}", r->three.p),
                    &err) == NULL);
    CHECK(says(&r->house, "/circle"));
    house_close(&r->house);
}

TEST(blind, a_side_is_ready_once_with_all_its_answers_and_nothing_changes_after_the_reveal)
{
    struct scene s = scene_open();
    struct rivals *r = &s.r;
    enum err err;
    CHECK(seal(&s, 1, &err) == NULL);
    CHECK(says(&r->house, "/exchange"));
    all_answer(&s);
    struct value *theirs = seal(&s, 1, &err);
    CHECK(theirs != NULL);
    CHECK(seal(&s, 1, &err) == NULL);
    CHECK_INT(err, ERR_INPUT);
    CHECK_INT(change(&s, 0, "exchange_seals", value_get_text(theirs, "id"), 1, NULL), ERR_INPUT); /* not ours to say */
    CHECK_INT(change(&s, 0, "exchange_traits", s.trait, 1, "{\"name\":\"Haste\"}"), ERR_INPUT);
    CHECK_INT(change(&s, 1, "exchange_seals", value_get_text(theirs, "id"), 1, NULL), OK);
    CHECK_INT(change(&s, 0, "exchange_traits", s.trait, 1, "{\"low_end\":\"Slow\"}"), OK);
    for (int by = 0; by < 3; by++)
        CHECK((theirs = seal(&s, by, &err)) != NULL);
    struct value *first = value_at(list_of(r, r->b, "perceptions", (struct query){0}), 0);
    int by = str_eq(value_get_text(first, "organisation"), s.firms[1]) ? 1 : 0;
    CHECK_INT(change(&s, by, "perceptions", value_get_text(first, "id"), 100, "{\"position\":7}"), ERR_INPUT);
    CHECK_INT(change(&s, by, "perceptions", value_get_text(first, "id"), 100, NULL), ERR_INPUT);
    CHECK_INT(change(&s, 2, "exchange_seals", value_get_text(theirs, "id"), 1, NULL), ERR_INPUT);
    house_close(&r->house);
}

TEST(blind, meanings_of_a_rule_are_revealed_the_same_way)
{
    struct scene s = scene_open();
    struct rivals *r = &s.r;
    enum err err;
    look(r, r->house.host);
    struct str rule = value_get_text(
        house_make(&r->house, r->house.host, "working_rules",
                   HOUSE_TEXT(&r->house, "{\"alliance\":\"%s\",\"principle\":\"Bad news first\"}", r->three.p)),
        "id");
    for (int by = 0; by < 3; by++) {
        const char *subject = HOUSE_TEXT(&r->house, "{\"rule\":\"%s\"}", rule.p);
        look(r, s.sides[by]);
        CHECK(house_try(&r->house, s.sides[by], "meaning_seals", subject, &err) == NULL);
        look(r, s.sides[by]);
        house_make(&r->house, s.sides[by], "rule_meanings",
                   HOUSE_TEXT(&r->house, "{\"alliance\":\"%s\",\"rule\":\"%s\",\"meaning\":\"plover %d\"}", r->three.p,
                              rule.p, by));
        CHECK_INT(number_of(r, r->b, "rule_meanings"), by >= 1);
        look(r, s.sides[by]);
        house_make(&r->house, s.sides[by], "meaning_seals", subject);
    }
    for (int by = 0; by < 3; by++)
        CHECK_INT(number_of(r, s.sides[by], "rule_meanings"), 3);
    chains_hold(r);
    house_close(&r->house);
}

/* ---- a random walk ---- */

static uint32_t dice(uint32_t *state, uint32_t sides)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % sides;
}

struct walk {
    struct value *answers[3][3], *seals[3];
};

static void step(struct scene *s, struct walk *w, uint32_t *state)
{
    int by = (int)dice(state, 3), about = (int)dice(state, 3);
    struct value **one = &w->answers[by][about];
    enum err err;
    switch (dice(state, 4)) {
    case 0:
        if (!*one)
            *one = answer(s, by, about, "heron", "side", &err);
        break;
    case 1:
        if (*one && change(s, by, "perceptions", value_get_text(*one, "id"), 1, NULL) == OK)
            *one = NULL;
        break;
    case 2:
        if (!w->seals[by])
            w->seals[by] = seal(s, by, &err);
        break;
    default:
        if (w->seals[by] && change(s, by, "exchange_seals", value_get_text(w->seals[by], "id"), 1, NULL) == OK)
            w->seals[by] = NULL;
    }
}

TEST(blind, a_random_walk_reveals_all_at_once_or_nothing)
{
    for (uint32_t seed = 1; seed <= 4; seed++) {
        struct scene s = scene_open();
        struct walk w = {0};
        uint32_t state = seed;
        bool revealed = false;
        for (int i = 0; i < 120 && !revealed; i++) {
            size_t own[3] = {0}, all = 0;
            step(&s, &w, &state);
            for (int by = 0; by < 3; by++)
                for (int about = 0; about < 3; about++)
                    own[by] += w.answers[by][about] != NULL;
            all = own[0] + own[1] + own[2];
            revealed = w.seals[0] && w.seals[1] && w.seals[2];
            for (int by = 0; by < 3; by++)
                CHECK_INT(number_of(&s.r, s.sides[by], "perceptions"), revealed ? all : own[by]);
        }
        chains_hold(&s.r);
        house_close(&s.r.house);
    }
}

TEST(perception, gaps_of_a_trait)
{
    static const struct trait_position two[] = {{0, 0, 3}, {0, 1, 6}, {1, 1, 5}, {1, 0, 1}};
    struct trait_gap gap = trait_gap_of(two, 4);
    CHECK_INT(gap.between, 2); /* 3 and 5, each of itself */
    CHECK_INT(gap.seen, 2);    /* 3 of itself, seen as 1; 5, seen as 6 */
    CHECK(trait_gap_counts(gap));
    static const struct trait_position close[] = {{0, 0, 4}, {0, 1, 5}, {1, 1, 5}, {1, 0, 4}};
    gap = trait_gap_of(close, 4);
    CHECK_INT(gap.between, 1);
    CHECK_INT(gap.seen, 0);
    CHECK(!trait_gap_counts(gap));
    gap = trait_gap_of(two, 2); /* one side alone */
    CHECK_INT(gap.between, -1);
    CHECK_INT(gap.seen, -1);
    CHECK(!trait_gap_counts(trait_gap_of(two, 0)));
}
