/* Each allocation fails in turn: pages and hooks of the registry end with an error, and do not crash. */
#include "engines/registry/alliance_pages.h"
#include "engines/registry/findings.h"
#include "engines/registry/registry_house.h"

static struct value *full_alliance(struct house *house)
{
    struct value *firm = house_make(house, house->host, "organisations", "{\"name\":\"Rivera\"}");
    struct value *alliance =
        house_make(house, house->host, "alliances",
                   "{\"name\":\"Mobility\",\"stage\":\"operation\",\"business_model\":\"sharing\","
                   "\"combines\":true,\"separate\":true,\"shared_control\":true,\"open_ended\":false,"
                   "\"rating_change\":3,\"rating_investment\":0}");
    const char *id = house_id(alliance);
    house_make(house, house->host, "parties",
               HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"organisation\":\"%s\"}", id, house_id(firm)));
    struct value *party = first_of(house, house->host, "parties", alliance);
    house_make(house, house->host, "staffing",
               HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"party\":\"%s\",\"role\":\"Lead\",\"planned\":2,\"filled\":1}",
                          id, house_id(party)));
    house_make(
        house, house->host, "agreements",
        HOUSE_TEXT(
            house,
            "{\"alliance\":\"%s\",\"name\":\"Frame\",\"in_force\":\"2020-01-01\",\"ends\":\"%s\",\"notice_days\":30}",
            id, in_days(house, 60)));
    house_make(
        house, house->host, "surprises",
        HOUSE_TEXT(house,
                   "{\"alliance\":\"%s\",\"happened_on\":\"2026-01-15\",\"what\":\"Idle\",\"source\":\"investment\"}",
                   id));
    house_make(
        house, house->host, "stances",
        HOUSE_TEXT(house,
                   "{\"alliance\":\"%s\",\"attention\":2,\"potential_value\":{\"amount\":5,\"currency\":\"EUR\"}}",
                   id));
    house_make(
        house, house->host, "business_cases",
        HOUSE_TEXT(
            house,
            "{\"alliance\":\"%s\",\"name\":\"x\",\"year\":2026,\"captured_value\":{\"amount\":1,\"currency\":\"EUR\"},"
            "\"running_cost\":{\"amount\":2,\"currency\":\"EUR\"}}",
            id));
    return alliance;
}

/* Every `step`-th allocation, until the page comes through. */
static void each_fails(enum err (*page)(struct request *, struct reply *), uint64_t step)
{
    struct house house = house_open();
    struct str id = value_get_text(full_alliance(&house), "id");
    bool through = false;
    CHECK_INT(viewer_refresh(&house.work, house.host), OK);
    for (uint64_t n = 1; !through && n < 200000; n += step) {
        struct arena *arena = arena_new(0);
        struct request request = {
            .work = work_init(arena, house.conn), .viewer = house.host, .ids = {id}, .html = true};
        struct reply reply = {0};
        request.query = value_map(arena);
        /* PostgreSQL ends a transaction at its first failing statement. */
        CHECK_INT(conn_savepoint(request.work.conn), OK);
        arena_fail_at(n);
        enum err err = page(&request, &reply);
        struct str text = err ? S("") : json_text(arena, reply.view);
        through = !house_has_failed(n);
        conn_rollback_to(request.work.conn);
        if (through)
            CHECK(err == OK && text.n > 0 && n > 50);
        if (err != OK && err != ERR_MEMORY && err != ERR_STORE && err != ERR_INTERNAL && err != ERR_INPUT)
            CHECK_FAIL("allocation %llu: error %d", (unsigned long long)n, (int)err);
        arena_free(arena);
    }
    CHECK(through);
    house_close(&house);
}

/* Makes a record of `plural` with every allocation failing in turn, each time in a savepoint that is rolled back. */
static void each_write_fails(struct house *house, const char *plural, const char *text)
{
    struct arena *kept = house->arena;
    struct viewer *host = house->host;
    bool through = false;
    for (uint64_t n = 1; !through && n < 20000; n++) {
        struct viewer viewer = *host;
        struct value *made = NULL;
        house->work = work_init(arena_new(0), house->conn);
        CHECK_INT(conn_see(house->conn, &viewer.sees), OK);
        CHECK_INT(conn_savepoint(house->conn), OK);
        struct value *input = house_json(house, text);
        arena_fail_at(n);
        enum err err = record_create(&house->work, &viewer, kind_by_plural(str_of(plural)), input, INPUT_JSON, &made);
        through = !house_has_failed(n);
        conn_rollback_to(house->conn);
        if (through)
            CHECK_INT(err, OK);
        arena_free(house->work.arena);
        house->work = work_init(kept, house->conn);
        CHECK_INT(viewer_refresh(&house->work, host), OK);
    }
    CHECK(through);
}

TEST(registry_memory, writes)
{
    struct house house = house_open();
    struct value *alliance = full_alliance(&house), *firm = MAKE("organisations", "{\"name\":\"Seidel\"}");
    struct value *person = MAKE("people", "{\"name\":\"Ann\",\"organisation\":\"%s\"}", house.host->organisation.p);
    const char *id = house_id(alliance);
    each_write_fails(&house, "alliances", "{\"name\":\"Vans\",\"short_code\":\"V\"}");
    each_write_fails(&house, "parties", TEXT("{\"alliance\":\"%s\",\"organisation\":\"%s\"}", id, house_id(firm)));
    each_write_fails(&house, "memberships",
                     TEXT("{\"alliance\":\"%s\",\"person\":\"%s\",\"role\":\"member\"}", id, house_id(person)));
    each_write_fails(&house, "business_cases",
                     TEXT("{\"alliance\":\"%s\",\"name\":\"x\",\"year\":2027,\"hours\":2,\"hourly_rate\":{\"amount\":5,"
                          "\"currency\":\"EUR\"}}",
                          id));
    each_write_fails(&house, "notes", TEXT("{\"about_kind\":\"alliances\",\"about\":\"%s\",\"text\":\"A note\"}", id));
    house_close(&house);
}

TEST(registry_memory, alliance)
{
    each_fails(alliance_page, 3);
}
TEST(registry_memory, alliance_test)
{
    each_fails(alliance_test_page, 1);
}
TEST(registry_memory, portfolio)
{
    each_fails(portfolio_page, 3);
}
TEST(registry_memory, home)
{
    each_fails(home_page, 3);
}
TEST(registry_memory, orphans)
{
    each_fails(orphans_page, 1);
}
