/* Governance's findings: what sets each off, its edge, and what ends it. */
#include "engines/registry/findings.h"
#include "engines/registry/registry_house.h"

static struct value *find(struct house *house, struct viewer *viewer, const char *code)
{
    struct value *findings = NULL;
    house_calm(house);
    CHECK_INT(viewer_refresh(&house->work, viewer), OK);
    CHECK_INT(findings_gather(&house->work, viewer, S(""), &findings), OK);
    VALUE_EACH (finding, findings)
        if (str_is(value_get_text(finding, "code"), code))
            return finding;
    return NULL;
}

static const char *said(struct house *house, struct viewer *viewer, const char *code)
{
    const struct value *finding = find(house, viewer, code);
    return finding ? arena_cstr(house->arena, value_get_text(finding, "what")) : "";
}

struct field_of_work {
    struct house house;
    struct viewer *rosa;
    const char *alliance, *ours, *theirs;
};

static struct field_of_work at_work(void)
{
    struct field_of_work f = {.house = house_open()};
    struct house *house = &f.house;
    struct str firm;
    f.rosa = house_partner(house, "Rivera", "Rosa Vidal", "rosa@rivera.example", &firm);
    struct value *alliance = house_make(house, house->host, "alliances", "{\"name\":\"Mobility\"}");
    f.alliance = house_id(alliance);
    f.theirs =
        house_id(house_make(house, house->host, "parties",
                            HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", f.alliance, firm.p)));
    f.ours = house_id(first_of(house, house->host, "parties", alliance));
    house_member(house, f.rosa, f.alliance, "manager");
    return f;
}

#define IN(plural, ...)  house_make(&f.house, f.house.host, (plural), HOUSE_TEXT(&f.house, __VA_ARGS__))
#define SAID(code)       said(&f.house, f.house.host, (code))
#define DAYS(n)          in_days(&f.house, (n))
#define BODY(name, tier) IN("bodies", "{\"alliance\":\"%s\",\"name\":\"%s\",\"tier\":\"%s\"}", f.alliance, name, tier)
#define SEAT(body, party, name, role) \
    IN("seats", "{\"body\":\"%s\",\"party\":\"%s\",\"name\":\"%s\",\"role\":\"%s\"}", house_id(body), party, name, role)

TEST(governance_findings, two_chairs_above_a_team)
{
    struct field_of_work f = at_work();
    BODY("Team", "team");
    CHECK_STR(SAID("chairs"), "");
    struct value *board = BODY("Board", "steering");
    SEAT(board, f.ours, "Ann Berg", "chair");
    SEAT(board, f.theirs, "Rosa Vidal", "member");
    CHECK_STR(SAID("chairs"), "Rivera has nobody to lead “Board” (Mobility).");
    CHECK_STR(said(&f.house, f.rosa, "chairs"), "Rivera has nobody to lead “Board” (Mobility).");
    SEAT(board, f.theirs, "Luis Prado", "co_chair");
    CHECK_STR(SAID("chairs"), "");
    house_close(&f.house);
}

TEST(governance_findings, a_day_off_is_no_working_day)
{
    struct field_of_work f = at_work();
    struct value *owed =
        IN("commitments", "{\"alliance\":\"%s\",\"title\":\"Letter\",\"owner_party\":\"%s\",\"due\":\"%s\"}",
           f.alliance, f.ours, DAYS(-20));
    changed(&f.house, f.house.host, "commitments", owed,
            HOUSE_TEXT(&f.house, "{\"state\":\"delivered\",\"delivered_on\":\"%s\"}", DAYS(-20)));
    CHECK(strstr(SAID("unanswered"), "Letter") != NULL);
    for (int i = 1; i <= 20; i++)
        IN("holidays", "{\"alliance\":\"%s\",\"day\":\"%s\",\"name\":\"Rest\"}", f.alliance, DAYS(-i));
    CHECK_STR(SAID("unanswered"), "");
    refused_at(&f.house, f.house.host, "holidays",
               HOUSE_TEXT(&f.house, "{\"alliance\":\"%s\",\"day\":\"%s\",\"name\":\"Ours\",\"circle\":\"side\"}",
                          f.alliance, DAYS(1)),
               "/circle");
    house_close(&f.house);
}

TEST(governance_findings, a_pin_upward)
{
    struct field_of_work f = at_work();
    struct value *board = BODY("Board", "steering");
    struct value *team =
        IN("bodies", "{\"alliance\":\"%s\",\"name\":\"Team\",\"tier\":\"team\",\"parent_body\":\"%s\"}", f.alliance,
           house_id(board));
    SEAT(board, f.ours, "Ann Berg", "chair");
    SEAT(team, f.ours, "Otto Kern", "chair");
    CHECK_STR(SAID("pin"), "Nobody of “Team” also sits in “Board” (Mobility).");
    SEAT(board, f.ours, "Otto Kern", "member");
    CHECK_STR(SAID("pin"), "");
    house_close(&f.house);
}

TEST(governance_findings, a_function_hangs_on_one_pair)
{
    struct field_of_work f = at_work();
    for (int i = 0; i < 2; i++) {
        IN("contacts",
           "{\"alliance\":\"%s\",\"party_a\":\"%s\",\"name_a\":\"Ann%d\",\"party_b\":\"%s\",\"name_b\":\"Luis%d\","
           "\"function\":\"Sales\"}",
           f.alliance, f.ours, i, f.theirs, i);
        CHECK_STR(SAID("pairs"), i ? "" : "In Mobility, Sales hangs on one pair of contacts: Ann0 and Luis0.");
    }
    house_close(&f.house);
}

#define A_SEAT "{\"body\":\"%s\",\"party\":\"%s\",\"person\":\"%s\",\"role\":\"member\",\"hours_a_month\":%s}"

TEST(governance_findings, spread_thin_over_alliances)
{
    struct field_of_work f = at_work();
    struct value *person =
        IN("people", "{\"name\":\"Ann Berg\",\"organisation\":\"%s\"}", f.house.host->organisation.p);
    IN("seats", A_SEAT, house_id(BODY("Board", "steering")), f.ours, house_id(person), "20");
    struct value *second = IN("seats", A_SEAT, house_id(BODY("Team", "team")), f.ours, house_id(person), "20");
    CHECK_STR(SAID("thin"), "");
    second = changed(&f.house, f.house.host, "seats", second, "{\"hours_a_month\":20.5}");
    CHECK_STR(SAID("thin"), "Ann Berg sits in 2 bodies, which take 40.5 hours a month.");
    /* Each organisation says how much is too much. */
    struct value *own;
    CHECK_INT(
        record_get(&f.house.work, f.house.host, kind_by_plural(S("organisations")), f.house.host->organisation, &own),
        OK);
    own = changed(&f.house, f.house.host, "organisations", own, "{\"seat_hours\":41}");
    CHECK_STR(SAID("thin"), "");
    changed(&f.house, f.house.host, "organisations", own, "{\"seat_hours\":40}");
    CHECK_STR(SAID("thin"), "Ann Berg sits in 2 bodies, which take 40.5 hours a month.");
    changed(&f.house, f.house.host, "seats", second, HOUSE_TEXT(&f.house, "{\"to_date\":\"%s\"}", DAYS(-1)));
    CHECK_STR(SAID("thin"), "");
    house_close(&f.house);
}

#define MEETING(body, days, state)                                                                           \
    IN("meetings",                                                                                           \
       "{\"alliance\":\"%s\",\"body\":\"%s\",\"title\":\"M\",\"state\":\"%s\",\"starts\":\"%sT09:00:00Z\"}", \
       f.alliance, house_id(body), state, DAYS(days))

TEST(governance_findings, dormant_after_two_cadences)
{
    struct field_of_work f = at_work();
    struct value *body =
        IN("bodies", "{\"alliance\":\"%s\",\"name\":\"Team\",\"tier\":\"team\",\"cadence_days\":30}", f.alliance);
    CHECK_STR(SAID("dormant"), ""); /* made today */
    MEETING(body, -61, "held");
    CHECK(*SAID("dormant"));
    MEETING(body, -62, "cancelled");
    MEETING(body, -60, "held");
    CHECK_STR(SAID("dormant"), "");
    house_close(&f.house);
}

TEST(governance_findings, decisions_without_a_meeting_or_a_rule)
{
    struct field_of_work f = at_work();
    struct value *body = IN(
        "bodies", "{\"alliance\":\"%s\",\"name\":\"Team\",\"tier\":\"team\",\"key_decisions\":\"Prices\"}", f.alliance);
    CHECK_STR(SAID("gap"), "“Team” (Mobility) has decisions to take and no meeting in sight.");
    MEETING(body, 3, "planned");
    CHECK_STR(SAID("gap"), "");
    CHECK_STR(SAID("no-rule"), "");
    IN("decision_rows", "{\"alliance\":\"%s\",\"decision\":\"Prices\",\"class\":\"daily\",\"decider_body\":\"%s\"}",
       f.alliance, house_id(body));
    CHECK_STR(SAID("no-rule"), "“Team” (Mobility) takes a decision of the map and has no rule for deciding.");
    changed(&f.house, f.house.host, "bodies", body, "{\"decision_rule\":\"expert\"}");
    CHECK_STR(SAID("no-rule"), "");
    house_close(&f.house);
}

#define OWED "{\"alliance\":\"%s\",\"title\":\"%s\",\"owner_party\":\"%s\",\"due\":\"%s\"}"

TEST(governance_findings, late_commitments_are_one_notice_a_side)
{
    struct field_of_work f = at_work();
    IN("commitments", OWED, f.alliance, "Forecast", f.theirs, DAYS(0));
    CHECK_STR(SAID("late"), "");
    IN("commitments", OWED, f.alliance, "Price list", f.theirs, DAYS(-1));
    CHECK(str_contains(str_of(SAID("late")), S("Rivera owes “Price list” in Mobility")));
    IN("commitments", OWED, f.alliance, "Plan", f.theirs, DAYS(-31));
    CHECK(str_contains(str_of(SAID("late")), S("Rivera owes 2 things in Mobility that are late")));
    CHECK(str_is(value_get_text(find(&f.house, f.house.host, "late"), "severity"), "high"));
    CHECK_INT(value_get(find(&f.house, f.rosa, "late"), "why")->count, 2);
    house_close(&f.house);
}

TEST(governance_findings, accountability_below_ninety_per_cent)
{
    struct field_of_work f = at_work();
    for (int i = 0; i < 10; i++)
        IN("accountabilities",
           "{\"alliance\":\"%s\",\"party\":\"%s\",\"result\":\"R%d\",\"name\":\"N%d\",\"in_goals\":true,\"rewarded\":%"
           "s}",
           f.alliance, f.ours, i, i, i ? "true" : "false");
    CHECK_STR(SAID("accountability"), ""); /* nine of ten */
    IN("accountabilities", "{\"alliance\":\"%s\",\"party\":\"%s\",\"result\":\"R\",\"name\":\"N\"}", f.alliance,
       f.ours);
    CHECK_STR(SAID("accountability"),
              "In Mobility, 9 of the 11 people who answer for results have them in their own goals and pay.");
    house_close(&f.house);
}

#define KNOWN                                                                                            \
    "{\"alliance\":\"%s\",\"title\":\"New head\",\"kind\":\"people\",\"party\":\"%s\",\"known\":\"%s\"," \
    "\"circle\":\"side\"}"

TEST(governance_findings, a_change_not_told_for_a_fortnight)
{
    struct field_of_work f = at_work();
    struct value *change = IN("partner_changes", KNOWN, f.alliance, f.ours, DAYS(-14));
    CHECK_STR(SAID("told"), "");
    change = changed(&f.house, f.house.host, "partner_changes", change,
                     HOUSE_TEXT(&f.house, "{\"known\":\"%s\"}", DAYS(-21)));
    CHECK_STR(SAID("told"), "“New head” has been known for 21 days, and the partner in Mobility was not told.");
    CHECK(find(&f.house, f.rosa, "told") == NULL);
    change =
        changed(&f.house, f.house.host, "partner_changes", change, HOUSE_TEXT(&f.house, "{\"told\":\"%s\"}", DAYS(-8)));
    CHECK_STR(SAID("told"), "");
    house_close(&f.house);
}

TEST(governance_findings, people_who_leave_and_units_nobody_heard)
{
    struct field_of_work f = at_work();
    struct value *leaves =
        IN("withdrawals", "{\"alliance\":\"%s\",\"party\":\"%s\",\"name\":\"Ann Berg\",\"planned\":\"%s\"}", f.alliance,
           f.ours, DAYS(90));
    CHECK(str_contains(str_of(SAID("unheard")), S("and the partner does not know.")));
    leaves = changed(&f.house, f.house.host, "withdrawals", leaves,
                     HOUSE_TEXT(&f.house, "{\"notice_given\":\"%s\"}", DAYS(0)));
    CHECK(str_contains(str_of(SAID("unheard")), S("what it means to them.")));
    changed(&f.house, f.house.host, "withdrawals", leaves, "{\"answer\":\"We need two weeks of hand-over\"}");
    CHECK_STR(SAID("unheard"), "");
    struct value *unit = IN("stakeholders", "{\"alliance\":\"%s\",\"name\":\"Finance\",\"affected\":true}", f.alliance);
    CHECK_STR(SAID("unasked"), "Mobility affects Finance, and nobody has heard them yet.");
    changed(&f.house, f.house.host, "stakeholders", unit, HOUSE_TEXT(&f.house, "{\"heard\":\"%s\"}", DAYS(0)));
    CHECK_STR(SAID("unasked"), "");
    house_close(&f.house);
}

TEST(governance_findings, it_is_time_to_ask_about_a_rule)
{
    struct field_of_work f = at_work();
    IN("working_rules",
       "{\"alliance\":\"%s\",\"principle\":\"Only ours\",\"circle\":\"side\",\"meaning\":\"So\",\"state\":\"agreed\","
       "\"agreed_on\":\"%s\"}",
       f.alliance, DAYS(-90));
    IN("working_rules", "{\"alliance\":\"%s\",\"principle\":\"Not agreed\"}", f.alliance);
    IN("working_rules",
       "{\"alliance\":\"%s\",\"principle\":\"Talk "
       "first\",\"meaning\":\"So\",\"state\":\"agreed\",\"agreed_on\":\"%s\"}",
       f.alliance, DAYS(-28));
    CHECK_STR(SAID("ask"), "");
    IN("working_rules",
       "{\"alliance\":\"%s\",\"principle\":\"Write "
       "less\",\"meaning\":\"So\",\"state\":\"agreed\",\"agreed_on\":\"%s\"}",
       f.alliance, DAYS(-29));
    CHECK(strstr(SAID("ask"), "Nobody was asked how “Write less” is lived by since "));
    CHECK(strstr(said(&f.house, f.rosa, "ask"), "Write less"));
    IN("campaigns", "{\"alliance\":\"%s\",\"rule\":\"%s\"}", f.alliance,
       arena_cstr(f.house.arena, value_get(find(&f.house, f.rosa, "ask"), "why")->first->text));
    CHECK_STR(SAID("ask"), "");
    house_close(&f.house);
}
