/* The boundary between joint and private, seen from both sides. */
#include "house.h"
#include "kernel/event.h"

struct pair {
    struct house house;
    struct viewer *partner;
    struct str firm;
    const char *alliance;
    struct str alliance_id;
};

static struct pair pair_open(void)
{
    struct pair pair = {.house = house_open()};
    struct house *house = &pair.house;
    pair.partner = house_partner(house, "Rivera Car Rental", "Rosa Vidal", "rosa@rivera.example", &pair.firm);
    struct value *alliance =
        house_make(house, house->host, "alliances", "{\"name\":\"Mobility\",\"short_code\":\"MOB\"}");
    pair.alliance_id = value_get_text(alliance, "id");
    pair.alliance = pair.alliance_id.p;
    house_make(house, house->host, "parties",
               HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", pair.alliance, pair.firm.p));
    house_member(house, pair.partner, pair.alliance, "manager");
    return pair;
}

static size_t count_for(struct pair *pair, struct viewer *viewer, const char *plural)
{
    struct page page = {0};
    struct query query = {.total = true};
    house_calm(&pair->house);
    CHECK_INT(conn_see(pair->house.conn, &viewer->sees), OK);
    CHECK_INT(record_list(&pair->house.work, viewer, kind_by_plural(str_of(plural)), &query, &page), OK);
    CHECK_INT(page.total, page.items->count);
    return page.items->count;
}

#define OBJECTIVE "{\"alliance\":\"%s\",\"statement\":\"%s\",\"circle\":\"%s\"}"

TEST(boundary, joint_is_seen_by_both_and_private_by_one)
{
    struct pair pair = pair_open();
    struct house *house = &pair.house;
    house_make(house, house->host, "objectives", HOUSE_TEXT(house, OBJECTIVE, pair.alliance, "Grow together", "joint"));
    house_make(house, house->host, "objectives",
               HOUSE_TEXT(house, OBJECTIVE, pair.alliance, "Learn to rent alone", "side"));
    house_make(house, pair.partner, "objectives",
               HOUSE_TEXT(house, OBJECTIVE, pair.alliance, "Keep the customers", "side"));
    CHECK_INT(count_for(&pair, house->host, "objectives"), 2);
    CHECK_INT(count_for(&pair, pair.partner, "objectives"), 2);
    CHECK_INT(count_for(&pair, pair.partner, "alliances"), 1);
    CHECK_INT(count_for(&pair, pair.partner, "parties"), 2);
    house_close(&pair.house);
}

TEST(boundary, a_partner_reads_nothing_of_the_hosts_register)
{
    struct pair pair = pair_open();
    CHECK_INT(count_for(&pair, pair.partner, "organisations"), 0);
    CHECK(count_for(&pair, pair.house.host, "organisations") >= 2);
    house_close(&pair.house);
}

TEST(boundary, a_hidden_record_is_as_if_it_were_not)
{
    struct pair pair = pair_open();
    struct house *house = &pair.house;
    struct value *mine = house_make(
        house, house->host, "objectives",
        HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"statement\":\"Ours alone\",\"circle\":\"side\"}", pair.alliance));
    const struct kind *kind = kind_by_plural(S("objectives"));
    struct value *out = NULL;
    enum err err;
    CHECK_INT(conn_see(house->conn, &pair.partner->sees), OK);
    CHECK_INT(record_get(&house->work, pair.partner, kind, value_get_text(mine, "id"), &out), ERR_NOT_FOUND);
    CHECK_INT(record_change(&house->work, pair.partner, kind, value_get_text(mine, "id"), 1,
                            house_json(house, "{\"statement\":\"x\"}"), INPUT_JSON, S(""), &out),
              ERR_NOT_FOUND);
    CHECK_INT(record_withdraw(&house->work, pair.partner, kind, value_get_text(mine, "id"), 1, S(""), &out),
              ERR_NOT_FOUND);
    house_try(house, pair.partner, "notes",
              HOUSE_TEXT(house, "{\"about_kind\":\"objectives\",\"about\":\"%s\",\"text\":\"found\"}", house_id(mine)),
              &err);
    CHECK_INT(err, ERR_INPUT);
    house_close(&pair.house);
}

TEST(boundary, nobody_writes_into_a_circle_of_others)
{
    struct pair pair = pair_open();
    struct house *house = &pair.house;
    enum err err = OK;
    const struct viewer_audience *side = viewer_circle(house->host, pair.alliance_id, AUDIENCE_SIDE);
    CHECK(side != NULL);
    if (side)
        house_try(
            house, pair.partner, "objectives",
            HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"statement\":\"x\",\"circle\":\"%s\"}", pair.alliance, side->id.p),
            &err);
    CHECK_INT(err, ERR_INPUT);
    house_close(&pair.house);
}

static const char *first_party(struct house *house)
{
    struct page page = {0};
    struct query query = {.sort = S("created_at")};
    CHECK_INT(record_list(&house->work, house->host, kind_by_plural(S("parties")), &query, &page), OK);
    return house_id(value_at(page.items, 0));
}

TEST(boundary, a_change_keeps_references_that_the_writer_cannot_see)
{
    struct pair pair = pair_open();
    struct house *house = &pair.house;
    struct value *skill = house_make(house, house->host, "capabilities", "{\"name\":\"Fleet care\"}"), *out = NULL;
    struct value *made = house_make(
        house, house->host, "contributions",
        HOUSE_TEXT(
            house,
            "{\"alliance\":\"%s\",\"party\":\"%s\",\"what\":\"Cars\",\"capability\":\"%s\",\"circle\":\"joint\"}",
            pair.alliance, first_party(house), house_id(skill)));
    const struct kind *kind = kind_by_plural(S("contributions"));
    CHECK_INT(conn_see(house->conn, &pair.partner->sees), OK);
    CHECK_INT(record_change(&house->work, pair.partner, kind, value_get_text(made, "id"), 1,
                            house_json(house, "{\"what\":\"Cars and care\"}"), INPUT_JSON, S(""), &out),
              OK);
    CHECK_INT(value_get(out, "capability")->kind, V_NULL);
    CHECK_INT(conn_see(house->conn, &house->host->sees), OK);
    CHECK_INT(record_get(&house->work, house->host, kind, value_get_text(made, "id"), &out), OK);
    CHECK(str_eq(value_get_text(out, "capability"), value_get_text(skill, "id")));
    house_close(&pair.house);
}

TEST(boundary, a_new_party_begins_a_new_joint_circle)
{
    struct pair pair = pair_open();
    struct house *house = &pair.house;
    struct str third;
    house_make(house, house->host, "objectives",
               HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"statement\":\"Before the third came\",\"circle\":\"joint\"}",
                          pair.alliance));
    struct viewer *late = house_partner(house, "Lumen Grid", "Leo Brandt", "leo@lumen.example", &third);
    house_make(house, house->host, "parties",
               HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", pair.alliance, third.p));
    house_member(house, late, pair.alliance, "member");
    CHECK_INT(viewer_refresh(&house->work, pair.partner), OK);
    CHECK_INT(count_for(&pair, late, "objectives"), 0);
    CHECK_INT(count_for(&pair, late, "alliances"), 1);
    CHECK_INT(count_for(&pair, late, "parties"), 3);
    CHECK_INT(count_for(&pair, pair.partner, "objectives"), 1);
    CHECK_INT(count_for(&pair, pair.partner, "parties"), 3);
    /* What was there before stays with those who were there, and goes on being theirs to change. */
    struct query query = {0};
    struct page page = {0};
    struct value *out = NULL;
    CHECK_INT(conn_see(house->conn, &pair.partner->sees), OK);
    CHECK_INT(record_list(&house->work, pair.partner, kind_by_plural(S("objectives")), &query, &page), OK);
    CHECK_INT(record_change(&house->work, pair.partner, kind_by_plural(S("objectives")),
                            value_get_text(value_at(page.items, 0), "id"), 1, house_json(house, "{\"rank\":1}"),
                            INPUT_JSON, S(""), &out),
              OK);
    house_close(&pair.house);
}

TEST(boundary, whoever_joins_later_never_learns_who_left)
{
    struct pair pair = pair_open();
    struct house *house = &pair.house;
    const struct kind *parties = kind_by_plural(S("parties"));
    struct str later;
    struct page page = {0};
    struct query of_firm = {.filters = {{S("organisation"), pair.firm}}, .filter_count = 1};
    struct value *out = NULL;
    CHECK_INT(conn_see(house->conn, &house->host->sees), OK);
    CHECK_INT(record_list(&house->work, house->host, parties, &of_firm, &page), OK);
    house_calm(house);
    CHECK_INT(record_change(&house->work, house->host, parties, value_get_text(value_at(page.items, 0), "id"), 1,
                            house_json(house, "{\"left_on\":\"2026-01-05\"}"), INPUT_JSON, S(""), &out),
              OK);
    struct viewer *late = house_partner(house, "Lumen Grid", "Leo Brandt", "leo@lumen.example", &later);
    house_make(house, house->host, "parties",
               HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", pair.alliance, later.p));
    house_member(house, late, pair.alliance, "member");
    CHECK_INT(count_for(&pair, late, "parties"), 2);
    CHECK_INT(count_for(&pair, late, "memberships"), 1);
    CHECK_INT(conn_see(house->conn, &late->sees), OK);
    CHECK(viewer_face(&house->work, late, S("organisations"), pair.firm).p == NULL);
    CHECK_INT(viewer_refresh(&house->work, pair.partner), OK);
    CHECK_INT(count_for(&pair, house->host, "parties"), 3);
    house_close(&pair.house);
}

TEST(boundary, chains_hold_after_all_this)
{
    struct pair pair = pair_open();
    struct event_verdict verdict;
    CHECK_INT(event_verify(&pair.house.work, &verdict), OK);
    CHECK_INT(verdict.count, 0);
    CHECK(verdict.chains >= 3);
    CHECK(verdict.events > 6);
    house_close(&pair.house);
}
