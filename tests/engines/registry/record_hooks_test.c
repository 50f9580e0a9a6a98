/* What the hooks of the registry's records keep, fill in and work out. */
#include "engines/registry/registry_house.h"
#include "kernel/faces.h"

TEST(registry, organisations_default_and_do_not_stand_below_themselves)
{
    struct house house = house_open();
    struct value *group = MAKE("organisations", "{\"name\":\"Rivera Group\"}"), *out;
    CHECK(str_is(value_get_text(group, "kind"), "candidate"));
    struct value *firm = MAKE("organisations", "{\"name\":\"Rivera Rental\",\"parent\":\"%s\"}", house_id(group));
    struct value *part = MAKE("organisations", "{\"name\":\"Rivera Vans\",\"parent\":\"%s\"}", house_id(firm));
    CHECK_INT(try_change(&house, house.host, "organisations", group, TEXT("{\"parent\":\"%s\"}", house_id(part)), &out),
              ERR_INPUT);
    CHECK(problem_at(&house, "/parent") != NULL);
    CHECK_INT(
        try_change(&house, house.host, "organisations", group, TEXT("{\"parent\":\"%s\"}", house_id(group)), &out),
        ERR_INPUT);
    CHECK_INT(try_change(&house, house.host, "organisations", part, TEXT("{\"parent\":\"%s\"}", house_id(group)), &out),
              OK);
    house_close(&house);
}

TEST(registry, units_and_people_belong_to_one_organisation)
{
    struct house house = house_open();
    struct value *a = MAKE("organisations", "{\"name\":\"A\"}"), *b = MAKE("organisations", "{\"name\":\"B\"}");
    struct value *unit = MAKE("units", "{\"name\":\"Sales\",\"organisation\":\"%s\"}", house_id(a));
    REFUSE("units", "/parent", "{\"name\":\"Vans\",\"organisation\":\"%s\",\"parent\":\"%s\"}", house_id(b),
           house_id(unit));
    REFUSE("people", "/unit", "{\"name\":\"Bo\",\"organisation\":\"%s\",\"unit\":\"%s\"}", house_id(b), house_id(unit));
    MAKE("people", "{\"name\":\"Ann\",\"organisation\":\"%s\",\"unit\":\"%s\"}", house_id(a), house_id(unit));
    house_close(&house);
}

TEST(registry, one_profile_for_a_capability)
{
    struct house house = house_open();
    struct value *firm = MAKE("organisations", "{\"name\":\"Rivera\"}"),
                 *skill = MAKE("capabilities", "{\"name\":\"Fleet\"}");
    struct value *profile = MAKE("profiles", "{\"organisation\":\"%s\",\"capability\":\"%s\",\"strength\":4}",
                                 house_id(firm), house_id(skill));
    CHECK_STR(CODE(profile, "title"), "Rivera: Fleet");
    REFUSE("profiles", "/capability", "{\"organisation\":\"%s\",\"capability\":\"%s\",\"strength\":2}", house_id(firm),
           house_id(skill));
    REFUSE("profiles", "/strength", "{\"organisation\":\"%s\",\"capability\":\"%s\",\"strength\":6}", house_id(firm),
           house_id(skill));
    changed(&house, house.host, "profiles", profile, "{\"strength\":5}");
    house_close(&house);
}

TEST(registry, needs_are_named_and_sources_say_where_from)
{
    struct house house = house_open();
    struct value *goal = MAKE("goals", "{\"name\":\"Grow\"}"), *skill = MAKE("capabilities", "{\"name\":\"Fleet\"}");
    struct value *factor =
        MAKE("success_factors", "{\"name\":\"Cities\",\"goal\":\"%s\",\"weight\":0.5}", house_id(goal));
    struct value *need = MAKE("needs", "{\"success_factor\":\"%s\",\"capability\":\"%s\",\"level\":4}",
                              house_id(factor), house_id(skill));
    CHECK_STR(CODE(need, "name"), "Fleet");
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\"}");
    REFUSE("sources", "/alliance", "{\"need\":\"%s\",\"way\":\"build\",\"alliance\":\"%s\"}", house_id(need),
           house_id(alliance));
    struct value *ally = MAKE("sources", "{\"need\":\"%s\",\"way\":\"ally\",\"alliance\":\"%s\",\"probability\":0.7}",
                              house_id(need), house_id(alliance));
    CHECK_STR(CODE(ally, "title"), "Ally: Mobility");
    struct value *build = MAKE("sources", "{\"need\":\"%s\",\"way\":\"build\"}", house_id(need));
    CHECK_STR(CODE(build, "title"), "Build");
    house_close(&house);
}

TEST(registry, classes_name_kinds_of_clause)
{
    struct house house = house_open();
    MAKE("alliance_classes", "{\"name\":\"Joint venture\",\"clause_kinds\":\"exit; adaptive ;money;\"}");
    REFUSE("alliance_classes", "/clause_kinds", "{\"name\":\"Licence\",\"clause_kinds\":\"exit; weather\"}");
    house_close(&house);
}

TEST(registry, alliances_have_codes_terms_and_parts)
{
    struct house house = house_open();
    struct value *out, *whole = MAKE("alliances", "{\"name\":\"Mobility\",\"short_code\":\"MOB\"}");
    REFUSE("alliances", "/short_code", "{\"name\":\"Mobile\",\"short_code\":\"MOB\"}");
    REFUSE("alliances", "/term_end", "{\"name\":\"Late\",\"start\":\"2026-02-01\",\"term_end\":\"2026-01-31\"}");
    MAKE("alliances", "{\"name\":\"One day\",\"start\":\"2026-02-01\",\"term_end\":\"2026-02-01\"}");
    struct value *part = MAKE("alliances", "{\"name\":\"Vans\",\"parent\":\"%s\"}", house_id(whole));
    CHECK_INT(try_change(&house, house.host, "alliances", whole, TEXT("{\"parent\":\"%s\"}", house_id(part)), &out),
              ERR_INPUT);
    CHECK(problem_at(&house, "/parent") != NULL);
    REFUSE("alliances", "/rating_change", "{\"name\":\"Rated\",\"rating_change\":4}");
    house_close(&house);
}

#define ANSWERS "\"combines\":true,\"separate\":true,\"shared_control\":true,\"open_ended\":false"
#define RATINGS                                                                                \
    "\"rating_change\":2,\"rating_needs\":1,\"rating_measurement\":3,\"rating_investment\":0," \
    "\"rating_interdependence\":2,\"rating_protection\":1"

TEST(registry, an_alliance_reads_its_own_answers)
{
    struct house house = house_open();
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\"," ANSWERS "," RATINGS "}");
    CHECK_STR(CODE(alliance, "alliance_reading"), "contract");
    CHECK_STR(arena_cstr(house.arena, json_text(house.arena, value_get(alliance, "failed"))), "[\"open_ended\"]");
    CHECK_INT(value_get_int(alliance, "incompleteness_total", -1), 9);
    CHECK_STR(CODE(alliance, "incompleteness_reading"), "committee");
    CHECK_INT(value_get_int(alliance, "provided_for", -1), 0);
    /* Two of the three high ones provided for: 0.67. */
    const char *id = house_id(alliance);
    MAKE("provisions",
         "{\"alliance\":\"%s\",\"source\":\"change\",\"what\":\"Yearly review\",\"body\":\"Steering committee\"}", id);
    MAKE("provisions",
         "{\"alliance\":\"%s\",\"source\":\"needs\",\"what\":\"Not a high one\",\"body\":\"Project team\"}", id);
    MAKE("provisions",
         "{\"alliance\":\"%s\",\"source\":\"measurement\",\"what\":\"Who counts\",\"decision\":\"Both managers\"}", id);
    alliance = seen(&house, house.host, "alliances", alliance);
    CHECK_INT(value_get_int(alliance, "provided_for", -1), 666667);
    /* A source rated 0 surprises: it is to be rated anew; one rated 1 is not. */
    MAKE("surprises",
         "{\"alliance\":\"%s\",\"happened_on\":\"2026-01-15\",\"what\":\"Plant stood idle\",\"source\":\"investment\"}",
         id);
    MAKE("surprises",
         "{\"alliance\":\"%s\",\"happened_on\":\"2026-01-16\",\"what\":\"A leak\",\"source\":\"protection\"}", id);
    alliance = seen(&house, house.host, "alliances", alliance);
    CHECK_STR(arena_cstr(house.arena, json_text(house.arena, value_get(alliance, "rerate"))), "[\"investment\"]");
    house_close(&house);
}

TEST(registry, alliances_of_a_list_are_read_as_each_alone)
{
    enum { MANY = 120 }; /* read in three portions, the last one not full */
    struct house house = house_open();
    static const char *const sources[] = {"change", "measurement", "interdependence", "needs"};
    struct page page;
    for (int i = 0; i < MANY; i++) {
        struct value *alliance = MAKE("alliances", "{\"name\":\"Alliance %d\"," ANSWERS "," RATINGS "}", i);
        for (int k = 0; k < i % 4; k++)
            MAKE("provisions", "{\"alliance\":\"%s\",\"source\":\"%s\",\"what\":\"Review\",\"body\":\"Committee\"}",
                 house_id(alliance), sources[(i + k) % 4]);
        if (i % 3 == 0)
            MAKE("surprises",
                 "{\"alliance\":\"%s\",\"happened_on\":\"2026-01-15\",\"what\":\"Idle\",\"source\":\"investment\"}",
                 house_id(alliance));
    }
    struct query query = {.limit = 200};
    const struct kind *kind = kind_by_plural(S("alliances"));
    house.work.faces = faces_new(house.arena);
    CHECK_INT(record_list(&house.work, house.host, kind, &query, &page), OK);
    CHECK_INT(page.items->count, MANY);
    house.work.faces = NULL;
    VALUE_EACH (item, page.items) {
        struct value *alone = seen(&house, house.host, "alliances", item);
        CHECK(str_eq(json_text(house.arena, item), json_text(house.arena, alone)));
    }
    house_close(&house);
}

TEST(registry, an_alliance_without_answers_reads_nothing)
{
    struct house house = house_open();
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\",\"combines\":true,\"rating_change\":1}");
    CHECK(value_get(alliance, "alliance_reading") == NULL);
    CHECK(value_get(alliance, "incompleteness_total") == NULL);
    CHECK(value_get(alliance, "provided_for") == NULL);
    house_close(&house);
}

TEST(registry, provisions_rest_on_something_of_the_alliance)
{
    struct house house = house_open();
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\",\"rating_change\":3}");
    struct value *other = MAKE("alliances", "{\"name\":\"Other\"}");
    struct value *agreement = MAKE("agreements", "{\"alliance\":\"%s\",\"name\":\"Frame\"}", house_id(alliance));
    struct value *foreign = MAKE("agreements", "{\"alliance\":\"%s\",\"name\":\"Other frame\"}", house_id(other));
    struct value *adaptive =
        MAKE("clauses", "{\"agreement\":\"%s\",\"heading\":\"Review\",\"kind\":\"adaptive\"}", house_id(agreement));
    struct value *money =
        MAKE("clauses", "{\"agreement\":\"%s\",\"heading\":\"Price\",\"kind\":\"money\"}", house_id(agreement));
    struct value *away =
        MAKE("clauses", "{\"agreement\":\"%s\",\"heading\":\"Review\",\"kind\":\"adaptive\"}", house_id(foreign));
    REFUSE("provisions", "/clause", "{\"alliance\":\"%s\",\"source\":\"change\",\"what\":\"None\"}",
           house_id(alliance));
    REFUSE("provisions", "/clause", "{\"alliance\":\"%s\",\"source\":\"change\",\"what\":\"Price\",\"clause\":\"%s\"}",
           house_id(alliance), house_id(money));
    REFUSE("provisions", "/clause", "{\"alliance\":\"%s\",\"source\":\"change\",\"what\":\"Away\",\"clause\":\"%s\"}",
           house_id(alliance), house_id(away));
    MAKE("provisions", "{\"alliance\":\"%s\",\"source\":\"change\",\"what\":\"Review\",\"clause\":\"%s\"}",
         house_id(alliance), house_id(adaptive));
    CHECK_INT(value_get_int(seen(&house, house.host, "alliances", alliance), "provided_for", -1), 1000000);
    /* A clause that is no longer adaptive provides no longer. */
    changed(&house, house.host, "clauses", adaptive, "{\"kind\":\"protective\"}");
    CHECK_INT(value_get_int(seen(&house, house.host, "alliances", alliance), "provided_for", -1), 0);
    REFUSE("surprises", "/happened_on",
           "{\"alliance\":\"%s\",\"happened_on\":\"%s\",\"what\":\"x\",\"source\":\"change\"}", house_id(alliance),
           in_days(&house, 1));
    REFUSE("surprises", "/silent_clause",
           "{\"alliance\":\"%s\",\"happened_on\":\"2026-01-01\",\"what\":\"x\",\"source\":\"change\",\"silent_clause\":"
           "\"%s\"}",
           house_id(alliance), house_id(away));
    house_close(&house);
}

TEST(registry, a_side_has_one_stance_and_its_drift_shows)
{
    struct house house = house_open();
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\"}");
    REFUSE("stances", "/circle", "{\"alliance\":\"%s\",\"circle\":\"joint\"}", house_id(alliance));
    struct value *stance = MAKE("stances", "{\"alliance\":\"%s\",\"attention\":2}", house_id(alliance));
    CHECK_STR(CODE(stance, "audience"), "side");
    CHECK_STR(CODE(stance, "title"), "Our position on Mobility");
    CHECK(value_get(stance, "drift") == NULL);
    REFUSE("stances", "/alliance", "{\"alliance\":\"%s\"}", house_id(alliance));
    stance = changed(&house, house.host, "stances", stance, "{\"intended_end\":\"lasting\"}");
    CHECK_STR(CODE(stance, "intended_end_at_start"), "lasting");
    CHECK(!value_get_bool(stance, "drift"));
    stance = changed(&house, house.host, "stances", stance, "{\"intended_end\":\"take_over\"}");
    CHECK_STR(CODE(stance, "intended_end_at_start"), "lasting");
    CHECK(value_get_bool(stance, "drift"));
    house_close(&house);
}

/* An alliance with a partner, as *alliance; both parties' ids. */
static void two_parties(struct house *house, struct value **alliance, struct value **ours, struct value **theirs)
{
    *alliance = house_make(house, house->host, "alliances", "{\"name\":\"Mobility\"}");
    *ours = first_of(house, house->host, "parties", *alliance);
    struct value *firm = house_make(house, house->host, "organisations", "{\"name\":\"Rivera\"}");
    *theirs = house_make(
        house, house->host, "parties",
        HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", house_id(*alliance), house_id(firm)));
}

TEST(registry, what_belongs_to_a_party_belongs_to_its_alliance)
{
    struct house house = house_open();
    struct value *alliance, *ours, *theirs, *other = MAKE("alliances", "{\"name\":\"Other\"}");
    two_parties(&house, &alliance, &ours, &theirs);
    REFUSE("contributions", "/party", "{\"alliance\":\"%s\",\"party\":\"%s\",\"what\":\"Cars\"}", house_id(other),
           house_id(ours));
    struct value *cars = MAKE("contributions", "{\"alliance\":\"%s\",\"party\":\"%s\",\"what\":\"Cars\"}",
                              house_id(alliance), house_id(ours));
    CHECK_STR(CODE(cars, "type"), "capability");
    struct value *goal = MAKE("objectives", "{\"alliance\":\"%s\",\"statement\":\"Sell\",\"party\":\"%s\"}",
                              house_id(alliance), house_id(ours));
    REFUSE("objectives", "/party", "{\"alliance\":\"%s\",\"statement\":\"Sell\",\"party\":\"%s\"}", house_id(other),
           house_id(ours));
    REFUSE("objectives", "/opposes", "{\"alliance\":\"%s\",\"statement\":\"Sell\",\"opposes\":\"%s\"}", house_id(other),
           house_id(goal));
    struct value *out;
    CHECK_INT(try_change(&house, house.host, "objectives", goal, TEXT("{\"opposes\":\"%s\"}", house_id(goal)), &out),
              ERR_INPUT);
    REFUSE("staffing", "/party", "{\"alliance\":\"%s\",\"party\":\"%s\",\"role\":\"Lead\",\"planned\":1}",
           house_id(other), house_id(ours));
    house_close(&house);
}

TEST(registry, staffing_says_when_it_is_short)
{
    struct house house = house_open();
    struct value *alliance, *ours, *theirs;
    two_parties(&house, &alliance, &ours, &theirs);
    struct value *line =
        MAKE("staffing", "{\"alliance\":\"%s\",\"party\":\"%s\",\"role\":\"Engineer\",\"planned\":2.5,\"filled\":1}",
             house_id(alliance), house_id(ours));
    CHECK_INT(value_get_int(line, "ratio", -1), 400000);
    CHECK(value_get_bool(line, "short"));
    line = changed(&house, house.host, "staffing", line, "{\"filled\":2}");
    CHECK(!value_get_bool(line, "short"));
    house_close(&house);
}

TEST(registry, contacts_join_two_sides)
{
    struct house house = house_open();
    struct value *alliance, *ours, *theirs;
    two_parties(&house, &alliance, &ours, &theirs);
    const char *a = house_id(ours), *b = house_id(theirs), *id = house_id(alliance);
    struct value *ann = MAKE("people", "{\"name\":\"Ann Arndt\",\"organisation\":\"%s\"}", house.host->organisation.p);
    REFUSE("contacts", "/party_b",
           "{\"alliance\":\"%s\",\"party_a\":\"%s\",\"name_a\":\"Ann\",\"party_b\":\"%s\",\"name_b\":\"Bo\"}", id, a,
           a);
    REFUSE("contacts", "/name_b", "{\"alliance\":\"%s\",\"party_a\":\"%s\",\"name_a\":\"Ann\",\"party_b\":\"%s\"}", id,
           a, b);
    struct value *pair =
        MAKE("contacts",
             "{\"alliance\":\"%s\",\"party_a\":\"%s\",\"person_a\":\"%s\",\"party_b\":\"%s\",\"name_b\":\"Bo Vidal\","
             "\"cadence_days\":30,\"last_met\":\"2026-03-01\"}",
             id, a, house_id(ann), b);
    CHECK_STR(CODE(pair, "title"), "Ann Arndt and Bo Vidal");
    CHECK_STR(CODE(pair, "meet_by"), "2026-03-31");
    REFUSE("secondments", "/works_at", "{\"alliance\":\"%s\",\"sent_by\":\"%s\",\"works_at\":\"%s\",\"name\":\"Ann\"}",
           id, a, a);
    REFUSE("secondments", "/name", "{\"alliance\":\"%s\",\"sent_by\":\"%s\",\"works_at\":\"%s\"}", id, a, b);
    REFUSE("secondments", "/to_date",
           "{\"alliance\":\"%s\",\"sent_by\":\"%s\",\"works_at\":\"%s\",\"name\":\"Ann\","
           "\"from_date\":\"2026-02-02\",\"to_date\":\"2026-02-01\"}",
           id, a, b);
    house_close(&house);
}

#define MONEY(n) "{\"amount\":" #n ",\"currency\":\"EUR\"}"

TEST(registry, a_business_case_has_net_capture_and_realisation)
{
    struct house house = house_open();
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\"}");
    const char *id = house_id(alliance);
    struct value *forecast = MAKE("business_cases",
                                  "{\"alliance\":\"%s\",\"name\":\"At signing\",\"status\":\"signing\",\"year\":2026,"
                                  "\"captured_value\":" MONEY(900) ",\"running_cost\":" MONEY(200) "}",
                                  id);
    CHECK_STR(CODE(forecast, "audience"), "side");
    CHECK_INT(value_get(forecast, "net")->i, 700);
    CHECK(value_get(forecast, "realisation") == NULL);
    struct value *actual = MAKE("business_cases",
                                "{\"alliance\":\"%s\",\"name\":\"2026\",\"year\":2026,\"created_value\":" MONEY(
                                    1000) ",\"captured_value\":" MONEY(400) ",\"running_cost\":" MONEY(120) "}",
                                id);
    CHECK_STR(CODE(actual, "status"), "draft");
    CHECK_INT(value_get(actual, "net")->i, 280);
    CHECK_INT(value_get_int(actual, "capture", 0), 400000);
    CHECK_INT(value_get_int(actual, "realisation", 0), 400000);
    REFUSE("business_cases", "/status", "{\"alliance\":\"%s\",\"name\":\"Again\",\"status\":\"signing\",\"year\":2026}",
           id);
    REFUSE("business_cases", "/running_cost",
           "{\"alliance\":\"%s\",\"name\":\"x\",\"year\":2026,\"captured_value\":" MONEY(
               1) ",\"running_cost\":{\"amount\":1,\"currency\":\"USD\"}}",
           id);
    /* Without a forecast for that year there is nothing to hold it against. */
    struct value *later = MAKE("business_cases",
                               "{\"alliance\":\"%s\",\"name\":\"2027\",\"year\":2027,\"captured_value\":" MONEY(
                                   400) ",\"running_cost\":" MONEY(120) "}",
                               id);
    CHECK(value_get(later, "realisation") == NULL);
    house_close(&house);
}

TEST(registry, running_cost_is_the_sum_of_its_parts)
{
    struct house house = house_open();
    struct value *out, *alliance = MAKE("alliances", "{\"name\":\"Mobility\"}");
    const char *id = house_id(alliance);
    struct value *record = MAKE("business_cases",
                                "{\"alliance\":\"%s\",\"name\":\"x\",\"year\":2026,\"hours\":10,\"hourly_rate\":" MONEY(
                                    8000) ",\"travel\":" MONEY(5000) "}",
                                id);
    CHECK_INT(value_get(record, "running_cost")->i, 85000);
    CHECK_INT(try_change(&house, house.host, "business_cases", record, "{\"running_cost\":" MONEY(1) "}", &out),
              ERR_INPUT);
    CHECK(problem_at(&house, "/running_cost") != NULL);
    /* A form sends the old sum along with new parts. */
    record =
        changed(&house, house.host, "business_cases", record, "{\"travel\":null,\"running_cost\":" MONEY(85000) "}");
    CHECK_INT(value_get(record, "running_cost")->i, 80000);
    REFUSE("business_cases", "/hourly_rate", "{\"alliance\":\"%s\",\"name\":\"x\",\"year\":2026,\"hours\":10}", id);
    house_close(&house);
}

TEST(registry, agreements_know_where_they_stand)
{
    struct house house = house_open();
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\"}");
    const char *id = house_id(alliance);
    struct value *agreement =
        MAKE("agreements",
             "{\"alliance\":\"%s\",\"name\":\"Frame\",\"signed\":\"2026-01-10\",\"in_force\":\"2026-02-01\","
             "\"ends\":\"%s\",\"notice_days\":90}",
             id, in_days(&house, 100));
    CHECK_STR(CODE(agreement, "status"), "in_force");
    CHECK_STR(CODE(agreement, "notice_by"), in_days(&house, 10));
    CHECK_STR(CODE(MAKE("agreements", "{\"alliance\":\"%s\",\"name\":\"New\"}", id), "status"), "draft");
    CHECK_STR(CODE(MAKE("agreements", "{\"alliance\":\"%s\",\"name\":\"Old\",\"ends\":\"2020-01-01\"}", id), "status"),
              "ended");
    REFUSE("agreements", "/ends",
           "{\"alliance\":\"%s\",\"name\":\"x\",\"in_force\":\"2026-02-01\",\"ends\":\"2026-01-31\"}", id);
    /* A clause is seen by whoever sees its agreement. */
    struct value *own = MAKE("agreements", "{\"alliance\":\"%s\",\"name\":\"Own\",\"circle\":\"side\"}", id);
    struct value *clause =
        MAKE("clauses", "{\"agreement\":\"%s\",\"heading\":\"Exit\",\"kind\":\"exit\"}", house_id(own));
    CHECK(str_eq(value_get_text(clause, "circle"), value_get_text(own, "circle")));
    house_close(&house);
}

TEST(registry, notes_begin_with_their_text_and_name_their_subject)
{
    struct house house = house_open();
    struct value *alliance = MAKE("alliances", "{\"name\":\"Mobility\"}");
    struct value *note = MAKE("notes",
                              "{\"about_kind\":\"alliances\",\"about\":\"%s\",\"text\":\"Überlegungen zur Flotte, die "
                              "länger werden, als eine Zeile es fassen kann\"}",
                              house_id(alliance));
    CHECK_STR(CODE(note, "title"), "Überlegungen zur Flotte, die länger werden, als eine Zeile e…");
    CHECK(str_eq(value_get_text(note, "subject"), value_get_text(alliance, "id")));
    CHECK(str_is(value_get(note, "subject")->label, "Mobility"));
    note = MAKE("notes", "{\"about_kind\":\"alliances\",\"about\":\"%s\",\"text\":\"Short\"}", house_id(alliance));
    CHECK_STR(CODE(note, "title"), "Short");
    note = MAKE("notes", "{\"about_kind\":\"alliances\",\"about\":\"%s\",\"text\":\"First line\\nsecond\"}",
                house_id(alliance));
    CHECK_STR(CODE(note, "title"), "First line…");
    house_close(&house);
}
