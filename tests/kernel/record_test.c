/* Records: creating, reading, listing, changing, withdrawing; what is refused, and where it says so. */
#include "house.h"
#include "kernel/event.h"

static const char *problem_at(struct house *house, const char *pointer)
{
    for (struct problem *p = house->work.problems.first; p; p = p->next)
        if (str_is(p->pointer, pointer))
            return arena_cstr(house->arena, p->detail);
    return NULL;
}

TEST(record, creates_and_reads_back)
{
    struct house house = house_open();
    struct value *made =
        house_make(&house, house.host, "organisations",
                   "{\"name\":\"Rivera Car "
                   "Rental\",\"kind\":\"partner\",\"country\":\"es\",\"domain\":\"https://www.Rivera.example/x\","
                   "\"revenue\":{\"amount\":1250050,\"currency\":\"EUR\"}}");
    CHECK_INT(value_get_int(made, "version", 0), 1);
    CHECK(str_is(value_get_text(made, "country"), "ES"));
    CHECK(str_is(value_get_text(made, "domain"), "rivera.example"));
    CHECK(str_eq(value_get_text(made, "owner"), house.host->organisation));
    CHECK(value_get(made, "circle") == NULL);
    CHECK_INT(value_get(made, "revenue")->i, 1250050);
    CHECK_INT(value_get(made, "lei")->kind, V_NULL);
    house_close(&house);
}

TEST(record, all_problems_at_once)
{
    struct house house = house_open();
    enum err err;
    house_try(&house, house.host, "organisations",
              "{\"country\":\"Germany\",\"colour\":\"red\",\"employees\":-1,\"kind\":\"friend\",\"lei\":\"X\"}", &err);
    CHECK_INT(err, ERR_INPUT);
    CHECK(problem_at(&house, "/name") != NULL);
    CHECK(problem_at(&house, "/country") != NULL);
    CHECK(problem_at(&house, "/colour") != NULL);
    CHECK(problem_at(&house, "/kind") != NULL);
    CHECK(problem_at(&house, "/lei") != NULL);
    house_close(&house);
}

static const char *zone_text(struct house *house, const char *zone)
{
    return HOUSE_TEXT(house, "{\"name\":\"Ida of %s\",\"organisation\":\"%s\",\"zone\":\"%s\"}", zone,
                      house->host->organisation.p, zone);
}

TEST(record, a_time_zone_is_one_that_the_system_has)
{
    struct house house = house_open();
    enum err err;
    static const char *const none[] = {"Europe", "Mars/Base", "../Europe/Berlin", "/etc/passwd"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        house_try(&house, house.host, "people", zone_text(&house, none[i]), &err);
        CHECK_INT(err, ERR_INPUT);
        CHECK(problem_at(&house, "/zone") != NULL);
    }
    house_make(&house, house.host, "people", zone_text(&house, "UTC"));
    house_make(&house, house.host, "people", zone_text(&house, "Europe/Berlin"));
    house_close(&house);
}

TEST(record, identifier_is_taken_once)
{
    struct house house = house_open();
    enum err err;
    house_make(&house, house.host, "organisations", "{\"name\":\"A\",\"domain\":\"a.example\"}");
    house_try(&house, house.host, "organisations", "{\"name\":\"B\",\"domain\":\"a.example\"}", &err);
    CHECK_INT(err, ERR_INPUT);
    CHECK(problem_at(&house, "/domain") != NULL);
    house_close(&house);
}

static enum err change(struct house *house, struct viewer *viewer, const char *plural, const struct value *record,
                       int64_t version, const char *patch, struct value **out)
{
    house_calm(house);
    CHECK_INT(conn_see(house->conn, &viewer->sees), OK);
    return record_change(&house->work, viewer, kind_by_plural(str_of(plural)), value_get_text(record, "id"), version,
                         house_json(house, patch), INPUT_JSON, S("because"), out);
}

TEST(record, change_needs_the_version_it_read)
{
    struct house house = house_open();
    struct value *made = house_make(&house, house.host, "organisations", "{\"name\":\"A\",\"industry\":\"steel\"}"),
                 *out = NULL;
    CHECK_INT(change(&house, house.host, "organisations", made, 1, "{\"name\":\"B\"}", &out), OK);
    CHECK_INT(value_get_int(out, "version", 0), 2);
    CHECK(str_is(value_get_text(out, "industry"), "steel"));
    CHECK_INT(change(&house, house.host, "organisations", made, 1, "{\"name\":\"C\"}", &out), ERR_STALE);
    CHECK(str_is(value_get_text(out, "name"), "B"));
    CHECK_INT(change(&house, house.host, "organisations", made, 2, "{\"name\":\"B\"}", &out), OK);
    CHECK_INT(value_get_int(out, "version", 0), 2); /* nothing changed, nothing written */
    CHECK_INT(change(&house, house.host, "organisations", made, 2, "{\"industry\":null}", &out), OK);
    CHECK_INT(value_get(out, "industry")->kind, V_NULL);
    house_close(&house);
}

TEST(record, withdraw_and_restore)
{
    struct house house = house_open();
    const struct kind *kind = kind_by_plural(S("organisations"));
    struct value *made = house_make(&house, house.host, "organisations", "{\"name\":\"A\"}"), *out = NULL;
    struct str id = value_get_text(made, "id");
    struct page page;
    struct query by_id = {.filters = {{S("id"), id}}, .filter_count = 1};
    CHECK_INT(record_withdraw(&house.work, house.host, kind, id, 1, S(""), &out), OK);
    CHECK(value_get(out, "withdrawn_at") != NULL);
    CHECK_INT(record_list(&house.work, house.host, kind, &by_id, &page), OK);
    CHECK_INT(page.items->count, 0);
    CHECK_INT(record_restore(&house.work, house.host, kind, id, 2, &out), OK);
    CHECK(value_get(out, "withdrawn_at") == NULL);
    CHECK_INT(value_get_int(out, "version", 0), 3);
    CHECK_INT(record_withdraw(&house.work, house.host, kind, id, 3, S(""), &out), OK);
    house.work.now_ms += INT64_C(31) * 86400000;
    CHECK_INT(record_restore(&house.work, house.host, kind, id, 4, &out), ERR_GONE);
    house_close(&house);
}

TEST(record, cursor_walks_every_record_once)
{
    struct house house = house_open();
    const struct kind *kind = kind_by_plural(S("capabilities"));
    for (int i = 0; i < 25; i++)
        house_make(&house, house.host, "capabilities", HOUSE_TEXT(&house, "{\"name\":\"Skill %d\"}", i % 7));
    const char *const sorts[] = {"name",       "-name",       "-created_at", "created_at",
                                 "updated_at", "-updated_at", "description"};
    for (size_t s = 0; s < sizeof sorts / sizeof *sorts; s++) {
        struct query query = {.limit = 4, .total = true, .sort = str_of(sorts[s])};
        size_t seen = 0;
        struct value *ids = value_map(house.arena);
        for (int guard = 0; guard < 20; guard++) {
            struct page page;
            CHECK_INT(record_list(&house.work, house.host, kind, &query, &page), OK);
            CHECK_INT(page.total, 25);
            VALUE_EACH (record, page.items) {
                CHECK(value_get(ids, house_id(record)) == NULL);
                value_put_bool(house.arena, ids, house_id(record), true);
                seen++;
            }
            if (!page.next.p)
                break;
            query.cursor = page.next;
        }
        CHECK_INT(seen, 25);
    }
    house_close(&house);
}

TEST(record, unknown_filter_sort_and_cursor_are_refused_by_name)
{
    struct house house = house_open();
    const struct kind *kind = kind_by_plural(S("organisations"));
    struct page page;
    struct query filter = {.filters = {{S("colour"), S("red")}}, .filter_count = 1};
    CHECK_INT(record_list(&house.work, house.host, kind, &filter, &page), ERR_INPUT);
    CHECK(problem_at(&house, "/colour") != NULL);
    house_calm(&house);
    struct query sort = {.sort = S("colour")};
    CHECK_INT(record_list(&house.work, house.host, kind, &sort, &page), ERR_INPUT);
    house_calm(&house);
    struct query cursor = {.cursor = S("nonsense!")};
    CHECK_INT(record_list(&house.work, house.host, kind, &cursor, &page), ERR_INPUT);
    CHECK(problem_at(&house, "/cursor") != NULL);
    house_close(&house);
}

static struct value *list_with(struct house *house, const char *plural, const char *field, const char *value)
{
    struct query query = {.filters = {{str_of(field), str_of(value)}}, .filter_count = 1};
    struct page page;
    house_calm(house);
    CHECK_INT(record_list(&house->work, house->host, kind_by_plural(str_of(plural)), &query, &page), OK);
    return page.items;
}

TEST(record, filters_by_any_field)
{
    struct house house = house_open();
    house_make(&house, house.host, "organisations",
               "{\"name\":\"Nord Energie "
               "GmbH\",\"country\":\"DE\",\"employees\":120,\"revenue\":{\"amount\":500,\"currency\":\"EUR\"}}");
    house_make(&house, house.host, "organisations",
               "{\"name\":\"Sud 100%_Energy\",\"country\":\"FR\",\"employees\":80}");
    CHECK_INT(list_with(&house, "organisations", "country", "de")->count, 1);
    CHECK_INT(list_with(&house, "organisations", "employees.from", "100")->count, 1);
    CHECK_INT(list_with(&house, "organisations", "employees.to", "100")->count, 1);
    CHECK_INT(list_with(&house, "organisations", "name.contains", "ÉNERG")->count, 2);
    CHECK_INT(list_with(&house, "organisations", "legal_name.none", "1")->count, 3);
    CHECK_INT(list_with(&house, "organisations", "revenue.from", "4.00 EUR")->count, 1);
    CHECK_INT(list_with(&house, "organisations", "revenue.from", "6.00 EUR")->count, 0);
    house_close(&house);
}
