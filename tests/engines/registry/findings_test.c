/* Findings: each rule with what sets it off, its edge, and what ends it. */
#include "engines/registry/findings.h"
#include "engines/registry/registry_house.h"

/* The finding of that code, newest gathering; NULL when there is none. */
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

static const char *said(struct house *house, const char *code)
{
    const struct value *finding = find(house, house->host, code);
    return finding ? arena_cstr(house->arena, value_get_text(finding, "what")) : "";
}

static const char *severity(struct house *house, const char *code)
{
    const struct value *finding = find(house, house->host, code);
    return finding ? arena_cstr(house->arena, value_get_text(finding, "severity")) : "";
}

/* An alliance in operation with a partner. */
static struct value *at_work(struct house *house)
{
    struct value *firm = house_make(house, house->host, "organisations", "{\"name\":\"Rivera\"}");
    struct value *alliance =
        house_make(house, house->host, "alliances", "{\"name\":\"Mobility\",\"stage\":\"operation\"}");
    house_make(house, house->host, "parties",
               HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", house_id(alliance), house_id(firm)));
    return alliance;
}

#define AGREEMENT \
    "{\"alliance\":\"%s\",\"name\":\"Frame\",\"in_force\":\"2020-01-01\",\"ends\":\"%s\",\"notice_days\":30}"

TEST(findings, notice_within_ninety_days)
{
    struct house house = house_open();
    struct value *alliance = at_work(&house);
    struct value *agreement = MAKE("agreements", AGREEMENT, house_id(alliance), in_days(&house, 121));
    CHECK(find(&house, house.host, "notice") == NULL); /* 91 days */
    agreement = changed(&house, house.host, "agreements", agreement, TEXT("{\"ends\":\"%s\"}", in_days(&house, 120)));
    CHECK_STR(severity(&house, "notice"), "medium");
    struct value *finding = find(&house, house.host, "notice");
    CHECK(str_contains(value_get_text(finding, "what"), S("90 more days")));
    CHECK(str_eq(value_get_text(finding, "alliance"), value_get_text(alliance, "id")));
    CHECK(str_eq(value_at(value_get(finding, "why"), 0)->text, value_get_text(agreement, "id")));
    CHECK(value_get_text(value_get(finding, "next"), "href").n > 0);
    CHECK(value_get_text(value_get(finding, "next"), "label").n > 0);
    CHECK_STR(CODE(finding, "since"), in_days(&house, 0));
    agreement = changed(&house, house.host, "agreements", agreement, TEXT("{\"ends\":\"%s\"}", in_days(&house, 44)));
    CHECK_STR(severity(&house, "notice"), "high"); /* 14 days */
    agreement = changed(&house, house.host, "agreements", agreement, TEXT("{\"ends\":\"%s\"}", in_days(&house, 30)));
    CHECK_STR(severity(&house, "notice"), "high"); /* the last day */
    agreement = changed(&house, house.host, "agreements", agreement, TEXT("{\"ends\":\"%s\"}", in_days(&house, 29)));
    CHECK(find(&house, house.host, "notice") == NULL); /* too late: now the end itself is the finding */
    CHECK(str_contains(str_of(said(&house, "ending")), S("notice is over")));
    changed(&house, house.host, "agreements", agreement, "{\"notice_days\":null}");
    CHECK(*said(&house, "ending") && !str_contains(str_of(said(&house, "ending")), S("notice")));
    house_close(&house);
}

TEST(findings, work_without_an_agreement)
{
    struct house house = house_open();
    struct value *alliance = at_work(&house);
    CHECK_STR(said(&house, "no-agreement"), "Mobility is at work without any agreement.");
    struct value *agreement = MAKE("agreements", "{\"alliance\":\"%s\",\"name\":\"Frame\"}", house_id(alliance));
    CHECK_STR(said(&house, "no-agreement"), "Mobility is at work, and none of its agreements is in force yet.");
    agreement = changed(&house, house.host, "agreements", agreement, "{\"in_force\":\"2020-01-01\"}");
    CHECK(find(&house, house.host, "no-agreement") == NULL);
    changed(&house, house.host, "agreements", agreement, "{\"ends\":\"2024-12-31\"}");
    CHECK_STR(said(&house, "no-agreement"), "Mobility is at work, and its last agreement has ended.");
    changed(&house, house.host, "alliances", seen(&house, house.host, "alliances", alliance), "{\"stage\":\"design\"}");
    CHECK(find(&house, house.host, "no-agreement") == NULL);
    house_close(&house);
}

TEST(findings, no_partner)
{
    struct house house = house_open();
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\"}");
    CHECK_STR(severity(&house, "no-partner"), "low");
    alliance = changed(&house, house.host, "alliances", alliance, "{\"stage\":\"design\"}");
    CHECK_STR(severity(&house, "no-partner"), "high");
    struct value *firm = MAKE("organisations", "{\"name\":\"Rivera\"}");
    struct value *party =
        MAKE("parties", "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", house_id(alliance), house_id(firm));
    CHECK(find(&house, house.host, "no-partner") == NULL);
    changed(&house, house.host, "parties", party, TEXT("{\"left_on\":\"%s\"}", in_days(&house, 0)));
    CHECK_STR(severity(&house, "no-partner"), "high");
    changed(&house, house.host, "alliances", seen(&house, house.host, "alliances", alliance), "{\"stage\":\"ended\"}");
    CHECK(find(&house, house.host, "no-partner") == NULL);
    house_close(&house);
}

TEST(findings, staffing_is_judged_by_side)
{
    struct house house = house_open();
    struct value *alliance = at_work(&house), *party = first_of(&house, house.host, "parties", alliance);
    struct value *engineer = house_make(
        &house, house.host, "staffing",
        HOUSE_TEXT(&house, "{\"alliance\":\"%s\",\"party\":\"%s\",\"role\":\"Engineer\",\"planned\":2,\"filled\":0.5}",
                   house_id(alliance), house_id(party)));
    CHECK(str_contains(str_of(said(&house, "staffing")), S("0.5 of the 2 full-time")));
    /* A second line of the same side makes up for it: 4.5 of 5. */
    MAKE("staffing", "{\"alliance\":\"%s\",\"party\":\"%s\",\"role\":\"Sales\",\"planned\":3,\"filled\":4}",
         house_id(alliance), house_id(party));
    CHECK(find(&house, house.host, "staffing") == NULL);
    changed(&house, house.host, "staffing", engineer, "{\"planned\":4}"); /* 4.5 of 7 */
    struct value *finding = find(&house, house.host, "staffing");
    CHECK(finding && value_get(finding, "why")->count == 1); /* only the line that is short */
    house_close(&house);
}

TEST(findings, sources_without_a_provision)
{
    struct house house = house_open();
    struct value *alliance =
        MAKE("alliances", "{\"name\":\"Mobility\",\"stage\":\"launch\",\"rating_change\":3,\"rating_needs\":2,"
                          "\"rating_protection\":1,\"rating_investment\":0}");
    CHECK_STR(said(&house, "unprovided"),
              "In Mobility, 2 sources of incompleteness are rated high and nothing provides "
              "for them: change in markets and technology, unclear needs.");
    MAKE("provisions", "{\"alliance\":\"%s\",\"source\":\"change\",\"what\":\"Review\",\"body\":\"Committee\"}",
         house_id(alliance));
    CHECK_STR(said(&house, "unprovided"),
              "In Mobility, one source of incompleteness is rated high and nothing provides for it: unclear needs.");
    MAKE("provisions", "{\"alliance\":\"%s\",\"source\":\"needs\",\"what\":\"Review\",\"body\":\"Committee\"}",
         house_id(alliance));
    CHECK(find(&house, house.host, "unprovided") == NULL);
    MAKE("surprises",
         "{\"alliance\":\"%s\",\"happened_on\":\"2026-01-15\",\"what\":\"Idle\",\"source\":\"investment\"}",
         house_id(alliance));
    CHECK_STR(said(&house, "rerate"),
              "Mobility was surprised by a source rated 0: dedicated investments. Rate it anew.");
    house_close(&house);
}

TEST(findings, what_is_no_alliance)
{
    struct house house = house_open();
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\",\"combines\":true,\"separate\":true,"
                                               "\"shared_control\":false,\"open_ended\":true}");
    CHECK_STR(said(&house, "test"), "By the answers given, Mobility is rather a contract at arm's length.");
    changed(&house, house.host, "alliances", alliance, "{\"shared_control\":true}");
    CHECK(find(&house, house.host, "test") == NULL);
    house_close(&house);
}

TEST(findings, needs_and_alliances_without_each_other)
{
    struct house house = house_open();
    struct value *alliance = at_work(&house);
    CHECK(find(&house, house.host, "no-need") == NULL); /* no needs are kept */
    struct value *goal = MAKE("goals", "{\"name\":\"Grow\"}"), *skill = MAKE("capabilities", "{\"name\":\"Fleet\"}");
    struct value *factor = MAKE("success_factors", "{\"name\":\"Cities\",\"goal\":\"%s\"}", house_id(goal));
    struct value *need =
        MAKE("needs", "{\"success_factor\":\"%s\",\"capability\":\"%s\",\"level\":4,\"by_date\":\"%s\"}",
             house_id(factor), house_id(skill), in_days(&house, 200));
    CHECK(str_starts(str_of(said(&house, "needs")), S("Nothing serves the need “Fleet”, which is due on")));
    CHECK_STR(severity(&house, "needs"), "medium");
    CHECK_STR(said(&house, "no-need"), "Mobility serves none of the needs that you keep.");
    struct value *source =
        MAKE("sources", "{\"need\":\"%s\",\"way\":\"ally\",\"alliance\":\"%s\",\"level\":4,\"available\":\"%s\"}",
             house_id(need), house_id(alliance), in_days(&house, 201));
    CHECK(str_contains(str_of(said(&house, "needs")), S("too late or is too weak")));
    CHECK(find(&house, house.host, "no-need") == NULL);
    source = changed(&house, house.host, "sources", source, TEXT("{\"available\":\"%s\"}", in_days(&house, 200)));
    CHECK(find(&house, house.host, "needs") == NULL);
    changed(&house, house.host, "sources", source, "{\"level\":3}");
    CHECK(str_contains(str_of(said(&house, "needs")), S("too weak")));
    house_close(&house);
}

TEST(findings, cases_below_zero)
{
    struct house house = house_open();
    struct value *alliance = at_work(&house);
    struct value *record =
        MAKE("business_cases",
             "{\"alliance\":\"%s\",\"name\":\"x\",\"year\":2026,\"captured_value\":{\"amount\":10000,\"currency\":"
             "\"EUR\"},\"running_cost\":{\"amount\":10000,\"currency\":\"EUR\"}}",
             house_id(alliance));
    CHECK(find(&house, house.host, "below-zero") == NULL); /* zero is not below */
    changed(&house, house.host, "business_cases", record, "{\"running_cost\":{\"amount\":10001,\"currency\":\"EUR\"}}");
    CHECK(str_contains(str_of(said(&house, "below-zero")), S("in 2026")));
    CHECK_STR(severity(&house, "below-zero"), "high");
    house_close(&house);
}

TEST(findings, people_objectives_ends_and_classes)
{
    struct house house = house_open();
    struct value *alliance = at_work(&house), *ours = first_of(&house, house.host, "parties", alliance);
    const char *id = house_id(alliance);
    struct page page = {0};
    struct query query = {0};
    CHECK_INT(record_list(&house.work, house.host, kind_by_plural(S("parties")), &query, &page), OK);
    const char *one = house_id(value_at(page.items, 0)), *other = house_id(value_at(page.items, 1));
    (void)ours;
    CHECK(str_contains(str_of(said(&house, "no-sponsor")), S("has no sponsor")));
    struct value *pair =
        MAKE("contacts",
             "{\"alliance\":\"%s\",\"party_a\":\"%s\",\"name_a\":\"Ann\",\"party_b\":\"%s\",\"name_b\":\"Bo\","
             "\"cadence_days\":30,\"last_met\":\"%s\"}",
             id, one, other, in_days(&house, -30));
    CHECK(find(&house, house.host, "contacts") == NULL); /* due today */
    changed(&house, house.host, "contacts", pair, TEXT("{\"last_met\":\"%s\"}", in_days(&house, -31)));
    CHECK(str_contains(str_of(said(&house, "contacts")), S("every 30 days")));
    struct value *goal = MAKE("objectives", "{\"alliance\":\"%s\",\"statement\":\"Grow\"}", id);
    MAKE("objectives", "{\"alliance\":\"%s\",\"statement\":\"Save\",\"opposes\":\"%s\"}", id, house_id(goal));
    CHECK_STR(said(&house, "opposed"), "In Mobility, two objectives stand against each other: “Save” and “Grow”.");
    struct value *stance = MAKE("stances", "{\"alliance\":\"%s\",\"intended_end\":\"lasting\"}", id);
    changed(&house, house.host, "stances", stance, "{\"intended_end\":\"exit\"}");
    CHECK_STR(said(&house, "drift"),
              "What your side means to come of Mobility has changed since the start: from “Meant to last” to “Exit”.");
    struct value *class = MAKE("alliance_classes", "{\"name\":\"Venture\",\"clause_kinds\":\"exit; money\"}");
    changed(&house, house.host, "alliances", seen(&house, house.host, "alliances", alliance),
            TEXT("{\"class\":\"%s\"}", house_id(class)));
    struct value *agreement = MAKE("agreements", AGREEMENT, id, in_days(&house, 900));
    MAKE("clauses", "{\"agreement\":\"%s\",\"heading\":\"Price\",\"kind\":\"money\"}", house_id(agreement));
    CHECK_STR(said(&house, "class"), "Mobility departs from its class “Venture”: no clause of the kind Exit.");
    MAKE("clauses", "{\"agreement\":\"%s\",\"heading\":\"End\",\"kind\":\"exit\"}", house_id(agreement));
    CHECK(find(&house, house.host, "class") == NULL);
    house_close(&house);
}

TEST(findings, a_partner_learns_nothing_of_our_side)
{
    struct house house = house_open();
    struct str firm;
    struct viewer *rosa = house_partner(&house, "Rivera Car Rental", "Rosa Vidal", "rosa@rivera.example", &firm);
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\",\"stage\":\"operation\"}");
    MAKE("parties", "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", house_id(alliance), firm.p);
    house_member(&house, rosa, house_id(alliance), "manager");
    MAKE("agreements",
         "{\"alliance\":\"%s\",\"name\":\"Ours\",\"circle\":\"side\",\"in_force\":\"2020-01-01\",\"ends\":\"%s\"}",
         house_id(alliance), in_days(&house, 20));
    MAKE("business_cases",
         "{\"alliance\":\"%s\",\"name\":\"x\",\"year\":2026,\"captured_value\":{\"amount\":1,\"currency\":\"EUR\"},"
         "\"running_cost\":{\"amount\":2,\"currency\":\"EUR\"}}",
         house_id(alliance));
    CHECK(find(&house, house.host, "ending") != NULL);
    CHECK(find(&house, house.host, "below-zero") != NULL);
    CHECK(find(&house, rosa, "ending") == NULL);
    CHECK(find(&house, rosa, "below-zero") == NULL);
    /* As far as it can see, there is none. What to do next is what each may do. */
    struct str next = value_get_text(value_get(find(&house, rosa, "no-agreement"), "next"), "href");
    CHECK(str_ends(next, S("/agreements/new")));
    struct value *member = first_of(&house, rosa, "memberships", alliance);
    for (struct value *one = member; one; one = one->next)
        if (str_eq(value_get_text(one, "person"), rosa->person))
            changed(&house, house.host, "memberships", one, "{\"role\":\"viewer\"}");
    next = value_get_text(value_get(find(&house, rosa, "no-agreement"), "next"), "href");
    CHECK(str_ends(next, value_get_text(alliance, "id")));
    house_close(&house);
}

TEST(findings, the_gravest_and_oldest_first)
{
    struct house house = house_open();
    struct value *alliance = at_work(&house), *findings = NULL;
    MAKE("alliances", "{\"name\":\"Fresh idea\"}");
    MAKE("agreements", AGREEMENT, house_id(alliance), in_days(&house, 100));
    house_calm(&house);
    CHECK_INT(viewer_refresh(&house.work, house.host), OK);
    CHECK_INT(findings_gather(&house.work, house.host, S(""), &findings), OK);
    CHECK_INT(findings->count, 3); /* notice, sponsor (medium), no partner (low) */
    CHECK(str_is(value_get_text(value_at(findings, 0), "code"), "notice"));
    CHECK(str_is(value_get_text(value_at(findings, 1), "code"), "no-sponsor"));
    CHECK(str_is(value_get_text(value_at(findings, 2), "code"), "no-partner"));
    /* Of one alliance only. */
    CHECK_INT(findings_gather(&house.work, house.host, value_get_text(alliance, "id"), &findings), OK);
    CHECK_INT(findings->count, 2);
    house_close(&house);
}
