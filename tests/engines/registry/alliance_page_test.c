/* The pages about alliances: what their views hold, and for whom. */
#include "engines/registry/alliance_pages.h"
#include "engines/registry/registry_house.h"

struct visit {
    struct request request;
    struct reply reply;
};

static struct value *visit(struct house *house, struct viewer *viewer,
                           enum err (*page)(struct request *, struct reply *), const char *id, const char *query,
                           enum err wanted)
{
    struct visit visit = {0};
    house_calm(house);
    CHECK_INT(viewer_refresh(&house->work, viewer), OK);
    visit.request.work = house->work;
    visit.request.viewer = viewer;
    visit.request.ids[0] = str_of(id);
    visit.request.query = house_json(house, query);
    CHECK_INT(page(&visit.request, &visit.reply), wanted);
    if (wanted)
        return NULL;
    CHECK(visit.reply.template != NULL);
    CHECK(value_get_text(value_get(visit.reply.page, "page"), "heading").n > 0);
    /* The whole tree prints, and every word in it was in the catalogue. */
    struct str text = json_text(house->arena, visit.reply.view);
    CHECK(text.n > 2);
    return visit.reply.view;
}

static struct value *with_partner(struct house *house, struct str firm)
{
    struct value *alliance = house_make(house, house->host, "alliances",
                                        "{\"name\":\"Mobility\",\"stage\":\"operation\",\"business_model\":\"sharing\","
                                        "\"rating_change\":2,\"combines\":true}");
    house_make(house, house->host, "parties",
               HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", house_id(alliance), firm.p));
    return seen(house, house->host, "alliances", alliance);
}

static size_t count(const struct value *map, const char *key)
{
    const struct value *list = value_get(map, key);
    return list && list->kind == V_LIST ? list->count : 999;
}

TEST(alliance_page, shows_the_record_with_all_that_belongs_to_it)
{
    struct house house = house_open();
    struct str firm;
    struct viewer *rosa = house_partner(&house, "Rivera Car Rental", "Rosa Vidal", "rosa@rivera.example", &firm);
    struct value *alliance = with_partner(&house, firm);
    const char *id = house_id(alliance);
    house_member(&house, rosa, id, "manager");
    struct value *ours = NULL;
    struct page page = {0};
    struct query query = {0};
    CHECK_INT(record_list(&house.work, house.host, kind_by_plural(S("parties")), &query, &page), OK);
    VALUE_EACH (party, page.items)
        if (str_eq(value_get_text(party, "organisation"), house.host->organisation))
            ours = party;
    MAKE("contributions", "{\"alliance\":\"%s\",\"party\":\"%s\",\"what\":\"Cars\",\"strength\":4}", id,
         house_id(ours));
    MAKE("objectives", "{\"alliance\":\"%s\",\"party\":\"%s\",\"statement\":\"Learn to rent\",\"circle\":\"side\"}", id,
         house_id(ours));
    MAKE("objectives", "{\"alliance\":\"%s\",\"statement\":\"Grow together\"}", id);
    MAKE("agreements", "{\"alliance\":\"%s\",\"name\":\"Frame\",\"in_force\":\"2020-01-01\",\"ends\":\"%s\"}", id,
         in_days(&house, 200));
    MAKE("stances", "{\"alliance\":\"%s\",\"attention\":3}", id);
    MAKE("notes", "{\"about_kind\":\"alliances\",\"about\":\"%s\",\"text\":\"A note\"}", id);
    struct value *view = visit(&house, house.host, alliance_page, id, "{}", OK),
                 *overview = value_get(view, "overview");
    CHECK(str_is(value_get_text(view, "name"), "Mobility"));
    CHECK_INT(count(overview, "parties"), 2);
    struct value *first = value_at(value_get(overview, "parties"), 0);
    CHECK(value_get_bool(first, "ours"));
    CHECK_INT(count(first, "contributions"), 1);
    CHECK_INT(count(first, "objectives"), 1);
    CHECK(value_get_bool(value_at(value_get(first, "objectives"), 0), "private"));
    CHECK_INT(count(overview, "objectives"), 1);
    CHECK_INT(count(overview, "agreements"), 1);
    CHECK_INT(count(overview, "team"), 1);
    CHECK_INT(count(overview, "notes"), 1);
    CHECK_INT(count(overview, "circles"), 3); /* the first joint one, the one with the partner, our side */
    CHECK_INT(count(overview, "events"), 8);
    CHECK_INT(value_get_int(value_get(overview, "stance"), "attention", 0), 3);
    CHECK_INT(value_get(overview, "case")->kind, V_NULL);
    CHECK(str_is(value_get_text(value_get(overview, "next"), "date"), in_days(&house, 200)));
    CHECK_STR(CODE(overview, "answer"),
              "In the stage “Operation”, with Rivera Car Rental. 2 things need attention."); /* sponsor, provision */
    /* The partner sees the joint part of the same page. */
    view = visit(&house, rosa, alliance_page, id, "{}", OK);
    overview = value_get(view, "overview");
    CHECK(str_contains(value_get_text(overview, "answer"), S("with Altmark Motorenwerke")));
    CHECK_INT(count(value_at(value_get(overview, "parties"), 1), "objectives"), 0);
    CHECK_INT(value_get(overview, "stance")->kind, V_NULL);
    CHECK_INT(count(overview, "circles"), 2); /* joint, their side */
    visit(&house, rosa, alliance_page, "0190a000-0000-7000-8000-000000000000", "{}", ERR_NOT_FOUND);
    house_close(&house);
}

TEST(alliance_page, the_test_from_recorded_answers)
{
    struct house house = house_open();
    struct value *alliance =
        MAKE("alliances", "{\"name\":\"Mobility\",\"combines\":true,\"separate\":true,\"shared_control\":true,"
                          "\"open_ended\":false,\"rating_change\":2,\"rating_needs\":1,\"rating_measurement\":3,"
                          "\"rating_investment\":0,\"rating_interdependence\":2,\"rating_protection\":1}");
    const char *id = house_id(alliance);
    MAKE("provisions", "{\"alliance\":\"%s\",\"source\":\"change\",\"what\":\"Review\",\"body\":\"Committee\"}", id);
    MAKE("provisions", "{\"alliance\":\"%s\",\"source\":\"interdependence\",\"what\":\"Plan\",\"decision\":\"Both\"}",
         id);
    MAKE("surprises",
         "{\"alliance\":\"%s\",\"happened_on\":\"2026-01-15\",\"what\":\"Idle\",\"source\":\"investment\"}", id);
    struct value *view = visit(&house, house.host, alliance_test_page, id, "{}", OK);
    struct value *test = value_get(view, "test"), *incompleteness = value_get(view, "incompleteness");
    CHECK_STR(CODE(test, "reading"), "contract");
    CHECK_INT(count(test, "failed"), 1);
    CHECK_INT(count(test, "answers"), 4);
    CHECK_INT(value_get_int(incompleteness, "total", 0), 9);
    CHECK_STR(CODE(incompleteness, "reading"), "committee");
    CHECK_INT(value_get_int(incompleteness, "provided_for", 0), 666667);
    CHECK_INT(count(incompleteness, "ratings"), 6);
    CHECK_INT(count(incompleteness, "provisions"), 2);
    CHECK_INT(count(incompleteness, "surprises"), 1);
    CHECK(str_is(value_at(value_get(incompleteness, "open"), 0)->text, "measurement"));
    CHECK(str_is(value_at(value_get(incompleteness, "rerate"), 0)->text, "investment"));
    CHECK_STR(CODE(view, "answer"), "By the answers given, Mobility is rather a contract at arm's length. With an "
                                    "incompleteness of 9 of 18, it calls for a standing committee. One high source has "
                                    "no provision.");
    house_close(&house);
}

#define EUR(n) "{\"amount\":" #n ",\"currency\":\"EUR\"}"

TEST(portfolio_page, adds_up_by_currency_and_draws)
{
    struct house house = house_open();
    struct value *firm = MAKE("organisations", "{\"name\":\"Rivera\"}");
    struct value *one = with_partner(&house, value_get_text(firm, "id"));
    struct value *two = MAKE("alliances", "{\"name\":\"Batteries\",\"stage\":\"launch\"}");
    MAKE("alliances", "{\"name\":\"An idea\"}");
    const char *now = TEXT("%.4s", in_days(&house, 0));
    MAKE("business_cases",
         "{\"alliance\":\"%s\",\"name\":\"Now\",\"year\":%s,\"created_value\":" EUR(
             300000000) ",\"captured_value\":" EUR(120000000) ",\"running_cost\":" EUR(20000000) "}",
         house_id(one), now);
    MAKE("stances", "{\"alliance\":\"%s\",\"attention\":2,\"potential_value\":" EUR(50000000) "}", house_id(two));
    struct value *view = visit(&house, house.host, portfolio_page, "", "{}", OK), *items = value_get(view, "items");
    CHECK_INT(items->count, 3);
    struct value *total = value_at(value_get(view, "totals"), 0);
    CHECK_INT(value_get(total, "net")->i, 100000000);
    CHECK_INT(value_get(total, "value")->i, 350000000);
    CHECK_INT(value_get_int(total, "alliances", 0), 2);
    CHECK_INT(value_get_int(view, "unvalued", 0), 1);
    CHECK(
        str_starts(value_get_text(view, "answer"), S("3 alliances. Net value to us €1,000,000.00, of €3,500,000.00")));
    struct value *chart = value_get(view, "chart");
    CHECK_INT(chart->kind, V_CHART);
    CHECK(str_contains(json_text(house.arena, chart),
                       S("{\"x\":\"Operation\",\"y\":3,\"size\":1,\"label\":\"Mobility\"")));
    CHECK(str_contains(json_text(house.arena, chart),
                       S("{\"x\":\"Launch\",\"y\":0.5,\"size\":2,\"label\":\"Batteries\"")));
    CHECK_INT(value_get(visit(&house, house.host, portfolio_page, "", "{\"stage\":\"launch\"}", OK), "items")->count,
              1);
    CHECK_INT(value_get(visit(&house, house.host, portfolio_page, "", "{\"stage\":\"weather\"}", OK), "items")->count,
              0);
    house_close(&house);
}

TEST(portfolio_page, is_empty_without_alliances)
{
    struct house house = house_open();
    struct value *view = visit(&house, house.host, portfolio_page, "", "{}", OK);
    CHECK_STR(CODE(view, "answer"), "There is no alliance here yet.");
    CHECK_INT(value_get(view, "chart")->kind, V_NULL);
    house_close(&house);
}

TEST(home_page, leads_on_in_an_empty_workspace)
{
    struct house house = house_open();
    struct value *view = visit(&house, house.host, home_page, "", "{}", OK);
    CHECK_STR(CODE(view, "answer"), "Nothing is here yet. Begin with a partner and an alliance.");
    CHECK_INT(count(view, "steps"), 3);
    CHECK_INT(count(view, "findings"), 0);
    struct str firm;
    struct viewer *rosa = house_partner(&house, "Rivera Car Rental", "Rosa Vidal", "rosa@rivera.example", &firm);
    view = visit(&house, rosa, home_page, "", "{}", OK);
    CHECK_STR(CODE(view, "answer"), "You are in no alliance yet. Whoever leads one can add you.");
    CHECK_INT(count(view, "steps"), 0);
    house_close(&house);
}

TEST(home_page, says_what_needs_attention_and_what_comes)
{
    struct house house = house_open();
    struct str firm;
    struct viewer *rosa = house_partner(&house, "Rivera Car Rental", "Rosa Vidal", "rosa@rivera.example", &firm);
    struct value *alliance = with_partner(&house, firm);
    house_member(&house, rosa, house_id(alliance), "manager");
    struct value *view = visit(&house, house.host, home_page, "", "{}", OK);
    CHECK_STR(CODE(view, "answer"), "3 things need attention. One of them should be settled soon.");
    CHECK(str_is(value_get_text(value_at(value_get(view, "findings"), 0), "code"), "no-agreement"));
    MAKE("agreements",
         "{\"alliance\":\"%s\",\"name\":\"Frame\",\"in_force\":\"2020-01-01\",\"ends\":\"%s\",\"notice_days\":60}",
         house_id(alliance), in_days(&house, 200));
    view = visit(&house, rosa, home_page, "", "{}", OK);
    CHECK_INT(count(view, "mine"), 1);
    CHECK_INT(count(view, "dates"), 2);
    CHECK(str_is(value_get_text(value_at(value_get(view, "dates"), 0), "what"), "notice"));
    CHECK(str_is(value_get_text(value_at(value_get(view, "dates"), 1), "what"), "ends"));
    CHECK(count(view, "events") > 0);
    house_close(&house);
}

TEST(orphans_page, lists_them_both_ways)
{
    struct house house = house_open();
    CHECK_STR(CODE(visit(&house, house.host, orphans_page, "", "{}", OK), "answer"), "No needs are kept here yet.");
    struct value *serving = MAKE("alliances", "{\"name\":\"Serving\"}");
    MAKE("alliances", "{\"name\":\"Idle\"}");
    struct value *goal = MAKE("goals", "{\"name\":\"Grow\"}"), *skill = MAKE("capabilities", "{\"name\":\"Fleet\"}");
    struct value *factor = MAKE("success_factors", "{\"name\":\"Cities\",\"goal\":\"%s\"}", house_id(goal));
    struct value *needs[3];
    for (int i = 0; i < 3; i++)
        needs[i] = MAKE("needs", "{\"name\":\"Need %d\",\"success_factor\":\"%s\",\"capability\":\"%s\",\"level\":4}",
                        i, house_id(factor), house_id(skill));
    MAKE("sources", "{\"need\":\"%s\",\"way\":\"ally\",\"alliance\":\"%s\",\"level\":5}", house_id(needs[0]),
         house_id(serving));
    MAKE("sources", "{\"need\":\"%s\",\"way\":\"hire\",\"level\":2}", house_id(needs[1]));
    struct value *view = visit(&house, house.host, orphans_page, "", "{}", OK);
    CHECK_INT(count(view, "needs"), 1);
    CHECK(str_eq(value_get_text(value_at(value_get(view, "needs"), 0), "need"), value_get_text(needs[2], "id")));
    CHECK_INT(count(view, "short"), 1);
    CHECK_INT(count(value_at(value_get(view, "short"), 0), "sources"), 1);
    CHECK_INT(count(view, "alliances"), 1);
    CHECK_STR(CODE(view, "answer"),
              "Nothing serves one of the needs. For one need the sources come too late or are too "
              "weak. One alliance serves no need.");
    house_close(&house);
}
