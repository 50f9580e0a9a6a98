/* What the hooks of the records of governance hold, by both sides of an alliance. */
#include "engines/registry/registry_house.h"

/* An alliance of the host (Hanna leads it) with Rivera (Rosa is a manager), and the ids of both parties. */
struct pair {
    struct viewer *hanna, *rosa;
    const char *alliance, *ours, *theirs;
};

static struct pair pair_of(struct house *house)
{
    struct str firm;
    struct pair pair = {.rosa = house_partner(house, "Rivera Car Rental", "Rosa Vidal", "rosa@rivera.example", &firm)};
    struct value *alliance = house_make(house, house->host, "alliances", "{\"name\":\"Mobility\"}");
    pair.alliance = house_id(alliance);
    struct value *theirs =
        house_make(house, house->host, "parties",
                   HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", pair.alliance, firm.p));
    struct value *ours = first_of(house, house->host, "parties", alliance);
    pair.ours = house_id(ours);
    pair.theirs = house_id(theirs);
    house_member(house, pair.rosa, pair.alliance, "manager");
    CHECK_INT(viewer_of_account(&house->work, house->tenant, house->admin, &pair.hanna), OK);
    return pair;
}

#define COMMITMENT \
    "{\"alliance\":\"%s\",\"title\":\"Price list\",\"owner_party\":\"%s\",\"to_party\":\"%s\",\"due\":\"%s\"}"

TEST(governance, delivering_and_accepting_are_acts_of_different_sides)
{
    struct house house = house_open();
    struct pair pair = pair_of(&house);
    struct value *it = house_make(&house, pair.hanna, "commitments",
                                  TEXT(COMMITMENT, pair.alliance, pair.theirs, pair.ours, in_days(&house, -1))),
                 *out;
    CHECK(str_is(value_get_text(it, "state"), "open"));
    CHECK(str_is(value_get_text(it, "source"), "promised"));
    CHECK(value_get_bool(it, "late"));
    CHECK(str_eq(value_get_text(it, "original_due"), value_get_text(it, "due")));
    CHECK_INT(try_change(&house, pair.hanna, "commitments", it, "{\"state\":\"delivered\"}", &out), ERR_INPUT);
    CHECK(problem_at(&house, "/state") != NULL);
    CHECK_INT(try_change(&house, pair.rosa, "commitments", it, "{\"state\":\"accepted\"}", &out), ERR_INPUT);
    it = changed(&house, pair.rosa, "commitments", it, TEXT("{\"due\":\"%s\"}", in_days(&house, 9)));
    CHECK(str_is(value_get_text(it, "original_due"), in_days(&house, -1)));
    it = changed(&house, pair.rosa, "commitments", it, "{\"state\":\"delivered\"}");
    CHECK(str_is(value_get_text(it, "delivered_on"), in_days(&house, 0)));
    CHECK_INT(try_change(&house, pair.rosa, "commitments", it, "{\"state\":\"accepted\"}", &out), ERR_INPUT);
    it = changed(&house, pair.hanna, "commitments", it, "{\"state\":\"disputed\"}");
    it = changed(&house, pair.rosa, "commitments", it, "{\"state\":\"delivered\"}");
    it = changed(&house, pair.hanna, "commitments", it, "{\"state\":\"accepted\"}");
    CHECK(str_is(value_get_text(it, "answered_on"), in_days(&house, 0)));
    CHECK(!value_get_bool(it, "late"));
    CHECK_INT(try_change(&house, pair.rosa, "commitments", it, "{\"state\":\"open\"}", &out), ERR_INPUT);
    REFUSE("commitments", "/to_party", COMMITMENT, pair.alliance, pair.ours, pair.ours, "2026-05-01");
    house_close(&house);
}

TEST(governance, what_repeats_is_owed_again_when_accepted)
{
    struct house house = house_open();
    struct pair pair = pair_of(&house);
    struct value *it = house_make(&house, pair.rosa, "commitments",
                                  TEXT("{\"alliance\":\"%s\",\"title\":\"Forecast\",\"owner_party\":\"%s\",\"due\":"
                                       "\"2026-01-31\",\"repeats\":\"FREQ=MONTHLY;BYMONTHDAY=-1\"}",
                                       pair.alliance, pair.theirs));
    it = changed(&house, pair.rosa, "commitments", it, "{\"state\":\"delivered\"}");
    changed(&house, pair.hanna, "commitments", it, "{\"state\":\"accepted\"}");
    struct page page = {0};
    struct query query = {.filters = {{S("state"), S("open")}}, .filter_count = 1};
    CHECK_INT(record_list(&house.work, pair.rosa, kind_by_plural(S("commitments")), &query, &page), OK);
    CHECK_INT(page.items->count, 1);
    CHECK_STR(CODE(page.items->first, "due"), "2026-02-28");
    CHECK_STR(CODE(page.items->first, "original_due"), "2026-02-28");
    CHECK(str_eq(value_get_text(page.items->first, "circle"), value_get_text(it, "circle")));
    REFUSE("commitments", "/repeats",
           "{\"alliance\":\"%s\",\"title\":\"X\",\"owner_party\":\"%s\",\"due\":\"2026-01-31\",\"repeats\":"
           "\"FREQ=MONTHLY;COUNT=3\"}",
           pair.alliance, pair.theirs);
    house_close(&house);
}

TEST(governance, what_is_named_belongs_to_the_same_alliance)
{
    struct house house = house_open();
    struct pair pair = pair_of(&house);
    const char *other = house_id(MAKE("alliances", "{\"name\":\"Parking\"}"));
    const char *body =
        house_id(MAKE("bodies", "{\"alliance\":\"%s\",\"name\":\"Board\",\"tier\":\"steering\"}", other));
    struct value *team = MAKE("bodies", "{\"alliance\":\"%s\",\"name\":\"Team\",\"tier\":\"team\"}", pair.alliance),
                 *out;
    REFUSE("bodies", "/parent_body", "{\"alliance\":\"%s\",\"name\":\"X\",\"tier\":\"team\",\"parent_body\":\"%s\"}",
           pair.alliance, body);
    REFUSE("seats", "/party", "{\"body\":\"%s\",\"party\":\"%s\",\"name\":\"Ann\",\"role\":\"chair\"}", body,
           pair.ours);
    REFUSE("meetings", "/body",
           "{\"alliance\":\"%s\",\"title\":\"X\",\"starts\":\"2026-05-01T09:00:00Z\",\"body\":\"%s\"}", pair.alliance,
           body);
    CHECK_INT(try_change(&house, house.host, "bodies", team, TEXT("{\"parent_body\":\"%s\"}", house_id(team)), &out),
              ERR_INPUT);
    house_close(&house);
}

TEST(governance, a_seat_takes_the_name_of_its_person)
{
    struct house house = house_open();
    struct pair pair = pair_of(&house);
    const char *body =
        house_id(MAKE("bodies", "{\"alliance\":\"%s\",\"name\":\"Board\",\"tier\":\"steering\"}", pair.alliance));
    struct value *seat = house_make(&house, pair.rosa, "seats",
                                    TEXT("{\"body\":\"%s\",\"party\":\"%s\",\"person\":\"%s\",\"role\":\"co_chair\"}",
                                         body, pair.theirs, pair.rosa->person.p));
    CHECK(str_is(value_get_text(seat, "name"), "Rosa Vidal"));
    /* The partner's person is nobody to us by reference, and known by the name on the seat. */
    seat = seen(&house, pair.hanna, "seats", seat);
    CHECK(str_is(value_get_text(seat, "name"), "Rosa Vidal"));
    REFUSE("seats", "/name", "{\"body\":\"%s\",\"party\":\"%s\",\"role\":\"chair\"}", body, pair.ours);
    house_close(&house);
}

TEST(governance, an_internal_meeting_stays_with_its_side)
{
    struct house house = house_open();
    struct pair pair = pair_of(&house);
    struct value *joint = MAKE(
        "meetings", "{\"alliance\":\"%s\",\"title\":\"Review\",\"starts\":\"2026-05-01T09:00:00Z\"}", pair.alliance);
    CHECK(str_is(value_get_text(joint, "state"), "planned"));
    REFUSE("meetings", "/kind",
           "{\"alliance\":\"%s\",\"title\":\"Ours\",\"kind\":\"internal\",\"starts\":\"2026-04-30T09:00:00Z\"}",
           pair.alliance);
    struct value *ours = MAKE("meetings",
                              "{\"alliance\":\"%s\",\"title\":\"Ours\",\"kind\":\"internal\",\"circle\":\"side\","
                              "\"prepares\":\"%s\",\"starts\":\"2026-04-30T09:00:00Z\"}",
                              pair.alliance, house_id(joint));
    CHECK(seen(&house, pair.rosa, "meetings", joint) != NULL);
    CHECK(seen(&house, pair.rosa, "meetings", ours) == NULL);
    CHECK(seen(&house, pair.hanna, "meetings", ours) != NULL);
    house_close(&house);
}

TEST(governance, one_decides_and_a_decision_taken_says_what)
{
    struct house house = house_open();
    struct pair pair = pair_of(&house);
    const char *body =
        house_id(MAKE("bodies", "{\"alliance\":\"%s\",\"name\":\"Board\",\"tier\":\"steering\"}", pair.alliance));
    struct value *row = MAKE("decision_rows",
                             "{\"alliance\":\"%s\",\"decision\":\"Prices\",\"class\":\"key\",\"decider_body\":\"%s\"}",
                             pair.alliance, body),
                 *out;
    CHECK(str_is(value_get_text(row, "decider_name"), "Board"));
    REFUSE(
        "decision_rows", "/decider_person",
        "{\"alliance\":\"%s\",\"decision\":\"X\",\"class\":\"key\",\"decider_body\":\"%s\",\"decider_person\":\"%s\"}",
        pair.alliance, body, pair.hanna->person.p);
    struct value *it = MAKE("decisions", "{\"alliance\":\"%s\",\"question\":\"Raise prices?\",\"asked\":\"%s\"}",
                            pair.alliance, in_days(&house, -36));
    CHECK_INT(try_change(&house, house.host, "decisions", it, "{\"state\":\"taken\"}", &out), ERR_INPUT);
    CHECK(problem_at(&house, "/outcome") != NULL);
    it = changed(&house, house.host, "decisions", it, "{\"state\":\"taken\",\"outcome\":\"By two per cent\"}");
    CHECK_INT(value_get_int(it, "lead_days", 0), 36);
    CHECK_INT(try_change(&house, house.host, "decisions", it, TEXT("{\"asked\":\"%s\"}", in_days(&house, 1)), &out),
              ERR_INPUT);
    house_close(&house);
}

/* governance-and-work.md: known 3 March, told 24 March: 21 days. */
TEST(governance, days_until_the_partner_was_told)
{
    struct house house = house_open();
    struct pair pair = pair_of(&house);
    struct value *it = MAKE("partner_changes",
                            "{\"alliance\":\"%s\",\"title\":\"New head\",\"kind\":\"people\",\"party\":\"%s\","
                            "\"known\":\"2026-03-03\",\"told\":\"2026-03-24\"}",
                            pair.alliance, pair.ours);
    CHECK_INT(value_get_int(it, "days_to_tell", 0), 21);
    house_close(&house);
}

TEST(governance, stakeholders_and_off_limits_are_private_first)
{
    struct house house = house_open();
    struct pair pair = pair_of(&house);
    struct value *who = house_make(&house, pair.hanna, "stakeholders",
                                   TEXT("{\"alliance\":\"%s\",\"name\":\"Finance\",\"support\":-1}", pair.alliance));
    struct value *what = house_make(&house, pair.hanna, "off_limits",
                                    TEXT("{\"alliance\":\"%s\",\"topic\":\"Battery\"}", pair.alliance));
    CHECK(seen(&house, pair.rosa, "stakeholders", who) == NULL);
    CHECK(seen(&house, pair.rosa, "off_limits", what) == NULL);
    house_close(&house);
}

TEST(governance, a_calendar_is_a_rule_of_recurrence)
{
    struct house house = house_open();
    struct pair pair = pair_of(&house);
    const char *ok = "FREQ=MONTHLY;BYDAY=1TU";
    MAKE("approval_steps",
         "{\"alliance\":\"%s\",\"party\":\"%s\",\"step\":\"Board\",\"meets\":\"%s\",\"papers_days\":10}", pair.alliance,
         pair.ours, ok);
    REFUSE("approval_steps", "/meets",
           "{\"alliance\":\"%s\",\"party\":\"%s\",\"step\":\"Board\",\"meets\":\"first Tuesdays\"}", pair.alliance,
           pair.ours);
    REFUSE("approval_steps", "/meets", "{\"alliance\":\"%s\",\"party\":\"%s\",\"step\":\"Board\",\"papers_days\":10}",
           pair.alliance, pair.ours);
    house_close(&house);
}
