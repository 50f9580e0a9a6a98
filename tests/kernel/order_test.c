/* What order, numbers, cursors, filters and refusals could tell of records that one may not see: nothing. */
#include "kernel/circle.h"
#include "rivals.h"

static struct value *party_of(struct rivals *r, struct str alliance, struct str firm)
{
    struct query query = {.filters = {{S("alliance"), alliance}, {S("organisation"), firm}}, .filter_count = 2};
    return value_at(list_of(r, r->house.host, "parties", query), 0);
}

/* A joint contribution, with a capability of the host's that B may not see, or without. */
static struct value *contribution(struct rivals *r, const char *what, const struct value *skill)
{
    struct house *house = &r->house;
    const char *party = house_id(party_of(r, r->with_b, house->host->organisation));
    const char *named = skill ? HOUSE_TEXT(house, ",\"capability\":\"%s\"", house_id(skill)) : "";
    return house_make(
        house, house->host, "contributions",
        HOUSE_TEXT(house, "{\"alliance\":\"%s\",\"party\":\"%s\",\"what\":\"%s\"%s}", r->with_b.p, party, what, named));
}

TEST(order, by_references_is_refused)
{
    struct rivals r = rivals_open();
    struct query query = {.sort = S("capability")};
    struct page page;
    look(&r, r.b);
    CHECK_INT(record_list(&r.house.work, r.b, kind_by_plural(S("contributions")), &query, &page), ERR_INPUT);
    CHECK(says(&r.house, "/sort"));
    house_close(&r.house);
}

TEST(order, a_hidden_reference_counts_as_none)
{
    struct rivals r = rivals_open();
    struct value *skill = house_make(&r.house, r.house.host, "capabilities", "{\"name\":\"Cells\"}");
    contribution(&r, "Cars", skill);
    contribution(&r, "Money", NULL);
    struct query none = {.filters = {{S("capability.none"), S("1")}}, .filter_count = 1};
    CHECK_INT(list_of(&r, r.b, "contributions", none)->count, 2);
    CHECK_INT(list_of(&r, r.house.host, "contributions", none)->count, 1);
    struct query parties = {.filters = {{S("party.none"), S("1")}}, .filter_count = 1};
    CHECK_INT(list_of(&r, r.b, "contributions", parties)->count, 0);
    struct query people = {.filters = {{S("person.none"), S("1")}}, .filter_count = 1}; /* known by name alone */
    CHECK_INT(list_of(&r, r.house.host, "memberships", people)->count, 0);
    CHECK_INT(list_of(&r, r.b, "memberships", people)->count, 0);
    /* Asking for the hidden one by its identifier is asking for nothing that there is. */
    struct query by = {.filters = {{S("capability"), value_get_text(skill, "id")}}, .filter_count = 1};
    struct page page;
    look(&r, r.b);
    CHECK_INT(record_list(&r.house.work, r.b, kind_by_plural(S("contributions")), &by, &page), ERR_INPUT);
    by.filters[0].value = S("01900000-0000-7000-8000-000000000000");
    size_t told = r.house.work.problems.first->detail.n; /* the words name the identifier that was sent */
    house_calm(&r.house);
    CHECK_INT(record_list(&r.house.work, r.b, kind_by_plural(S("contributions")), &by, &page), ERR_INPUT);
    CHECK_INT(told, r.house.work.problems.first->detail.n);
    house_close(&r.house);
}

/* The pages of two by two as `viewer` reads them: names and cursors, as one text. */
static struct str pages_of(struct rivals *r, struct viewer *viewer, const char *plural, const char *sort)
{
    struct buf out = buf_init(r->house.arena, 0);
    struct query query = {.sort = str_of(sort), .limit = 2, .total = true};
    for (int i = 0; i < 20; i++) {
        struct page page = {0};
        look(r, viewer);
        CHECK_INT(record_list(&r->house.work, viewer, kind_by_plural(str_of(plural)), &query, &page), OK);
        VALUE_EACH (record, page.items)
            buf_printf(&out, "%.*s ", STR_ARG(value_get_text(record, "id")));
        buf_printf(&out, "%lld %.*s\n", (long long)page.total, STR_ARG(page.next.p ? page.next : S("-")));
        if (!page.next.p)
            break;
        query.cursor = page.next;
    }
    return buf_str(&out);
}

TEST(order, cursors_and_totals_know_the_visible_alone)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    static const char *const sorts[] = {"name", "-name", "created_at", "-updated_at", "ends", "-notice_days"};
    struct str before[6];
    for (int i = 0; i < 5; i++)
        agreement(&r, house->host, r.three, HOUSE_TEXT(house, "Joint %d", i * 2), "joint");
    for (size_t i = 0; i < 6; i++)
        before[i] = pages_of(&r, r.c, "agreements", sorts[i]);
    struct str pair = named(&r, house->host, r.three, "Cars", r.firm_b);
    for (int i = 0; i < 5; i++) {
        agreement(&r, house->host, r.three, HOUSE_TEXT(house, "Joint %d", i * 2 + 1), pair.p);
        agreement(&r, house->host, r.with_b, HOUSE_TEXT(house, "Joint %d", i), "joint");
        agreement(&r, r.b, r.three, HOUSE_TEXT(house, "Joint %d", i), "side");
    }
    for (size_t i = 0; i < 6; i++) {
        struct str after = pages_of(&r, r.c, "agreements", sorts[i]);
        CHECK_STR(after.p, before[i].p);
    }
    house_close(house);
}

TEST(order, uniqueness_is_judged_within_one_audience)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    enum err err;
    house_make(house, house->host, "alliances", "{\"name\":\"Hidden\",\"short_code\":\"HID\"}");
    struct viewer *firm = house_operator(house, r.firm_b, "Rivera Car Rental");
    house_make(house, house->host, "organisations", "{\"name\":\"Prospect\",\"domain\":\"prospect.example\"}");
    house_try(house, firm, "organisations", "{\"name\":\"Prospect\",\"domain\":\"prospect.example\"}", &err);
    CHECK_INT(err, OK);
    /* The other party's code is free for B, whose own alliance it names. */
    struct value *out = NULL;
    look(&r, r.b);
    CHECK_INT(record_change(&house->work, r.b, kind_by_plural(S("alliances")), r.with_b, 1,
                            house_json(house, "{\"short_code\":\"HID\"}"), INPUT_JSON, S(""), &out),
              OK);
    house_close(house);
}

TEST(order, hidden_and_missing_are_answered_alike)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    const struct kind *kind = kind_by_plural(S("agreements"));
    struct value *hidden = agreement(&r, house->host, r.with_b, "Theirs", "joint"), *out = NULL;
    struct str ids[] = {value_get_text(hidden, "id"), S("01900000-0000-7000-8000-000000000000")};
    for (size_t i = 0; i < 2; i++) {
        look(&r, r.c);
        CHECK_INT(record_get(&house->work, r.c, kind, ids[i], &out), ERR_NOT_FOUND);
        for (int64_t version = 1; version < 3; version++) { /* neither stale nor forbidden */
            CHECK_INT(record_change(&house->work, r.c, kind, ids[i], version, house_json(house, "{\"notice_days\":1}"),
                                    INPUT_JSON, S(""), &out),
                      ERR_NOT_FOUND);
            CHECK_INT(record_withdraw(&house->work, r.c, kind, ids[i], version, S(""), &out), ERR_NOT_FOUND);
            CHECK_INT(record_restore(&house->work, r.c, kind, ids[i], version, &out), ERR_NOT_FOUND);
        }
        CHECK(house->work.problems.count == 0 && !house->work.problems.detail.n);
        enum err err;
        house_try(house, r.c, "clauses", HOUSE_TEXT(house, "{\"agreement\":\"%s\",\"heading\":\"x\"}", ids[i].p), &err);
        CHECK_INT(err, ERR_INPUT);
    }
    house_close(house);
}

TEST(order, of_events_and_traces_too)
{
    struct rivals r = rivals_open();
    struct house *house = &r.house;
    struct event_query query = {.limit = 200};
    struct value *before = NULL, *after = NULL;
    struct str next;
    look(&r, r.c);
    CHECK_INT(event_list(&house->work, r.c, &query, &before, &next), OK);
    struct str pair = named(&r, house->host, r.three, "Cars", r.firm_b);
    struct value *text = agreement(&r, house->host, r.three, "Fleet terms", pair.p), *out = NULL;
    look(&r, house->host);
    CHECK_INT(record_withdraw(&house->work, house->host, kind_by_plural(S("agreements")), value_get_text(text, "id"), 1,
                              S(""), &out),
              OK);
    look(&r, r.c);
    CHECK_INT(event_list(&house->work, r.c, &query, &after, &next), OK);
    CHECK(str_eq(json_text(house->arena, before), json_text(house->arena, after)));
    house_close(house);
}
